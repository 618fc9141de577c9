"""Floor plans, drawn twice as large and scaled down, so that edges are smooth."""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from demo.estate import Drawing

WIDTH, SCALE = 1600, 2
PAPER, INK, FAINT = "#fbfaf7", "#3c4653", "#b9c0c9"
FILLS = {
    "green": "#e3efdc",
    "plaza": "#f1eadb",
    "floor": "#f2f3f5",
    "road": "#dfe2e6",
    "lane": "#e3e6ea",
    "water": "#cfe4f2",
    "building": "#dcd5ea",
    "room": "#ffffff",
    "core": "#e6ebf3",
    "stairs": "#ffffff",
    "parking": "#eceef1",
    "hazard": "#fbe0d6",
    "gate": "#c98b3c",
}
WALLED = {"building", "room", "core", "stairs", "hazard", "floor"}


def draw(drawing: Drawing, size_m: tuple[float, float], fonts: Path) -> bytes:
    """The plan as PNG, in the proportions of its site, with a scale and a north arrow."""
    height = round(WIDTH * size_m[1] / size_m[0])
    image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), PAPER)
    pen = Pen(ImageDraw.Draw(image), image.size, fonts)
    for kind, x, y, width, depth, label in drawing.shapes:
        pen.shape(kind, (x, y, x + width, y + depth))
        pen.label(kind, (x, y, x + width, y + depth), label)
    pen.legend(size_m[0])
    out = io.BytesIO()
    image.resize((WIDTH, height), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


Box = tuple[float, float, float, float]


class Pen:
    """Draws in shares of the picture."""

    def __init__(self, draw: ImageDraw.ImageDraw, size: tuple[int, int], fonts: Path):
        self.draw, self.size, self.fonts = draw, size, fonts

    def box(self, box: Box) -> Box:
        width, height = self.size
        return box[0] * width, box[1] * height, box[2] * width, box[3] * height

    def shape(self, kind: str, box: Box) -> None:
        place = self.box(box)
        wall = 8 if kind in WALLED else 0
        if kind == "water":
            self.draw.ellipse(place, fill=FILLS[kind], outline="#9dc3dc", width=5)
            return
        self.draw.rounded_rectangle(
            place, radius=18, fill=FILLS[kind], outline=INK if wall else None, width=wall
        )
        details = {"stairs": self.treads, "parking": self.bays, "road": self.centre_line, "room": self.door}
        if kind in details:
            details[kind](place)

    def treads(self, place: Box) -> None:
        left, top, right, bottom = place
        for step in range(1, 12):
            y = top + (bottom - top) * step / 12
            self.draw.line((left + 14, y, right - 14, y), fill=FAINT, width=4)

    def bays(self, place: Box) -> None:
        left, top, right, bottom = place
        for bay in range(15):
            x = left + (right - left) * bay / 14
            self.draw.line((x, top, x, bottom), fill=FAINT, width=5)
        self.draw.line((left, (top + bottom) / 2, right, (top + bottom) / 2), fill=FAINT, width=5)

    def centre_line(self, place: Box) -> None:
        left, top, right, bottom = place
        along = right - left > bottom - top
        start, end, across = (left, right, (top + bottom) / 2) if along else (top, bottom, (left + right) / 2)
        for dash in range(int(start) + 30, int(end) - 60, 90):
            line = (dash, across, dash + 45, across) if along else (across, dash, across, dash + 45)
            self.draw.line(line, fill="white", width=7)

    def door(self, place: Box) -> None:
        """A gap in the wall with its leaf standing open."""
        left, _, right, bottom = place
        middle, leaf = (left + right) / 2, 46
        self.draw.rectangle(
            (middle - leaf / 2, bottom - 9, middle + leaf / 2, bottom + 2), fill=FILLS["room"]
        )
        swing = (middle - leaf * 1.5, bottom - leaf - 3, middle + leaf / 2, bottom + leaf - 3)
        self.draw.arc(swing, 270, 360, fill=FAINT, width=4)
        self.draw.line((middle - leaf / 2, bottom - 3, middle - leaf / 2, bottom - leaf), fill=INK, width=5)

    def label(self, kind: str, box: Box, text: str) -> None:
        if not text:
            return
        left, top, right, bottom = self.box(box)
        beside = kind == "gate"
        font = font_of(self.fonts, 40 if beside else 46)
        middle = ((left + right) / 2, (top + bottom) / 2)
        if beside:
            middle = self._inside(middle)
        self.draw.text(
            middle, text, font=font, fill=INK, anchor="mm", stroke_width=5, stroke_fill=ground(kind)
        )

    def _inside(self, middle: tuple[float, float]) -> tuple[float, float]:
        """A gate's name stands towards the middle of the site."""
        width, height = self.size
        x, y = middle
        if min(x, width - x) < min(y, height - y):
            return x + (130 if x < width / 2 else -130), y - 130
        return x + 170, y + (70 if y < height / 2 else -70)

    def legend(self, width_m: float) -> None:
        width, height = self.size
        metres = next(step for step in (100, 50, 20, 10) if step < width_m / 4)
        right, y = width * 0.965, height * 0.982
        left = right - metres / width_m * width
        self.draw.line((left, y, right, y), fill=INK, width=6)
        for x in (left, right):
            self.draw.line((x, y - 14, x, y + 2), fill=INK, width=6)
        self.draw.text((left - 20, y - 2), f"{metres} m", font=font_of(self.fonts, 32), fill=INK, anchor="rm")
        x, y = width * 0.018, height * 0.025
        self.draw.polygon(((x, y + 60), (x + 22, y), (x + 44, y + 60), (x + 22, y + 44)), fill=INK)
        self.draw.text((x + 22, y + 84), "N", font=font_of(self.fonts, 32), fill=INK, anchor="mm")


def ground(kind: str) -> str:
    return PAPER if kind == "gate" else FILLS[kind]


@cache
def font_of(fonts: Path, size: int) -> ImageFont.FreeTypeFont:
    found = sorted(fonts.glob("*.ttf"))
    if not found:
        raise FileNotFoundError(f"No fonts in {fonts}: `make fonts` fetches them.")
    return ImageFont.truetype(found[0], size)
