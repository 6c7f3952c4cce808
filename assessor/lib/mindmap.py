"""A tree laid out as a mind map: the root in the middle, branches to both sides, every label in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assessor.lib.text_width import width_of, wrapped

MAX_WIDTH = 1160.0
MARGIN = 4.0
PAD_X, PAD_Y = 12.0, 8.0
SIZES = (17.0, 15.0, 14.0)  # of the letters: centre, branches, everything beyond
LEADING = 1.3
MARK_SIZE, MARK_SHAPE, MARK_GAP = 12.5, 12.0, 5.0
GAPS = (64.0, 34.0)  # between the centre and its branches, between columns beyond
BESIDE, BETWEEN = 8.0, (22.0, 14.0)  # between leaves; between branches of the centre, and of branches
TOGGLE = 11.0  # radius
LARGE = 60  # nodes
# Shapes of marks in a square of 12: a triangle for what is uncovered, an empty diamond for what is loose.
_SHAPES = {
    "uncovered": ((6, 0.8), (11.6, 11.2), (0.4, 11.2)),
    "loose": ((6, 0.5), (11.5, 6), (6, 11.5), (0.5, 6)),
}
# The widest text of a column, before what is left over is shared out: by how deep the tree is, then by column.
ROOM = {0: (320.0,), 1: (190.0, 260.0), 2: (170.0, 140.0, 170.0), 3: (104.0, 86.0, 112.0, 112.0)}
WORD = 190.0  # a longer word is broken
STRETCHES = tuple(1 + step / 10 for step in range(9))


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a node: its name picks the shape, its words stand under the label."""

    name: str
    words: str

    @property
    def path(self) -> str:
        """Its shape in a square of 12 by 12."""
        return _shape(self.name, 0, 0)


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of a map: what it is called, where it leads (or ""), what kind of thing it is."""

    label: str
    href: str = ""
    kind: str = ""
    mark: Mark | None = None
    children: tuple[Node, ...] = ()

    @property
    def spoken(self) -> str:
        """The label and what is said of it."""
        return f"{self.label} – {self.mark.words}" if self.mark else self.label

    @property
    def count(self) -> int:
        return 1 + sum(child.count for child in self.children)

    @property
    def depth(self) -> int:
        return 1 + max((child.depth for child in self.children), default=-1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a label; `y` is its baseline."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place. `side` is -1 left of the centre and 1 right of it; `link` is the curve from its parent."""

    node: Node
    level: int
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]
    mark_x: float
    mark_y: float
    side: int = 0
    toggle_x: float = 0.0
    link: str = ""
    children: tuple[Box, ...] = ()

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def centre_y(self) -> float:
        return round(self.y + self.height / 2, 1)

    @property
    def mark_text_x(self) -> float:
        return round(self.mark_x + MARK_SHAPE + MARK_GAP, 1)

    @property
    def mark_text_y(self) -> float:
        return round(self.mark_y + MARK_SIZE * 0.36, 1)

    @property
    def mark_path(self) -> str:
        name = self.node.mark.name if self.node.mark else ""
        return _shape(name, self.mark_x, round(self.mark_y - MARK_SHAPE / 2, 1))

    @property
    def stub(self) -> str:
        """The short line under the button, from the box to where the curves to its branches begin."""
        return f"M{self.toggle_x - self.side * TOGGLE:g} {self.centre_y:g}h{self.side * 2 * TOGGLE:g}"

    @property
    def sign_y(self) -> float:
        return round(self.centre_y + 4.2, 1)

    def all(self) -> Iterator[Box]:
        """Give the box and everything under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.all()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole map. The left side's branches come before the right side's, each from top to bottom."""

    root: Box
    width: float
    height: float
    count: int

    @property
    def has_branches(self) -> bool:
        return bool(self.root.children)

    @property
    def is_large(self) -> bool:
        """Too large to be taken in at once: it begins with its branches closed, and is printed as a list."""
        return self.count > LARGE


