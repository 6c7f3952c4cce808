// [data-focus]: what the reader must hear first, such as the summary of errors, takes the focus when the page opens.
const first = (root) => root.querySelector("[data-focus]")?.focus();
first(document);
document.addEventListener("htmx:load", (event) => first(event.detail.elt.parentElement ?? document));
