// form[data-confirm="What will happen?"]: asks in a dialog before it is sent. Without scripts it is sent at once.
const dialog = document.getElementById("confirm-dialog");
let waiting = null;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!dialog || !form.dataset.confirm || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting = { form, submitter: event.submitter };
  dialog.querySelector("[data-confirm-text]").textContent = form.dataset.confirm;
  const yes = dialog.querySelector("[data-confirm-yes]");
  yes.textContent = event.submitter ? event.submitter.textContent.trim() : "Continue";
  yes.classList.toggle("btn-danger", form.dataset.tone === "bad");
  yes.classList.toggle("btn-primary", form.dataset.tone !== "bad");
  dialog.returnValue = "";
  dialog.showModal();
}, { capture: true });

dialog?.addEventListener("close", () => {
  if (dialog.returnValue !== "yes" || !waiting) return;
  const { form, submitter } = waiting;
  waiting = null;
  form.dataset.confirmed = "yes";
  form.requestSubmit(submitter);
  delete form.dataset.confirmed;
});
