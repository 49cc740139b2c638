"""The shop by SMS: telephones that proved themselves ask and order, each order with a code; on both databases."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from smsbox import campaigns, fleet, money, outbox
from smsbox.campaigns import lifecycle
from smsbox.campaigns import rows as campaign_rows
from smsbox.campaigns.plan import Plan, Variant
from smsbox.campaigns.rows import State
from smsbox.clock import DAY, HOUR, MINUTE
from smsbox.config import ModemConfig
from smsbox.contacts import Wanted
from smsbox.outbox import MessageClass
from smsbox.people import accounts, audit, phone_codes, phones
from smsbox.people.audit import Actor
from smsbox.people.rights import Role
from smsbox.sms import onetime
from smsbox.sms.segments import split
from smsbox.store import Store, modem_states, seats, sims
from smsbox.store.accounts import Account, account
from smsbox.subscription import answers, automatons, staff
from smsbox.web.people.audit_words import WHAT
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA, BOHDAN

BY = Actor("owner", "owner", "127.0.0.1")
OWN, OTHER = ANNA, BOHDAN


@pytest.fixture
def counter(store: Store) -> Counter:
    made = Counter(store)
    made.config = replace(
        made.config, modems=(ModemConfig(name="m0", port="/dev/a"), ModemConfig(name="m1", port="/b"))
    )
    for name in ("m0", "m1"):
        tells(made, name)
    return made


def tells(counter: Counter, modem: str, state: str = "ready", reason: str | None = None, **more: Any) -> None:
    """What a modem last said of itself."""
    told = json.dumps({"state": state, "reason": reason, "facts": {}, "kinds": None} | more)
    modem_states.save(counter.store, modem, told, counter.now)


def code(counter: Counter, number: str = OWN) -> str:
    """What the phone itself shows: only the wire and the table of messages have it."""
    sql = "SELECT text FROM messages WHERE recipient = ? AND batch = 'secret' ORDER BY id DESC LIMIT 1"
    return str(re.findall(r"\b\d{6}\b", counter.store.run(sql, number).fetchone()[0])[0])


def way_back(counter: Counter) -> str:
    """The code that came beside it, as it is typed off."""
    sql = "SELECT text FROM messages WHERE recipient = ? AND batch = 'secret' ORDER BY id DESC LIMIT 1"
    (found,) = re.findall(r"\b1\d{3} \d{4} \d{4}\b", counter.store.run(sql, OWN).fetchone()[0])
    return str(found)


def wrong(right: str, by: int = 1) -> str:
    """Another code of the same length."""
    digits = right.replace(" ", "")
    return f"{digits[0]}{(int(digits[1:]) + by) % 10 ** (len(digits) - 1):0{len(digits) - 1}}"


def forged_until_locked(counter: Counter) -> None:
    """Somebody writes in the name of the owner's number, all that can be written without reading."""
    for _ in range(2):
        counter.write("PAUSE m0")
        for guess in range(3):
            counter.write(wrong(code(counter), guess + 1))
    assert phone_codes.locked(counter.store, OWN, counter.now)


def paused(counter: Counter) -> list[str]:
    return [each.modem for each in seats.pauses(counter.store)]


def user(counter: Counter, role: Role = Role.OWNER, name: str = "Ольга", language: str = "en") -> int:
    return accounts.add(counter.store, name, role, by=BY, now=counter.now, language=language).id


def phone(counter: Counter, role: Role = Role.OWNER, number: str = OWN, **who: str) -> None:
    """A telephone that has proved itself."""
    found = account(counter.store, user(counter, role, **who))
    assert found is not None
    staff.register(counter.store, counter.config, found, number, by=BY, now=counter.now)
    assert counter.write(code(counter, number), number).routed_by == "staff"


def last(counter: Counter, number: str = OWN) -> str:
    return counter.texts(number)[-1]


def ordered(counter: Counter, text: str, number: str = OWN) -> str:
    """An order with its code sent back; what is said then."""
    assert counter.write(text, number).routed_by == "staff"
    counter.write(code(counter, number), number)
    return last(counter, number)


