"""Charts that are one row each: where something lies on a line, drawn beside the number that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LENGTH = 1000


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of a chart, in thousandths of its width: a dot, a range (`lo` to `hi`), or both; None where there is none.

    `open_ended`: the range is what is still possible, not an interval around the dot. ticks: lines to read it by.
    """

    at: int | None
    lo: int | None
    hi: int | None
    ticks: tuple[int, ...]
    open_ended: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """The line a chart's rows share, from its lowest to its highest value."""

    lo: float
    hi: float
    ticks: tuple[float, ...]

    def place(self, value: float | None) -> int | None:
        """Return where a value lies, kept inside the line."""
        if value is None:
            return None
        share = (value - self.lo) / (self.hi - self.lo)
        return round(LENGTH * min(max(share, 0.0), 1.0))

    def strip(
        self,
        value: float | None,
        interval: Sequence[float] | None = None,
        *,
        open_ended: bool = False,
    ) -> Strip:
        """Draw one row."""
        lo, hi = (self.place(end) for end in interval) if interval else (None, None)
        ticks = tuple(place for tick in self.ticks if (place := self.place(tick)) is not None)
        return Strip(self.place(value), lo, hi, ticks, open_ended)


PERCENT = Axis(0, 100, (0, 25, 50, 75, 100))
SHARE = Axis(0, 1, (0, 0.25, 0.5, 0.75, 1))
COEFFICIENT = Axis(-0.5, 1, (-0.5, 0, 0.5, 1))


def symmetric(values: Sequence[float]) -> Axis:
    """Return an axis around zero that holds every value, to the next five."""
    most = max((abs(value) for value in values), default=0.0)
    end = 5.0 * max(1, -(-most // 5))
    return Axis(-end, end, (-end, 0.0, end))
