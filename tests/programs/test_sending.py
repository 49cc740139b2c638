"""The one way programs send by: rights, numbers, all or none, advertising only to who agreed, whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from smsbox import consent
from smsbox.consent import Entry
from smsbox.errors import SmsboxError
from smsbox.outbox import Draft, MessageClass, State
from smsbox.people.rights import Right
from smsbox.programs import sending, sent
from smsbox.programs.sending import BadDrafts, NotAllowed, Wish
from smsbox.store import Store
from smsbox.wording import says_how_to_leave
from tests.contracts.shop import ANNA, BOHDAN
from tests.permitted import permit
from tests.programs.till import LONG, TEXT, Till, scattered

_TABLES = ("messages", "program_messages", "spending", "events", "answered", "counters")
MARKETING = MessageClass.MARKETING


def why(till: Till, *numbers: str, **how: object) -> dict[int, str]:
    """What is wrong with each of them, and that nothing came of it."""
    before = {name: till.rows(name) for name in _TABLES}
    with pytest.raises(BadDrafts) as refused:
        till.send(till.token(**how), numbers)  # type: ignore[arg-type]
    assert {name: till.rows(name) for name in _TABLES} == before
    return {place: f"{each.key} {each.facts['reason']}" for place, each in refused.value.wrong.items()}


# ── rights and numbers


def test_a_program_that_may_only_look_sends_nothing(till: Till) -> None:
    with pytest.raises(NotAllowed) as refused:
        till.send(till.token(Right.READ))
    assert refused.value.facts == {"right": "write", "token": "till"}
    assert till.messages() == []


def test_to_many_at_once_writes_who_may(till: Till) -> None:
    few = till.token(Right.WRITE, name="few")
    assert len(till.send(few, scattered(10)).queued) == 10
    with pytest.raises(NotAllowed) as refused:
        till.send(few, scattered(11, 10))
    assert refused.value.facts["right"] == "bulk"
    assert len(till.send(till.token(), scattered(11, 10)).queued) == 11


def test_where_nobody_said_so_nothing_is_sent_to(till: Till) -> None:
    refused = "outbox.destination_refused destination"
    assert why(till, "+48500000001", ANNA, "+14155550100") == {0: refused, 2: refused}
    assert why(till, ANNA, "0670000001", allow=["+38067"]) == {0: refused}


def test_a_token_never_reaches_further_than_the_box(till: Till) -> None:
    till.allowing("+38067", "+48")
    refused = "outbox.destination_refused destination"
    assert why(till, "+380500000001", "+380670000001", "+48500000001", allow=["+380"]) == {0: refused, 2: refused}


def test_dear_numbers_are_opened_by_the_box_alone(till: Till) -> None:
    dear = "outbox.destination_refused premium"
    assert why(till, "+380900000001") == {0: dear}
    assert why(till, "+380900000001", allow=["+380900"], name="says so itself") == {0: dear}
    till.allowing("+380", "+380900")
    assert till.send(till.token(name="opened"), "+380900000001").queued
    assert till.send(till.token(allow=["+38090"], name="opened, too"), "+380900000002").queued


def test_what_is_no_number_is_refused_without_a_guess(till: Till) -> None:
    assert set(why(till, "102", "Kyivstar", "05000000", "")) == {0, 1, 2, 3}


def test_numbers_are_read_as_people_write_them(till: Till) -> None:
    till.send(till.token(), ["050 000-00-01", "+38 (050) 0000002"])
    assert [each.recipient for each in till.messages()] == [ANNA, BOHDAN]


# ── all or none


def test_one_that_is_wrong_stops_all_unless_it_may_be_left_out(till: Till) -> None:
    token, numbers = till.token(), [ANNA, "+48500000001", BOHDAN]
    with pytest.raises(BadDrafts) as refused:
        till.send(token, numbers)
    assert refused.value.forbidden and list(refused.value.wrong) == [1]
    assert till.messages() == []
    found = till.send(token, numbers, skip_bad=True)
    assert list(found.queued) == [0, 2] and list(found.left_out) == [1]
    assert [each.recipient for each in till.messages()] == [ANNA, BOHDAN]


def test_where_all_are_wrong_leaving_out_is_no_success(till: Till) -> None:
    with pytest.raises(BadDrafts):
        till.send(till.token(), ["+48500000001"], skip_bad=True)


def test_what_could_not_even_be_written_is_told_with_the_rest(till: Till) -> None:
    slip = SmsboxError()
    wish = Wish({0: Draft(ANNA, TEXT)}, "api", {1: slip}, skip_bad=True)
    found = sending.send(till.store, till.token(), till.config, wish, till.now)
    assert list(found.queued) == [0] and found.left_out == {1: slip}
    with pytest.raises(BadDrafts) as refused:
        sending.send(till.store, till.token(), till.config, Wish({}, "api", {1: slip}, skip_bad=True), till.now)
    assert not refused.value.forbidden


def test_the_same_text_for_the_same_number_twice_is_a_slip(till: Till) -> None:
    with pytest.raises(BadDrafts) as refused:
        till.send(till.token(), [ANNA, "0500000001"])
    assert [each.key for each in refused.value.wrong.values()] == ["programs.repeated"]
    two = Wish({0: Draft(ANNA, TEXT), 1: Draft(ANNA, LONG)}, "api")
    assert sending.send(till.store, till.token(), till.config, two, till.now).segments == 3


def test_a_dry_run_tells_the_same_and_leaves_nothing(till: Till) -> None:
    token, wish = till.token(), Wish({0: Draft("0500000001", LONG), 1: Draft("+48500000001", TEXT)}, "api")
    before = {name: till.rows(name) for name in _TABLES}
    found = sending.check(till.store, token, till.config, wish, till.now)
    assert [(each.recipient, size) for each, size in found.good.values()] == [(ANNA, 2)] and list(found.wrong) == [1]
    assert {name: till.rows(name) for name in _TABLES} == before


def test_whose_it_is_and_what_he_calls_it_is_known(till: Till) -> None:
    token = till.token()
    first, second = till.send(token, [ANNA, BOHDAN], name="receipt-7").queued.values()
    origin = sent.origin(till.store, first.message_id)
    assert origin is not None
    assert (origin.token_id, origin.at, origin.door, origin.name) == (token.id, till.now, "api", "receipt-7")
    assert sent.named(till.store, token.id, "receipt-7") == [first.message_id, second.message_id]
    other = till.token(name="other")
    assert sent.named(till.store, other.id, "receipt-7") == []
    assert not sent.is_own(till.store, other.id, first.message_id)


# ── advertising


def test_advertising_goes_to_who_agreed_and_says_how_to_leave(till: Till) -> None:
    permit(till.store, ANNA)
    (done,) = till.send(till.token(), ANNA, "Знижка 20 %", kind=MARKETING).queued.values()
    (message,) = till.messages()
    assert message.text == done.draft.text != "Знижка 20 %"
    assert message.text.startswith("Знижка 20 %") and says_how_to_leave(message.text)


def test_the_line_that_says_how_to_leave_is_paid_for(till: Till) -> None:
    permit(till.store, ANNA)
    text = "ї" * 65
    assert till.send(till.token(), ANNA, text, kind=MARKETING).segments == 2
    assert till.store.run("SELECT segments FROM spending WHERE scope = 'all'").fetchone()[0] == 2


def test_who_did_not_agree_or_left_again_is_not_advertised_to(till: Till) -> None:
    token = till.token()
    permit(till.store, ANNA)
    consent.record(till.store, Entry(ANNA, till.now, "left", "sms", words="СТОП"))
    with pytest.raises(BadDrafts) as refused:
        till.send(token, [ANNA, BOHDAN], kind=MARKETING, skip_bad=True)
    assert refused.value.forbidden
    assert {each.key for each in refused.value.wrong.values()} == {"outbox.not_permitted"}
    assert till.messages() == []
    assert till.send(token, ANNA).queued, "what he ordered himself he is told of"


def test_more_advertising_than_somebody_may_get_is_refused_even_within_one_call(till: Till) -> None:
    permit(till.store, ANNA)
    drafts = {place: Draft(ANNA, f"Знижка {place} %", kind=MARKETING) for place in range(9)}
    found = sending.send(till.store, till.token(), till.config, Wish(drafts, "api", skip_bad=True), till.now)
    assert found.queued and found.left_out
    assert len(till.messages()) == len(found.queued)


# ── whole

_DIES = """
import os, sys
from smsbox.outbox import Draft
from smsbox.people import tokens
from smsbox.programs import answered, sending
from smsbox.programs.sending import Wish
from smsbox.store import Store
from tests.contracts import counter
from tests.contracts.shop import START
from tests.programs.till import scattered

