"""Programs that send at the same moment: limits hold, and what comes twice is done once; on both databases."""

from __future__ import annotations

from functools import partial

from smsbox.outbox import Draft
from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.programs import answered, sending, spending
from smsbox.programs.answered import Answered
from smsbox.programs.sending import Wish
from smsbox.programs.spending import LimitReached
from smsbox.store import Store
from tests.contracts import counter
from tests.contracts.shop import START
from tests.racing import at_once

CONFIG = counter.config()


def sent(store: Store, token: tokens.Token, *numbers: str) -> list[int]:
    wish = Wish.to(numbers, Draft("", "Замовлення готове"), "api")
    done = sending.send(store, token, CONFIG, wish, START)
    return [each.message_id for each in done.queued.values()]


def till(store: Store, per_day: int | None = None) -> tokens.Token:
    rights, by = (Right.WRITE, Right.BULK), Actor("Olena", "owner")
    return tokens.make(store, name="till", rights=rights, by=by, now=START, per_day=per_day)[0]


def rows(store: Store, table: str) -> int:
    return int(store.run(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_who_comes_at_the_same_moment_never_spends_more_than_there_is(store: Store) -> None:
    token = till(store, per_day=7)

    def ask(place: int) -> list[int] | None:
        try:
            return sent(store, token, f"+38067{place:04d}123", f"+38068{place:04d}123")
        except LimitReached:
            return None

    found = at_once(store, [partial(ask, place) for place in range(5)])
    assert sum(each is not None for each in found) == 3
    assert rows(store, "messages") == rows(store, "program_messages") == 6
    assert spending.spent(store, CONFIG, START) == {"all": 6, f"token:{token.id}": 6}


def test_two_with_the_same_name_at_the_same_moment_are_one(store: Store) -> None:
    token = till(store)

    def ask() -> tuple[bool, list[int]]:
        with store.write():
            known = answered.before(store, token.id, "order-1", b"one", START)
            if known is not None:
                return False, known.content["ids"]
            ids = sent(store, token, "+380670000123")
            answered.keep(store, token.id, "order-1", Answered(202, {"ids": ids}))
            return True, ids

    found = at_once(store, [ask] * 4)
    assert sorted(did for did, _ in found) == [False, False, False, True]
    assert [ids for _, ids in found] == [found[0][1]] * 4
    assert rows(store, "messages") == 1