def lines(counter: Counter) -> list[tuple[str, str, str]]:
    return [(each.who, each.what, each.subject) for each in reversed(audit.entries(counter.store, limit=50))]


def draft(counter: Counter, name: str = "Весна") -> campaigns.Campaign:
    plan = Plan(audience=Wanted(everyone=True), variants=(Variant("Кава -20%. Відповідь 1"),))
    return lifecycle.create(counter.store, name, plan, by="Olha", now=counter.now)


def find(counter: Counter, **who: Any) -> Account:
    found = account(counter.store, user(counter, **who))
    assert found is not None
    return found


# ── who


def test_a_phone_proves_itself_by_the_code_that_only_it_gets(counter: Counter) -> None:
    found = account(counter.store, user(counter))
    assert found is not None
    staff.register(counter.store, counter.config, found, "050 000 00 01", by=BY, now=counter.now)
    assert counter.write("BALANCE").routed_by is None, "until then it is a phone as any other"
    counter.write(code(counter), OTHER)
    known = phones.known(counter.store, OWN)
    assert known is not None
    assert known.confirmed_at is None, "the code counts only from the phone it was sent to"
    counter.write(f"Код {code(counter)}")
    assert "Ольга, accepted." in last(counter)
    known = phones.known(counter.store, OWN)
    assert known is not None
    assert known.confirmed_at == counter.now
    assert ("Ольга", "user.phone_confirmed", OWN) in lines(counter)


def test_what_nobody_proved_or_nobody_uses_any_more_is_free(counter: Counter) -> None:
    """A slip of a colleague's finger keeps nobody's number, nor does he who was shut out."""
    first, owner, third = (find(counter, role=Role.MANAGER, name=name) for name in ("Марко", "Ольга", "Ірина"))
    staff.register(counter.store, counter.config, first, OWN, by=BY, now=counter.now)
    staff.register(counter.store, counter.config, owner, OWN, by=BY, now=counter.now)
    counter.write(code(counter))
    known = phones.known(counter.store, OWN)
    assert known is not None
    assert (known.name, known.confirmed_at) == ("Ольга", counter.now)
    with pytest.raises(phones.PhoneProved):
        staff.register(counter.store, counter.config, owner, OWN, by=BY, now=counter.now)
    with pytest.raises(phones.PhoneTaken):
        staff.register(counter.store, counter.config, third, OWN, by=BY, now=counter.now)
    accounts.disable(counter.store, owner.id, by=BY, now=counter.now)
    staff.register(counter.store, counter.config, third, OWN, by=BY, now=counter.now)
    counter.write(code(counter))
    assert [(each.name, each.number) for each in phones.everybodys(counter.store)] == [("Ірина", OWN)]
    assert [what for _, what, _ in lines(counter)].count("user.phone_removed") == 2


def test_after_too_many_wrong_codes_the_page_sends_no_more(counter: Counter) -> None:
    """They could not count anyway."""
    owner = find(counter)
    for _ in range(2):
        staff.register(counter.store, counter.config, owner, OWN, by=BY, now=counter.now)
        for _ in range(3):
            counter.write(f"{(int(code(counter)) + 1) % 10**6:06}")
    with pytest.raises(phones.PhoneLocked):
        staff.register(counter.store, counter.config, owner, OWN, by=BY, now=counter.now)


def test_strangers_get_no_answer_and_change_nothing(counter: Counter) -> None:
    phone(counter)
    for text in ("BALANCE", "ЧЕРГА", "PAUSE", "СЬОГОДНІ", "APPROVE 1", "COMMANDS", "123456"):
        assert counter.write(text, OTHER).routed_by is None, text
    assert counter.texts(OTHER) == []
    assert seats.paused(counter.store, "m0") is None


