"""Fetches the Chinese font of printed sheets (Noto Sans SC, OFL) into build/fonts, as ANXUN_FONTS expects."""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "build" / "fonts"
PACKAGE = "@expo-google-fonts/noto-sans-sc@0.4.3"
FILES = {  # SHA-256 by name
    "LICENSE_FONT": "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
    "NotoSansSC_400Regular.ttf": "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    "NotoSansSC_700Bold.ttf": "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
}


def main() -> None:
    if complete():
        return
    print("Fetching the Chinese font for printed sheets (57 MB, once)", flush=True)
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        unpack(fetch(Path(folder)))


def complete() -> bool:
    return all((FONTS / name).exists() for name in FILES)


def fetch(folder: Path) -> Path:
    command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", folder]
    if subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode:
        sys.exit(f"npm could not fetch {PACKAGE}; its own words stand above.")
    return next(folder.glob("*.tgz"))


def unpack(archive: Path) -> None:
    with tarfile.open(archive) as package:
        members = {Path(member.name).name: member for member in package}
        for name, digest in FILES.items():
            content = package.extractfile(members[name]).read()
            if hashlib.sha256(content).hexdigest() != digest:
                sys.exit(f"{name} of {PACKAGE} is not the file that was checked; it was not installed.")
            place(FONTS / name, content)


def place(target: Path, content: bytes) -> None:
    part = target.with_suffix(".part")
    part.write_bytes(content)
    part.replace(target)


if __name__ == "__main__":
    main()
