// [data-autosave] in a form: saves each field soon after it was typed, and never says so before the server did.
// Nothing is kept in the browser's storage: what is not saved stands on the page, which asks before it is left.
import { Answers } from "./autosave-answers.js";
import { textsOf } from "./autosave-fields.js";
import { Queue } from "./autosave-queue.js";
import { Saver } from "./autosave-saver.js";
import { attachSignIn } from "./autosave-sign-in.js";
import { attachSubmit, LEAVING } from "./autosave-submit.js";
import { Words } from "./autosave-words.js";

function marksIn(text) {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}

function attach(bar) {
  const form = bar.closest("form");
  const { autosave: fields, session, unsent, held } = bar.dataset;
  const queue = new Queue(unsent ? {} : textsOf(form), marksIn(form.elements.seen.value));
  if (held) queue.held = new Set(held.split(" "));

  const words = new Words(form, bar);
  const answers = new Answers({ form, queue, words });
  const say = (when, sentence) => words.say(when, sentence);
  const saver = new Saver({
    form, queue, say, urls: { fields, session },
    took(answer) {
      if (answer) answers.took(answer);
      answers.tell();
      if (saver.waits) saver.later();
    },
  });
  words.after = () => saver.flush();

  const dialog = document.getElementById("sign-in-dialog");
  const signIn = () => {
    dialog.returnValue = "";
    dialog.showModal();
  };
  const sending = attachSubmit({ form, saver, say, signIn });
  const done = () => (sending.wanted ? form.requestSubmit(sending.wanted) : saver.again());
  attachSignIn({ dialog, session, done });
  bar.querySelector("[data-sign-in]").addEventListener("click", () => {
    sending.wanted = null; // asks for saving, not for what was pressed before
    signIn();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "signed-in") sending.wanted = null;
  });

  for (const name of ["input", "change"]) {
    form.addEventListener(name, () => {
      answers.typed();
      if (sending.isLeaving) saver.later(LEAVING);
      else saver.typed();
    });
  }
  for (const name of ["online", "focus"]) addEventListener(name, () => saver.again());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !sending.isLeaving && saver.waits) saver.flush();
  });
  addEventListener("pageshow", (event) => {
    sending.isLeaving = false;
    if (!event.persisted) return;
    if (saver.isUnsaved) saver.again();
    else location.reload();
  });
  addEventListener("beforeunload", (event) => {
    if (!sending.isLeaving && saver.isUnsaved) event.preventDefault();
  });
  if (unsent) {
    // The page answers a form that was sent. Reload and Back are to ask for the page again, not to send it once more.
    history.replaceState(history.state, "");
    saver.flush();
  }
}
const bar = document.querySelector("form [data-autosave]");
if (bar) attach(bar);
