"""Solves in a process of its own, which yields to everything else and ends when nobody listens any more."""

import multiprocessing
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .problem import Problem, Roster
from .progress import Progress

HOME = Path(__file__).resolve().parent.parent.parent
CHILD = "schedules.solver.apart_child"


@dataclass(frozen=True)
class Work:
    problem: Problem
    seconds: float
    seed: int
    start: Roster | None = None
    processes: int = 2


@dataclass(frozen=True)
class News:
    """What has come since the last look: the newest progress, a better roster, and how it ended."""

    progress: Progress | None = None
    roster: Roster | None = None
    ended: bool = False
    failure: str | None = None
    impossible: tuple[int, ...] = ()  # people without any legal roster


class Apart:
    def __init__(self, work: Work) -> None:
        self.line, theirs = multiprocessing.Pipe()
        number = theirs.fileno()
        self.process = subprocess.Popen(
            [sys.executable, "-m", CHILD, str(number)],
            pass_fds=[number],
            cwd=HOME,
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self.line.send(work)

    def news(self, seconds: float) -> News:
        """Waits so long for something new, at most."""
        progress, roster = None, None
        try:
            while self.line.poll(seconds):
                kind, said = self.line.recv()
                seconds = 0
                if kind == "progress":
                    progress = said
                elif kind == "roster":
                    roster = said
                elif kind == "impossible":
                    return News(progress, roster, True, "impossible", tuple(said))
                else:
                    return News(progress, roster, True, said)
        except (EOFError, OSError):
            return News(progress, roster, True, "The search died")
        return News(progress, roster)

    def stop(self) -> None:
        with suppress(OSError):
            self.line.send("stop")

    def end(self) -> None:
        self.line.close()
        self.process.terminate()
        self.process.wait()
