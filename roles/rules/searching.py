"""Looking for words in what people wrote: in any order, whatever their case and accents."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.lib.text import bare

MAX_TYPED = 200
# What people put around words, and never look for.
_AROUND = "\"'“”„’«»()[]!?.,;:"


@dataclass(frozen=True, slots=True)
class Sought:
    """The words somebody looks for; none of them asks for everything."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Sought:
        """Read what was typed into a search field; what is longer than one takes is cut."""
        words = (word.strip(_AROUND) for word in bare(typed[:MAX_TYPED]).split())
        return cls(tuple(dict.fromkeys(word for word in words if word)))

    def all_in(self, *texts: str) -> bool:
        """Say whether every word stands in one of the texts, be it as a part of a longer one."""
        text = bare("\n".join(texts))
        return all(word in text for word in self.words)

    def held_by(self, text: str) -> tuple[str, ...]:
        """Return the words that stand in a text."""
        plain = bare(text)
        return tuple(word for word in self.words if word in plain)
