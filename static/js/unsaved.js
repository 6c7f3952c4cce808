// form[data-unsaved-guard]: asks before the page is left with changes that were neither sent nor saved by htmx.
// The value "refused" says that what stands in the form was sent already and not saved.
for (const form of document.querySelectorAll("form[data-unsaved-guard]")) {
  let edits = form.dataset.unsavedGuard === "refused" ? 1 : 0;
  let saved = 0;
  let underWay = 0;

  form.addEventListener("input", () => { edits += 1; });
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) saved = edits;
  });
  form.addEventListener("htmx:beforeRequest", () => { underWay = edits; });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) saved = underWay;
  });
  addEventListener("beforeunload", (event) => {
    if (edits > saved) event.preventDefault();
  });
}
