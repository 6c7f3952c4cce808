// [data-grip]: drags a criterion or a competency to another place; the form of its "Move up" button then says where.
const editor = document.getElementById("editor");
const BOXES = { criterion: "[data-criterion]", competency: "[data-competency]" };
let drag = null;

const unmark = () => {
  for (const box of editor.querySelectorAll(".edit-drop-before, .edit-drop-inside")) box.classList.remove("edit-drop-before", "edit-drop-inside");
};

// What lies under the pointer: a thing to stand before, or a competency to come last in.
function goal(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const before = under?.closest(BOXES[drag.kind]);
  if (before && before !== drag.box) return { before };
  const inside = drag.kind === "criterion" && !before ? under?.closest(BOXES.competency) : null;
  return inside ? { inside } : {};
}

editor.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  const box = grip.closest(BOXES[grip.dataset.grip]);
  drag = { kind: grip.dataset.grip, box, grip };
  grip.setPointerCapture(event.pointerId);
  box.classList.add("edit-moving");
});
editor.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const { before, inside } = goal(event);
  unmark();
  before?.classList.add("edit-drop-before");
  inside?.classList.add("edit-drop-inside");
});
editor.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const { box, kind } = drag;
  const { before, inside } = goal(event);
  stop();
  if (before || inside) send(box, kind, before, inside);
});
editor.addEventListener("pointercancel", stop);
// The grip stands in a summary: a drag neither folds nor unfolds it.
editor.addEventListener("click", (event) => event.target.closest("[data-grip]") && event.preventDefault());

function stop() {
  unmark();
  drag?.box.classList.remove("edit-moving");
  drag = null;
}

function send(box, kind, before, inside) {
  const form = box.querySelector(`form[id="${CSS.escape(box.id)}-up-form"]`);
  const competency = (before ?? inside).closest(BOXES.competency).dataset.competency;
  const fields = { act: "place", before: before?.dataset[kind] ?? "", to: kind === "criterion" ? competency : "" };
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }
  form.requestSubmit();
}
