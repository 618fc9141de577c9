"""Sizes of label stock, and where each label lies on its sheet. All lengths in millimetres."""

from dataclasses import dataclass

A4, A6, LETTER = (210.0, 297.0), (105.0, 148.0), (215.9, 279.4)
ROW, SQUARE, SIGN = "row", "square", "sign"
MOST_LABELS = 1000


@dataclass(frozen=True, slots=True)
class Size:
    """A stock of labels. `layout` says how a label is composed; one label a page for rolls and signs."""

    code: str
    name_en: str
    name_zh: str
    layout: str
    page: tuple[float, float]
    label: tuple[float, float]
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    pitch: tuple[float, float] = (0.0, 0.0)

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def corner(self, index: int) -> tuple[float, float]:
        """Upper left corner of the label at a place on the sheet, counted row by row from 0."""
        row, column = divmod(index, self.columns)
        return (self.left + column * self.pitch[0], self.top + row * self.pitch[1])


def single(code: str, name_en: str, name_zh: str, layout: str, page: tuple[float, float]) -> Size:
    return Size(code, name_en, name_zh, layout, page, page)


SIZES = {
    size.code: size
    for size in (
        Size(
            "l7160",
            "A4 sheet, 21 labels 63.5 × 38.1 mm (L7160)",
            "A4 不干胶 21 张 63.5 × 38.1 毫米（L7160）",
            ROW,
            A4,
            (63.5, 38.1),
            3,
            7,
            7.2,
            15.15,
            (66.04, 38.1),
        ),
        Size(
            "l7163",
            "A4 sheet, 14 labels 99.1 × 38.1 mm (L7163)",
            "A4 不干胶 14 张 99.1 × 38.1 毫米（L7163）",
            ROW,
            A4,
            (99.1, 38.1),
            2,
            7,
            4.65,
            15.15,
            (101.6, 38.1),
        ),
        Size(
            "l7165",
            "A4 sheet, 8 labels 99.1 × 67.7 mm (L7165)",
            "A4 不干胶 8 张 99.1 × 67.7 毫米（L7165）",
            ROW,
            A4,
            (99.1, 67.7),
            2,
            4,
            4.65,
            13.1,
            (101.6, 67.7),
        ),
        Size(
            "22805",
            "Letter sheet, 24 squares 38.1 mm (22805)",
            "Letter 不干胶 24 张 38.1 毫米方形（22805）",
            SQUARE,
            LETTER,
            (38.1, 38.1),
            4,
            6,
            19.84,
            12.7,
            (46.04, 43.18),
        ),
        single("roll_60x40", "Roll, 60 × 40 mm", "卷装标签 60 × 40 毫米", ROW, (60, 40)),
        single("roll_50x30", "Roll, 50 × 30 mm", "卷装标签 50 × 30 毫米", ROW, (50, 30)),
        single("roll_40x40", "Roll, 40 × 40 mm", "卷装标签 40 × 40 毫米", SQUARE, (40, 40)),
        single("a6", "Sign, A6", "标牌 A6", SIGN, A6),
        Size("a6_on_a4", "Signs, four A6 on A4", "标牌 A6（A4 纸四张）", SIGN, A4, A6, 2, 2, 0, 0.5, A6),
        single("a4", "Sign, A4", "标牌 A4", SIGN, A4),
    )
}


def sheets(size: Size, count: int, start_at: int = 1) -> list[list[tuple[int, float, float]]]:
    """For each sheet its labels as (number of the label, x, y); `start_at` leaves used places free."""
    pages: list[list[tuple[int, float, float]]] = []
    for number in range(count):
        page, place = divmod(start_at - 1 + number, size.per_sheet)
        if page == len(pages):
            pages.append([])
        pages[page].append((number, *size.corner(place)))
    return pages
