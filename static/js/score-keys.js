// [data-rating]: with the focus in a criterion, a digit chooses the level of that value, n says that it was not assessed.
function meant(radios, key) {
  if (key === "n") return radios.find((radio) => radio.value === "na");
  if (!/^[0-9]$/.test(key)) return null;
  return radios.find((radio) => radio.value === key);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const box = event.target.closest("[data-rating]");
  const radio = box && meant([...box.querySelectorAll("input[type=radio]:not(:disabled)")], event.key);
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  // A click is what a hand would do: the page hears of it like of any other.
  radio.click();
});
