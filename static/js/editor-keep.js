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

// Requests wait in a line, so what one sends is known when it leaves; only that is saved when it comes back.
editor.addEventListener("htmx:beforeSend", ({ target }) => {
  target.sent = [...target.querySelectorAll(FIELDS)].map((field) => [field, valueOf(field)]);
});
editor.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (detail.successful) for (const [field, value] of target.sent ?? []) field.clean = value;
  if (detail.successful && target.matches(".edit-add")) target.reset();
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const requester = detail.requestConfig.elt;
  if (!detail.shouldSwap || !editor.contains(requester) || !requester.sent) return;
  const sent = new Map(requester.sent);
  kept = {
    focused: document.activeElement,
    open: [...editor.querySelectorAll("details[open][id]")].map((box) => box.id),
    typed: [...editor.querySelectorAll(FIELDS)]
      .filter((field) => (sent.has(field) ? sent.get(field) !== valueOf(field) : isTyped(field)))
      .map((field) => ({ field, value: valueOf(field), seen: !sent.has(field) && seenOf(wordsOf(field))?.value })),
    again: [],
  };
});
// At once, so that the next key already goes where it should; what stayed in the page is left alone.
editor.addEventListener("htmx:afterSwap", () => {
  if (!kept) return;
  for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
  for (const { field, value, seen } of kept.typed) {
    const fresh = document.getElementById(field.id);
    if (field.isConnected || !fresh || valueOf(fresh) === value) continue;
    setValue(fresh, value);
    if (field.type === "text" || field.type === "textarea") fresh.setSelectionRange(field.selectionStart, field.selectionEnd);
    if (seen) seenOf(wordsOf(fresh)).value = seen;
    kept.again.push(fresh);
  }
  if (!kept.focused?.isConnected) document.getElementById(kept.focused?.id)?.focus({ preventScroll: true });
});
editor.addEventListener("htmx:afterSettle", () => {
  for (const field of kept?.again ?? []) field.dispatchEvent(new Event("change", { bubbles: true }));
  kept = null;
});