def test_a_forged_sender_learns_no_code_and_guesses_in_vain(counter: Counter) -> None:
    phone(counter)
    for order in range(2):
        counter.write("PAUSE")  # somebody writes in the name of this number
        right = code(counter)
        for guess in range(3):
            counter.write(f"{(int(right) + 1 + guess) % 10**6:06}")
        counter.write(right)
        assert seats.paused(counter.store, "m0") is None, order
    assert "no orders from this phone for a day" in last(counter)
    assert [what for _, what, _ in lines(counter)].count("user.phone_guessed") == 2
    counter.write("PAUSE")
    assert "Too many wrong codes" in last(counter)
    counter.now += DAY
    assert ordered(counter, "PAUSE m0") == "Done: modem m0 is paused"


def test_nothing_forged_takes_the_way_back_away(counter: Counter) -> None:
    """Neither wrong codes, nor the lock for a day that they bring about, nor other orders."""
    phone(counter)
    counter.write("PAUSE")
    later = way_back(counter)
    counter.write(code(counter))
    assert paused(counter) == ["m0", "m1"]
    fleet.resume(counter.store, "m1", now=counter.now)  # so that codes may be asked for
    tells(counter, "m1")
    fleet.resume(counter.store, "m0", now=counter.now)
    forged_until_locked(counter)
    for guess in range(8):
        assert counter.write(wrong(later, guess + 1)).routed_by == "staff"
    fleet.pause(counter.store, "m0", now=counter.now, by_whom="Olha")
    fleet.pause(counter.store, "m1", now=counter.now, by_whom="Olha")
    counter.now += 6 * DAY
    counter.write("STOP")
    counter.write(f"RESUME {later}")
    assert paused(counter) == []
    assert last(counter) == "Done: all modems send again", "nor STOP"
    assert counter.write(later).routed_by == "staff", "what the network brings twice counts once"
    assert [what for _, what, _ in lines(counter)].count("modem.resumed") == 2


def test_the_way_back_counts_only_after_its_pause_and_for_a_week(counter: Counter) -> None:
    """A forger gets no code by asking for pauses that nobody confirms."""
    phone(counter)
    counter.write("PAUSE")
    early = way_back(counter)
    counter.write(early)
    assert last(counter) == "Nothing is paused yet. The code for that is the one of six digits."
    counter.write(code(counter))
    assert paused(counter) == ["m0", "m1"]
    counter.now += 8 * DAY
    counter.write(early)
    assert paused(counter) == ["m0", "m1"]
    fleet.resume(counter.store, "m0", now=counter.now)
    counter.write("PAUSE")
    never = way_back(counter)
    counter.now += HOUR
    assert counter.write(never).routed_by == "staff"
    assert last(counter) == "This code counts no more. Order again: a new one comes."
    assert counter.write("1234 5678 9012").routed_by is None, "no way back is open: no code"


def test_a_wrong_way_back_is_told_while_somebody_can_tell_it(counter: Counter) -> None:
    phone(counter)
    counter.write("PAUSE")
    later = way_back(counter)
    counter.write(code(counter))
    said = len(counter.texts())
    silent = counter.write(wrong(later))
    assert (silent.routed_by, silent.settled_at, len(counter.texts())) == ("staff", None, said), "people read it"
    fleet.resume(counter.store, "m1", now=counter.now)
    counter.write(wrong(later))
    assert last(counter) == "This is not the code. Look it up in the SMS that came before the pause."
    assert [what for _, what, _ in lines(counter)].count("user.phone_wrong_code") == 2


