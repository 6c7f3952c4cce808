"""PDF needs pango, which only the system can give."""

from __future__ import annotations

import os

import pytest

from assessor.base import paper


def need_pango() -> None:
    """Skip the test where the system lacks pango, saying what to install; fail it where everything is required."""
    if not paper.pdf_can_be_written():
        return
    sentence = f"PDF needs pango. On Debian: apt install {paper.PACKAGES}"
    if os.environ.get("ASSESSOR_REQUIRE_ALL") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)
