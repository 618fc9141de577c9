"""A second process that searches neighbourhoods on the other core while the first finds the mix and dives."""

import multiprocessing
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from .arrays import Cells, build
from .dive import CAREFUL, Manner
from .problem import Problem
from .search import Search
from .shaking import search_of
from .turns import NoLegalRoster
from .watch import Watch

HOME = Path(__file__).resolve().parent.parent.parent


class Helper:
    def __init__(self, problem: Problem, seconds: float, seed: int) -> None:
        self.line, theirs = multiprocessing.Pipe()
        number = theirs.fileno()
        # a program of its own: a child of multiprocessing would import the caller's main module
        command = [sys.executable, "-m", __name__, str(number)]
        self.process = subprocess.Popen(command, pass_fds=[number], cwd=HOME, stdin=subprocess.DEVNULL)
        theirs.close()
        self.tell((problem, seconds, seed))

    def tell(self, news: object) -> None:
        with suppress(OSError):
            self.line.send(news)

    def found(self) -> list[Cells]:
        cells = []
        with suppress(EOFError, OSError):
            while self.line.poll():
                cells.append(self.line.recv())
        return cells

    def end(self) -> None:
        self.line.close()
        self.process.terminate()
        self.process.wait()


def assist(line: Connection) -> None:
    """Sends every roster that is better than the best one told, until the other side hangs up."""
    problem, seconds, seed = line.recv()
    manners = [CAREFUL, Manner(CAREFUL.share, CAREFUL.rounds, noise=0.1)]
    random = np.random.default_rng(seed)
    model = build(problem)
    search = search_of(model)(model, Watch(seconds), random, manners=manners, proves=False)
    told = Told(line, search)
    search.changed, search.pulse = told.send, told.receive
    search.begin()
    search.improve()


class Told:
    def __init__(self, line: Connection, search: Search) -> None:
        self.line, self.search, self.best = line, search, np.inf

    def send(self) -> None:
        if self.search.cost < self.best:
            self.best = self.search.cost
            self.line.send(self.search.best)

    def receive(self) -> None:
        while self.line.poll():
            news = self.line.recv()
            if isinstance(news, tuple):
                self.search.adopt(*news)
            else:
                self.best = min(self.best, self.search.model.total(news))
                self.search.offer(news)


if __name__ == "__main__":
    with suppress(EOFError, OSError, NoLegalRoster, KeyboardInterrupt):
        assist(Connection(int(sys.argv[1])))