@pytest.mark.parametrize(
    "other",
    [
        {"state": "down", "reason": "relay.no_answer"},
        {"state": "holding", "reason": "relay.not_registered", "kinds": []},
        {"state": "holding", "reason": "pacing.limit", "kinds": [], "facts": {"reason": "per_day"}},
        {"state": "starting"},
    ],
)
def test_the_only_modem_that_works_has_its_way_back_too(counter: Counter, other: dict[str, Any]) -> None:
    phone(counter)
    tells(counter, "m1", **other)
    counter.write("PAUSE m0")
    later = way_back(counter)
    counter.write(code(counter))
    assert paused(counter) == ["m0"]
    tells(counter, "m0", "holding", "relay.paused", kinds=[])
    if other["state"] != "starting":
        said = len(counter.texts())
        resume = counter.write("RESUME m0")
        assert (resume.routed_by, resume.settled_at, len(counter.texts())) == ("staff", None, said), "no code to no end"
    counter.write(later)
    assert paused(counter) == []
    assert last(counter) == "Done: modem m0 sends again"


def test_a_modem_that_goes_down_between_order_and_code_has_its_way_back_first(counter: Counter) -> None:
    phone(counter)
    counter.write("PAUSE m0")
    first = code(counter)
    tells(counter, "m1", "down")
    counter.write(first)
    assert paused(counter) == [], "no way back was sent yet"
    later = way_back(counter)
    counter.write(code(counter))
    assert paused(counter) == ["m0"]
    counter.write(later)
    assert paused(counter) == []


def test_a_modem_that_may_not_write_to_him_is_no_other(counter: Counter) -> None:
    phone(counter)
    m0, m1 = counter.config.modems
    counter.config = replace(counter.config, modems=(m0, replace(m1, allow=("+48",))))
    counter.write("PAUSE m0")
    assert way_back(counter)


def test_one_that_waits_a_minute_or_sends_answers_alone_still_answers(counter: Counter) -> None:
    phone(counter)
    tells(counter, "m1", "holding", "money.stop", kinds=[0])
    assert ordered(counter, "PAUSE m0") == "Done: modem m0 is paused"
    tells(counter, "m1", "holding", "pacing.limit", kinds=[], facts={"reason": "per_minute"})
    assert ordered(counter, "RESUME m0") == "Done: modem m0 sends again"


def test_whoever_forges_makes_the_phone_ring_so_often_and_no_more(counter: Counter) -> None:
    phone(counter)
    before = len(counter.texts())
    for turn in range(60):
        counter.write("PAUSE")
        counter.write(wrong(way_back(counter), turn))
        for text in ("BALANCE", "RESUME 9", "APPROVE", "COMMANDS"):
            counter.write(text)
    most = answers.CODES_PER_DAY + counter.config.shop.answers_per_day + 30
    assert len(counter.texts()) - before <= most
    unsaid = counter.write("QUEUE")
    assert (unsaid.routed_by, unsaid.settled_at) == ("staff", None), "the owner's own question is seen by people"


def test_each_order_asked_and_each_wrong_code_has_its_line(counter: Counter) -> None:
    """Questions have none."""
    phone(counter)
    made = draft(counter)
    before = len(lines(counter))
    for text in ("QUEUE", "BALANCE", "PAUSE m0", "PAUSE", f"APPROVE {made.id}", "RESUME"):
        counter.write(text)
    counter.write(wrong(code(counter)))
    told = [(what, subject) for _, what, subject in lines(counter)[before:]]
    assert told == [
        ("modem.asked_pause", "m0"),
        ("modem.asked_pause", "m0, m1"),
        ("campaign.asked_approval", str(made.id)),
        ("user.phone_wrong_code", OWN),
    ], "what is so already is no order"
    entry = audit.entries(counter.store, limit=2)[1]
    assert (entry.who, entry.address, entry.changes) == ("Ольга", "sms", {"telephone": ("", OWN)})
    assert {what for what, _ in told} <= set(WHAT)


def test_of_two_codes_to_prove_a_phone_the_newer_counts_and_that_is_said(counter: Counter) -> None:
    found = find(counter)
    staff.register(counter.store, counter.config, found, OWN, by=BY, now=counter.now)
    first = code(counter)
    staff.register(counter.store, counter.config, found, OWN, by=BY, now=counter.now)
    counter.write(first)
    assert last(counter) == "This code counts no more: a newer one was sent, and only that counts."
    counter.write(code(counter))
    known = phones.known(counter.store, OWN)
    assert known is not None and known.confirmed_at


