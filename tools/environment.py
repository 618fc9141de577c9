"""Makes .venv hold what the named requirements files pin.

Standard library only: it runs before anything is installed.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"


def main(names: list[str]) -> None:
    if sys.version_info < (3, 11):
        version = sys.version.split()[0]
        sys.exit(f"Anxun needs Python 3.11 or newer, this is {version}. Try: make run PYTHON=python3.12")
    if not usable():
        create()
    for name in names:
        install(name)


def usable() -> bool:
    """A moved checkout carries scripts that point to its old place, so its environment is made anew."""
    configuration = VENV / "pyvenv.cfg"
    if not configuration.exists() or not PYTHON.exists():
        return False
    made_by = [line for line in configuration.read_text().splitlines() if line.startswith("command")]
    return any(line.endswith(f" {VENV}") for line in made_by) and runs()


def runs() -> bool:
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def create() -> None:
    print("Making the environment in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV], check=False).returncode:
        sys.exit("No virtual environment could be made. On Debian and Ubuntu: apt-get install python3-venv")


def install(name: str) -> None:
    wanted = digest(PROJECT / name)
    stamp = VENV / f".{name}.installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {name} (a minute or two the first time)", flush=True)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run([PYTHON, "-m", "pip", "install", *quiet, "-r", PROJECT / name], check=False)
    if done.returncode:
        sys.exit(f"pip could not install {name}; its own words stand above.")
    stamp.write_text(wanted)


def digest(requirements: Path) -> str:
    """Of the file and of those that it includes."""
    text = requirements.read_text()
    included = [line.split()[1] for line in text.splitlines() if line.startswith("-r ")]
    parts = [text, *(digest(requirements.parent / name) for name in included)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1:])
