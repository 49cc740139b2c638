"""A contest: receipts enter once, whoever sends them; what was drawn stays to be verified, whatever happens later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smsbox import contacts, coupons
from smsbox.clock import DAY, HOUR, micros
from smsbox.contacts import New
from smsbox.dialogs import drawing, draws, entries
from smsbox.dialogs.contests import EntryState
from smsbox.dialogs.draws import Drawn, Listed, NoEntries, NotListed, NotOver, ValueAwaited
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.kinds.contest import KIND
from smsbox.dialogs.moves import ForPeople
from smsbox.people.audit import Actor
from smsbox.privacy import collected, erase
from smsbox.sms.segments import split
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, START
from tests.dialogs.player import Player

RECEIPTS = """
kind = "contest"
name = "cheky"
title = "Чеки листопада"
words = ["ЧЕК", "RECEIPT"]
rules = "Купуйте від 500 грн, надсилайте номери чеків. Розіграш 28.11, приз - кавоварка."
winners = 2
reserves = 1
prizes = ["кавоварка", "кава"]
most = 8
most_a_day = 5
mistakes_a_day = 4
[code]
pattern = "#####"
"""
WORD_ALONE = """
kind = "contest"
name = "tort"
title = "Торт"
words = ["ТОРТ"]
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def contest(store: Store) -> Player:
    return Player(store, RECEIPTS)


def numbers(contest: Player, state: EntryState = EntryState.IN) -> list[str]:
    found = entries.page(contest.store, contest.flow.id, states=[state], limit=100)
    return [entry.code for entry in reversed(found)]


def closed(contest: Player) -> None:
    """The flow is closed and its list made."""
    contest.flow = replace(contest.flow, state=FlowState.CLOSED)
    with contest.store.write():
        draws.close_list(contest.store, contest.flow, by="olena", now=contest.now)


def drawn(contest: Player, value: str = "") -> list[draws.Place]:
    with contest.store.write():
        return draws.draw(contest.store, contest.flow.id, value=value, by="olena", now=contest.now)


# ── entering


def test_a_receipt_enters_with_the_word_or_after_it(contest: Player) -> None:
    assert "12345" in contest.write("чек 12345 від 20.11, 640 грн")
    assert "напр. 12345" in contest.write("Чек!", BOHDAN)
    assert "Прийнято: 54321" in contest.write("5432l", BOHDAN)
    assert numbers(contest) == ["12345", "54321"]
    assert contest.states == {}


def test_several_receipts_of_one_message_each_count_once(contest: Player) -> None:
    assert (
        contest.write("ЧЕК 11111, 22222 та ще раз 11111")
        == "Прийнято: 11111, 22222. У розіграші ваших: 2. Хай щастить!"
    )
    assert numbers(contest) == ["11111", "22222"]


def test_another_receipt_needs_no_word_but_talk_stays_talk(contest: Player) -> None:
    contest.write("чек 11111")
    assert "У розіграші ваших: 2" in contest.write("22222")
    assert contest.write("22222 коли ж ви дзвонитимете?") == ""
    assert contest.write("33333", BOHDAN) == ""  # whoever has not begun is no participant
    assert numbers(contest) == ["11111", "22222"]


def test_a_photograph_is_answered_with_what_is_needed(contest: Player) -> None:
    told = contest.write("чек (див. фото)")
    assert "Не бачимо номера" in told
    assert contest.moves[-1].understood is False
    assert "Прийнято" in contest.write("ой, 77777")


def test_the_rules_and_how_many_are_told(contest: Player) -> None:
    contest.write("чек 11111")
    assert contest.write("чек правила").startswith("Купуйте від 500 грн")
    assert "ваших: 1" in contest.write("чек скільки?")
    assert numbers(contest) == ["11111"]


def test_a_word_alone_enters_where_no_receipt_is_asked_for(store: Store) -> None:
    cake = Player(store, WORD_ALONE)
    told = cake.write("торт")
    (entry,) = entries.page(store, cake.flow.id)
    assert entry.code in told
    assert "більше не можна" in cake.write("торт торт!!!")
    assert len(entries.page(store, cake.flow.id)) == 1


# ── cheating


def test_the_same_code_twice_counts_once(contest: Player) -> None:
    contest.write("чек 11111")
    assert "вже прийнято від вас" in contest.write("чек 111 11")
    assert numbers(contest) == ["11111"]


