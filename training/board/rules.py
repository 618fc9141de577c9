"""The matrix in letters, and shares that never pretend. Plain data in, plain data out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter

CURRENT, DUE, OVERDUE, FAILED, EXPIRED, NOT_REQUIRED = "c", "d", "o", "f", "x", "-"
LETTERS = (CURRENT, DUE, OVERDUE, FAILED, EXPIRED)
SHORTEST_MARK = 3


def mark_length(ids: Iterable[str]) -> int:
    """How many last characters tell these ids apart."""
    ids = set(ids)
    lengths = range(SHORTEST_MARK, 37)
    return next((length for length in lengths if len({id_[-length:] for id_ in ids}) == len(ids)), 36)


class Reader:
    """Reads cells as they are written: for each required module, the end of its id and a letter.

    People of one role must know the same, so the way to read them is found once.
    """

    def __init__(self, module_ids: Sequence[str], length: int):
        self.length, self.step = length, length + 1
        self.marks = [id_[-length:] for id_ in module_ids]
        self.nothing = NOT_REQUIRED * len(self.marks)
        self.ways: dict[tuple[str, ...], Callable[[str], Iterable[str]]] = {}

    def cells(self, written: str | None) -> str:
        """One letter for each module, in the order of the modules."""
        if not written or not self.marks:
            return self.nothing
        step = self.step
        known = tuple([written[place::step] for place in range(self.length)])
        way = self.ways.get(known) or self._find_way(known)
        return "".join(way(written[self.length :: step] + NOT_REQUIRED))

    def _find_way(self, known: tuple[str, ...]) -> Callable[[str], Iterable[str]]:
        """Which of the letters stands for each module; the last one is for what is not required."""
        places = {"".join(mark): place for place, mark in enumerate(zip(*known, strict=True))}
        wanted = [places.get(mark, -1) for mark in self.marks]
        way = itemgetter(*wanted) if len(wanted) > 1 else itemgetter(slice(wanted[0], wanted[0] + 1 or None))
        self.ways[known] = way
        return way


def totals(module_ids: Sequence[str], rows: Sequence[str]) -> list[dict[str, int | str]]:
    """How many people stand how, for each module."""
    columns = ["".join(column) for column in zip(*rows, strict=True)] or [""] * len(module_ids)
    return [
        {"module_id": id_} | {letter: column.count(letter) for letter in LETTERS}
        for id_, column in zip(module_ids, columns, strict=True)
    ]


def share(number: int, of: int) -> dict[str, float | int | None]:
    """Of nothing there is no share: neither 0 % nor 100 %."""
    return {"num": number, "den": of, "value": number / of if of else None}


def coverage(letters: Mapping[str, int]) -> dict[str, float | int | None]:
    return share(letters.get(CURRENT, 0), sum(letters.get(letter, 0) for letter in LETTERS))
