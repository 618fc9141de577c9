"""At-least-once sending and an idempotent store: exactly once, over real sockets that are really cut."""

import threading
import time

import pytest

from tests.reliability.rig import stored

pytestmark = [pytest.mark.reliability, pytest.mark.slow, pytest.mark.both_databases]
EVENTS = 10_000
PHONES = 3


def test_ten_thousand_events_with_a_third_of_the_answers_cut(serve, phones, next_scan, engine, rng):
    server = serve()
    senders = phones(server, PHONES, cut_share=0.3)
    sent = {}
    for number in range(EVENTS):
        text = next_scan(rng)
        senders[number % PHONES].keep(text)
    for phone in senders:
        sent |= phone.outbox
    give_up_at = time.monotonic() + 240
    threads = [threading.Thread(target=phone.send_all, args=(40, give_up_at)) for phone in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [phone.refused for phone in senders] == [[], [], []]
    assert sum(phone.cuts for phone in senders) > 0.2 * sum(phone.requests for phone in senders)
    assert set().union(*(phone.acknowledged for phone in senders)) == sent.keys()
    assert stored(engine, "field_events") == stored(engine, "scans") == sent.keys()
    assert len(sent) == EVENTS
