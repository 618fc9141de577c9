"""Label sheets as PDF: each code drawn as one vector path, the page set by Typst."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

from checkpoints.places.labels.rules import SIGN, Size, sheets
from guard_api.errors import Problem
from guard_api.qr import qr_svg

SHEET = Path(__file__).with_name("sheet.typ")
WORDS = {
    "zh": {
        "scan": ["扫码巡查"],
        "checkpoint": ["巡更点"],
        "keep": ["请勿遮挡、撕毁或移动"],
        "tag": "标签",
    },
    "en": {
        "scan": ["Scan on patrol"],
        "checkpoint": ["Checkpoint"],
        "keep": ["Please do not cover, remove or move"],
        "tag": "Tag",
    },
    "both": {
        "scan": ["扫码巡查", "Scan on patrol"],
        "checkpoint": ["巡更点", "Checkpoint"],
        "keep": ["请勿遮挡、撕毁或移动", "Please do not cover, remove or move"],
        "tag": "标签 Tag",
    },
}


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on one label. `number` and `made_on` say which of the checkpoint's tags it is."""

    site: str
    zone: str
    name: str
    link: str
    letters: str
    number: int
    made_on: str


def draw(
    labels: Sequence[Label], size: Size, *, language: str, start_at: int, cut_marks: bool, fonts: Path
) -> bytes:
    """The sheets as PDF."""
    if not list(fonts.glob("*.ttf")):
        raise Problem("places.labels_font_missing", 503)
    page = {"width": size.page[0], "height": size.page[1]}
    label = {"width": size.label[0], "height": size.label[1], "layout": size.layout}
    data: dict[str, Any] = {
        "page": page,
        "label": label,
        "words": WORDS[language],
        "language": language,
        "cut_marks": cut_marks,
        # Signs hang in the weather for years and have room.
        "labels": [
            asdict(label) | {"qr": qr_svg(label.link, sturdy=size.layout == SIGN)} for label in labels
        ],
        "sheets": sheets(size, len(labels), start_at),
    }
    return typst.compile(
        SHEET.read_bytes(),
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
