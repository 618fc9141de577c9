"""Fails when something is installed that the requirements files do not pin, or at another version."""

import importlib.metadata
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
UNPINNED = {"pip", "setuptools", "wheel"}
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", re.MULTILINE)


def main() -> None:
    unpinned = {(name, version) for name, version in installed() - pinned() if name not in UNPINNED}
    wrong = sorted(f"{name}=={version}" for name, version in unpinned)
    if wrong:
        sys.exit(f"Installed, but not pinned so in requirements*.txt: {', '.join(wrong)}")


def installed() -> set[tuple[str, str]]:
    return {(normal(found.name), found.version) for found in importlib.metadata.distributions()}


def pinned() -> set[tuple[str, str]]:
    text = "\n".join((PROJECT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt"))
    return {(normal(name), version) for name, version in PIN.findall(text)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    main()
