// Sending the form as a whole waits until its fields are saved: an answer that never comes would take the page away.
import { token } from "./autosave-send.js";

export const LEAVING = 10_000; // whoever is still here then stopped it

export function attachSubmit({ form, saver, say, signIn }) {
  const state = { isLeaving: false, wanted: null };
  let isWaiting = false;

  form.addEventListener("submit", async (event) => {
    if (state.isLeaving) return;
    event.preventDefault();
    if (isWaiting) return;
    isWaiting = true;
    const isClear = await saver.all();
    // A form that is just telling of one submission ignores the next.
    await new Promise((later) => { setTimeout(later); });
    isWaiting = false;
    state.wanted = null;
    if (isClear && navigator.onLine) {
      clearTimeout(saver.timer);
      // Whoever signed in again holds another token than the page was loaded with.
      form.elements.csrfmiddlewaretoken.value = token() || form.elements.csrfmiddlewaretoken.value;
      state.isLeaving = true;
      setTimeout(() => { state.isLeaving = false; }, LEAVING);
      form.requestSubmit(event.submitter);
    } else if (isClear) say("offline");
    else if (saver.halted === "signed-out") {
      state.wanted = event.submitter;
      signIn();
    }
  });
  return state;
}
