"""What left after a backup was made is known once it is put back: to the cap, to campaigns, to the quotas of SIMs."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from smsbox import backup, campaigns, outbox, pacing, privacy
from smsbox.campaigns import State as Stands
from smsbox.campaigns.standstill import stop_all
from smsbox.clock import DAY, HOUR, MINUTE
from smsbox.outbox import BY_DOUBT, BY_RESTORE, Draft, MessageClass, State
from smsbox.people.audit import Actor
from smsbox.store import Store, sims
from tests.campaigns.shop import Till, config, number
from tests.contracts.shop import Shop

BY = Actor("technician", "console")
ANNA, BOHDAN, VIRA = (number(place) for place in (1, 2, 3))
AD = "Zerno: coffee -20%. STOP: no more"
LONG = "а" * 150
"""Three SMS."""


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    settings = config(tmp_path)
    store = Store.open(settings.store.url)
    yield Till(store, settings)
    store.close()


def queue(till: Till, number: str, text: str = AD, kind: MessageClass = MessageClass.MARKETING) -> int:
    draft = Draft(number, text, kind)
    (made,) = outbox.submit(till.store, [draft], now=till.now, allow=till.config.allow_any, rules=till.rules)
    return made


def claim(till: Till, sim: int | None = None) -> outbox.Claim:
    until, rules = till.now + MINUTE, till.rules
    made = outbox.claim(till.store, sim_id=sim or till.sim, owner="b", now=till.now, lease_until=until, rules=rules)
    assert made is not None
    return made


def leave(till: Till, sim: int | None = None) -> int:
    """The next SMS leaves; of which message."""
    made = claim(till, sim)
    outbox.accepted(till.store, made, reference=7, now=till.now)
    return made.message_id


def kept(till: Till) -> Path:
    """A backup of this moment; an hour goes by."""
    path = backup.make(till.config, till.store, till.now).file
    till.wait(HOUR)
    return path


@contextmanager
def put_back(till: Till, path: Path) -> Iterator[tuple[backup.Restored, Till]]:
    """The shop as it is a day later, with the backup in place."""
    till.store.close()
    till.wait(DAY)
    done = backup.restore(till.config, path, till.now, by=BY)
    with closing(Store.open(till.config.store.url, create=False)) as store:
        Shop(store).check_counters()
        yield done, Till(store, till.config, till.now)


def why_not(till: Till, number: str) -> str | None:
    return outbox.may_send(till.store, number, now=till.now, rules=till.rules).reason


def test_the_cap_knows_whom_advertising_reached_since(till: Till) -> None:
    till.agree([ANNA, BOHDAN, VIRA])
    waited = queue(till, ANNA)
    path = kept(till)
    assert leave(till) == waited
    queue(till, BOHDAN)
    leave(till)
    with put_back(till, path) as (done, now):
        assert [why_not(now, each) for each in (ANNA, BOHDAN, VIRA)] == ["cap", "cap", None]
        assert (done.held, done.settled, done.ads) == (0, 1, 1)
        view = outbox.get(now.store, waited)
        assert view is not None and view.state is State.SENT, "nothing is said to be cancelled that was sent"
        now.wait(15 * DAY)
        assert why_not(now, BOHDAN) is None


def test_what_was_half_sent_since_is_finished_and_not_begun_again(till: Till) -> None:
    half = queue(till, ANNA, LONG, MessageClass.SERVICE)
    path = kept(till)
    begun = claim(till).concat_reference
    with till.store.write():
        assert outbox.late_accepted(till.store, message_id=half, seq=1, attempt=1, reference=7, now=till.now)
    with put_back(till, path) as (done, now):
        assert (done.held, done.settled) == (1, 0)
        assert outbox.release(now.store, [half], now.now) == [half]
        claims = []
        while made := outbox.claim(now.store, sim_id=now.sim, owner="b", now=now.now, lease_until=now.now + MINUTE):
            outbox.accepted(now.store, made, reference=made.seq, now=now.now)
            claims.append(made)
        assert [made.seq for made in claims] == [2, 3]
        assert {made.concat_reference for made in claims} == {begun}


def test_what_was_in_doubt_stays_in_doubt(till: Till) -> None:
    till.agree([ANNA])
    doubtful = queue(till, ANNA)
    path = kept(till)
    claim(till)
    with put_back(till, path) as (_, now):
        view = outbox.get(now.store, doubtful)
        assert view is not None and (view.state, view.reason) == (State.HELD, BY_DOUBT)
        assert outbox.release(now.store, [doubtful], now.now) == [], "only somebody who says that he repeats it"
        assert why_not(now, ANNA) == "cap"


def test_an_older_database_in_its_place_takes_nothing_back(till: Till) -> None:
    """Somebody had put an old copy there first: what the backup knows to be in doubt does not wait as if unsent."""
    till.agree([ANNA])
    doubtful = queue(till, ANNA)
    older = kept(till)
    claim(till)
    newer = kept(till)
    till.store.close()
    database = till.config.store.sqlite_path
    assert database is not None
    shutil.copyfile(older, database)
    till.store = Store.open(till.config.store.url)
    with put_back(till, newer) as (_, now):
        view = outbox.get(now.store, doubtful)
        assert view is not None and (view.state, view.reason) == (State.HELD, BY_DOUBT)


def test_another_message_of_the_same_id_is_another_message(till: Till) -> None:
    """Put back twice, two shops have lived on from one backup; both gave the next id."""
    till.agree([ANNA, BOHDAN])
    path = kept(till)
    first = queue(till, ANNA)
    leave(till)
    with put_back(till, path) as (_, now):
        other = outbox.messages(now.store, outbox.Filter(), limit=9)
        assert [view.recipient for view in other] == [ANNA]
    till.store = Store.open(till.config.store.url)
    second = queue(till, BOHDAN, "another")
    backup.make(till.config, till.store, till.now)
    later = backup.newest(till.config)
    assert later is not None and first and second
    till.store.run("UPDATE messages SET id = 77 WHERE id = ?", second)
    till.wait(HOUR)
    with put_back(till, later) as (done, now):
        assert done.held == 1 and {view.recipient for view in outbox.messages(now.store, limit=9)} == {ANNA, BOHDAN}


def test_who_was_erased_since_does_not_come_back_by_his_messages(till: Till) -> None:
    till.agree([ANNA])
    path = kept(till)
    queue(till, ANNA)
    leave(till)
    privacy.erase(till.store, ANNA, till.now, by=BY)
    with put_back(till, path) as (_, now):
        assert outbox.messages(now.store, limit=9) == []
        assert ANNA.encode() not in Path(now.config.store.directory, "smsbox.db").read_bytes()


def test_a_campaign_that_goes_on_writes_to_nobody_twice(till: Till) -> None:
    till.config = config(till.config.store.directory, cap=9)  # so that it is not the cap that saves them
    people = till.people(6)
    spring = till.launched()
    path = kept(till)
    till.run()
    for _ in range(4):
        leave(till)
    reached = {view.recipient for view in outbox.messages(till.store, limit=99) if view.state is State.SENT}
    assert len(reached) == 4
    with put_back(till, path) as (done, now):
        assert done.held == 0
        stop_all(now.store, BY_RESTORE, now.now)
        campaigns.resume(now.store, now.config, spring.id, now=now.now, by="Olha")
        now.run()
        now.settle(spring)
        written = Counter(view.recipient for view in outbox.messages(now.store, limit=99))
        assert written == Counter(people)
        assert campaigns.get(now.store, spring.id).fed == 6


def test_a_campaign_stopped_since_does_not_go_on(till: Till) -> None:
    till.people(3)
    spring = till.launched()
    path = kept(till)
    campaigns.cancel(till.store, spring.id, now=till.now, by="Olha")
    with put_back(till, path) as (_, now):
        assert campaigns.get(now.store, spring.id).state is Stands.CANCELLED


def test_campaigns_begun_since_lend_their_name_to_none_that_comes_after(till: Till) -> None:
    till.people(2)
    path = kept(till)
    till.launched()
    till.run()
    leave(till)
    with put_back(till, path) as (_, now):
        (view,) = outbox.messages(now.store, limit=9)
        assert view.batch is None and view.state is State.SENT


def test_quotas_count_what_left_since_also_of_a_sim_bought_since(till: Till) -> None:
    path = kept(till)
    fresh = sims.register(till.store, imsi="255010000000002", iccid=None, modem="n", now=till.now)
    for sim in (till.sim, till.sim, fresh):
        queue(till, ANNA, kind=MessageClass.SERVICE)
        leave(till, sim)
    with put_back(till, path) as (_, now):
        other = sims.register(now.store, imsi="255010000000002", iccid=None, modem="n", now=now.now)
        assert [pacing.sent_since(now.store, sim, 0) for sim in (now.sim, other)] == [2, 1]