def test_somebody_elses_code_is_for_people_and_counts_for_the_first(contest: Player) -> None:
    contest.write("чек 11111")
    assert "з іншого телефону" in contest.write("чек 11111", BOHDAN)
    assert any(isinstance(each, ForPeople) for each in contest.moves[-1].effects)
    assert ANNA not in contest.write("чек 11111", BOHDAN)
    assert [each.number for each in entries.page(contest.store, contest.flow.id, states=[EntryState.IN])] == [ANNA]
    assert numbers(contest, EntryState.TAKEN) == ["11111", "11111"]


def test_only_so_many_a_day_and_in_all(contest: Player) -> None:
    told = contest.write("чек 10001 10002 10003 10004 10005 10006 10007")
    assert "Прийнято: 10001, 10002, 10003, 10004, 10005." in told
    assert "5 на день" in told
    contest.now += DAY
    assert "ваших: 8" in contest.write("чек 20001 20002 20003")
    assert "більше не можна" in contest.write("чек 20004")
    assert len(numbers(contest)) == 8


def test_who_guesses_is_stopped_before_he_learns_anything(contest: Player) -> None:
    contest.write("чек 11111")
    for _ in range(4):
        assert "з іншого" in contest.write("чек 11111", BOHDAN)
    assert "Забагато помилок" in contest.write("чек 11111", BOHDAN)
    assert "Забагато помилок" in contest.write("чек 22222", BOHDAN)
    assert numbers(contest) == ["11111"]
    contest.now += DAY
    assert "Прийнято" in contest.write("чек 22222", BOHDAN)


def test_ones_own_telephone_number_is_no_receipt(store: Store) -> None:
    contest = Player(store, RECEIPTS.replace("#####", "##########"))
    assert "такого номера немає" in contest.write(f"чек 0{ANNA[4:]}")
    assert numbers(contest) == []


def test_the_last_digit_is_checked_where_the_shop_says_how(store: Store) -> None:
    contest = Player(store, RECEIPTS.replace('pattern = "#####"', 'pattern = "####-####"\ncheck = "luhn"'))
    assert "такого номера немає" in contest.write("чек 1234 5675")
    assert "Прийнято: 1234-5674" in contest.write("1234 5674")


def test_codes_that_the_box_printed_are_known_by_themselves(store: Store) -> None:
    series = coupons.make_series(store, name="кришки", now=START, by="olena", length=8)
    coupons.print_codes(store, series.id, 2, START)
    first, _ = (each.code for each in coupons.every(store, series.id))
    contest = Player(store, RECEIPTS.replace('pattern = "#####"', 'pattern = "********"\ncheck = "smsbox"'))
    assert "Прийнято" in contest.write(f"чек {first[:4]} {first[4:].lower()}")
    made_up = coupons.codes.example(8)
    assert "такого номера немає" in contest.write(f"чек {made_up}")


def test_our_own_people_do_not_take_part_unless_the_rules_let_them(store: Store) -> None:
    contest = Player(store, RECEIPTS + "\n")
    store.run("INSERT INTO staff_phones (number, user_id, added_at, by_whom) VALUES (?, 1, 0, 'olena')", ANNA)
    assert "працівники участі не беруть" in contest.write("чек 11111")
    let = Player(store, RECEIPTS.replace("cheky", "dlia-vsih").replace('["ЧЕК", "RECEIPT"]', '["БІЛЕТ"]\nstaff = true'))
    assert "Прийнято" in let.write("білет 11111")


def test_who_has_a_tag_of_the_rules_does_not_take_part(store: Store) -> None:
    contest = Player(store, RECEIPTS.replace("winners = 2", 'winners = 2\nwithout_tags = ["персонал"]'))
    contacts.add(store, New(number=BOHDAN, tags=("Персонал",)), START)
    assert "участі не беруть" in contest.write("чек 11111", BOHDAN)
    assert "Прийнято" in contest.write("чек 11111")


def test_once_the_list_is_closed_no_clock_lets_anybody_in(contest: Player) -> None:
    contest.write("чек 11111")
    closed(contest)
    before = contest.now - 2 * HOUR  # the clock has jumped back, into the days of the contest
    assert "уже закрито" in contest.write("чек 22222", BOHDAN, at=before)
    assert contest.write("33333", at=before) == ""
    assert numbers(contest) == ["11111"]