def draw(root: Node) -> Drawing:
    """Return the tree laid out, no wider than it must be; about as wide as a page where that is possible.

    The first branches stand on the left, the others on the right, parted where the sides come out most equal.
    """
    low, high = 0, len(STRETCHES) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _Plan(root, STRETCHES[middle]).width <= MAX_WIDTH:
            low = middle
        else:
            high = middle - 1
    return _Plan(root, STRETCHES[low]).drawing()


@dataclass(slots=True)
class _Sized:
    """A node with its size and the height of its block: itself, or its children where they are higher."""

    node: Node
    level: int
    lines: tuple[str, ...]
    width: float
    height: float
    children: list[_Sized]
    block: float = field(init=False)

    def __post_init__(self) -> None:
        self.block = max(self.height, _stacked(self.children))

    @property
    def reach(self) -> float:
        """How much of its column the box takes, with the button that closes its branches."""
        return self.width + (2 * TOGGLE if self.children else 0)


def _stacked(branches: Sequence[_Sized]) -> float:
    return sum(branch.block for branch in branches) + sum(_gaps(branches))


def _gaps(branches: Sequence[_Sized]) -> list[float]:
    """Return the room between each two of a stack: more where branches set out from them."""
    branching = any(branch.children for branch in branches)
    return [BETWEEN[branches[0].level > 1] if branching else BESIDE] * (len(branches) - 1)


class _Plan:
    """A map whose columns may be so much wider than they must be."""

    def __init__(self, root: Node, stretch: float) -> None:
        room = ROOM[min(root.depth, max(ROOM))]
        self.room = [
            max(part * stretch, word) for part, word in zip(room, _words(root, len(room)), strict=True)
        ]
        self.root = self._sized(root, 0)
        cut = _cut(self.root.children)
        self.left, self.right = self.root.children[:cut], self.root.children[cut:]
        _align(self.left)
        _align(self.right)
        self.columns = (_columns(self.left), _columns(self.right))
        self.sides = tuple(_side_width(columns) for columns in self.columns)
        self.width = sum(self.sides) + self.root.width + 2 * MARGIN
        self.height = max(_stacked(self.left), _stacked(self.right), self.root.height) + 2 * MARGIN

    def _sized(self, node: Node, level: int) -> _Sized:
        room, size, bold = self.room[min(level, len(self.room) - 1)], _size(level), level < 2
        lines = wrapped(node.label, width=room, size=size, bold=bold) or ("",)
        wide = max(width_of(line, size=size, bold=bold) for line in lines)
        wide = max(wide, _mark_width(node))
        high = len(lines) * size * LEADING + (MARK_SIZE * LEADING + 3 if node.mark else 0)
        children = [self._sized(child, level + 1) for child in node.children]
        return _Sized(node, level, lines, round(wide + 2 * PAD_X), round(high + 2 * PAD_Y), children)

    def drawing(self) -> Drawing:
        root = self.root
        x, y = MARGIN + self.sides[0], (self.height - root.height) / 2
        placed = _box(root, x, y)
        children = [
            *self._stack(self.left, placed, -1, self.columns[0]),
            *self._stack(self.right, placed, 1, self.columns[1]),
        ]
        return Drawing(
            replace(placed, children=tuple(children)), round(self.width), round(self.height), root.node.count
        )

    def _stack(
        self,
        branches: Sequence[_Sized],
        parent: Box,
        side: int,
        columns: Sequence[float],
        top: float | None = None,
        edge: float | None = None,
    ) -> Iterator[Box]:
        """Place a stack beside its parent; `edge` is the outer edge of the parent's column."""
        if not branches:
            return
        level = branches[0].level
        edge = (parent.x + (parent.width if side > 0 else 0)) if edge is None else edge
        inner = edge + side * _gap(level)
        at = (self.height - _stacked(branches)) / 2 if top is None else top
        for branch, gap in zip(branches, [*_gaps(branches), 0.0], strict=True):
            x = inner if side > 0 else inner - branch.width
            box = _box(branch, x, at + (branch.block - branch.height) / 2)
            outer = x + (branch.width if side > 0 else 0)
            box = replace(
                box,
                side=side,
                toggle_x=round(outer + side * TOGGLE, 1),
                link=_curve(parent, box, side, edge, inner),
            )
            children = self._stack(
                branch.children,
                box,
                side,
                columns,
                at + (branch.block - _stacked(branch.children)) / 2,
                inner + side * columns[level - 1],
            )
            yield replace(box, children=tuple(children))
            at += branch.block + gap


