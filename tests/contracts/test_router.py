"""What customers write is understood once, answered once and left to people where it should be; on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from smsbox import consent, contacts, events, inbox, outbox, router
from smsbox.clock import DAY, HOUR, SECOND
from smsbox.consent import State
from smsbox.outbox import MessageClass
from smsbox.router import routing
from smsbox.sms.tpdu import AddressKind
from smsbox.store import Store, StoreTrouble, sims
from smsbox.subscription import choices, sources, texts
from smsbox.subscription.sources import Draft, SourceKind
from tests.contracts.counter import Counter, config
from tests.contracts.shop import ANNA, BOHDAN
from tests.permitted import permit

LEFT = "Зернята: вас відписано, реклами більше не буде. Повернутись: СТАРТ"
ASKING = "Зернята: надсилати вам акції, до 2 SMS/міс? ТАК - згода, СТОП - ні."


@pytest.fixture
def counter(store: Store) -> Counter:
    return Counter(store)


def keyword(counter: Counter, word: str = "КАВА", **fields: object) -> sources.Source:
    draft = Draft(SourceKind.KEYWORD, "Двері", word, **fields)  # type: ignore[arg-type]
    return sources.create(counter.store, draft, by="Olha", now=counter.now)


# ── leaving


def test_stop_withdraws_what_waits_and_is_confirmed_once(counter: Counter) -> None:
    permit(counter.store, ANNA, BOHDAN)
    offer, other = (
        counter.send("Кава -20%", MessageClass.MARKETING),
        counter.send("Кава", MessageClass.MARKETING, BOHDAN),
    )
    order = counter.send("Замовлення готове", MessageClass.SERVICE)
    view = counter.write("СТОП")
    assert (view.routed_by, view.settled_at, view.done_in_full) == ("stop", counter.now, "Left: no more advertising")
    states = {each: outbox.get(counter.store, each).state.label for each in (offer, other, order)}  # type: ignore[union-attr]
    assert states == {offer: "cancelled", other: "queued", order: "queued"}
    assert counter.texts()[2:] == [LEFT]
    assert counter.answers()[-1].kind is MessageClass.REPLY
    assert counter.answers()[-1].reply_to == view.id
    line = consent.history(counter.store, ANNA)[-1].entry
    assert (line.act, line.how, line.words, line.evidence_id) == ("left", "sms", "СТОП", view.id)


def test_a_thousand_times_stop_is_one_line_and_one_answer(counter: Counter) -> None:
    for number in range(1000):
        counter.hear("СТОП" if number % 2 else "stop!")
    assert counter.route() == 1000
    assert counter.texts() == [LEFT]
    assert counter.acts() == ["left"]
    assert router.route_waiting(counter.store, counter.config, counter.now) == 0


def test_stop_heard_by_two_boxes_is_one_answer_whichever_was_written_down_first(counter: Counter) -> None:
    first, later = counter.write("СТОП").id, counter.hear("СТОП")
    with counter.store.write():  # the other box took an id before ours and wrote its message down after it
        for was, becomes in ((first, 1000), (later, first)):
            counter.store.run("UPDATE received SET id = ? WHERE id = ?", becomes, was)
    assert counter.route() == 1
    assert counter.texts() == [LEFT]


def test_nothing_but_start_brings_him_back(counter: Counter) -> None:
    keyword(counter)
    counter.write("Відпишіть, будь ласка")
    for text in ("ТАК", "Доброго дня", "так, дякую", "КАВА", "теми", "ДОПОМОГА"):
        counter.write(text)
        assert counter.state() is State.LEFT, text
    assert counter.texts()[1:] == [
        "Зернята: ви відписались від акцій. Повернутись: СТАРТ",
        "Зернята, тел. 0500000001. Акції до 2/міс. Відмова: СТОП",
    ]
    counter.write("Старт")
    assert counter.state() is State.AGREED
    assert counter.texts()[-1] == "Зернята: дякуємо! Акції до 2 SMS/міс. Відмова: СТОП"
    assert counter.acts() == ["left", "returned"]


def test_a_phrase_stops_advertising_and_stays_for_people(counter: Counter) -> None:
    permit(counter.store, ANNA)
    offer = counter.send("Кава -20%", MessageClass.MARKETING)
    view = counter.write("Досить уже, не пишіть мені більше нічого, я давно переїхала")
    assert (view.routed_by, view.settled_at) == ("phrase", None)
    assert counter.state() is State.LEFT
    assert outbox.get(counter.store, offer).state.label == "cancelled"  # type: ignore[union-attr]
    assert len(counter.texts()) == 1, "people answer"


def test_stop_beside_other_words_counts_and_people_read_the_rest(counter: Counter) -> None:
    permit(counter.store, ANNA)
    view = counter.write("стоп, а замовлення?")
    assert (view.routed_by, view.settled_at, counter.texts()) == ("stop", None, [LEFT])
    assert counter.write("стоп реклама", BOHDAN).settled_at is not None


def test_rather_a_call_is_no_refusal(counter: Counter) -> None:
    permit(counter.store, ANNA)
    assert counter.write("Не пишіть, краще дзвоніть!").routed_by == "choice"
    assert counter.state() is State.AGREED and consent.standing(counter.store, ANNA).prefers_call


def test_a_clear_no_to_an_offer_is_heard_and_a_bare_one_may_answer_anything(counter: Counter) -> None:
    permit(counter.store, ANNA, BOHDAN)
    counter.send("Зернята: кава -20%. Відмова: СТОП", MessageClass.MARKETING)
    assert counter.write("Ні").routed_by != "phrase"
    view = counter.write("Ні, не треба")
    assert (view.routed_by, view.settled_at, counter.state()) == ("phrase", None, State.LEFT)
    counter.send("Зернята: привезти вам каву? Відмова: СТОП", MessageClass.MARKETING, BOHDAN)
    counter.write("не треба", BOHDAN)
    assert counter.state(BOHDAN) is State.AGREED, "that was the answer to a question"


def test_his_language_is_that_of_his_words_unless_he_chose_one(counter: Counter) -> None:
    counter.write("WYPISZ")
    assert counter.texts() == ["Зернята: wypisano, reklam więcej nie będzie. Powrót: START"]
    counter.write("отписаться", BOHDAN)
    assert counter.texts(BOHDAN) == ["Зернята: вы отписаны, рекламы больше не будет. Вернуться: СТАРТ"]


def test_words_the_shop_added(store: Store) -> None:
    counter = Counter(store)
    counter.config = replace(counter.config, shop=replace(counter.config.shop, stop_words=("баста",)))
    counter.write("Баста!")
    assert counter.state() is State.LEFT


def test_a_gap_in_a_message_hinders_nobody_from_leaving_and_makes_nobody_agree(counter: Counter) -> None:
    keyword(counter)
    counter.write("КАВА")
    for text, routed in (("ТАК", None), ("СТОП", "stop")):
        message_id = counter.hear(text)
        with counter.store.write():
            counter.store.run("UPDATE received SET state = 1, missing = 1 WHERE id = ?", message_id)
        counter.route()
        assert counter.received(message_id).routed_by == routed
    assert counter.acts() == ["asked", "left"]


# ── our own texts


def test_our_own_texts_sent_back_are_quotes(counter: Counter) -> None:
    permit(counter.store, ANNA)
    counter.send("Зернята: кава. СТОП", MessageClass.SERVICE)
    view = counter.write("зернята: КАВА. стоп")
    assert (view.routed_by, view.settled_at) == ("quote", None)
    assert counter.state() is State.AGREED
    assert counter.write("«Зернята: кава. СТОП» СТОП").routed_by == "stop"
    assert counter.state() is State.LEFT


def test_the_request_sent_back_agrees_to_nothing(counter: Counter) -> None:
    keyword(counter)
    counter.write("КАВА")
    assert counter.write(ASKING).routed_by == "quote"
    assert counter.state() is State.ASKED


# ── machines


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        *(("Kyivstar", AddressKind.ALPHANUMERIC), ("380500000001", AddressKind.ALPHANUMERIC)),
        *(("5433", AddressKind.UNKNOWN), ("111", AddressKind.NATIONAL), ("112", AddressKind.UNKNOWN)),
        ("+380900000000", AddressKind.INTERNATIONAL),
    ],
)
def test_machines_are_never_answered(counter: Counter, sender: str, kind: AddressKind) -> None:
    for text in ("СТОП", "HELP", "START"):
        view = counter.write(text, sender, kind=kind)
        assert (view.routed_by, view.settled_at) == ("machine", None)
    assert outbox.messages(counter.store) == []
    assert counter.store.run("SELECT count(*) FROM consents").fetchone()[0] == 0


def test_our_own_sims_are_never_answered(counter: Counter) -> None:
    sims.call_it(counter.store, counter.sim, "0500000008")
    counter.config = replace(counter.config, shop=replace(counter.config.shop, number="+380500000009"))
    for sender in ("+380500000008", "+380500000009"):
        assert counter.write("ДОПОМОГА", sender).routed_by == "machine"
    assert outbox.messages(counter.store) == []


def test_a_number_that_may_not_be_written_to_leaves_without_an_answer(counter: Counter) -> None:
    counter.write("STOP", "+12025550100")
    assert counter.state("+12025550100") is State.LEFT
    assert outbox.messages(counter.store) == []


def test_two_machines_that_talk_come_to_an_end(counter: Counter) -> None:
    counter.config = replace(counter.config, shop=replace(counter.config.shop, answers_per_day=5))
    for _ in range(20):
        assert counter.write("INFO").routed_by == "help"
    assert len(counter.texts()) == 5
    counter.write("STOP")
    assert counter.texts()[5:] == [LEFT], "one is kept for what must be told"
    counter.write("START")
    counter.write("STOP")
    assert len(counter.texts()) == 6
    assert counter.acts() == ["left", "returned", "left"], "what he asks for is done all the same"
    counter.now += DAY
    counter.write("INFO")
    assert len(counter.texts()) == 7


def test_a_national_number_is_the_same_customer(counter: Counter) -> None:
    counter.write("STOP", "0500000001", kind=AddressKind.NATIONAL)
    assert counter.state(ANNA) is State.LEFT


# ── joining


def test_a_keyword_a_request_a_yes(counter: Counter) -> None:
    source = keyword(counter, words="Натисніть, і ми спитаємо", topics=("кава",))
    view = counter.write("кава!")
    assert (view.routed_by, counter.texts()) == ("keyword", [ASKING])
    standing = consent.standing(counter.store, ANNA)
    assert (standing.state, standing.source_id) == (State.ASKED, source.id)
    assert standing.answer_until == counter.now + 30 * DAY
    asked = consent.history(counter.store, ANNA)[0].entry
    assert asked.words == f"Натисніть, і ми спитаємо\n{ASKING}"
    assert contacts.by_number(counter.store, ANNA) is None, "who has not agreed is not kept"
    with pytest.raises(outbox.NotPermitted):
        counter.send("Кава -20%", MessageClass.MARKETING)
    yes = counter.write("Так, згодна!")
    assert (yes.routed_by, counter.state()) == ("yes", State.AGREED)
    confirmed = consent.history(counter.store, ANNA)[1].entry
    assert (confirmed.act, confirmed.evidence_id, confirmed.source_id) == ("confirmed", yes.id, source.id)
    known = contacts.by_number(counter.store, ANNA)
    assert known is not None
    assert (known.source_id, known.state) == (source.id, contacts.State.LEAD)
    assert consent.standing(counter.store, ANNA).topics == ("кава",)
    assert counter.texts()[1:] == ["Зернята: дякуємо! Акції до 2 SMS/міс. Відмова: СТОП"]


def test_a_second_keyword_within_half_a_year_asks_nothing(counter: Counter) -> None:
    keyword(counter)
    counter.write("КАВА")
    counter.write("КАВА")
    counter.now += 20 * DAY
    counter.write("КАВА")
    counter.write("ні, дякую")
    assert counter.state() is State.DECLINED
    counter.now += 100 * DAY
    counter.write("КАВА")
    declined = "Зернята: добре, акцій не надсилатимемо. Передумаєте: СТАРТ"
    assert counter.texts() == [ASKING, declined, "Зернята: щоб отримувати наші акції, надішліть СТАРТ"]
    counter.now += 61 * DAY
    counter.write("КАВА")
    assert counter.texts()[3:] == [ASKING]


def test_the_word_of_a_poster_however_it_is_typed(counter: Counter) -> None:
    keyword(counter)
    keyword(counter, "ЄЛКА10")
    alone = ("Кава!", "KABA", "kava", "rfdf", "К А В А", "Добрий день! КАВА", "слово кава", "Кава, будь ласка")
    beside = ("Я Олена, КАВА", "Хочу акцію Єлка10 на новий рік")
    for place, text in enumerate((*alone, *beside)):
        who = f"+3805000001{place:02}"
        view = counter.write(text, who)
        assert (view.routed_by, counter.texts(who)) == ("keyword", [ASKING]), text
        assert (view.settled_at is None) == (text in beside), "what else he says is for people"
    for text in ("Яка кава у вас сьогодні?", "кава була смачна", "ДЕ МОЯ КАВА І КОЛИ БУДЕ"):
        assert counter.write(text, BOHDAN).routed_by is None, text


def test_who_gets_some_topics_and_sends_the_word_of_another_gets_both(counter: Counter) -> None:
    counter.config = config(topics=("кава", "чай", "солодке"))
    permit(counter.store, ANNA)
    keyword(counter, "ЧАЮ", topics=("чай",))
    counter.write("тільки кава")
    counter.write("ЧАЮ")
    assert consent.standing(counter.store, ANNA).topics == ("кава", "чай")
    assert counter.texts()[-1].startswith("Зернята: зараз теми: кава, чай (є ще: солодке)")


def test_silence_is_no(counter: Counter) -> None:
    from smsbox import subscription

    keyword(counter)
    counter.write("КАВА")
    assert subscription.expire(counter.store, counter.now + 29 * DAY) == 0
    counter.now += 31 * DAY
    late = counter.write("ТАК")
    assert (late.routed_by, late.settled_at, counter.state()) == (None, None, State.ASKED), "people read it"
    assert subscription.expire(counter.store, counter.now) == 1
    assert subscription.expire(counter.store, counter.now) == 0
    assert (counter.state(), counter.acts()) == (State.DECLINED, ["asked", "expired"])
    assert counter.texts() == [ASKING]


def test_a_yes_that_came_in_time_counts_although_the_box_was_off(counter: Counter) -> None:
    keyword(counter)
    counter.write("КАВА")
    counter.now += 29 * DAY
    counter.hear("ТАК")
    counter.now += 5 * DAY
    counter.route()
    assert counter.state() is State.AGREED


def test_start_of_a_stranger_is_asked_like_a_keyword(counter: Counter) -> None:
    counter.write("СТАРТ")
    assert (counter.state(), counter.texts()) == (State.ASKED, [ASKING])
    counter.write("СТАРТ")
    assert counter.state() is State.AGREED, "he was shown what he agrees to, and said it again"
    counter.write("СТАРТ")
    assert counter.texts()[2:] == ["Зернята: ви вже отримуєте наші акції. Відмова: СТОП"]


def test_yes_means_something_only_to_who_was_asked(counter: Counter) -> None:
    for text in ("ТАК", "+", "OK", "ні"):
        view = counter.write(text)
        assert (view.routed_by, view.settled_at) == (None, None)
    assert counter.acts() == []


def test_a_yes_to_a_question_of_a_person_is_no_consent(counter: Counter) -> None:
    keyword(counter)
    counter.write("КАВА")
    counter.now += HOUR
    counter.send("Вам відкласти дві пачки?", MessageClass.REPLY)
    view = counter.write("Так")
    assert (view.routed_by, view.settled_at, counter.state()) == (None, None, State.ASKED)


def test_an_order_that_is_ready_asks_nothing(counter: Counter) -> None:
    keyword(counter)
    counter.write("КАВА")
    counter.now += HOUR
    counter.send("Замовлення готове", MessageClass.SERVICE)
    counter.write("Так")
    assert counter.state() is State.AGREED


# ── choosing


def test_choices_are_noted_and_told(counter: Counter) -> None:
    counter.config = replace(counter.config, shop=replace(counter.config.shop, topics=("кава", "чай")))
    permit(counter.store, ANNA)
    contacts.add(counter.store, contacts.New(number=ANNA, name="Оксана"), counter.now)
    for text in ("теми чай", "раз на місяць", "тільки ввечері", "мова англійська"):
        assert counter.write(text).routed_by == "choice"
    standing = consent.standing(counter.store, ANNA)
    assert (standing.topics, standing.every_days, str(standing.hours), standing.language) == (
        *(("чай",), 30, "17:00-21:00", "en"),
    )
    assert standing.state is State.AGREED
    told = "topics: чай (there are also: кава); one SMS in 30 days; 17:00-21:00"
    assert counter.texts()[-1] == f"Зернята: now {told}. To leave: STOP"
    assert contacts.by_number(counter.store, ANNA).language == "en"  # type: ignore[union-attr]
    assert counter.write("дзвоніть").routed_by == "choice"
    assert consent.standing(counter.store, ANNA).prefers_call
    assert choices.told_as_text(consent.standing(counter.store, ANNA), "en", counter.config) == counter.texts()[-1]


def test_rarer_is_a_word_of_its_own_and_all_answers_change_their_language(counter: Counter) -> None:
    permit(counter.store, ANNA)
    counter.write("Рідше")
    assert counter.texts() == ["Зернята: зараз раз на 30 дн. Відмова: СТОП"]
    counter.write("не пишіть так часто")
    assert consent.standing(counter.store, ANNA).every_days == 60 and counter.state() is State.AGREED
    counter.write("English, please")
    for text in ("ДОПОМОГА", "налаштування", "СТОП"):
        counter.write(text)
    assert [text.partition(" ")[2][:14] for text in counter.texts()[2:]] == [
        *("now one SMS in", "tel. 050000000", "now one SMS in", "unsubscribed, ")
    ]
    assert "LESS OFTEN" in counter.texts()[4]


def test_in_a_talk_with_a_person_such_words_are_an_answer_to_that(counter: Counter) -> None:
    permit(counter.store, ANNA)
    counter.send("Коли вам привезти?", MessageClass.REPLY)
    view = counter.write("тільки ввечері")
    assert (view.routed_by, view.settled_at) == (None, None)
    assert counter.write("мова польська").routed_by == "choice", "this can mean nothing else"
    counter.now += 3 * DAY
    assert counter.write("тільки ввечері").routed_by == "choice"


def test_who_did_not_agree_has_nothing_to_choose(counter: Counter) -> None:
    assert counter.write("раз на місяць").routed_by is None


# ── for people


def test_what_nobody_claims_stays_as_it_came(counter: Counter) -> None:
    view = counter.write("Чи є у вас $(reboot) '; DROP TABLE received; -- <script>?")
    assert (view.routed_by, view.settled_at, view.done) == (None, None, "")
    assert view.routed_at is not None
    assert [each.id for each in inbox.waiting(counter.store)] == [view.id]
    assert [line.kind for line in events.of_message(counter.store, view.id, prefix="inbox.")] == ["inbox.received"]


def test_help(counter: Counter) -> None:
    view = counter.write("Довідка")
    assert view.routed_by == "help"
    assert counter.texts() == ["Зернята, тел. 0500000001. Акції до 2/міс. Відмова: СТОП"]
    routed = [line for line in events.of_message(counter.store, view.id, prefix="inbox.") if line.kind == events.ROUTED]
    assert [line.data for line in routed] == [{"by": "help"}]


def test_who_wrote_was_heard(counter: Counter) -> None:
    contacts.add(counter.store, contacts.New(number=ANNA), counter.now)
    view = counter.write("Доброго дня")
    assert contacts.by_number(counter.store, ANNA).heard_at == view.received_at  # type: ignore[union-attr]


# ── faults


class Broken(Exception):
    pass


def test_a_crash_before_the_commit_leaves_everything_as_it_was(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the transaction does last fails: neither half an answer nor half a line remains; it is done later."""
    message_id = counter.hear("СТОП")

    def refuse(*_: object, **__: object) -> None:
        trouble = StoreTrouble(problem="gone", store="here")
        trouble.retryable = True  # type: ignore[misc]
        raise trouble

    monkeypatch.setattr(routing.marks, "routed", refuse)
    with pytest.raises(StoreTrouble):
        counter.route()
    assert (counter.texts(), counter.acts()) == ([], [])
    assert counter.received(message_id).routed_at is None
    monkeypatch.undo()
    assert counter.route() == 1
    assert (counter.texts(), counter.acts()) == ([LEFT], ["left"])