# ── tills that begin anew each day

DATED = RECEIPTS.replace('pattern = "#####"', 'pattern = "####"\ndated = true').replace(
    "winners = 2", "winners = 2\nopens = 2026-09-01"
)


@pytest.fixture
def dated(store: Store) -> Player:
    game = Player(store, DATED)
    game.now = micros(datetime(2026, 9, 20, 9, tzinfo=UTC))
    return game


def test_the_day_of_a_receipt_counts_with_its_code(dated: Player) -> None:
    assert "Прийнято: 0017 18.09.2026." in dated.write("чек 0017 від 18.09")
    assert "Прийнято: 0017 19.09.2026." in dated.write("чек 0017 вчора", BOHDAN)
    assert "з іншого телефону" in dated.write("чек №0017 18.09.26, 640 грн", BOHDAN)
    assert numbers(dated) == ["001718092026", "001719092026"]


def test_the_day_is_asked_for_where_nobody_says_it(dated: Player) -> None:
    assert dated.write("чек 0017, 0018") == "Від якого дня чек 0017, 0018? Напишіть, напр., 20.11"
    assert "Від якого дня чек 0017, 0018?" in dated.write("не пам'ятаю")
    assert dated.moves[-1].understood is False
    assert "Від якого дня" in dated.write("чек")
    assert "Прийнято: 0017 17.09.2026, 0018 17.09.2026." in dated.write("17.09.2026")
    assert dated.states == {}


def test_a_receipt_of_before_the_contest_or_of_tomorrow_does_not_count(dated: Player) -> None:
    assert "старіший за розіграш" in dated.write("чек 0017 31.08.2026")
    assert "Від якого дня" in dated.write("чек 0017 21.09.2026")
    assert numbers(dated) == []


# ── people


def test_people_leave_out_and_let_in_until_the_list_is_closed(contest: Player) -> None:
    contest.write("чек 11111")
    contest.write("чек 11111", BOHDAN)
    second, first = entries.page(contest.store, contest.flow.id)
    with contest.store.write():
        assert not entries.let_in(contest.store, second, "показав чек")  # the other still counts
        assert entries.leave_out(contest.store, first, "чек не його")
        assert not entries.leave_out(contest.store, first, "ще раз")
        assert entries.let_in(contest.store, second, "показав чек")
    assert [each.number for each in entries.page(contest.store, contest.flow.id, states=[EntryState.IN])] == [BOHDAN]
    closed(contest)
    with pytest.raises(Listed), contest.store.write():
        entries.leave_out(contest.store, second, "пізно")


# ── the draw


def test_the_seed_is_promised_with_the_opening_and_secret_until_the_draw(contest: Player) -> None:
    stands = draws.standing(contest.store, contest.flow.id)
    assert stands is not None
    assert stands.committed_at == START
    contest.write("чек 11111")
    with pytest.raises(NotListed):
        draws.published(contest.store, contest.flow.id)
    closed(contest)
    (seed,) = contest.store.run("SELECT seed FROM draws").fetchone()
    text = drawing.written(draws.published(contest.store, contest.flow.id))
    assert seed not in text
    assert stands.commitment in text
    drawn(contest)
    told = draws.published(contest.store, contest.flow.id)
    assert told.seed == seed
    assert all(finding.right for finding in drawing.verified(drawing.read(drawing.written(told))))


def test_each_step_is_made_once_and_in_its_order(contest: Player) -> None:
    store, flow = contest.store, contest.flow
    with pytest.raises(NotOver), store.write():
        draws.close_list(store, flow, by="olena", now=contest.now)
    with pytest.raises(NotListed):
        drawn(contest)
    with pytest.raises(NoEntries):
        closed(contest)
    contest.flow = flow
    contest.write("чек 11111 22222")
    closed(contest)
    with pytest.raises(Listed):
        closed(contest)
    assert len(drawn(contest)) == 1  # one person has one place
    with pytest.raises(Drawn):
        drawn(contest)


def test_a_contest_whose_list_is_closed_is_not_opened_again(contest: Player) -> None:
    contest.write("чек 11111")
    rows.close(contest.store, contest.config, contest.flow.id, by="olena", now=contest.now)
    closed(contest)
    with pytest.raises(FlowErrors, match="closed for good"):
        rows.open(contest.store, contest.config, contest.flow.id, by="olena", now=contest.now)