store = Store.open(sys.argv[1])
when, whole = sys.argv[2], store._commit

def commit():
    if when == "before":
        os._exit(9)
    whole()
    os._exit(9)

token = tokens.get(store, 1)
store._commit = commit
with store.write():
    assert answered.before(store, token.id, "key", b"digest", START) is None
    wish = Wish.to(scattered(3), Draft("", "Order is ready"), "api")
    sending.send(store, token, counter.config(), wish, START)
    answered.keep(store, token.id, "key", answered.Answered(202, {"ids": [1, 2, 3]}))
"""


@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 3)])
def test_a_death_at_the_commit_leaves_all_or_nothing(till: Till, tmp_path: Path, when: str, kept: int) -> None:
    till.token()
    url = f"sqlite://{tmp_path}/smsbox.db"
    done = subprocess.run([sys.executable, "-c", _DIES, url, when], capture_output=True, text=True)
    assert done.returncode == 9, done.stderr
    store = Store.open(url)
    try:
        seen = Till(store)
        assert [each.state for each in seen.messages()] == [State.QUEUED] * kept
        assert seen.rows("program_messages") == kept
        assert seen.rows("answered") == min(kept, 1)
        spent = store.run("SELECT coalesce(max(segments), 0) FROM spending").fetchone()[0]
        assert spent == kept
    finally:
        store.close()


def test_what_is_promised_is_on_the_disk(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    flush, flushed = os.fdatasync, []
    token = till.token()
    monkeypatch.setattr(os, "fdatasync", lambda file: (flush(file), flushed.append(len(till.messages()))))
    till.send(token)
    assert flushed == [1]
