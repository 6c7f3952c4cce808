// Loaded before anything is painted: says which theme to paint, and that scripts run.
(() => {
  const root = document.documentElement;
  let choice = "system";
  try {
    choice = localStorage.getItem("theme") || "system";
  } catch {
    // Storage is closed: follow the system.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.bsTheme = choice === "system" ? (dark ? "dark" : "light") : choice;
  root.dataset.theme = choice;
  root.classList.add("js");
})();
