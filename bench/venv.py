"""An environment of their own for the peers, under build/."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from guard_api.settings import PROJECT

HOME = PROJECT / "build" / "bench-venv"
PINS = PROJECT / "bench" / "requirements.txt"


def peers_python() -> Path:
    """The peers' interpreter; their packages are installed when they are not there yet."""
    python, mark = HOME / "bin" / "python", HOME / "installed"
    wanted = hashlib.sha256(PINS.read_bytes()).hexdigest()
    if not mark.exists() or mark.read_text() != wanted:
        print("installing the peers' packages", file=sys.stderr)
        venv.create(HOME, clear=True, symlinks=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", PINS], check=True)
        mark.write_text(wanted)
    return python
