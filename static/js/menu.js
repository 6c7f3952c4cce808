// [data-menu-toggle="id"]: opens the main menu on phones. details.menu: closes on Escape and on a click elsewhere.
for (const toggle of document.querySelectorAll("[data-menu-toggle]")) {
  const box = document.getElementById(toggle.dataset.menuToggle);
  toggle.addEventListener("click", () => {
    const open = box.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
  });
}

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