def _shape(name: str, x: float, y: float) -> str:
    points = _SHAPES.get(name, _SHAPES["loose"])
    return "M" + "L".join(f"{round(x + dx, 1):g} {round(y + dy, 1):g}" for dx, dy in points) + "Z"


def _size(level: int) -> float:
    return SIZES[min(level, len(SIZES) - 1)]


def _gap(level: int) -> float:
    return GAPS[0] if level == 1 else GAPS[1]


def _words(root: Node, levels: int) -> list[float]:
    """Return the widest word of each level, so that no column is narrower; the endless ones are broken."""
    found, row = [], [root]
    for level in range(levels):
        words = [word for node in row for word in node.label.split()]
        widths = (width_of(word, size=_size(level), bold=level < 2) for word in words)
        found.append(min(max(widths, default=0.0) + 1, WORD))
        row = [child for node in row for child in node.children]
    return found


def _mark_width(node: Node) -> float:
    if node.mark is None:
        return 0.0
    return MARK_SHAPE + MARK_GAP + width_of(node.mark.words, size=MARK_SIZE)


def _cut(branches: Sequence[_Sized]) -> int:
    """Return how many of the branches stand on the left: a lone one stands on the right."""
    cuts = range(min(1, len(branches) - 1), max(len(branches), 1))
    return min(cuts, key=lambda cut: abs(_stacked(branches[:cut]) - _stacked(branches[cut:])), default=0)


def _columns(branches: Sequence[_Sized]) -> list[float]:
    """Return the width of each column of one side, from the centre outwards."""
    widths: list[float] = []
    row = list(branches)
    while row:
        widths.append(max(branch.reach for branch in row))
        row = [child for branch in row for child in branch.children]
    return widths


def _align(branches: Sequence[_Sized]) -> None:
    """Make the boxes of a column that branch equally wide, so that their buttons stand in a line."""
    row = list(branches)
    while row:
        branching = [branch for branch in row if branch.children]
        for branch in branching:
            branch.width = max(other.width for other in branching)
        row = [child for branch in row for child in branch.children]


def _side_width(columns: Sequence[float]) -> float:
    return sum(columns) + sum(_gap(level) for level in range(1, len(columns) + 1))


def _box(sized: _Sized, x: float, y: float) -> Box:
    size = _size(sized.level)
    middle = x + sized.width / 2
    first = y + PAD_Y + size * (LEADING - 1) / 2 + size * 0.76
    lines = tuple(
        Line(text, round(first + number * size * LEADING, 1)) for number, text in enumerate(sized.lines)
    )
    return Box(
        node=sized.node,
        level=sized.level,
        x=round(x, 1),
        y=round(y, 1),
        width=sized.width,
        height=sized.height,
        lines=lines,
        mark_x=round(middle - _mark_width(sized.node) / 2, 1),
        mark_y=round(y + sized.height - PAD_Y - MARK_SIZE * LEADING / 2, 1),
    )


def _curve(parent: Box, child: Box, side: int, edge: float, inner: float) -> str:
    """Return a calm curve that stays between the columns: level out of the parent, level into the child.

    mindmap.js writes the two heights anew when a branch closes, so the order of the numbers matters to it.
    """
    start = parent.x + (parent.width if side > 0 else 0) + parent.side * 2 * TOGGLE
    near, far = (round(edge + (inner - edge) * part, 1) for part in (0.62, 0.38))
    y0, y1 = parent.centre_y, child.centre_y
    return (
        f"M{round(start, 1):g} {y0:g}H{round(edge, 1):g}"
        f"C{near:g} {y0:g} {far:g} {y1:g} {round(inner, 1):g} {y1:g}"
    )
