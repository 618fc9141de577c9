"""Pictures of floors, made safe: only known formats, capped in pixels, drawn anew before they are kept."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from guard_api.errors import Problem

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE_PX = 4096
LARGEST_LOSSLESS_BYTES = 6 * 1024 * 1024
FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A WebP picture and its size."""

    content: bytes
    width_px: int
    height_px: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def prepare(data: bytes) -> Picture:
    """The picture as it will be kept: upright, without metadata, at most 4096 px long."""
    if len(data) > MOST_BYTES:
        raise Problem("places.picture_too_large", 413, megabytes=MOST_BYTES // 1024 // 1024)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _drawn_anew(data)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_many_pixels() from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            raise Problem("places.picture_unreadable", 422) from None


def _drawn_anew(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_many_pixels()
        drawing = picture.format == "PNG"
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    flat = _on_white(upright)
    flat.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    return Picture(_webp(flat, lossless=drawing), flat.width, flat.height)


def _too_many_pixels() -> Problem:
    return Problem("places.picture_too_many_pixels", 422, megapixels=MOST_PIXELS // 1_000_000)


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def _webp(picture: Image.Image, *, lossless: bool) -> bytes:
    """Drawings keep their thin lines, unless they are photos in disguise."""
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=lossless, quality=70 if lossless else 88, method=2)
    content = out.getvalue()
    if lossless and len(content) > LARGEST_LOSSLESS_BYTES:
        return _webp(picture, lossless=False)
    return content
