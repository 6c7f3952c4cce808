// [data-grip]: drags a competency, criterion, level or question to another place, and sends that by its "Move up" form.
const editor = document.getElementById("editor");
const EDGE = 70;
const MARKS = ["edit-drop-before", "edit-drop-after", "edit-drop-inside"];
const CROSSES = ["competency", "criterion"];
let drag = null;

const like = (box) => box?.matches(`[data-${drag.kind}]`) && box !== drag.box;
function following(box) {
  let next = box.nextElementSibling;
  while (next && !like(next)) next = next.nextElementSibling;
  return next;
}
// Where it would come to stand: before or after a box of its kind, or last in a competency.
function goal({ clientX, clientY }) {
  const under = document.elementFromPoint(clientX, clientY);
  const box = under?.closest(`[data-${drag.kind}]`);
  if (like(box) && (CROSSES.includes(drag.kind) || box.parentElement === drag.box.parentElement)) {
    const { top, height } = box.getBoundingClientRect();
    return clientY < top + height / 2 ? { mark: MARKS[0], box, before: box } : { mark: MARKS[1], box, before: following(box) };
  }
  const home = drag.kind === "criterion" && !box ? under?.closest("[data-competency]") : null;
  return home ? { mark: MARKS[2], box: home } : null;
}
function unmark() {
  for (const box of editor.querySelectorAll(MARKS.map((mark) => `.${mark}`).join())) box.classList.remove(...MARKS);
}
function stop() {
  if (!drag) return;
  unmark();
  drag.box.classList.remove("edit-moving");
  drag = null;
}
// Nothing is changed in the form itself: should the server not answer, its button still means what it says.
function send({ box, kind }, { box: beside, before }) {
  const form = document.getElementById(`${box.dataset.part}-up-form`);
  const to = kind === "criterion" ? beside.closest("[data-competency]").dataset.competency : "";
  form.querySelector("button").focus({ preventScroll: true });
  htmx.ajax("POST", form.action, { source: form, values: { act: "place", before: before?.dataset[kind] ?? "", to } }).catch(() => {});
}

editor.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  drag = { kind: grip.dataset.grip, box: grip.closest(`[data-${grip.dataset.grip}]`) };
  grip.setPointerCapture(event.pointerId);
  drag.box.classList.add("edit-moving");
});
editor.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (event.clientY < EDGE) scrollBy({ top: -12, behavior: "instant" });
  if (event.clientY > innerHeight - EDGE) scrollBy({ top: 12, behavior: "instant" });
  const found = goal(event);
  unmark();
  found?.box.classList.add(found.mark);
});
editor.addEventListener("pointerup", (event) => {
  const [moved, found] = [drag, drag && goal(event)];
  stop();
  if (found) send(moved, found);
});
editor.addEventListener("pointercancel", stop);
addEventListener("keydown", ({ key }) => key === "Escape" && stop());
// The grip stands in a summary: a drag neither folds nor unfolds it.
editor.addEventListener("click", (event) => event.target.closest("[data-grip]") && event.preventDefault());
