"""A second process that searches neighbourhoods on the other core while the first finds the mix and dives."""

import multiprocessing
from multiprocessing.connection import Connection

import numpy as np

from .arrays import Cells, build
from .dive import CAREFUL, Manner
from .problem import Problem
from .search import Search
from .watch import Watch

Columns = tuple[np.ndarray, np.ndarray]  # owners, rosters


class Helper:
    def __init__(self, problem: Problem, seconds: float, seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=assist, args=(theirs, problem, seconds, seed), daemon=True)
        self.process.start()
        theirs.close()

    def tell(self, news: Cells | Columns) -> None:
        try:
            self.line.send(news)
        except OSError:
            self.process.join(0)

    def found(self) -> list[Cells]:
        cells = []
        try:
            while self.line.poll():
                cells.append(self.line.recv())
        except (EOFError, OSError):
            pass
        return cells

    def end(self) -> None:
        self.line.close()
        self.process.terminate()
        self.process.join()


def assist(line: Connection, problem: Problem, seconds: float, seed: int) -> None:
    """Sends every roster that is better than the best one told, until the other side hangs up."""
    manners = [CAREFUL, Manner(CAREFUL.share, CAREFUL.rounds, noise=0.1)]
    search = Search(
        build(problem), Watch(seconds), np.random.default_rng(seed), manners=manners, proves=False
    )
    told = Told(line, search)
    search.changed, search.pulse = told.send, told.receive
    try:
        search.begin()
        search.improve()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass


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
