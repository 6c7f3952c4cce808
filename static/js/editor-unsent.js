// #editor: what the server did not take. The words stay in their fields, #unsent says why, and saves are tried again.
const editor = document.getElementById("editor");
const notes = [...document.querySelectorAll("#unsent [data-when]")];
const AGAIN = [2, 4, 8, 15, 30];
const isWords = (form) => form.matches(".edit-form");
// Forms by id: typed in and not sent, and sent without being taken.
const typed = new Set();
const unsent = new Set();
let [tries, timer] = [0, 0];

function reason({ status }) {
  if (status === 0 || status >= 500) return "silent";
  if (status === 401 || status === 403) return "signed-out";
  return "refused";
}
function say(when) {
  for (const note of notes) note.hidden = note.dataset.when !== when;
}
function retry() {
  clearTimeout(timer);
  for (const id of unsent) {
    const form = document.getElementById(id);
    if (form) form.requestSubmit();
    else unsent.delete(id);
  }
}

// After signing in again elsewhere the forms of this page hold a token of the old session; the cookie has the new one.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/)?.[1];
  if (token && detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = token;
});
editor.addEventListener("input", ({ target }) => target.form?.matches(".edit-form, .edit-add") && typed.add(target.form.id));
editor.addEventListener("htmx:beforeSend", ({ target }) => typed.delete(target.id));
editor.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (detail.requestConfig.verb !== "post") return;
  if (detail.successful) {
    unsent.delete(target.id);
    tries = 0;
    if (!unsent.size) say("");
    return;
  }
  const why = reason(detail.xhr);
  if (isWords(target) && why !== "refused") {
    unsent.add(target.id);
    clearTimeout(timer);
    timer = setTimeout(retry, 1000 * AGAIN[Math.min(tries, AGAIN.length - 1)]);
    tries += 1;
  } else if (isWords(target) || target.matches(".edit-add")) typed.add(target.id);
  say(isWords(target) || why === "signed-out" ? why : `${why}-act`);
});
for (const name of ["online", "focus"]) addEventListener(name, retry);
addEventListener("beforeunload", (event) => {
  if (typed.size || unsent.size || editor.querySelector(".edit-save-needed")) event.preventDefault();
});
