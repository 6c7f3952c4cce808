// dialog#sign-in-dialog: who was signed out signs in on the page that holds what they typed, and goes on.
import { post, whoIsIn } from "./autosave-send.js";

const sentencesIn = (form) => [form.errors, ...Object.values(form.fields).map(({ errors }) => errors)].flat().join(" ");

export function attachSignIn({ dialog, session, done }) {
  const form = dialog.querySelector("form");
  const why = dialog.querySelector("[data-why]");
  const [silent, refused] = [why.dataset.silent, why.dataset.refused];
  let busy = false;

  async function signIn() {
    // Also renews the token, without which nobody can sign in.
    if (await whoIsIn(session) === undefined) return silent;
    const { status, answer } = await post(form.action, new FormData(form));
    if (status === 200) return "";
    return status === 400 && answer?.form ? sentencesIn(answer.form) : status ? refused : silent;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    why.textContent = "";
    why.textContent = await signIn();
    busy = false;
    if (why.textContent) return;
    form.elements.password.value = "";
    dialog.close("signed-in");
    done();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}
