"""Keys: the stable names that addresses, files and hashes use. Given once, never changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

KEY_LENGTH = 80
# Addresses under /roles/ that are pages of their own, so that no role may have them.
RESERVED_SLUGS = frozenset({"compare", "from-text", "import", "library", "new", "shipped"})
KEY_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def key_from(name: str, *, otherwise: str, taken: Container[str] = ()) -> str:
    """Return a key made of the name's letters and digits that is not taken yet.

    `otherwise` stands in for a name that has no Latin letter or digit. A taken key gets a number behind it.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall(r"[a-z0-9]+", plain))[:KEY_LENGTH].strip("-") or otherwise
    key, number = base, 1
    while key in taken:
        number += 1
        suffix = f"-{number}"
        key = base[: KEY_LENGTH - len(suffix)].strip("-") + suffix
    return key


def slug_from(title: str, *, taken: Container[str]) -> str:
    """Return the address a title makes, even one that is taken.

    It is numbered only where the title has no Latin letter or digit to tell it from others.
    """
    return key_from(title, otherwise="") or key_from("role", otherwise="role", taken=taken)
