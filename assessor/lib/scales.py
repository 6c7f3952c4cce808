"""The scale of a criterion: lowest value, highest value, step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DECIMAL_PLACES = 3
MAX_CHOICES = 11

_NUMBER = re.compile(r"[+-]?[0-9]{1,7}(?:[.,][0-9]{1,12})?")


class OffScale(ValueError):
    """A value is no number, or no point of the scale; the text is the sentence a person reads."""


def plain(value: Decimal) -> str:
    """Return the number without trailing zeros or exponent: 7.50 is "7.5", 10.00 is "10"."""
    return format(value.normalize() + 0, "f")


@dataclass(frozen=True, slots=True)
class Scale:
    """The points lo, lo + step, … hi. Raises ValueError when that is not a scale."""

    lo: Decimal
    hi: Decimal
    step: Decimal

    def __post_init__(self) -> None:
        if not all(number.is_finite() for number in (self.lo, self.hi, self.step)):
            raise ValueError("A scale needs three plain numbers.")
        if self.lo >= self.hi:
            raise ValueError("The lowest value must be below the highest.")
        if self.step <= 0:
            raise ValueError("The step must be above zero.")
        if (self.hi - self.lo) % self.step:
            raise ValueError("The steps must lead from the lowest value exactly to the highest.")

    @classmethod
    def parse(cls, text: str) -> Scale:
        """Read "LO:HI:STEP". Raises ValueError with a sentence."""
        parts = text.split(":")
        if len(parts) != 3 or not all(_NUMBER.fullmatch(part.strip()) for part in parts):
            raise ValueError(f"“{text}” is not a scale; write it as LO:HI:STEP, such as 1:5:1 or 0:10:0.25.")
        lo, hi, step = (Decimal(part.strip().replace(",", ".")) for part in parts)
        if any(_places(number) > DECIMAL_PLACES for number in (lo, hi, step)):
            raise ValueError(f"A scale has at most {DECIMAL_PLACES} decimal places.")
        return cls(lo, hi, step)

    @property
    def points(self) -> int:
        """How many values there are to choose from."""
        return int((self.hi - self.lo) / self.step) + 1

    @property
    def is_choice(self) -> bool:
        """Whether the values are few enough to be shown as a row of choices."""
        return self.points <= MAX_CHOICES

    def values(self) -> list[Decimal]:
        """Return every point, lowest first."""
        return [self.lo + self.step * index for index in range(self.points)]

    def middle(self) -> tuple[Decimal, ...]:
        """Return the value in the middle; of an even number of points, the two beside it."""
        below, above = (self.points - 1) // 2, self.points // 2
        return tuple(self.lo + self.step * index for index in sorted({below, above}))

    def __contains__(self, value: Decimal) -> bool:
        return value.is_finite() and self.lo <= value <= self.hi and not (value - self.lo) % self.step

    def __str__(self) -> str:
        span = f"{plain(self.lo)} to {plain(self.hi)}"
        return span if self.step == 1 else f"{span} in steps of {plain(self.step)}"

    def read(self, text: str) -> Decimal:
        """Read one value as a person types it, with a point or a comma. Raises OffScale with a sentence."""
        stripped = text.strip()
        if not _NUMBER.fullmatch(stripped):
            raise OffScale(f"“{_shorten(stripped)}” is not a number; the scale is {self}.")
        value = Decimal(stripped.replace(",", "."))
        if value < self.lo or value > self.hi:
            raise OffScale(f"{plain(value)} is off the scale, which is {self}.")
        if value not in self:
            raise OffScale(f"{plain(value)} is between two steps; the scale is {self}.")
        return value

    def share(self, value: Decimal) -> Decimal:
        """Return where the value lies between lo (0) and hi (1)."""
        return (value - self.lo) / (self.hi - self.lo)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
