// [data-mindmap]: branches open and close, and the rest moves up; stacked as in assessor/lib/mindmap.py.
// Without scripts every branch is open. A large map ([data-begin=closed]) begins with its branches closed.
const [MARGIN, BESIDE, BETWEEN, INNER] = [4, 8, 22, 14];
const stack = (nodes, gap) => nodes.reduce((sum, node) => sum + block(node), gap * Math.max(nodes.length - 1, 0));
const block = (node) => Math.max(node.height, node.open ? stack(node.children, node.gap) : 0);
const move = (node, y) => node.moving.setAttribute("transform", `translate(0 ${y - node.y})`);
const closable = (nodes) => nodes.flatMap((node) => [...(node.toggle ? [node] : []), ...closable(node.children)]);

// A box of the drawing, and of its curve the numbers M x0 y0 H x1 C x2 y0 x3 y1 x4 y1.
function read(element) {
  const part = (name) => element.querySelector(`:scope > ${name}`);
  const [moving, curve, inside] = [part(".mm-moving"), part(".mm-curve"), part(".mm-children")];
  const node = { moving, curve, inside, toggle: moving.querySelector(".mm-toggle"), open: true };
  [node.y, node.height] = [Number(element.dataset.y), Number(element.dataset.height)];
  node.numbers = (curve?.getAttribute("d").match(/-?[\d.]+/g) ?? []).map(Number);
  node.children = [...(inside?.children ?? [])].map(read);
  node.gap = node.children.some((child) => child.toggle) ? (curve ? INNER : BETWEEN) : BESIDE;
  return node;
}
// Puts nodes one under the other around a height, and leads their curves there.
function place(nodes, gap, from) {
  let top = from - stack(nodes, gap) / 2;
  for (const node of nodes) {
    const [middle, [x0, , x1, x2, , x3, , x4]] = [top + block(node) / 2, node.numbers];
    node.curve.setAttribute("d", `M${x0} ${from}H${x1}C${x2} ${from} ${x3} ${middle} ${x4} ${middle}`);
    move(node, middle - node.height / 2);
    if (node.open) place(node.children, node.gap, middle);
    top += block(node) + gap;
  }
}
for (const map of document.querySelectorAll("[data-mindmap]")) {
  const svg = map.querySelector(".mindmap-picture svg");
  const centre = read(svg.querySelector(".mm-node"));
  const sides = [1, -1].map((side) => centre.children.filter(({ numbers }) => side * (numbers[7] - numbers[0]) > 0));
  const turn = (nodes, open) => {
    for (const node of nodes) {
      node.open = open;
      node.inside.toggleAttribute("hidden", !open);
      node.toggle.setAttribute("aria-expanded", String(open));
      node.toggle.querySelector(".mm-sign").textContent = open ? "–" : node.children.length;
    }
    const height = Math.ceil(Math.max(centre.height, ...sides.map((side) => stack(side, centre.gap)))) + 2 * MARGIN;
    svg.setAttribute("viewBox", `0 0 ${svg.viewBox.baseVal.width} ${height}`);
    move(centre, (height - centre.height) / 2);
    for (const side of sides) place(side, centre.gap, height / 2);
  };
  const all = closable(centre.children);
  for (const name of ["click", "keydown"]) svg.addEventListener(name, (event) => {
    const node = all.find(({ toggle }) => toggle.contains(event.target));
    if (!node || (event.key && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    const before = node.toggle.getBoundingClientRect().top;
    turn([node], !node.open);
    scrollBy({ top: node.toggle.getBoundingClientRect().top - before, behavior: "instant" });
  });
  for (const button of map.querySelectorAll("[data-all]")) button.addEventListener("click", () => turn(all, button.dataset.all === "open"));
  // On a phone the map is shown from its centre.
  map.addEventListener("change", () => { svg.parentElement.scrollLeft = (svg.parentElement.scrollWidth - svg.parentElement.clientWidth) / 2; });
  if (map.dataset.begin === "closed") turn(all, false);
}