def test_a_code_holds_ten_minutes_and_counts_once(counter: Counter) -> None:
    phone(counter)
    counter.write("ПАУЗА m0")
    old = code(counter)
    counter.now += 11 * MINUTE
    counter.write(old)
    assert seats.paused(counter.store, "m0") is None
    assert ordered(counter, "pause m0") == "Done: modem m0 is paused"
    assert ordered(counter, "RESUME m0") == "Done: modem m0 sends again"
    used = code(counter)
    counter.write("PAUSE m0")
    counter.write(used)
    assert seats.paused(counter.store, "m0") is None, "a used code opens nothing"


def test_the_page_shows_the_code_to_nobody(counter: Counter) -> None:
    phone(counter)
    counter.write("PAUSE m0")
    shown = [view.text for view in outbox.messages(counter.store)]
    assert code(counter) not in " ".join(shown)
    assert "••••••" in shown[0]
    assert outbox.messages(counter.store, outbox.Filter(text=code(counter)[:3])) == [], "nor is it found by its digits"


def test_a_code_too_late_is_told_and_one_sent_twice_counts_once(counter: Counter) -> None:
    """Silence would be taken for "done"."""
    phone(counter)
    counter.write("PAUSE m0")
    late = code(counter)
    counter.now += 11 * MINUTE
    assert counter.write(late).routed_by == "staff"
    assert last(counter) == "This code counts no more. Order again: a new one comes."
    assert ordered(counter, "PAUSE m0") == "Done: modem m0 is paused"
    said = len(counter.texts())
    again = counter.write(code(counter))
    assert (again.routed_by, len(counter.texts())) == ("staff", said), "the network brings it twice"
    counter.write("RESUME m0")
    counter.write(late)
    assert "counts no more" in last(counter), "an old code is no guess"
    assert phone_codes.tries_left(counter.store, OWN, counter.now) == phone_codes.TRIES
    assert counter.write("424242").routed_by == "staff", "a guess is one while an order waits"
    assert counter.write("СТОП 123456").routed_by == "stop"


def test_the_whole_sms_sent_back_is_its_code(counter: Counter) -> None:
    phone(counter)
    counter.write("PAUSE m0")
    sql = "SELECT text FROM messages WHERE batch = 'secret' ORDER BY id DESC LIMIT 1"
    counter.write(counter.store.run(sql).fetchone()[0])
    assert last(counter) == "Done: modem m0 is paused"
    counter.write("PAUSE")
    both = counter.store.run(sql).fetchone()[0]
    assert len(onetime.within(both)) == 2
    assert counter.write(both).settled_at is not None
    assert last(counter) == "Nothing is done yet. Send the code alone, without other words."
    assert seats.paused(counter.store, "m1") is None, "of two codes nobody knows which was meant"


def test_a_code_among_other_words_is_no_answer_in_a_dialog(counter: Counter) -> None:
    """Nor does it open anything: somebody may ask what came here."""
    phone(counter)
    counter.write("PAUSE m0")
    asked = counter.write(f"{code(counter)} – was that you, Olha?")
    assert (asked.routed_by, last(counter)) == (
        "staff",
        "Nothing is done yet. Send the code alone, without other words.",
    )
    assert paused(counter) == []
    assert counter.write(f"{wrong(code(counter))} pieces of paper").routed_by is None, "a number as any other"
    counter.write(code(counter))
    counter.write(f"I sent {code(counter)} back")
    assert last(counter) == "Done: modem m0 is paused", "of what counted nothing is said"
    counter.write("PAUSE")
    both = counter.store.run("SELECT text FROM messages ORDER BY id DESC LIMIT 1").fetchone()[0]
    counter.write(code(counter))
    said = len(counter.texts())
    silent = counter.write(f"Fwd: {both}")
    assert (silent.routed_by, silent.settled_at, len(counter.texts())) == ("staff", None, said)


