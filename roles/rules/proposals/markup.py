"""HTML as headings, items and paragraphs. Nothing of its markup is kept: no tag, attribute, script or style.

A reader of our own, because html.parser takes time that grows with the square of some broken pages, and because each
block keeps its line. Every step goes forward; what has no end is dropped to the end of the text.
"""

from __future__ import annotations

import re
from html import unescape

from assessor.lib.text import collapse
from roles.rules.proposals.blocks import BULLET, Block, Kind, looks_like_heading

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype|html|body|p|div|ul|ol|li|h[1-6]|br|table|section)\b[^<>]*>", re.I
)
# Their contents are not words of the page. Each ends only at its own closing tag.
_UNREAD = {
    name: re.compile(rf"</{name}\b", re.I)
    for name in ("script", "style", "title", "textarea", "template", "noscript", "iframe", "svg", "select")
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BORDERS = frozenset({"nav", "footer", "aside", "header"})
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup"
    "|time|tt|u|var|wbr"
)


def is_html(text: str) -> bool:
    """Say whether the text is a page or a piece of HTML: two block tags, or a document that says so."""
    tags = _LOOKS_LIKE_HTML.finditer(text)
    first = next(tags, None)
    return first is not None and (next(tags, None) is not None or text.lstrip()[:2] == "<!")


def blocks_of_html(text: str) -> list[Block]:
    """Cut HTML into blocks."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._kind, self._level = Kind.PARAGRAPH, 0
        self._bold = self._other = False
        self._in_bold = 0
        self._line = self._counted_line = 1
        self._counted = 0

    def read(self) -> list[Block]:
        at = 0
        while at < len(self.text):
            start = self.text.find("<", at)
            start = len(self.text) if start < 0 else start
            self._take(self.text[at:start], at)
            at = self._markup(start) if start < len(self.text) else start
        self._close()
        return self.blocks

    def _markup(self, start: int) -> int:
        """Read one tag, comment or declaration, and return where it ends."""
        if self.text.startswith("<!--", start):
            return self._after("-->", start + 4)
        if self.text.startswith(("<!", "<?"), start):
            return self._after(">", start)
        tag = _TAG.match(self.text, start)
        if tag is None:
            self._take("<", start)
            return start + 1
        name, closes = tag[1].lower(), self.text[start + 1] == "/"
        if name in _UNREAD and not closes:
            end = _UNREAD[name].search(self.text, tag.end())
            return self._after(">", end.end()) if end else len(self.text)
        self._tag(name, closes=closes)
        return self._after(">", tag.end())

    def _after(self, end: str, start: int) -> int:
        found = self.text.find(end, start)
        return len(self.text) if found < 0 else found + len(end)

    def _tag(self, name: str, *, closes: bool) -> None:
        if name in {"b", "strong"}:
            self._in_bold = max(0, self._in_bold + (-1 if closes else 1))
        if _INLINE.fullmatch(name):
            return
        if name == "br" and self._kind is not Kind.PARAGRAPH:
            self._words.append(" ")
            return
        if name == "p" and self._kind is Kind.ITEM and not self._words:
            return  # <li><p>: still the item
        self._close()
        self._in_bold = 0 if name != "br" else self._in_bold
        if name in _BORDERS:
            self.blocks.append(Block(Kind.BREAK, "", self._counted_line))
        elif not closes and name in _HEADINGS:
            self._kind, self._level = Kind.HEADING, _HEADINGS[name]
        elif not closes and name == "li":
            self._kind = Kind.ITEM

    def _take(self, raw: str, start: int) -> None:
        if not raw.strip():
            self._words += [" "] if raw and self._words else []
            return
        if not any(word.strip() for word in self._words):
            self._count_to(start + len(raw) - len(raw.lstrip()))
            self._line = self._counted_line
        self._bold, self._other = self._bold or self._in_bold > 0, self._other or self._in_bold == 0
        self._words.append(raw)

    def _count_to(self, at: int) -> None:
        self._counted_line += self.text.count("\n", self._counted, at)
        self._counted = at

    def _close(self) -> None:
        """End the block that is being read."""
        words = collapse(unescape("".join(self._words)))
        if words:
            all_bold = self._bold and not self._other and self._kind is Kind.PARAGRAPH
            kind = Kind.HEADING if all_bold and looks_like_heading(words) else self._kind
            if kind in {Kind.PARAGRAPH, Kind.ITEM} and (bullet := BULLET.match(words)):
                kind, words = (
                    Kind.ITEM,
                    words[bullet.end() :],
                )  # Word's lists are paragraphs that begin with a mark
            self.blocks.append(Block(kind, words, self._line, self._level))
        self._words, self._kind, self._level = [], Kind.PARAGRAPH, 0
        self._bold = self._other = False
