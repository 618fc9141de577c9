"""kill -9 while phones are sending: what was acknowledged is there afterwards."""

import time

import pytest

from tests.reliability.rig import kill_cycles, stored

pytestmark = [pytest.mark.reliability, pytest.mark.slow]
CYCLES = 10


@pytest.mark.both_databases
def test_no_kill_loses_an_acknowledged_event(serve, crowd, engine, rng):
    server = serve()
    people = crowd(server)
    found = kill_cycles(server, people, engine, cycles=CYCLES, rng=rng)
    assert found.cycles == CYCLES
    assert found.acknowledged > CYCLES
    assert (found.lost, found.halves) == (set(), set()), str(found)
    for phone in people.phones:
        phone.send_all(50, time.monotonic() + 60)
        assert not phone.outbox
    assert stored(engine, "scans") == people.acknowledged


def test_the_same_rig_catches_a_server_that_answers_before_it_stores(serve, crowd, engine, rng):
    server = serve("tests.reliability.hasty:create_app()")
    found = kill_cycles(server, crowd(server), engine, cycles=CYCLES, rng=rng)
    assert found.lost, str(found)
