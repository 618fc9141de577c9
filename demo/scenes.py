"""Photos as a guard's phone might have taken them: drawn scenes, a little dark, grainy and tilted."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

SIZE = (1280, 960)
TAKEN = (1024, 768)
Draw = ImageDraw.ImageDraw


def photo(scene: str, seed: int) -> bytes:
    """One photo of a scene as JPEG; the same seed gives the same bytes."""
    chance = random.Random(f"{scene} {seed}")
    image = Image.new("RGB", SIZE, "#8d9299")
    SCENES[scene](ImageDraw.Draw(image), chance)
    out = io.BytesIO()
    _as_taken(image, chance).save(out, "JPEG", quality=82)
    return out.getvalue()


def _as_taken(image: Image.Image, chance: random.Random) -> Image.Image:
    tilted = image.rotate(chance.uniform(-3, 3), Image.Resampling.BILINEAR).crop((60, 60, 1220, 900))
    seen = tilted.resize(TAKEN, Image.Resampling.BILINEAR).filter(
        ImageFilter.BoxBlur(chance.uniform(0.6, 1.2))
    )
    lit = ImageEnhance.Brightness(seen).enhance(chance.uniform(0.72, 1.0))
    return ImageChops.multiply(lit, _lamp(chance))


def _lamp(chance: random.Random) -> Image.Image:
    """Light falls off towards the corners, with grain."""
    small = Image.new("L", (64, 48))
    x0, y0 = chance.uniform(24, 40), chance.uniform(16, 30)
    pixels = [
        max(90, 255 - int(((x - x0) ** 2 + (y - y0) ** 2) * 0.12) - chance.randrange(10))
        for y in range(48)
        for x in range(64)
    ]
    small.putdata(pixels)
    return small.resize(TAKEN, Image.Resampling.BILINEAR).convert("RGB")


def _room(draw: Draw, wall: str, floor: str, horizon: int = 560) -> None:
    draw.rectangle((0, 0, SIZE[0], horizon), fill=wall)
    draw.rectangle((0, horizon, SIZE[0], SIZE[1]), fill=floor)
    draw.line((0, horizon, SIZE[0], horizon), fill="#5c6066", width=8)


def _crate(draw: Draw, x: int, y: int, side: int, colour: str) -> None:
    draw.rectangle((x, y - side, x + side, y), fill=colour, outline="#5d4426", width=6)
    draw.line((x, y - side, x + side, y), fill="#5d4426", width=5)
    draw.line((x, y - side // 2, x + side, y - side // 2), fill="#5d4426", width=5)


def blocked_exit(draw: Draw, chance: random.Random) -> None:
    """Boxes in front of an emergency exit."""
    _room(draw, "#cfd3d2", "#9da3a0")
    draw.rectangle((470, 150, 810, 640), fill="#6f8f76", outline="#3f5747", width=10)
    draw.rectangle((540, 80, 740, 136), fill="#1f9d55")
    draw.polygon(((690, 108), (664, 92), (664, 124)), fill="white")
    draw.rectangle((590, 100, 664, 116), fill="white")
    for _ in range(6):
        _crate(
            draw,
            chance.randrange(380, 780),
            chance.randrange(660, 800),
            chance.randrange(120, 200),
            "#b98d56",
        )


def empty_bracket(draw: Draw, chance: random.Random) -> None:
    """A place for two extinguishers with one missing."""
    _room(draw, "#dcdad2", "#8f8f8c")
    draw.rectangle((440, 240, 840, 640), fill="#c0392b", outline="#7b241c", width=10)
    draw.rectangle((470, 270, 810, 610), fill="#efe9e4")
    x = 520 if chance.random() < 0.5 else 680
    draw.rounded_rectangle((x, 350, x + 90, 600), 26, fill="#d7301f", outline="#8c1d12", width=5)
    draw.rectangle((x + 32, 310, x + 58, 352), fill="#333333")
    draw.line((x + 45, 320, x + 92, 350, x + 100, 470), fill="#222222", width=10)


def leak(draw: Draw, chance: random.Random) -> None:
    """Water under a pipe."""
    _room(draw, "#b9bdc2", "#84898d", 600)
    draw.rectangle((0, 210, 1280, 270), fill="#b7472a")
    draw.rectangle((600, 196, 670, 284), fill="#8e3822")
    for _ in range(26):
        x = chance.randrange(610, 665)
        y = chance.randrange(290, 640)
        draw.ellipse((x, y, x + 7, y + 22), fill="#dfeefa")
    draw.ellipse((380, 660, 960, 880), fill="#6f8798")
    draw.ellipse((450, 690, 860, 820), fill="#8ea7b8")


def parked(draw: Draw, chance: random.Random) -> None:
    """A car on the lane of the fire engines."""
    _room(draw, "#9fb3c4", "#6d7074", 420)
    for x in range(-200, 1400, 240):
        draw.polygon(((x, 960), (x + 70, 960), (x + 330, 430), (x + 290, 430)), fill="#d8b93c")
    colour = chance.choice(("#2c3e66", "#7a1f2b", "#e4e6e8", "#3b3f42"))
    draw.rounded_rectangle((330, 480, 990, 720), 60, fill=colour)
    draw.polygon(((450, 490), (530, 370), (800, 370), (890, 490)), fill=colour)
    draw.polygon(((485, 486), (548, 394), (655, 394), (655, 486)), fill="#aebfca")
    draw.polygon(((680, 486), (680, 394), (785, 394), (850, 486)), fill="#aebfca")
    for x in (450, 790):
        draw.ellipse((x, 640, x + 140, 780), fill="#1c1c1e")
        draw.ellipse((x + 42, 682, x + 98, 738), fill="#8a8d90")


def dark_corridor(draw: Draw, chance: random.Random) -> None:
    """One lamp of a corridor is out."""
    draw.rectangle((0, 0, *SIZE), fill="#34383d")
    draw.polygon(((0, 960), (1280, 960), (760, 470), (520, 470)), fill="#4a4e53")
    draw.polygon(((0, 0), (1280, 0), (760, 400), (520, 400)), fill="#3f4449")
    draw.rectangle((520, 400, 760, 470), fill="#5a5f65")
    broken = chance.randrange(3)
    for lamp, (y, width) in enumerate(((60, 210), (190, 140), (300, 90))):
        colour = "#3a3d40" if lamp == broken else "#fbf3cf"
        draw.rectangle((640 - width, y, 640 + width, y + width // 5), fill=colour, outline="#8a8f96", width=4)


def open_fence(draw: Draw, chance: random.Random) -> None:
    """A hole in a fence."""
    _room(draw, "#7f93a8", "#5f7350", 600)
    hole = chance.randrange(380, 760)
    for x in range(0, 1280, 46):
        if not hole < x < hole + 170:
            draw.line((x, 220, x, 760), fill="#39424a", width=10)
    for y in (260, 480, 720):
        draw.line((0, y, hole, y), fill="#39424a", width=10)
        draw.line((hole + 180, y, 1280, y), fill="#39424a", width=10)
    draw.line((hole, 480, hole + 70, 640), fill="#39424a", width=8)


def rubbish(draw: Draw, chance: random.Random) -> None:
    """Bags beside the bins."""
    _room(draw, "#b8bcb4", "#8b8d88")
    for x in (160, 470):
        draw.rectangle((x, 330, x + 250, 720), fill="#2e7d4f", outline="#1c5233", width=8)
        draw.rectangle((x - 14, 300, x + 264, 340), fill="#25663f")
    for _ in range(7):
        x, y = chance.randrange(720, 1080), chance.randrange(600, 760)
        draw.ellipse((x, y, x + 170, y + 150), fill=chance.choice(("#22262b", "#2b2f36", "#d9d9d6")))
        draw.polygon(((x + 70, y + 20), (x + 100, y + 20), (x + 85, y - 30)), fill="#22262b")


def mended(draw: Draw, chance: random.Random) -> None:
    """The same door, with nothing before it."""
    _room(draw, "#cfd3d2", "#9da3a0")
    draw.rectangle((470, 150, 810, 640), fill="#6f8f76", outline="#3f5747", width=10)
    draw.rectangle((540, 80, 740, 136), fill="#1f9d55")
    draw.ellipse((760, 390, 788, 418), fill="#d9d9d6")


SCENES: dict[str, Callable[[Draw, random.Random], None]] = {
    scene.__name__: scene
    for scene in (blocked_exit, empty_bracket, leak, parked, dark_corridor, open_fence, rubbish, mended)
}