def test_a_message_a_stage_cannot_stand_is_left_to_people_and_keeps_nobody_waiting(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = texts.told

    def break_at_help(what: str, *rest: object) -> str:
        if what == texts.HELP:
            raise Broken
        return whole(what, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(texts, "told", break_at_help)
    first, second = counter.hear("HELP"), counter.hear("STOP", BOHDAN)
    assert counter.route() == 2
    view = counter.received(first)
    assert (view.routed_by, view.settled_at) == ("failed", None)
    assert counter.received(second).routed_by == "stop"
    assert counter.texts() == []


def test_two_boxes_route_each_message_once(store: Store, url: str) -> None:
    """Both take from one database as quickly as they can; on SQLite two threads of one box do."""
    counter = Counter(store)
    numbers = [f"+3805000002{number:02d}" for number in range(20)]
    for turn in range(3):
        for number in numbers:
            counter.hear(("СТОП", "stop", "ВІДПИСКА")[turn], number)
    waits = threading.Barrier(2)
    routed: list[int] = []

    def box() -> None:
        mine = store if store.dialect.sole_owner else Store.open(url)
        waits.wait()
        while (done := router.route_waiting(mine, counter.config, counter.now, most=7)) or _unrouted(mine):
            routed.append(done)
        mine.forget_connection()

    boxes = [threading.Thread(target=box) for _ in range(2)]
    for each in boxes:
        each.start()
    for each in boxes:
        each.join(60)
    assert sum(routed) == 60
    for number in numbers:
        assert counter.texts(number) == [LEFT], number
        assert counter.acts(number) == ["left"]


def _unrouted(store: Store) -> int:
    return int(store.run("SELECT count(*) FROM received WHERE routed_at IS NULL").fetchone()[0])


def test_messages_of_one_sender_are_taken_in_their_order(counter: Counter) -> None:
    for text in ("СТОП", "СТАРТ", "СТОП", "СТАРТ"):
        counter.hear(text)
    counter.now += 10 * SECOND
    assert counter.route() == 4
    assert counter.acts() == ["left", "returned", "left", "returned"]


def test_whoever_has_an_earlier_message_of_a_sender_in_hand_is_waited_for(store: Store, url: str) -> None:
    """A box may meet the second message first, since the other one's commit came late."""
    counter = Counter(store)
    first, second = counter.hear("СТОП"), counter.hear("СТАРТ")
    order: list[str] = []

    def box() -> None:
        mine = store if store.dialect.sole_owner else Store.open(url)
        with mine.write():
            assert routing.marks.take(mine, second, ANNA, counter.now)
            order.append("second")
        mine.forget_connection()

    with store.write():
        assert routing.marks.take(store, first, ANNA, counter.now)
        other = threading.Thread(target=box)
        other.start()
        other.join(0.5)
        order.append("first")
    other.join(30)
    assert order == ["first", "second"]