def test_a_promised_value_has_to_be_given(store: Store) -> None:
    contest = Player(store, RECEIPTS.replace("winners = 2", 'winners = 2\nawaits = "Лото 28.11"'))
    contest.write("чек 11111")
    closed(contest)
    with pytest.raises(ValueAwaited):
        drawn(contest, "  ")
    drawn(contest, "4 8  15")
    assert "value: 4 8 15\n" in drawing.written(draws.published(store, contest.flow.id))


def test_winners_are_told_once_and_reserves_when_somebody_says_so(contest: Player) -> None:
    contest.write("чек 11111")
    contest.write("чек 22222", BOHDAN)
    closed(contest)
    found = drawn(contest)
    store, config, flow = contest.store, contest.config, contest.flow

    def tell(wanted: list[int]) -> list[int]:
        with store.write():
            return draws.tell(store, config, flow, wanted, now=contest.now)

    assert tell([1]) == [1]
    assert tell([1]) == []
    assert tell([1, 2]) == [2]
    texts = [row[0] for row in store.run("SELECT text FROM messages ORDER BY id").fetchall()]
    assert f"{found[0].code} виграв: кавоварка" in texts[0]
    assert f"{found[1].code} виграв: кава." in texts[1]


def test_a_reserve_gets_the_prize_of_whoever_did_not_answer(contest: Player) -> None:
    part = contest.flow.part
    assert [part.prize(place) for place in (1, 2, 3)] == ["кавоварка", "кава", ""]
    alone = replace(part, prizes=("кава",))
    assert [alone.prize(place) for place in (1, 2, 3)] == ["кава", "кава", "кава"]
    one = replace(part, rules=replace(part.rules, winners=1))
    assert [one.prize(place) for place in (1, 2)] == ["кавоварка", "кавоварка"]


def test_a_past_draw_is_verified_after_its_winner_was_erased(contest: Player) -> None:
    for at, number in enumerate((ANNA, BOHDAN)):
        contacts.add(contest.store, New(number=number, name=f"Олена Коваль {at}"), START)
        contest.write(f"чек 1111{at}, 2222{at}", number)
    closed(contest)
    drawn(contest)
    before = drawing.written(draws.published(contest.store, contest.flow.id))
    sections = {each.key: each.rows for each in collected(contest.store, ANNA, contest.now).sections}
    assert [row[2] for row in sections["entries"]] == ["11110", "22220"]
    erase(contest.store, ANNA, contest.now, by=Actor("olena", "owner"))
    after = drawing.written(draws.published(contest.store, contest.flow.id))
    assert after == before
    assert all(finding.right for finding in drawing.verified(drawing.read(after)))
    assert ANNA[1:] not in str(contest.store.run("SELECT * FROM entries").fetchall())
    assert [each.number for each in draws.places(contest.store, contest.flow.id)].count("") == 1


def test_who_is_erased_before_the_list_takes_part_no_more(contest: Player) -> None:
    contest.write("чек 11111")
    contest.write("чек 22222", BOHDAN)
    erase(contest.store, ANNA, contest.now, by=Actor("olena", "owner"))
    assert numbers(contest) == ["22222"]
    closed(contest)
    assert draws.published(contest.store, contest.flow.id).marks[0].startswith("22222-")


# ── the file and the texts


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('pattern = "##"', "tells no code"),
        ('pattern = "#####"\ncheck = "mod7"', "is not known"),
        ('pattern = "#####"\npatern = "x"', "nobody knows this key"),
    ],
)
def test_mistakes_are_told_with_their_line(wrong: str, said: str) -> None:
    source = RECEIPTS.replace('pattern = "#####"', wrong)
    with pytest.raises(FlowErrors) as raised:
        read(source)
    (problem,) = raised.value.problems
    assert said in problem.said
    line = source.splitlines()[(problem.line or 0) - 1]
    assert line.startswith(problem.key.rpartition(".")[2])


def test_usual_texts_are_short() -> None:
    facts = {"code": "12345", "count": "3", "most": "20", "example": "12345", "prize": "кавоварка"}
    for language, texts in KIND.texts.items():
        assert texts.keys() == KIND.texts["uk"].keys()
        for key, text in texts.items():
            segments = len(split(text.format(**facts)).texts)
            assert segments <= (1 if key in ("entered", "ticket", "ask", "count", "full") else 2), (language, key)
