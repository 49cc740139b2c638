"""Row: a vote in which ten thousand telephones vote at once, as fast as a modem can hand it over that answers at once.

Each message is one that people write; each voter is answered. What was counted is held against what was written, and
the answers against the wire log, to the last one: a wrong count is no figure but an error.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from smsbox.dialogs import ballots
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.kinds import books_of, kind_of
from smsbox.dialogs.moves import Heard
from smsbox.sms.keywords import understand
from smsbox.sms.matching import find
from smsbox.store import Store
from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, people
from tests.bench.figures import Figure
from tests.bench.modem import modems
from tests.contracts.counter import config
from tests.whole.voting import SOURCE, Crowd, crowd

GOAL = 4.0
"""Votes a second, received, counted and answered; on 2G the answers alone come to 0.4 a second."""
_PATIENCE = 1800.0


def rows(bench: Bench) -> Iterator[Figure]:
    """How fast they are counted against being received alone, processor time of each, what of that is the vote's."""
    voters = crowd(people(1_000 if bench.quick else 10_000))
    few = crowd(people(500), seed=2)
    alone = _through_the_box(bench, few, open_to_votes=False)
    counted, answered, cost = _through_the_box(bench, voters, open_to_votes=True)
    count = f"{len(voters.messages):,}"
    note = "every vote counted and every voter answered exactly, by the wire log, or there would be no figure"
    wire = "two commands for each message that is read, 20 ms apart; the answers go over the same wire meanwhile"
    yield Figure("messages nobody answers: received", [alone[0]], "/s", note=wire)
    yield Figure(f"a vote, {count} messages: received and counted", [counted], "/s", note=note)
    yield Figure(f"a vote, {count} messages: counted ÷ received alone", [counted / alone[0]], "×", note=wire)
    yield Figure(f"a vote, {count} messages: answered, too", [answered], "/s", least=GOAL)
    yield Figure(f"a vote, {count} messages: processor time of the daemon", [cost * 1e3], "ms each")
    yield Figure("a vote: reading and counting one message", _alone(bench, voters), "µs")


def _through_the_box(bench: Bench, voters: Crowd, *, open_to_votes: bool) -> tuple[float, float, float]:
    """Messages a second until all are counted and until all are answered, and seconds of processor time each. Raises
    AssertionError where anything is counted wrong.
    """
    room, many = bench.room("votes"), len(voters.messages)
    with modems(room / "modem") as air:
        box = Box(room / "box", air.links)
        kept = flows.create(box.store, config(), SOURCE, by="bench", now=time.time_ns() // 1000)
        if open_to_votes:
            flows.open(box.store, config(), kept.id, by="bench", now=time.time_ns() // 1000)
        with box:
            box.start()
            box.ready()
            began, spent = time.monotonic(), processes.cpu_seconds(box.pid)
            for number, text in voters.messages:
                air.do("inbound", sender=number, text=text)
            processes.until(lambda: _routed(box) >= many, _PATIENCE, pause=0.2, what="all counted")
            counting = time.monotonic() - began
            if open_to_votes:
                air.wait("accepted", many, _PATIENCE, pause=0.1)
            seconds, spent = time.monotonic() - began, processes.cpu_seconds(box.pid) - spent
            if open_to_votes:
                processes.until(box.settled, 60, what="nothing under way")
                voters.judge(air.log("accepted"))
            found, again = ballots.counts(box.store, kept.id), ballots.recounted(box.store, kept.id)
            assert found == again == (voters.counts if open_to_votes else {}), (found, again, voters.counts)
    return many / counting, many / seconds, spent / many


def _routed(box: Box) -> int:
    return int(box.store.run("SELECT count(*) FROM received WHERE routed_at IS NOT NULL").fetchone()[0])


def _alone(bench: Bench, voters: Crowd) -> list[float]:
    """Microseconds for kind and books of one message, without router, dialog and answer; in batches of a hundred."""
    store = Store.open(f"sqlite://{bench.room('votes-alone')}/smsbox.db")
    kept = flows.create(store, config(), SOURCE, by="bench", now=1)
    flow: Flow[object] = replace(flows.as_flow(kept, config()), id=kept.id)
    kind, books = kind_of("vote"), books_of("vote")
    found = []
    for first in range(0, min(len(voters.messages), 5_000), 100):
        some = voters.messages[first : first + 100]
        began = time.thread_time()
        with store.write(durable=False):
            for number, text in some:
                call = find(text, flow.words)
                rest = call.rest if call else text
                heard = Heard(text, rest, understand(rest), 1, number, 1, 1)
                move = kind.begin(flow, books.view(store, flow, number, 1), heard)
                for effect in move.effects:
                    books.apply(store, config(), flow, None, effect, heard)
        found.append((time.thread_time() - began) / len(some) * 1e6)
    store.close()
    return found
