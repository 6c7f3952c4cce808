// #editor: what is typed and not saved yet outlives the swap of a fragment, and so do focus and what stands open.
const FIELDS = "input:not([type=hidden]), textarea, select";
const editor = document.getElementById("editor");
let kept = null;

const wordsOf = (field) => field.closest("form.edit-form");
const seenOf = (form) => form?.querySelector("[name=seen]");
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
const setValue = (field, value) => {
  if (field.type === "checkbox") field.checked = value;
  else field.value = value;
};
// What a field held when it was drawn or last saved.
const clean = (field) => field.clean ?? (field.type === "checkbox" ? field.defaultChecked
  : field.tagName === "SELECT" ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value
    : field.defaultValue);
const isTyped = (field) => field.id && valueOf(field) !== clean(field);

function open(target) {
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}
function show(id) {
  const target = document.getElementById(id);
  if (!target) return;
  open(target);
  target.focus();
}

// Requests wait in a line, so what one sends is known when it leaves; only that is saved when it comes back.
editor.addEventListener("htmx:beforeSend", ({ target }) => {
  target.sent = [...target.querySelectorAll(FIELDS)].map((field) => [field, valueOf(field)]);
});
editor.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (detail.successful) for (const [field, value] of target.sent ?? []) field.clean = value;
  if (detail.successful && target.matches(".edit-add")) target.reset();
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const root = detail.target;
  if (!detail.shouldSwap || !editor.contains(root) || detail.requestConfig.elt.sent === undefined) return;
  const fields = [...editor.querySelectorAll(FIELDS)];
  const sent = new Map(detail.requestConfig.elt.sent);
  kept = {
    focus: document.activeElement?.id,
    open: [...editor.querySelectorAll("details[open][id]")].map((box) => box.id),
    typed: fields.filter((field) => (sent.has(field) ? sent.get(field) !== valueOf(field) : isTyped(field)))
      .map((field) => ({ id: field.id, value: valueOf(field), seen: seenOf(wordsOf(field))?.value, isOther: !sent.has(field) })),
  };
});
editor.addEventListener("htmx:afterSettle", () => {
  if (!kept) return;
  const { focus, open: boxes, typed } = kept;
  kept = null;
  for (const id of boxes) document.getElementById(id)?.setAttribute("open", "");
  for (const { id, value, seen, isOther } of typed) {
    const field = document.getElementById(id);
    if (!field || valueOf(field) === value) continue;
    setValue(field, value);
    if (isOther && seen) seenOf(wordsOf(field)).value = seen;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
});
document.body.addEventListener("editor-focus", ({ detail }) => show(detail.id));
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.(".edit-checks a[href^='#']");
  if (link) setTimeout(() => show(decodeURIComponent(link.hash.slice(1))));
});
if (location.hash) show(decodeURIComponent(location.hash.slice(1)));
