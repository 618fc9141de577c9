"""The matrix in letters, and shares that never pretend. Plain data in, plain data out."""

from collections.abc import Iterable, Mapping, Sequence

CURRENT, DUE, OVERDUE, FAILED, EXPIRED, NOT_REQUIRED = "c", "d", "o", "f", "x", "-"
LETTERS = (CURRENT, DUE, OVERDUE, FAILED, EXPIRED)
SHORTEST_MARK = 3


def mark_length(ids: Iterable[str]) -> int:
    """How many last characters tell these ids apart."""
    ids = set(ids)
    lengths = range(SHORTEST_MARK, 37)
    return next((length for length in lengths if len({id_[-length:] for id_ in ids}) == len(ids)), 36)


class Row:
    """Reads the cells of one person, written as the end of each module's id and a letter, in any order."""

    def __init__(self, module_ids: Sequence[str], length: int):
        self.length, self.step = length, length + 1
        self.marks = [id_[-length:] for id_ in module_ids]
        self.nothing = NOT_REQUIRED * len(self.marks)
        self.full = ["".join(characters) for characters in zip(*self.marks, strict=True)]

    def cells(self, written: str | None) -> str:
        """One letter for each module."""
        if not written:
            return self.nothing
        if self._is_full(written):
            return written[self.length :: self.step]
        starts = range(0, len(written), self.step)
        letters = {written[at : at + self.length]: written[at + self.length] for at in starts}
        return "".join([letters.get(mark, NOT_REQUIRED) for mark in self.marks])

    def _is_full(self, written: str) -> bool:
        """Every module is there, in order: the usual case, told without looking at each."""
        slices = (written[place :: self.step] for place in range(self.length))
        return all(one == whole for one, whole in zip(slices, self.full, strict=False))


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
