"""An environment of their own for the peers, under build/."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from guard_api.settings import PROJECT

BUILD = PROJECT / "build"
PINS = PROJECT / "bench" / "requirements.txt"
TIMEFOLD_PINS = PROJECT / "bench" / "timefold-requirements.txt"


def peers_python(name: str = "bench-venv", pins: Path = PINS) -> Path:
    """The interpreter of an environment; its packages are installed when they are not there yet."""
    home = BUILD / name
    python, mark = home / "bin" / "python", home / "installed"
    wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
    if not mark.exists() or mark.read_text() != wanted:
        print("installing the peers' packages", file=sys.stderr)
        venv.create(home, clear=True, symlinks=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", pins], check=True)
        mark.write_text(wanted)
    return python
