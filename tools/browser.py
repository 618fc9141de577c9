"""Sees to it that the end-to-end tests have a Chromium and Chinese letters to draw with.

Installs Debian's packages where it may; elsewhere it says what to install and fails: no test is skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.support.chromium import ChromiumMissing, chromium_path


def main() -> None:
    needed = {"chromium": has_browser, "fonts-noto-cjk": has_letters}
    missing = [package for package, there in needed.items() if not there()]
    if missing and not install(missing):
        sys.exit(
            f"The end-to-end tests need {' and '.join(missing)}, and this account may not install packages.\n"
            f"Please run: apt-get install {' '.join(missing)}    "
            "(another browser: set ANXUN_CHROMIUM to its program)"
        )


def has_browser() -> bool:
    try:
        return bool(chromium_path())
    except ChromiumMissing:
        return False


def has_letters() -> bool:
    """Only Debian and its kin lack Chinese letters; without fontconfig there is nothing to ask."""
    lister = shutil.which("fc-list")
    if lister is None:
        return sys.platform != "linux"
    return bool(subprocess.run([lister, ":lang=zh-cn"], capture_output=True, check=False).stdout)


def install(packages: list[str]) -> bool:
    rights = privileges()
    if rights is None or shutil.which("apt-get") is None:
        return False
    print(f"Installing {' '.join(packages)} for the end-to-end tests", flush=True)
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    unasked = ["env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*rights, *unasked, "apt-get", "update", "-qq"], check=False, **quiet)
    return subprocess.run([*rights, *unasked, *install], check=False, **quiet).returncode == 0


def privileges() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


if __name__ == "__main__":
    main()
