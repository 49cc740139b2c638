"""The engine of dialogs on every store, through the whole router."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest

from smsbox import contacts, events, inbox, privacy, router
from smsbox.clock import DAY, HOUR, MINUTE, SECOND
from smsbox.config.model import RecordsConfig
from smsbox.consent import State
from smsbox.dialogs import later as dialog_later
from smsbox.dialogs import rows
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows.errors import FlowErrors, NoSuchFlow
from smsbox.outbox import MessageClass
from smsbox.people.audit import Actor
from smsbox.privacy import retention
from smsbox.store import Store, sims
from smsbox.subscription import sources
from smsbox.subscription.sources import BadSource, Draft, SourceKind
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs import parrot
from tests.dialogs.caller import Caller
from tests.dialogs.parrot import Books, source


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> Iterator[Books]:
    yield parrot.settle_in(monkeypatch)


@pytest.fixture
def caller(store: Store, books: Books) -> Caller:
    made = Caller(store)
    made.flow(source())
    return made


def test_from_the_word_to_the_end(caller: Caller, books: Books) -> None:
    assert caller.ask("Добрий день! Число, будь ласка") == ["Число 1?"]
    assert caller.ask("7") == ["Число 2?"]
    assert caller.ask("ЧИСЛО 8", BOHDAN) == ["Число 2?"], "said beside the word"
    assert caller.ask("8") == ["Число 3?"]
    assert caller.ask("9") == ["Дякуємо, друже: [7, 8, 9]"]
    assert books.done == ["kept"]
    known = contacts.by_number(caller.store, ANNA)
    assert known is not None and known.fields["улюблене"] == "7" and known.tags == ("числа",)
    assert caller.state() is State.UNKNOWN, "who answers has agreed to nothing"
    done = caller.dialog()
    assert (done.outcome, done.state, done.step) == ("done", {}, "thanked")
    steps = rows.steps(caller.store, done.id)
    assert [each.step for each in steps] == ["asked", "asked", "asked", "done"]
    assert [len(each.message_ids) for each in steps] == [1, 1, 1, 1]
    views = [caller.received(each.received_id or 0) for each in steps]
    assert {(view.routed_by, view.settled_at is not None) for view in views} == {("dialog", True)}
    assert caller.ask("10") == [], "and that is for people"
    story = [line for each in steps for line in events.of_message(caller.store, each.received_id or 0, prefix="inbox.")]
    assert [line.data for line in story if line.kind == events.ROUTED] == [
        {"by": "dialog", "about": "Числа numbers"}
    ] * 4
    assert caller.dialog(BOHDAN).ended_at is None


def test_what_is_not_understood_is_left_to_people_the_second_time(caller: Caller) -> None:
    caller.ask("число")
    assert caller.ask("ну таке") == ["Не число. 1?"]
    assert caller.ask("7") == ["Число 2?"]
    assert caller.ask("ой") == ["Не число. 2?"]
    read = caller.write("не те")
    assert caller.texts()[-1] == "Не зрозуміли вас, тож покажемо людям. Вам відпишуть."
    assert read.settled_at is None and read.for_people
    assert caller.ask("алло!") == [], "he was told so"
    assert caller.ask("8") == ["Число 3?"], "nothing was lost"


def test_the_word_again_asks_again_and_that_of_another_is_told_where_he_is(caller: Caller) -> None:
    caller.flow(source(name="other", words='"ІНШЕ"'))
    caller.ask("число")
    caller.ask("7")
    assert caller.ask("ЧИСЛО") == ["Число 2?"]
    (told,) = caller.ask("інше 5")
    assert "Числа numbers" in told and "СКАСУВАТИ" in told
    assert caller.ask("8") == ["Число 3?"]
    assert caller.ask("Скасувати") == ["Добре, скасовано. Схочете знову - напишіть: ЧИСЛО"]
    assert caller.ask("інше") == ["Число 1?"]
    assert caller.state() is State.UNKNOWN


def test_cancel_means_the_dialog_and_else_it_is_a_stop(caller: Caller, books: Books) -> None:
    caller.ask("number")
    assert "скасовано" in caller.ask("CANCEL")[0]
    assert (caller.state(), books.done) == (State.UNKNOWN, ["left cancel"])
    books.knowing.add(ANNA)
    assert caller.ask("cancel") == ["Кажу: скасовано"], "he has something there"
    books.knowing.clear()
    caller.write("cancel")
    assert caller.state() is State.LEFT


def test_stop_is_stop_in_the_middle_and_gives_back_what_was_held(caller: Caller, books: Books) -> None:
    caller.ask("число")
    assert "відписано" in caller.ask("СТОП")[0]
    assert caller.state() is State.LEFT
    assert caller.ask("7") == []
    assert books.done == ["left stop"]
    assert caller.dialog().outcome == "stop"
    assert caller.ask("число") == ["Число 1?"], "who asks is answered"
    assert caller.ask("допомога")[0].startswith("Зернята")
    assert caller.ask("7") == ["Число 2?"], "help changes nothing"
    caller.write("не пишіть мені більше")
    assert caller.tick() == 1
    assert books.done == ["left stop", "left stop"]


def test_stop_counts_whatever_a_kind_does(caller: Caller, books: Books) -> None:
    caller.flow(source(name="fails", words='"ХИБА"'))
    caller.ask("хиба")
    assert "відписано" in caller.ask("стоп")[0]
    assert caller.state() is State.LEFT
    assert caller.tick() == 0 and caller.dialog().ended_at is None, "tried again later"
    caller.flow(source())
    caller.ask("число", BOHDAN)
    assert caller.tick(25 * HOUR) == 1, "one that cannot end keeps no other"


def test_a_fault_of_a_kind_loses_neither_message_nor_dialog(caller: Caller, books: Books) -> None:
    caller.ask("число")
    caller.ask("7")
    read = caller.write("бум")
    assert (read.routed_by, read.settled_at) == ("failed", None)
    assert caller.dialog().state == {"numbers": [7]}
    assert caller.ask("8") == ["Число 3?"]


def test_the_last_question_gets_the_answer(caller: Caller) -> None:
    source_made = sources.create(caller.store, Draft(SourceKind.POSTER, "Двері", "КАВА"), by="o", now=caller.now)
    assert source_made.word == "КАВА"
    caller.ask("число")
    caller.ask("КАВА")
    assert caller.state() is State.ASKED
    assert caller.ask("так")[0].startswith("Зернята: дякуємо"), "asked after the dialog"
    assert caller.ask("7") == ["Число 2?"], "which goes on"
    caller.now += MINUTE
    yes = next(each for each in inbox.messages(caller.store, sender=ANNA) if each.text == "так")
    said = len(caller.texts())
    caller.again(yes.id)
    assert len(caller.texts()) == said, "and once more by the network it is no answer to anything else"
    caller.ask("КАВА", BOHDAN)
    caller.ask("число", BOHDAN)
    assert caller.ask("так", BOHDAN) == ["Не число. 1?"], "asked before it"
    assert caller.state(BOHDAN) is State.ASKED


def test_a_person_who_writes_to_him_is_not_talked_over(caller: Caller) -> None:
    caller.ask("число")
    caller.now += MINUTE
    caller.send("Ви ще прийдете?", MessageClass.REPLY)
    read = caller.write("так, о шостій")
    assert (read.routed_by, read.settled_at) == (None, None)
    assert caller.texts()[-1] == "Ви ще прийдете?"
    assert caller.ask("7") == ["Число 2?"], "what it understands belongs to it"
    caller.write("СКАСУВАТИ")
    caller.now += MINUTE
    caller.send("То коли?", MessageClass.REPLY)
    assert caller.ask("не знаю, яке число") == []
    assert caller.ask("число") == ["Число 1?"], "the word alone calls it"


def test_what_may_answer_a_person_answers_no_dialog(caller: Caller) -> None:
    caller.ask("число")
    for question, answer in (("О котрій вам зручно?", "16"), ("Можна о 14 або 16?", "14"), ("Чекаємо?", "так")):
        caller.now += MINUTE
        caller.send(question, MessageClass.REPLY)
        read = caller.write(answer)
        assert (read.routed_by, read.settled_at) == (None, None), answer
    caller.now += MINUTE
    caller.send("Дякуємо, чекаємо вас.", MessageClass.REPLY)
    read = caller.write("7")
    assert caller.texts()[-1] == "Число 2?" and read.settled_at is None, "people read it, too"


def test_who_drops_it_may_say_so_to_the_person_who_wrote(caller: Caller) -> None:
    caller.ask("число")
    assert caller.write("ні, забудьте").settled_at is not None
    assert caller.texts()[-1].startswith("Добре, скасовано")
    caller.ask("число")
    caller.now += MINUTE
    caller.send("Покликати майстра?", MessageClass.REPLY)
    assert caller.write("ні, забудьте").settled_at is None, "people read it, too"
    assert caller.dialog().outcome == "left"


def test_the_word_beside_what_nobody_understands_is_a_miss(caller: Caller) -> None:
    caller.ask("число")
    assert caller.ask("якесь там число") == ["Число 1?"]
    read = caller.write("то пишу ж число тут")
    assert read.settled_at is None and caller.texts()[-1].startswith("Не зрозуміли вас")


def test_a_question_in_the_middle_is_read_by_people_and_he_is_told_so(caller: Caller) -> None:
    caller.ask("число")
    asked = caller.write("а скільки коштує вхід?")
    assert caller.texts()[-1] == "Передали питання людям, вам відпишуть. Число 1?"
    assert asked.settled_at is None and asked.for_people
    caller.ask("7")
    assert caller.ask("добрий день, ви тут?") == ["Число 2?"], "who greets has given no wrong answer"
    assert caller.ask("8") == ["Число 3?"]
    opened = caller.write("а число якого року ви відкрились?", BOHDAN)
    assert caller.texts(BOHDAN) == ["Передали питання людям, вам відпишуть. Число 1?"] and opened.settled_at is None


def test_what_comes_twice_answers_once(caller: Caller) -> None:
    caller.ask("число")
    first = caller.hear("7")
    caller.route()
    assert caller.texts()[-1] == "Число 2?"
    said = len(caller.texts())
    repeated = caller.again(first)
    assert len(caller.texts()) == said and repeated.settled_at is not None
    assert caller.dialog().state == {"numbers": [7]}
    assert caller.ask("7") == ["Число 3?"], "the same as an answer to the next question"
    caller.stuck = True
    caller.ask("7")
    assert caller.texts()[-1].startswith("Дякуємо")
    assert caller.ask("7") == [], "he could not have seen the answer"
    assert [each.step for each in rows.steps(caller.store, caller.dialog().id)][-2:] == ["done", "repeated"]


def test_a_cancel_that_comes_twice_is_no_stop(caller: Caller, books: Books) -> None:
    caller.ask("число")
    first = caller.hear("CANCEL")
    caller.route()
    assert caller.dialog().outcome == "left"
    books.knowing.add(ANNA)
    caller.again(first)
    assert caller.texts()[-1].startswith("Добре, скасовано"), "and what he has is not cancelled by it"
    assert caller.state() is State.UNKNOWN


def test_a_dialog_ends_with_the_version_it_began_with(caller: Caller) -> None:
    caller.ask("число")
    caller.flow(source().replace("how_many = 3", "how_many = 1"))
    caller.ask("число", BOHDAN)
    assert caller.ask("7") == ["Число 2?"]
    assert caller.ask("7", BOHDAN) == ["Дякуємо, друже: [7]"]
    kept = flows.named(caller.store, "numbers")
    assert (kept.version, [each.version for each in flows.versions(caller.store, kept.id)]) == (2, [2, 1])


def test_closed_over_and_not_yet(caller: Caller, books: Books) -> None:
    kept = flows.named(caller.store, "numbers")
    caller.ask("число")
    caller.ask("число", BOHDAN)
    assert flows.close(caller.store, caller.config, kept.id, by="olena", now=caller.now)
    assert caller.ask("7")[0].startswith("Це вже завершено")
    assert caller.tick() == 1
    assert caller.dialog(BOHDAN).outcome == "closed" and books.done == ["left closed", "left closed"]
    assert caller.ask("число")[0].startswith("Це вже завершено")
    assert caller.ask("а яке сьогодні число, скажіть мені прошу") == [], "that was no call"
    caller.flow(source(more="opens = 2030-05-01T10:00:00"))
    assert caller.ask("число") == ["Ще трохи: починаємо 01.05 10:00. Напишіть тоді ще раз, будь ласка."]
    caller.flow(source(more="closes = 2020-05-01"))
    assert caller.ask("число")[0].startswith("Це вже завершено")


def test_nobody_answers_and_he_may_go_on(caller: Caller, books: Books) -> None:
    caller.flow(source(more='patience = "2h"'))
    caller.ask("число")
    caller.ask("7")
    assert caller.tick(HOUR) == 0
    assert caller.tick(HOUR + MINUTE) == 1
    assert (caller.dialog().outcome, books.done) == ("late", ["left late"])
    assert caller.ask("добре, дякую") == []
    assert caller.ask("8") == ["Число 3?"], "an answer a few hours late is one"
    assert caller.tick(3 * HOUR) == 1
    caller.now += 2 * DAY
    assert caller.ask("9") == []
    assert caller.ask("число") == ["Число 3?"], "the word goes on where he was"
    caller.tick(3 * HOUR)
    caller.now += 8 * DAY
    assert caller.ask("число") == ["Число 1?"]


def test_what_he_has_is_asked_about_without_a_word(caller: Caller, books: Books) -> None:
    books.knowing.add(ANNA)
    assert caller.ask("скажи, що там") == ["Кажу: 1"]
    assert caller.ask("скажи, що там", BOHDAN) == []
    caller.flow(source(name="other", words='"ІНШЕ"'))
    caller.ask("інше")
    assert caller.ask("ну скажи") == ["Кажу: 1"], "in the middle of another dialog, which stays"
    assert caller.ask("5") == ["Число 2?"]


def test_time_alone_moves_the_books(caller: Caller, books: Books) -> None:
    caller.flow(source(name="other", words='"ІНШЕ"'))
    caller.tick()
    assert books.ticked == []
    books.wanted = 1
    assert caller.tick() == 2
    assert sorted(books.ticked) == ["numbers", "other"]
    books.wanted = -1
    caller.ask("число")
    assert caller.tick(25 * HOUR) == 1, "a kind that fails keeps nothing else from its end"


def test_two_sims_are_two_counters(caller: Caller) -> None:
    second = sims.register(caller.store, imsi="255010000000009", iccid=None, modem="n", now=caller.now)
    caller.flow(source(name="other", words='"ІНШЕ"'))
    first = caller.sim
    caller.ask("число")
    caller.sim = second
    assert caller.ask("інше") == ["Число 1?"], "at the other SIM another dialog"
    assert caller.ask("5") == ["Число 2?"]
    caller.sim = first
    assert caller.dialog().flow_id != flows.named(caller.store, "numbers").id
    assert caller.ask("7") == ["Число 2?"]
    caller.ask("скасувати")
    assert caller.ask("6") == ["Число 3?"], "answered at the SIM by which we may have answered"
    assert caller.ask("зачекайте") == [], "but nothing else there"


def test_words_belong_to_one(caller: Caller) -> None:
    store, config = caller.store, caller.config
    sources.create(store, Draft(SourceKind.POSTER, "Двері", "КАВА"), by="o", now=1)
    with pytest.raises(FlowErrors) as wrong:
        caller.flow(source(name="other", words='"kava", "Число", "ВІЛЬНЕ"'))
    said = [str(each) for each in wrong.value.problems]
    assert len(said) == 2 and "source “Двері”" in said[0] and "scenario “Числа numbers”" in said[1]
    assert all(each.startswith("line 4: words:") for each in said)
    assert flows.named(store, "other").state is FlowState.DRAFT
    with pytest.raises(BadSource) as taken:
        sources.create(store, Draft(SourceKind.POSTER, "Вікно", "chyslo"), by="o", now=1)
    assert taken.value.reason == "scenario"
    flows.close(store, config, flows.named(store, "numbers").id, by="o", now=caller.now)
    caller.flow(source(name="third", words='"ЧИСЛО"'))
    assert caller.ask("число") == ["Число 1?"], "what is closed gives its words away"
    with pytest.raises(FlowErrors):
        caller.flow(source())


def test_two_boxes_route_each_message_once(store: Store, books: Books) -> None:
    caller = Caller(store)
    caller.flow(source())
    phones = [f"+3805000001{place:02}" for place in range(12)]
    for text in ("число", "1", "2", "3"):
        for each in phones:
            caller.hear(text, each)
        caller.now += SECOND

        def work() -> None:
            while router.route_waiting(store, caller.config, caller.now, most=5):
                pass
            store.forget_connection()

        threads = [Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        caller.route()
    assert {tuple(caller.texts(each)) for each in phones} == {
        ("Число 1?", "Число 2?", "Число 3?", "Дякуємо, друже: [1, 2, 3]")
    }
    assert books.done.count("kept") == len(phones)


def test_who_is_forgotten_is_in_no_dialog(caller: Caller) -> None:
    caller.ask("число")
    caller.ask("7")
    (told,) = [each for each in privacy.collected(caller.store, ANNA, caller.now).sections if each.key == "dialogs"]
    assert [row[1:] for row in told.rows] == [(ANNA, "Числа numbers", "asked", None)] * 2
    privacy.erase(caller.store, ANNA, caller.now + DAY, by=Actor("olena", "staff"), asleep=True)
    assert rows.listed(caller.store, number=ANNA) == []
    (left,) = rows.listed(caller.store)
    assert left.ended_at is not None and left.state == {} and rows.steps(caller.store, left.id) == []
    assert caller.ask("8") == []


def test_dialogs_go_by_their_age(caller: Caller) -> None:
    caller.config = replace(caller.config, records=RecordsConfig(received_s=DAY // SECOND))
    for text in ("число", "1", "2", "3"):
        caller.ask(text)
    retention.keep(caller.store, caller.config, caller.now + HOUR, boottime=lambda: 0.0)
    assert len(rows.listed(caller.store, number=ANNA)) == 1
    retention.keep(caller.store, caller.config, caller.now + 3 * DAY, boottime=lambda: 0.0)
    assert rows.listed(caller.store, number=ANNA) == []
    assert rows.counted(caller.store, flows.named(caller.store, "numbers").id) == (0, {"done": 1})


def test_what_he_copies_out_of_our_question_is_an_answer(caller: Caller) -> None:
    asked = '[texts]\nask = "Напишіть нам число номер {place}: сто двадцять три, тисяча двісті два. Відмова: СТОП"'
    caller.flow(source(name="long", words='"ДОВГЕ"').replace("how_many = 3", f"how_many = 2\n{asked}"))
    (question,) = caller.ask("довге")
    assert caller.ask("номер 1: сто двадцять три, тисяча двісті два. Відмова: СТОП") == ["Не число. 1?"]
    assert caller.state() is State.UNKNOWN, "our own words are no STOP"
    assert caller.ask(f"{question}\n\n7")[0].startswith("Напишіть нам число номер 2")
    assert caller.ask("довге")[0].startswith("Напишіть нам число номер 2")


def test_a_reminder_asks_in_the_middle_of_a_dialog_too(caller: Caller, books: Books) -> None:
    books.knowing.add(ANNA)
    caller.flow(source(name="other", words='"ІНШЕ"'))
    caller.ask("інше")
    assert caller.ask("ні") == ["Не число. 1?"], "asked by the dialog"
    caller.now += MINUTE
    assert dialog_later.tell(caller.store, caller.config, ANNA, "Прийдете завтра?", now=caller.now)
    assert caller.ask("ні, не хочу") == ["Кажу: ні"]
    assert caller.ask("7") == ["Число 2?"]


def test_thanks_ask_for_nothing(caller: Caller) -> None:
    assert caller.write("дякую").settled_at is None, "no dialog was there"
    caller.ask("число")
    assert caller.write("Дякую!").settled_at is not None
    assert caller.texts() == ["Число 1?"]
    for each in ("1", "2", "3"):
        caller.ask(each)
    said = len(caller.texts())
    for text in ("Дякую, гарного дня!", "Дуже дякую Вам", "ок", "Супер, спасибо 🌹", "thank you!"):
        read = caller.write(text)
        assert (read.routed_by, read.settled_at is not None) == ("dialog", True), text
    assert len(caller.texts()) == said
    for text in ("дякую, а де ви?", "дякую за нічого", "ок, буду о п'ятій"):
        assert caller.write(text).settled_at is None, text
    caller.now += MINUTE
    caller.send("Ми вас чекаємо", MessageClass.REPLY)
    assert caller.write("дякую").settled_at is None, "said to a person"


def test_a_scenario_is_kept_in_versions(caller: Caller) -> None:
    store, config, now = caller.store, caller.config, caller.now
    kept = flows.named(store, "numbers")
    assert flows.put(store, config, source(), by="ira", now=now).version == 1, "the same is no new version"
    with pytest.raises(FlowErrors, match="called"):
        flows.create(store, config, source(), by="ira", now=now)
    voting = source().replace('"parrot"', '"vote"').replace("how_many = 3", _VOTE)
    with pytest.raises(FlowErrors, match="stays one"):
        flows.put(store, config, voting, by="ira", now=now)
    other = flows.create(store, config, source(name="other", words='"ІНШЕ"'), by="ira", now=now)
    with pytest.raises(FlowErrors, match="called"):
        flows.put(store, config, source(name="numbers", words='"ІНШЕ"'), by="ira", now=now, flow_id=other.id)
    renamed = flows.put(store, config, source(name="third", words='"ІНШЕ"'), by="ira", now=now, flow_id=other.id)
    assert (renamed.id, renamed.name, renamed.version, renamed.state) == (other.id, "third", 2, FlowState.DRAFT)
    assert caller.ask("інше") == [], "a draft opens nothing"
    caller.ask("число")
    changed = flows.put(store, config, source(words='"ЦИФРА"'), by="ira", now=now)
    assert (changed.id, changed.version, changed.by_whom) == (kept.id, 2, "ira")
    assert caller.ask("цифра", BOHDAN) == ["Число 1?"]
    assert caller.ask("число", "+380500000003") == [], "an open one changes its words at once"
    assert [each.name for each in flows.listed(store)] == ["numbers", "third"]
    with pytest.raises(NoSuchFlow):
        flows.open(store, config, 77, by="ira", now=now)
    with pytest.raises(NoSuchFlow):
        flows.named(store, "nobody")


_VOTE = 'question = "?"\n[[option]]\ntitle = "Рок"\n[[option]]\ntitle = "Джаз"'
