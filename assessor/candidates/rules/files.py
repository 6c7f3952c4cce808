"""Telling files we take from files we refuse."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from assessor.lib.text import collapse, has_control_characters

MAX_FILE_BYTES = 10 * 1024 * 1024

# The kinds of file taken, by ending: what the browser is told, and how the bytes must begin.
_KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".odt": ("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    ".rtf": ("application/rtf", (b"{\\rtf",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".txt": ("text/plain; charset=utf-8", ()),
    ".md": ("text/plain; charset=utf-8", ()),
}
FILE_ENDINGS = tuple(_KINDS)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived: the name it came with, and its bytes."""

    name: str
    content: bytes


class FileRefused(ValueError):
    """This file is not taken; the text is the sentence a person reads."""


def content_type_of(name: str, content: bytes) -> str:
    """Return what the file is, judged by its ending and its first bytes together. Raises FileRefused."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in _KINDS:
        raise FileRefused(f"“{shown_name(name)}” is not a kind of file we take: {', '.join(FILE_ENDINGS)}.")
    if not content:
        raise FileRefused(f"“{shown_name(name)}” is empty.")
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused(f"“{shown_name(name)}” is larger than {MAX_FILE_BYTES // 1024 // 1024} MB.")
    content_type, beginnings = _KINDS[ending]
    if beginnings and not (content.startswith(beginnings) and _holds_its_parts(ending, content)):
        raise FileRefused(f"“{shown_name(name)}” does not hold what its ending says.")
    if not beginnings and not _is_text(content):
        raise FileRefused(f"“{shown_name(name)}” is not plain text in UTF-8.")
    return content_type


# An office file is a ZIP; these parts tell it from any other archive.
_PARTS = {
    ".docx": {"[Content_Types].xml", "word/document.xml"},
    ".odt": {"mimetype", "content.xml"},
}


def _holds_its_parts(ending: str, content: bytes) -> bool:
    wanted = _PARTS.get(ending)
    if wanted is None:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return wanted <= set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def shown_name(name: str) -> str:
    """Return the file's own name without folders or control characters, shortened so that it fits a column."""
    last = re.split(r"[/\\]", name)[-1]
    clean = collapse("".join(char for char in last if char.isprintable())) or "file"
    stem, dot, ending = clean.rpartition(".")
    return clean if len(clean) <= 200 else f"{stem[:180]}{dot}{ending[:15]}"


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not has_control_characters(text, allow="\t\n\r\f")