def test_no_code_too_many_and_that_is_said(counter: Counter) -> None:
    """Who writes in the name of this phone makes it ring no more often, and its owner is not left in silence."""
    phone(counter)
    for _ in range(21):
        counter.write("PAUSE m0")
        counter.now += MINUTE
    assert last(counter) == "Too many codes were sent to this phone today. On the page all is as usual."


def test_a_phone_that_was_silenced_proves_itself_and_orders(counter: Counter) -> None:
    automatons.begin(counter.store, OWN, "same", 7, counter.now)
    phone(counter)
    assert counter.write("QUEUE").routed_by == "staff"


# ── what


@pytest.mark.parametrize(
    ("language", "asks", "begins"),
    [
        ("uk", ("баланс", "Черга", "СЬОГОДНІ!", "команди"), ("m0", "Чекають", "Сьогодні", "Запити")),
        ("ru", ("баланс", "очередь", "Сегодня", "команды"), ("m0", "Ждут", "Сегодня", "Запросы")),
        ("en", ("Balance", "queue", "TODAY", "help"), ("m0", "Wait", "Today", "Ask")),
        ("pl", ("saldo", "Kolejka", "dziś", "komendy"), ("m0", "Czeka", "Dzisiaj", "Pytania")),
    ],
)
def test_figures_in_four_languages(
    counter: Counter, language: str, asks: tuple[str, ...], begins: tuple[str, ...]
) -> None:
    counter.store.run("UPDATE sims SET modem = 'm0'")
    phone(counter, language=language)
    for text, begin in zip(asks, begins, strict=True):
        assert counter.write(text).routed_by == "staff", text
        assert last(counter).startswith(begin), last(counter)


PAUSED_ALL, PAUSED_LIFE = "Pause all modems?", "Pause modem life-2?"


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("балланс", "No SIM"),
        ("скільки грошей на рахунку?", "No SIM"),
        ("сколько денег", "No SIM"),
        ("Який зараз баланс, будь ласка", "No SIM"),
        (",fkfyc", "No SIM"),
        ("balans", "No SIM"),
        ("ile mam na koncie", "No SIM"),
        ("how much money is left?", "No SIM"),
        ("xthuf", "Wait"),
        ("що в черзі?", "Wait"),
        ("ochered", "Wait"),
        ("sohodni", "Today"),
        ("cmjujlys.", "Today"),
        ("gfepf", PAUSED_ALL),
        ("постав на паузу", PAUSED_ALL),
        ("пауза всі модеми", PAUSED_ALL),
        ("Паузу!!!", PAUSED_ALL),
        ("пауза life 2", PAUSED_LIFE),
        ("pause life2", PAUSED_LIFE),
        ("пауза київстар", "Pause modem kyivstar?"),
        ("пауза кампанії 7", "There is no campaign 7"),
        ("пауза розсилки №7", "There is no campaign 7"),
        ("APPROVE PILOT 7", "There is no campaign 7"),
        ("approve pilot", "No campaign waits"),
        ("cxdfkbnb 7", "There is no campaign 7"),
        ("пауза водафон", "There is no modem водафон"),
    ],
)
def test_orders_as_people_type_them(counter: Counter, text: str, begin: str) -> None:
    counter.config = replace(
        counter.config, modems=(ModemConfig(name="kyivstar", port="/a"), ModemConfig(name="life-2", port="/b"))
    )
    for name in ("kyivstar", "life-2"):
        tells(counter, name)
    phone(counter)
    assert counter.write(text).routed_by == "staff"
    assert last(counter).startswith(begin), last(counter)


@pytest.mark.parametrize(
    "text", ["Сьогодні ви працюєте?", "черга на завтра велика?", "скільки грошей коштує букет", "статус", "як справи"]
)
def test_a_question_of_a_customer_is_no_order(counter: Counter, text: str) -> None:
    phone(counter)
    assert counter.write(text).routed_by != "staff"


