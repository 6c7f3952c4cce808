"""Refuse locks that say where to download from, or that have fallen behind pyproject.toml.

It reads files only; whether newer versions exist is not its business.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;]+)", re.MULTILINE)
ADDRESS = re.compile(r"://|\bhttps?\b|\bfile:|index-url|find-links|trusted-host|^-[ei] ", re.MULTILINE)


def pins(lock: str) -> dict[str, set[str]]:
    """Every name a lock pins, with its versions; several where an older Python needs another one."""
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall((HERE / lock).read_text()):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def unmet(wanted: list[str], lock: str) -> list[str]:
    pinned = pins(lock)
    complaints = []
    for text in wanted:
        requirement = Requirement(text)
        versions = pinned.get(canonicalize_name(requirement.name), set())
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            complaints.append(f"requirements/{lock} does not hold {text!r}: run ./dev lock")
    return complaints


def complaints() -> list[str]:
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text())
    run = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["postgres"]
    found = unmet(run, "run.txt") + unmet(run + project["dependency-groups"]["dev"], "dev.txt")
    for lock in sorted(HERE.glob("*.txt")):
        if match := ADDRESS.search(lock.read_text()):
            found.append(
                f"requirements/{lock.name} says where to download from ({match[0]!r}): run ./dev lock"
            )
    dev = pins("dev.txt")
    found += [
        f"run.txt and dev.txt disagree about {name}: run ./dev lock"
        for name, versions in pins("run.txt").items()
        if versions != dev.get(name)
    ]
    return found


if __name__ == "__main__":
    sys.exit("\n".join(complaints()) or 0)
