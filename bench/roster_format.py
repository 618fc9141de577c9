"""Reads the text format of the Shift Scheduling Benchmark Data Sets (Curtois & Qu 2014)."""

import csv
from collections.abc import Iterator
from pathlib import Path

from schedules.solver.problem import Demand, Duty, Lock, Person, Problem, Request, Roster, ShiftType

Rows = list[list[str]]


def read_problem(path: Path) -> Problem:
    parts = sections(path.read_text().splitlines())
    people = {row[0]: number for number, row in enumerate(parts["STAFF"])}
    return Problem(
        days=int(parts["HORIZON"][0][0]),
        shifts=tuple(ShiftType(row[0], int(row[1])) for row in parts["SHIFTS"]),
        people=tuple(person(row) for row in parts["STAFF"]),
        demands=tuple(demand(row) for row in parts["COVER"]),
        requests=(
            *(request(row, people, wanted=True) for row in parts.get("SHIFT_ON_REQUESTS", [])),
            *(request(row, people, wanted=False) for row in parts.get("SHIFT_OFF_REQUESTS", [])),
        ),
        locks=tuple(lock for row in parts.get("DAYS_OFF", []) for lock in days_off(row, people)),
        forbidden=frozenset(
            (row[0], other) for row in parts["SHIFTS"] for other in "".join(row[2:]).split("|") if other
        ),
    )


def sections(lines: list[str]) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for line in lines:
        text = line.strip()
        if text.startswith("SECTION_"):
            rows = found.setdefault(text.removeprefix("SECTION_"), [])
        elif text and not text.startswith("#"):
            rows.append([cell.strip() for cell in text.split(",")])
    return found


def person(row: list[str]) -> Person:
    name, maxima, most, least, max_run, min_run, min_days_off, max_weekends = row
    return Person(
        name=name,
        max_shifts={shift: int(number) for shift, number in (pair.split("=") for pair in maxima.split("|"))},
        max_minutes=int(most),
        min_minutes=int(least),
        max_run=int(max_run),
        min_run=int(min_run),
        min_days_off=int(min_days_off),
        max_weekends=int(max_weekends),
    )


def days_off(row: list[str], people: dict[str, int]) -> Iterator[Lock]:
    return (Lock(people[row[0]], int(day), None) for day in row[1:] if day)


def request(row: list[str], people: dict[str, int], *, wanted: bool) -> Request:
    name, day, shift, weight = row
    return Request(people[name], int(day), shift, wanted, int(weight))


def demand(row: list[str]) -> Demand:
    day, shift, need, under, over = row
    return Demand(int(day), shift, int(need), int(under), int(over))


def read_roster(path: Path) -> Roster:
    """A published roster: one line for each person, a shift or OFF for each day."""
    rows = list(csv.reader(path.read_text().splitlines()))[1:]
    return tuple(tuple(None if cell == "OFF" else Duty(cell) for cell in row[1:]) for row in rows)