@pytest.mark.parametrize("language", ["en", "uk", "ru", "pl"])
def test_every_answer_fits_two_sms(counter: Counter, language: str) -> None:
    """Also with the longest names, in Cyrillic letters."""
    counter.config = replace(counter.config, shop=replace(counter.config.shop, name="Квітковий магазин Олени на розі"))
    phone(counter, name="Олександра Петренко-Сагайдачна", language=language)
    plan = replace(draft(counter).plan, pilot=5)
    for number in range(6):
        name = f"Весняна акція для постійних клієнтів {number}"
        made = lifecycle.create(counter.store, name, plan, by="Olha", now=counter.now)
    counter.store.run("UPDATE campaigns SET state = 3, pilot_until = ?", counter.now)
    orders = ("approve", f"approve {made.id}", f"pause {made.id}", "pause m0", "pause", "queue", "today", "commands")
    for text in (*orders, "approve 99", "balance", "pause m9"):
        assert counter.write(text).routed_by == "staff", text
    counter.store.run("UPDATE campaigns SET state = 4")
    counter.write(f"resume {made.id}")
    written = [text for (text,) in counter.store.run("SELECT text FROM messages").fetchall()]
    assert len(written) == len(orders) + 6
    assert [text for text in written if len(split(text).texts) > 2] == []


def test_the_owner_waits_behind_no_hundred_customers(counter: Counter) -> None:
    phone(counter)
    counter.store.run("UPDATE messages SET queue_key = NULL")
    for number in range(20):
        counter.send("Ваш голос враховано", MessageClass.REPLY, f"+3805000007{number:02}")
    counter.write("QUEUE")
    counter.write("PAUSE m0")
    sql = "SELECT recipient FROM messages WHERE queue_key IS NOT NULL ORDER BY queue_key LIMIT 3"
    first = counter.store.run(sql).fetchall()
    assert [number == OWN for (number,) in first] == [True, True, False]


