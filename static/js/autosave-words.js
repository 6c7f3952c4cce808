// What the page says about saving: one line that stays in sight, and sentences and choices beside single fields.
import { controlsOf, placeAfter } from "./autosave-fields.js";

// What the page was loaded with under a field: by our own templates, or by crispy's.
const loadedError = (name) => document.querySelector(`[id="id_${name}-error"], [id="id_${name}_error"]`);

export class Words {
  constructor(form, bar) {
    Object.assign(this, { form, bar, lines: [...bar.querySelectorAll("[data-when]")], beside: new Map() });
    this.clash = document.getElementById("clash-template");
    for (const button of bar.querySelectorAll("[data-show]")) button.addEventListener("click", () => this.show());
  }

  // `more` is the time of a save, or a sentence of the server.
  say(when, more = "") {
    const line = this.lines.find((entry) => entry.dataset.when === when);
    const place = line?.querySelector("[data-more]");
    if (place) place.textContent = more;
    for (const entry of this.lines) entry.hidden = entry !== line;
    this.bar.dataset.saving = when;
  }
  show() {
    const first = this.form.querySelector("[data-beside]");
    const name = first?.dataset.beside ?? this.bar.dataset.held.split(" ")[0];
    const control = first?.querySelector("button") ?? controlsOf(this.form, name)[0];
    (first ?? control)?.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
  }

  error(name, sentence) {
    const place = document.createElement("p");
    place.className = "field-error";
    place.role = "alert";
    place.textContent = sentence;
    loadedError(name)?.remove();
    place.id = `id_${name}-error`;
    this.put(name, place);
  }
  conflict({ name, words }, choose) {
    const box = this.clash.content.firstElementChild.cloneNode(true);
    const [control] = controlsOf(this.form, name);
    const legend = control.closest("fieldset")?.querySelector("legend");
    const field = (legend?.firstChild ?? control.labels[0]).textContent.trim();
    for (const place of box.querySelectorAll("[data-field]")) place.textContent = ` (${field})`;
    box.querySelector("[data-other]").textContent = words || "–";
    for (const button of box.querySelectorAll("[data-choice]")) {
      button.addEventListener("click", () => {
        control.focus();
        choose(button.dataset.choice);
      });
    }
    this.put(name, box);
    this.mine(name);
  }
  // The text of this page, in words, as it stands by now.
  mine(name) {
    const place = this.beside.get(name)?.querySelector("[data-mine]");
    if (!place) return;
    const controls = controlsOf(this.form, name);
    const chosen = controls.find((control) => control.checked);
    const none = this.form.elements[name.replace(/^score-/, "na-")];
    const labelled = chosen ?? (name.startsWith("score-") && none?.checked ? none : null);
    const text = controls[0].type === "radio" || labelled ? labelled?.labels[0].textContent.trim() : controls[0].value;
    place.textContent = text || "–";
  }

  put(name, node) {
    this.clear(name);
    node.dataset.beside = name;
    placeAfter(this.form, name).after(node);
    for (let box = node.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    this.beside.set(name, node);
  }
  // Also a sentence the page was loaded with, unless it asks for something that is still not there.
  clear(name, text = "") {
    this.beside.get(name)?.remove();
    this.beside.delete(name);
    if (text) loadedError(name)?.remove();
  }
}
