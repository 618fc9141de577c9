"""A phone's camera held over a printed label: turned, tilted, blurred, in low light."""

import io
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

FRAME = (960, 720)
FRAMES = 8


@dataclass(frozen=True)
class View:
    """How the camera is held. Degrees; `tilt` and `light` are shares of one; `blur` in pixels."""

    turn: float = 8
    tilt: float = 0.10
    blur: float = 1.2
    light: float = 0.45
    fill: float = 0.62


def film(label: Image.Image, path: Path, view: View, seed: int = 1) -> None:
    """Write a motion JPEG of the label as this camera sees it; the hand trembles from frame to frame."""
    chance = random.Random(seed)
    path.write_bytes(b"".join(_jpeg(photograph(label, view, chance)) for _ in range(FRAMES)))


def film_darkness(path: Path) -> None:
    """A camera that sees nothing."""
    path.write_bytes(_jpeg(Image.new("RGB", FRAME, (6, 6, 8))) * FRAMES)


def photograph(label: Image.Image, view: View, chance: random.Random) -> Image.Image:
    """One frame."""
    paper = _on_a_wall(label, view.fill)
    turned = paper.rotate(view.turn + chance.uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=(96, 92, 88))
    tilted = turned.transform(
        FRAME, Image.Transform.PERSPECTIVE, _tilt(view.tilt), Image.Resampling.BICUBIC, fillcolor=(96, 92, 88)
    )
    blurred = tilted.filter(ImageFilter.GaussianBlur(view.blur))
    return _grain(ImageEnhance.Brightness(blurred).enhance(view.light), chance)


def _on_a_wall(label: Image.Image, fill: float) -> Image.Image:
    wall = Image.new("RGB", FRAME, (96, 92, 88))
    scale = min(FRAME[0] * fill / label.width, FRAME[1] * fill / label.height)
    print_ = label.convert("RGB").resize(
        (round(label.width * scale), round(label.height * scale)), Image.Resampling.LANCZOS
    )
    wall.paste(print_, ((FRAME[0] - print_.width) // 2, (FRAME[1] - print_.height) // 2))
    return wall


def _tilt(share: float) -> list[float]:
    width, height = FRAME
    seen = [(0, 0), (width, height * share), (width, height * (1 - share)), (0, height)]
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    rows = []
    for (x, y), (u, v) in zip(corners, seen, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    wanted = [coordinate for point in seen for coordinate in point]
    return list(np.linalg.solve(np.array(rows, float), np.array(wanted, float)))


def _grain(image: Image.Image, chance: random.Random) -> Image.Image:
    noise = np.random.default_rng(chance.randrange(2**32)).normal(0, 5, (FRAME[1], FRAME[0], 1))
    return Image.fromarray(np.clip(np.asarray(image, float) + noise, 0, 255).astype("uint8"))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