def test_two_sims_and_their_packages_fit_two_sms(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long each lasts is left out where there is no room; one SIM alone has it."""
    kept = {"left": {"left": 1154}, "runs_out": {"rate": 72, "day": date(2026, 12, 9)}}
    monkeypatch.setattr(money, "sentences", lambda *_: iter(kept.items()))
    sims.register(counter.store, imsi="255010000000007", iccid=None, modem="m0", now=counter.now)
    phone(counter, language="uk")
    counter.write("баланс")
    assert "грудня" in last(counter)
    sims.register(counter.store, imsi="255010000000008", iccid=None, modem="m1", now=counter.now)
    counter.write("баланс")
    assert "m1: У пакеті" in last(counter)
    assert len(split(last(counter)).texts) <= 2


def test_while_nothing_can_leave_no_code_is_kept_for_later(counter: Counter) -> None:
    """It would come after all is done, and ask again."""
    phone(counter)
    for name in ("m0", "m1"):
        fleet.pause(counter.store, name, now=counter.now, by_whom="Olha")
    said = len(counter.texts())
    resume = counter.write("RESUME")
    assert (resume.routed_by, resume.settled_at, len(counter.texts())) == ("staff", None, said), "people read it"
    asked = counter.write("BALANCE")
    assert (asked.routed_by, asked.settled_at, len(counter.texts())) == ("staff", None, said), "nor an old balance"


def test_the_question_tells_how_the_pilot_fares(counter: Counter) -> None:
    phone(counter)
    plan = replace(draft(counter).plan, pilot=5)
    made = lifecycle.create(counter.store, "Весна", plan, by="Olha", now=counter.now)
    counter.store.run("UPDATE campaigns SET state = 3, pilot_until = ? WHERE id = ?", counter.now, made.id)
    counter.write("approve")
    assert last(counter) == (
        f"Let campaign {made.id} “Весна” go on to all? Of the pilot: sent 0, failed 0, left 0. "
        "Code ••••••, within 10 minutes."
    )


def test_today_counts_what_came_of_today(counter: Counter) -> None:
    phone(counter)
    counter.write("а можна на завтра?", OTHER)
    counter.write("СТОП", OTHER)
    counter.write("TODAY")
    assert "received 4, waiting for an answer 1" in last(counter)
    assert "left 1" in last(counter)


def test_all_modems_pause_and_the_way_back_is_in_the_same_sms(counter: Counter) -> None:
    """Paused modems send no code: the one for resuming comes beside the first."""
    phone(counter)
    counter.write("ПАУЗА")
    now, later = code(counter), way_back(counter)
    told = len(counter.texts())
    counter.write(now)
    assert [seats.paused(counter.store, name) is not None for name in ("m0", "m1")] == [True, True]
    assert len(counter.texts()) == told, "what could not leave is not said"
    counter.now += 2 * DAY
    counter.write(f"RESUME {later}")
    assert [seats.paused(counter.store, name) for name in ("m0", "m1")] == [None, None]
    assert last(counter) == "Done: all modems send again"
    whats = [(what, subject) for _, what, subject in lines(counter) if what in ("modem.paused", "modem.resumed")]
    assert whats == [(f"modem.{act}", name) for act in ("paused", "resumed") for name in ("m0", "m1")]


def test_a_campaign_is_approved_as_it_was_shown(counter: Counter) -> None:
    phone(counter)
    made = draft(counter)
    counter.write("APPROVE")
    assert last(counter) == "No campaign waits for you."
    counter.write(f"APPROVE {made.id}")
    lifecycle.edit(counter.store, made.id, made.version, name="Інша", plan=made.plan, now=counter.now)
    counter.write(code(counter))
    assert campaign_rows.get(counter.store, made.id).state is State.DRAFT, "somebody has changed it meanwhile"
    assert ordered(counter, f"схвалити {made.id}") == f"Done: campaign {made.id} “Інша” is approved"
    assert campaign_rows.get(counter.store, made.id).state is State.APPROVED
    assert campaign_rows.get(counter.store, made.id).approved_by == "Ольга"
    assert ("Ольга", "campaign.approved", str(made.id)) in lines(counter)
    counter.write("approve 99")
    assert last(counter) == "There is no campaign 99."


def test_the_rights_of_the_user_behind_it_hold(counter: Counter) -> None:
    phone(counter, Role.MARKETER, name="Марко")
    made = draft(counter)
    counter.write("PAUSE m0")
    assert last(counter) == "You may not do that: Pause modems, agree to SIMs, ask by USSD."
    counter.write(f"APPROVE {made.id}")
    asked = code(counter)
    (user_id,) = counter.store.run("SELECT user_id FROM staff_phones").fetchone()
    accounts.set_role(counter.store, user_id, Role.MANAGER, by=BY, now=counter.now)
    counter.write(asked)
    assert campaign_rows.get(counter.store, made.id).state is State.DRAFT, "who may no more when the code comes"
    accounts.disable(counter.store, user_id, by=BY, now=counter.now)
    assert counter.write("QUEUE").routed_by is None, "a disabled user has no phone"


def test_stop_is_stop_and_other_words_are_a_customers(counter: Counter) -> None:
    phone(counter)
    assert counter.write("Сьогодні ви працюєте до сьомої чи довше?").routed_by is None
    assert counter.write("СТОП").routed_by == "stop"


def test_a_phone_belongs_to_one_and_can_be_taken_away(counter: Counter) -> None:
    phone(counter)
    other = account(counter.store, user(counter, Role.MANAGER, "Марко"))
    assert other is not None
    with pytest.raises(phones.PhoneTaken):
        staff.register(counter.store, counter.config, other, OWN, by=BY, now=counter.now)
    assert phones.remove(counter.store, OWN, by=BY, now=counter.now)
    assert counter.write("QUEUE").routed_by is None
    ours = replace(counter.config, shop=replace(counter.config.shop, number="+380500000007"))
    with pytest.raises(staff.NotAPhone):
        staff.register(counter.store, ours, other, "0500000007", by=BY, now=counter.now)
