// #editor: leads to a field by its id, also inside what is folded: after an answer, from the list of checks, from the address.
function open(target) {
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
}
function show(id) {
  const target = document.getElementById(id);
  if (!target) return;
  open(target);
  target.focus();
}

document.body.addEventListener("editor-focus", ({ detail }) => show(detail.id));
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.(".edit-checks a[href^='#']");
  if (link) setTimeout(() => show(decodeURIComponent(link.hash.slice(1))));
});
if (location.hash) show(decodeURIComponent(location.hash.slice(1)));
