// Loaded before anything is painted: says which theme to paint, and that scripts run.
// The key and its values are those of Django's admin, so that one choice holds for both.
(() => {
  const root = document.documentElement;
  let choice = null;
  try {
    choice = localStorage.getItem("theme");
  } catch {
    // Storage is closed: follow the system.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = choice === "light" || choice === "dark" ? choice : "auto";
  root.dataset.bsTheme = root.dataset.theme === "auto" ? (dark ? "dark" : "light") : choice;
  root.classList.add("js");
})();
