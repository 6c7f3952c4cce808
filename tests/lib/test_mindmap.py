"""Mind maps of any shape: every label in full, no two boxes overlap, no curve crosses a box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.lib.mindmap import MARGIN, Box, Drawing, Mark, Node, draw
from assessor.lib.text_width import width_of

MARK = Mark("uncovered", "No criterion")
LABELS = st.one_of(
    st.text("abcdefghijklmnop qrstuvwxyz ", min_size=1, max_size=200),
    st.text("WM@東京都ÄЩ", min_size=1, max_size=200),
    st.text("il.' -/", min_size=1, max_size=200),
    st.sampled_from(["Skill", "Machine learning and data analysis", "x" * 200, "Ω"]),
)
MARKS = st.sampled_from([None, None, MARK, Mark("loose", "Serves nothing")])


@st.composite
def trees(draw_one, most: int = 100) -> Node:
    """A tree of 1 to `most` nodes, up to three levels under its centre."""
    count = draw_one(st.integers(1, most))
    parents = [None] + [draw_one(st.integers(0, place)) for place in range(count - 1)]
    level = [0]
    for place in range(1, count):
        if level[parents[place]] == 3:
            parents[place] = 0
        level.append(level[parents[place]] + 1)
    some = draw_one(st.lists(st.tuples(LABELS, MARKS), min_size=1, max_size=8))

    def node(place: int) -> Node:
        label, mark = some[place % len(some)]
        children = tuple(node(child) for child in range(place + 1, count) if parents[child] == place)
        return Node(label, f"#{place}", "criterion", mark, children)

    return node(0)


def boxes(drawing: Drawing) -> list[Box]:
    return list(drawing.root.all())


def points(box: Box) -> Iterator[tuple[float, float]]:
    """Give points along the curve that leads to the box."""
    x0, y0, x1, x2, _, x3, y1, x4, _ = map(float, re.findall(r"-?[\d.]+", box.link))
    for step in range(21):
        t = step / 20
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        yield x0 + (x1 - x0) * t, y0
        yield (
            sum(w * x for w, x in zip(weights, (x1, x2, x3, x4), strict=True)),
            sum(w * y for w, y in zip(weights, (y0, y0, y1, y1), strict=True)),
        )


def holds(box: Box, x: float, y: float) -> bool:
    """Whether the point is inside the box, its rim apart."""
    return box.x + 0.2 < x < box.x + box.width - 0.2 and box.y + 0.2 < y < box.y + box.height - 0.2


@given(trees())
def test_no_two_boxes_overlap(tree):
    for one, other in combinations(boxes(draw(tree)), 2):
        beside = one.x + one.width <= other.x + 0.1 or other.x + other.width <= one.x + 0.1
        above = one.y + one.height <= other.y + 0.1 or other.y + other.height <= one.y + 0.1
        assert beside or above


@given(trees(most=40))
def test_no_curve_crosses_a_box(tree):
    found = boxes(draw(tree))
    for child in found[1:]:
        for x, y in points(child):
            assert [box.node.label for box in found if holds(box, x, y)] == []


@given(trees())
def test_everything_stands_inside_the_picture(tree):
    drawing = draw(tree)
    for box in boxes(drawing):
        assert MARGIN - 0.6 <= box.x <= box.x + box.width <= drawing.width - MARGIN + 0.6
        assert MARGIN - 0.6 <= box.y <= box.y + box.height <= drawing.height - MARGIN + 0.6


@given(trees())
def test_every_label_is_there_in_full_inside_its_box(tree):
    for box in boxes(draw(tree)):
        assert "".join("".join(line.text for line in box.lines).split()) == "".join(box.node.label.split())
        size = (17, 15, 14)[min(box.level, 2)]
        for line in box.lines:
            assert width_of(line.text, size=size, bold=box.level < 2) <= box.width - 20
            assert box.y < line.y - size * 0.7 < line.y + size * 0.2 < box.y + box.height
        for upper, lower in pairwise(box.lines):
            assert lower.y - upper.y >= size
        if box.node.mark:
            assert box.lines == () or box.lines[-1].y < box.mark_text_y - 10
            assert box.x < box.mark_x
            assert box.mark_text_y + 3 < box.y + box.height


def shape(box: Box) -> tuple[str, ...]:
    return tuple(part.node.href for part in box.all())


def node_order(node: Node) -> Iterator[str]:
    yield node.href
    for child in node.children:
        yield from node_order(child)


@given(trees())
def test_order_is_kept_and_siblings_stand_one_under_the_other(tree):
    drawing = draw(tree)
    assert shape(drawing.root) == tuple(node_order(tree))
    for box in boxes(drawing):
        for upper, lower in pairwise(box.children):
            assert upper.side < lower.side or upper.y + upper.height < lower.y


@given(trees())
def test_same_tree_same_picture(tree):
    assert draw(tree) == draw(tree)


@given(trees(most=30))
def test_numbers_are_rounded(tree):
    for box in boxes(draw(tree)):
        for number in (
            box.x,
            box.y,
            box.width,
            box.height,
            box.mark_x,
            box.toggle_x,
            *(line.y for line in box.lines),
        ):
            assert number == round(number, 1)
        assert re.search(r"\d\.\d\d|e", box.link) is None


def test_lone_node():
    drawing = draw(Node("Alone"))
    assert (drawing.count, drawing.has_branches, drawing.root.x) == (1, False, MARGIN)


def test_lone_branch_stands_on_the_right():
    [branch] = draw(Node("Centre", children=(Node("Branch"),))).root.children
    assert branch.side == 1


def test_sides_are_of_equal_height():
    leaves = tuple(Node("Leaf") for _ in range(4))
    branches = (
        Node("First", children=leaves * 2),
        Node("Second", children=leaves),
        Node("Third", children=leaves),
    )
    assert [box.side for box in draw(Node("Centre", children=branches)).root.children] == [-1, 1, 1]


@pytest.mark.parametrize("count", [1, 5, 30])
def test_three_levels_of_short_names_fit_a_page(count):
    leaf = Node("Judging whether a model works")
    kinds = tuple(
        Node("Experience", children=(Node("Leading technical teams", children=(leaf,) * 2),) * count)
        for _ in "ab"
    )
    assert draw(Node("Skills and qualifications", children=kinds)).width <= 1200


def test_large_maps_say_so():
    assert draw(Node("Centre", children=(Node("Leaf"),) * 60)).is_large
    assert not draw(Node("Centre", children=(Node("Leaf"),) * 59)).is_large


def test_marks_have_shapes_of_their_own():
    assert MARK.path != Mark("loose", "Serves nothing").path
    assert Node("Coaching", mark=MARK).spoken == "Coaching – No criterion"
