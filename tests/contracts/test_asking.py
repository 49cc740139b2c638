"""Asked once in half a year, by whatever ways somebody comes; every word of leaving and coming back does its work."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from smsbox import consent, subscription
from smsbox.clock import DAY, Micros
from smsbox.consent import State
from smsbox.outbox import MessageClass
from smsbox.store import Store
from smsbox.subscription import sources
from smsbox.subscription.sources import Draft, SourceKind
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA
from tests.permitted import permit
from tests.sms.test_keywords import OTHERS, STOP, Kind

WAYS = ("keyword", "call", "form", "staff", "sms")


@pytest.fixture
def counter(store: Store) -> Counter:
    return Counter(store)


def comes(counter: Counter, how: str) -> None:
    """Somebody turns to the shop in this way."""
    if how == "keyword":
        counter.write("КАВА")
    elif how == "sms":
        counter.write("Старт")
    else:
        counter.now += 1
        given = {"now": counter.now, "how": how, "evidence": how, "operator": "olha"}
        subscription.ask(counter.store, counter.config, ANNA, None, **given)  # type: ignore[arg-type]


def asked(counter: Counter) -> int:
    return counter.acts().count("asked")


def silence(counter: Counter, until: Micros) -> None:
    counter.now = until
    subscription.expire(counter.store, counter.now)


@pytest.mark.parametrize("ways", list(permutations(WAYS[:4], 2)))
def test_one_request_in_half_a_year_over_all_ways(counter: Counter, ways: tuple[str, str]) -> None:
    """Also when the first was answered by silence, which is a no; then he may be asked once more, when he comes."""
    draft = Draft(SourceKind.KEYWORD, "Двері", "КАВА")
    sources.create(counter.store, draft, by="Olha", now=counter.now)
    first, second = ways
    comes(counter, first)
    began = counter.now
    for at in (DAY, 29 * DAY, 31 * DAY, 179 * DAY):
        silence(counter, began + at)
        for how in WAYS[:4]:
            comes(counter, how)
    assert asked(counter) == 1 and counter.state() is State.DECLINED
    silence(counter, began + 181 * DAY)
    comes(counter, second)
    comes(counter, first)
    assert asked(counter) == 2 and counter.state() is State.ASKED


def every(words: dict[str, str] | str) -> list[str]:
    texts = words.values() if isinstance(words, dict) else [words]
    return [word.rstrip("*") for text in texts for word in text.split()]


def leaves(counter: Counter, text: str, number: str) -> None:
    permit(counter.store, number)
    offer = counter.send("Кава -20%", MessageClass.MARKETING, number)
    counter.write(text, number)
    assert counter.state(number) is State.LEFT, text
    views = counter.answers(number)
    assert [view.id for view in views if view.state.label == "cancelled"] == [offer], text
    assert len(views) == 2 and views[-1].kind is MessageClass.REPLY, "one confirmation"


def returns(counter: Counter, text: str, number: str) -> None:
    counter.write("стоп", number)
    counter.write(text, number)
    assert counter.state(number) is State.AGREED, text


def is_helped(counter: Counter, text: str, number: str) -> None:
    counter.write(text, number)
    told = counter.texts(number)[-1]
    assert "0500000001" in told and ("СТОП" in told or "STOP" in told), text


@pytest.mark.parametrize(
    ("words", "does"),
    [(STOP, leaves), (OTHERS[Kind.START], returns), (OTHERS[Kind.HELP], is_helped)],
    ids=["stop", "start", "help"],
)
def test_each_word_through_the_router(
    counter: Counter, words: dict[str, str] | str, does: Callable[[Counter, str, str], None]
) -> None:
    for at, word in enumerate(every(words)):
        for number, text in ((2 * at, word), (2 * at + 1, f"{word.capitalize()}, дякую!")):
            does(counter, text, f"+38050{number + 1000:07d}")


@pytest.mark.parametrize(("kind", "state"), [(Kind.YES, State.AGREED), (Kind.NO, State.DECLINED)])
def test_yes_and_no_count_only_for_who_was_asked(counter: Counter, kind: Kind, state: State) -> None:
    for at, word in enumerate(every(OTHERS[kind])):
        was, was_not = f"+38050{at + 1000:07d}", f"+38050{at + 5000:07d}"
        subscription.ask(counter.store, counter.config, was, None, now=counter.now, how="call", evidence="call")
        counter.write(word, was)
        counter.write(word, was_not)
        assert (counter.state(was), counter.state(was_not)) == (state, State.UNKNOWN), word
        assert consent.history(counter.store, was)[-1].entry.evidence_id is not None


def test_the_ledger_says_in_which_words_and_language_he_was_asked(counter: Counter) -> None:
    """Also where the language was the shop's own: that it is his, is not said by that."""
    subscription.ask(counter.store, counter.config, ANNA, None, now=counter.now, how="call", evidence="call of 10:15")
    (line,) = consent.history(counter.store, ANNA)
    entry = line.entry
    assert (entry.how, entry.language, entry.scope, entry.evidence) == ("call", "uk", "marketing", "call of 10:15")
    assert entry.words == counter.texts()[-1] and consent.standing(counter.store, ANNA).language is None
    assert entry.answer_until == counter.now + 30 * DAY
