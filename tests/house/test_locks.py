"""What ships names no package index, and no place on one machine."""

from __future__ import annotations

import re

import pytest

from tests.house.project import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_names_no_index(lock):
    found = re.findall(
        r"(?m)^.*(?:https?:|file:|--(?:extra-)?index-url|--find-links|@ /).*$", lock.read_text()
    )
    assert found == [], f"Write the locks by ./dev lock: {found}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_lock_pins_every_package_by_hash(lock):
    text = re.sub(r"\\\n\s*", " ", lock.read_text())
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    loose = [line.split(" ")[0] for line in lines if "==" not in line or "--hash=sha256:" not in line]
    assert loose == [], f"Write the locks by ./dev lock: {loose}"
