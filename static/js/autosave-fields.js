// The fields as the server names them: score-<key>, evidence-<key>, recommendation and summary of a card; note, of a kit.
const OURS = /^(score-.+|evidence-.+|recommendation|summary|note)$/;
const boxOf = (form, name) => form.elements[name.replace(/^score-/, "na-")];

// Every text by its field.
export function textsOf(form) {
  const texts = {};
  for (const control of form.elements) {
    const { name, type, value } = control;
    if (!OURS.test(name)) continue;
    if (type !== "radio") texts[name] = name.startsWith("score-") && boxOf(form, name)?.checked ? "na" : value;
    else if (control.checked) texts[name] = value;
    else texts[name] ??= "";
  }
  return texts;
}

export function controlsOf(form, name) {
  return [...form.elements].filter((control) => control.name === name);
}

export function write(form, name, text) {
  const controls = controlsOf(form, name);
  for (const control of controls) {
    if (control.type === "radio") control.checked = control.value === text;
    else control.value = text === "na" && name.startsWith("score-") ? "" : text;
  }
  if (name.startsWith("score-") && controls[0].type !== "radio") boxOf(form, name).checked = text === "na";
  (controls[0].closest("fieldset, .rating-evidence") ?? controls[0]).dispatchEvent(new Event("input", { bubbles: true }));
}

// The place under a field where something can be said about it.
export function placeAfter(form, name) {
  const last = controlsOf(form, name).at(-1);
  return last.closest(".rating-row, .rating-fine, .verdict-choices") ?? last;
}
