"""What a test needs from outside the project, and what becomes of the test where that is missing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings

from assessor.base import paper

CHROMIUM_MISSING = "Chromium is missing. On Debian: apt install chromium (or name it in $CHROMIUM)"
PANGO_MISSING = f"PDF needs pango. On Debian: apt install {paper.PACKAGES}"


def missing(sentence: str) -> NoReturn:
    """Skip the test, saying what to install on the system; fail it where ASSESSOR_REQUIRE_ALL asks for everything."""
    if os.environ.get("ASSESSOR_REQUIRE_ALL") == "1":
        pytest.fail(sentence)
    pytest.skip(reason=sentence)


def need_pango() -> None:
    """Go on only where PDF can be written."""
    if paper.pdf_can_be_written():
        missing(PANGO_MISSING)


def real_data(name: str) -> Path:
    """Return a file of the real data, or of what stands beside it ("../seed/…").

    Nobody has to have it, so the test is skipped where it is absent, whatever else is required.
    """
    folder = Path(settings.BASE_DIR, os.environ.get("ASSESSOR_REALDATA", "../shared/data"))
    path = folder / name
    if not path.exists():
        pytest.skip(reason=f"needs {name} of the real data; ASSESSOR_REALDATA says where that is")
    return path
