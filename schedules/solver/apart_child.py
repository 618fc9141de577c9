"""The process that `apart` starts: solves, tells what it finds, and ends when nobody listens."""

import os
import pickle
import sys
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection

from .apart import Work
from .pricers import compile_ahead
from .solve import solve
from .turns import NoLegalRoster

YIELDS = 10  # to everything else


def serve(line: Connection) -> None:
    work: Work = line.recv()
    compile_ahead()  # not a part of the time that was asked for
    try:
        solve(
            work.problem,
            work.seconds,
            work.seed,
            lambda progress: line.send(("progress", progress)),
            stopped=lambda: told_to_stop(line),
            processes=work.processes,
            start=work.start,
            on_better=lambda roster: line.send(("roster", roster)),
        )
        line.send(("ended", None))
    except NoLegalRoster as error:
        line.send(("impossible", error.people))
    except (OSError, EOFError):
        raise
    except Exception:
        line.send(("ended", traceback.format_exc()))


def told_to_stop(line: Connection) -> bool:
    """Also when the other side is gone: then nothing that is found can be told any more."""
    try:
        return line.poll()
    except OSError:
        return True


if __name__ == "__main__":
    os.nice(YIELDS)
    with suppress(EOFError, OSError, BrokenPipeError, KeyboardInterrupt, pickle.PickleError):
        serve(Connection(int(sys.argv[1])))
