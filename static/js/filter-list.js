// fieldset[data-filter-list]: a search box that hides the checkboxes whose words do not hold what is typed.
// What is ticked stays in sight, and stays ticked.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const list of document.querySelectorAll("[data-filter-list]")) {
  const box = list.querySelector(".choices-search");
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const choices = [...list.querySelectorAll(".choice")];
  box.hidden = choices.length < 8;

  input.addEventListener("input", () => {
    const sought = plain(input.value.trim());
    let shown = 0;
    for (const choice of choices) {
      const hit = plain(choice.textContent).includes(sought);
      choice.hidden = !hit && !choice.querySelector("input").checked;
      shown += hit;
    }
    status.textContent = sought ? `${shown} of ${choices.length}` : "";
  });
  // Enter searches; it does not send the form.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
