"""Which of the four steps of an opening is due."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assessor.interviews.rules.steps import steps_of


@dataclass(frozen=True)
class Far:
    running: int = 3
    interviews: int = 3
    cards: tuple[int, int] | None = (3, 3)


@pytest.mark.parametrize(
    ("far", "due"),
    [
        pytest.param(Far(running=0, interviews=0, cards=(0, 0)), "Add candidates", id="nobody yet"),
        pytest.param(Far(interviews=0, cards=(0, 0)), "Seat a panel", id="nobody seated"),
        pytest.param(Far(cards=(2, 3)), "Wait for scorecards", id="a card is owed"),
        pytest.param(Far(cards=None), "Wait for scorecards", id="blind"),
        pytest.param(Far(), "Compare", id="every card in"),
    ],
)
def test_step_that_is_due(far, due):
    steps = steps_of(far)
    labels = [step.label for step in steps]
    place = labels.index(due)
    assert [step.state for step in steps] == ["done"] * place + ["current"] + ["later"] * (3 - place)
