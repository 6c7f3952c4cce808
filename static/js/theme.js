// [data-theme-switch]: goes through auto (as the system is), light and dark. The choice is all that is ever kept in the browser.
const CHOICES = ["auto", "light", "dark"];
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const buttons = document.querySelectorAll("[data-theme-switch]");

function show(choice) {
  root.dataset.theme = choice;
  root.dataset.bsTheme = choice === "auto" ? (system.matches ? "dark" : "light") : choice;
  for (const button of buttons) {
    const words = `Theme: ${choice === "auto" ? "as the system" : choice}. Change it`;
    button.setAttribute("aria-label", words);
    button.title = words;
  }
}

for (const button of buttons) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = CHOICES[(CHOICES.indexOf(root.dataset.theme) + 1) % CHOICES.length];
    try {
      localStorage.setItem("theme", next);
    } catch {
      // Storage is closed: the choice lasts for this page.
    }
    show(next);
  });
}

system.addEventListener("change", () => show(root.dataset.theme));
show(CHOICES.includes(root.dataset.theme) ? root.dataset.theme : "auto");
