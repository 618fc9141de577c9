"""Looks at one picture in a process of its own: run as `python -I picture.py <folder>`.

Reads `original` there, writes `full.jpg` and `thumb.jpg` without position, comments or trailing
bytes, and prints what it saw as JSON. A bomb ends this process, not the server.
"""

import json
import resource
import sys
import warnings
from pathlib import Path

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 20
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
SIZES = {"full": (2048, 85), "thumb": (320, 80)}


def limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look(folder: Path) -> dict:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        return reencode(folder)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        return {"refused": "uploads.too_many_pixels"}
    except (OSError, SyntaxError, ValueError, EOFError):
        return {"refused": "uploads.unreadable"}


def reencode(folder: Path) -> dict:
    from PIL import Image, ImageOps

    with Image.open(folder / "original", formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            return {"refused": "uploads.too_many_pixels"}
        orientation = image.getexif().get(0x0112, 1)
        width, height = image.size
        longest = SIZES["full"][0]
        image.draft("RGB", (longest, longest))
        image.thumbnail((longest, longest))
        upright = on_white(ImageOps.exif_transpose(image))
    for name, (size, quality) in SIZES.items():
        upright.thumbnail((size, size))
        upright.save(folder / f"{name}.jpg", "JPEG", quality=quality, optimize=True)
    turned = orientation in (5, 6, 7, 8)
    return {"width_px": height if turned else width, "height_px": width if turned else height}


def on_white(image):
    """The bare pixels, as a new picture that carries nothing else along."""
    from PIL import Image

    if image.mode in ("I;16", "I"):
        image = image.point(lambda value: value / 256).convert("L")
    colours = image.convert("RGBA")
    bare = Image.new("RGB", image.size, "white")
    bare.paste(colours, mask=colours.getchannel("A"))
    return bare


if __name__ == "__main__":
    limit_this_process()
    sys.stdout.write(json.dumps(look(Path(sys.argv[1]))))
