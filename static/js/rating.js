// [data-rating]: shows under the control what the chosen value stands for, and that of a value under the pointer.
function attach(box) {
  const said = box.querySelector("[data-said]");
  const clear = box.querySelector("[data-clear]");
  const radios = [...box.querySelectorAll("input[type=radio]")];
  const typed = box.querySelector("input[type=text]");
  const none = box.querySelector("input[type=checkbox]");
  const levels = [...box.querySelectorAll("[data-level]")].map((node) => ({ value: node.dataset.level, text: node.textContent.trim() }));
  let putAside = "";

  const chosen = () => {
    if (typed) return none.checked ? "na" : typed.value.trim().replace(",", ".");
    return radios.find((radio) => radio.checked)?.value ?? "";
  };

  // The level written at the value, else the nearest below and above it.
  const near = (value) => {
    const exact = levels.filter((level) => Number(level.value) === Number(value));
    const below = levels.findLast((level) => Number(level.value) < Number(value));
    const above = levels.find((level) => Number(level.value) > Number(value));
    return exact.length ? exact : [below, above].filter(Boolean);
  };

  const show = (value, shows) => {
    const found = value && !Number.isNaN(Number(value)) ? near(value) : [];
    const words = value === "na" ? "Not assessed in this interview." : "Choose the value whose words fit the evidence best.";
    said.dataset.shows = found.length ? shows : "nothing";
    said.hidden = !levels.length && value !== "na";
    said.replaceChildren(...(found.length ? found : [{ text: words }]).map((level) => {
      const line = document.createElement("p");
      const number = document.createElement("b");
      number.textContent = level.value ?? "";
      line.append(number, level.value ? ` – ${level.text}` : level.text);
      return line;
    }));
  };
  const settle = () => {
    show(chosen(), "chosen");
    clear.hidden = !chosen();
  };
  const preview = (radio) => show(radio.value, radio.checked ? "chosen" : "tried");

  box.addEventListener("input", ({ target }) => {
    if (typed && target === typed && typed.value) none.checked = false;
    if (none && target === none) [putAside, typed.value] = none.checked ? [typed.value, ""] : ["", putAside];
    settle();
  });
  for (const radio of radios) {
    const label = box.querySelector(`label[for="${CSS.escape(radio.id)}"]`);
    label.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && preview(radio));
    label.addEventListener("pointerleave", settle);
    radio.addEventListener("focus", () => preview(radio));
    radio.addEventListener("blur", settle);
  }
  clear.addEventListener("click", () => {
    for (const radio of radios) radio.checked = false;
    if (typed) [typed.value, none.checked] = ["", false];
    for (const name of ["input", "change"]) box.dispatchEvent(new Event(name, { bubbles: true }));
    (radios[0] ?? typed).focus();
  });
  settle();
}
const attachAll = (root) => root.querySelectorAll("[data-rating]:not([data-attached])").forEach((box) => {
  box.dataset.attached = "yes";
  attach(box);
});
attachAll(document);
document.addEventListener("htmx:load", (event) => attachAll(event.detail.elt.parentElement ?? document));
