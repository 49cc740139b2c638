"""Whoever chose Ukrainian reads Ukrainian: every page of the table of routes, every step of the first run, what is
said of wrong forms and of every problem. Whatever is left in English fails here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.clock import DAY, MINUTE, iso
from smsbox.i18n.causes import EXPLANATIONS
from smsbox.i18n.languages import LANGUAGES
from smsbox.inbox import calls
from smsbox.people import audit, tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right, Role
from smsbox.problems import records
from smsbox.problems.problem import PROBLEM, Problem
from smsbox.problems.words import WORDS
from smsbox.settings import SECTIONS
from smsbox.store import seats, signals, sims
from smsbox.web.guard.gate import LANGUAGE_COOKIE
from smsbox.web.modems.view import PERIODS
from smsbox.web.people.audit_words import WHAT
from smsbox.web.routes import Access, Route
from smsbox.web.screens import all_routes
from smsbox.web.wizard import way as wizard
from tests.i18n.prose import Prose, foreign
from tests.web.bakery import furnish_campaigns
from tests.web.clientele import furnish_customers
from tests.web.collected import furnish_sources
from tests.web.desk import Answer, Desk, Visitor, make_desk, signed_in
from tests.web.test_access import address
from tests.web.test_inbox import receive
from tests.web.test_rights import DOWNLOADS
from tests.web.test_status import GOOD
from tests.web.test_wizard import Run
from tests.web.vouchers import furnish_coupons

NAMES = frozenset({"main", "spare", "owner", "Kyivstar", "HUAWEI", "huawei", "Stick", "Windows", "Linux", "fc", "Kyiv"})
NAMES |= {"Europe", "Vodafone", "lifecell", "Intertelecom", "PEOPLEnet", "Mob", "GSM", "LTE", "shop"}
NAMES |= {"RLO", "BEL", "SM", "driver", "manager", "ICCID", "IMSI", "English"}
# The doctor names other programs that send SMS and how to stop them: other tests run them at the same time.
NAMES |= {"smsd", "gammu", "sudo", "systemctl", "disable", "now"}
"""Whoever and whatever is called so in these tests, operators, and places of the time zone list."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = make_desk(tmp_path_factory.mktemp("ukrainian"))
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def owner(desk: Desk) -> Visitor:
    """At a desk with something of everything, all of it in Ukrainian."""
    visitor = speaking("uk", signed_in(desk, Role.OWNER))
    crowd(desk)
    return visitor


def speaking(language: str, visitor: Visitor) -> Visitor:
    visitor.cookies[LANGUAGE_COOKIE] = language
    return visitor


def crowd(desk: Desk) -> None:
    """Messages, calls, two modems that do not work, a day of signal, tokens, all lines the audit log may have."""
    now, by = desk.clock.at, Actor("owner", "owner")
    for number in range(3):
        desk.queue("Ваше замовлення готове " * (number + 1), f"+3805000000{number:02}", batch="весна")
        calls.rang(desk.store, modem="main", sim_id=1, number=f"+3805000300{number:02}", rule="callback", now=now)
    receive(desk, "Дякую\u202e, заберу\x07 завтра")
    sim = sims.register(desk.store, imsi="255030000000001", iccid="8938003" + "0" * 13, modem="main", now=now)
    other = sims.register(desk.store, imsi="255030000000002", iccid="8938004" + "0" * 13, modem="main", now=now)
    seats.accept(desk.store, "main", sim, now=now)
    seats.pause(desk.store, "main", now=now, by_whom="owner", why="ремонт")
    for step in range(20):
        signals.note(desk.store, "main", now=now - step * 5 * MINUTE, rssi=step, registration="home", technology="LTE")
    lines(desk, by)
    tokens.make(desk.store, name="каса", rights=[Right.WRITE], by=by, now=now)
    limits = {"limits_left": dict.fromkeys(PERIODS, 7), "resets_at": dict.fromkeys(PERIODS, iso(now + 9 * DAY))}
    drift = {"key": "pacing.move", "facts": {"reason": "refused", "bad": 9, "total": 20, "usual": 3}}
    recovery = {"rung": "alarm", "tries": 1, "next_at": iso(now + DAY)}
    troubled = {
        "state": "holding",
        "reason": "relay.sim_swapped",
        "sim_id": other,
        "drift": drift,
        "recovery": recovery,
    }
    down = {"name": "spare", "state": "down", "reason": "modem.port_missing", "dbm": None}
    desk.modems[:] = [GOOD | limits | troubled, GOOD | down]
    furnish_customers(desk)
    furnish_campaigns(desk)
    furnish_sources(desk)
    furnish_coupons(desk)
    desk.review()


def lines(desk: Desk, by: Actor) -> None:
    """Every kind of line in the audit log, and such as keep words of the program."""
    for what in WHAT:
        audit.note(desk.store, by, desk.clock.at, what, "main", {"per day": (1, 2), "why": (None, "ремонт")})
    swept = '3 × {"states": [3], "kinds": [2], "recipient": "+380500000001", "since": 1772000000000000}'
    for what, subject, changed in (
        ("message.hold", swept, {}),
        ("message.broken_off", f"hold {swept}", {}),
        ("message.hold", swept[:40], {}),
        ("problem.snoozed", "modem.down main", {}),
        ("problem.woken", "queue.held", {}),
        (
            "setting.changed",
            "sending, modem.main, web",
            {"sending.per_day": (1, 1000), "sending.in_doubt_reply": ("hold", "resend")},
        ),
        ("setting.undone", "modem.main", {"why": (None, "settings.not_ready")}),
        ("token.made", "каса", {"rights": (None, "read, write"), "allow": (None, "+38050")}),
        ("user.role", "owner", {"role": ("manager", "owner"), "code asked": (None, True)}),
    ):
        audit.note(desk.store, by, desk.clock.at, what, subject, changed)


def reads(page: Answer, language: str = "uk") -> list[str]:
    """What is wrong with what a reader of `language` is told."""
    told = Prose(page.text)
    strange = foreign(page.text, language, NAMES)
    return strange + [f"lang={told.language}"] * (told.language not in ("", language))


def shown(*needs: object) -> list[Route]:
    return [
        route
        for route in all_routes()
        if route.method == "GET" and route.needs in needs and route.path not in (*DOWNLOADS, "/account/code/qr.svg")
    ]


def test_english_left_behind_would_be_found(desk: Desk, owner: Visitor) -> None:
    """The same walk fails in English on every page, and on one hidden sentence."""
    for path in ("/", "/outbox", "/settings", "/help", "/nothing"):
        page = speaking("en", desk.visitor() if path == "/nothing" else signed_in(desk, Role.OWNER)).get(path)
        assert foreign(page.text, "uk", NAMES), path
    assert foreign('<p title="Right to left">Усе гаразд</p>', "uk", NAMES) == ["Right to left"]
    assert foreign('<p>smsbox /dev/ttyUSB0 <code>ls it</code> <b lang="en">English</b></p>', "uk", NAMES) == []


def test_every_page_of_the_owner(desk: Desk, owner: Visitor) -> None:
    found = {address(route): reads(owner.get(address(route))) for route in shown(*Right)}
    areas = [f"/settings/{each.name}" for each in SECTIONS if not each.many and each.name != "store"]
    for path in ("/nothing", "/modems/spare", *areas):
        found[path] = reads(owner.get(path))
    assert {path: strange for path, strange in found.items() if strange} == {}
    assert len(found) > 40


def test_the_audit_log_is_told_in_words(desk: Desk, owner: Visitor) -> None:
    """Not in keys of the program, whoever wrote the line."""
    told = " ".join(said.strip() for said in Prose(owner.get("/audit").text).said).replace("\xa0", " ")
    for words in (
        "Створення токена каса права: – → Читати повідомлення й дзвінки, "
        "Писати клієнтові, закривати дзвінки, погашати купони",
        "Зміна ролі owner роль: Менеджер → Власник питати код: – → так",
        "Зміна скасувалася сама Модем main причина: – → Модем не став знову готовим вчасно.",
        "Зміна налаштувань Надсилання повідомлень, Модем main, Сторінка SMS на день: 1 SMS → 1 000 SMS",
        "Відкладення проблеми на добу Модем main не працює",
        "Зупинення повідомлення 3 повідомлення, Зупинено, Рекламне, Номер: +380500000001, Від: 08:13",
        "Припинення зміни багатьох повідомлень Зупинення повідомлення, 3 повідомлення, Зупинено",
    ):
        assert words in told, words


def test_the_door_and_what_is_said_there(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    visitor, found = speaking("uk", desk.visitor()), {}
    for path in ("/setup", "/"):
        found[path] = reads(visitor.get(path))
    visitor.get("/setup")
    found["code"] = reads(visitor.post("/setup", code="x", name="\x00", password="1", confirm="2"))
    desk.owner()
    visitor = speaking("uk", desk.visitor())
    for route in shown(Access.ANYONE):
        found[route.path] = reads(visitor.get(address(route)))
    visitor.get("/login")
    found["login"] = reads(visitor.post("/login", name="owner", password="wrong"))
    visitor.get("/welcome")
    found["welcome"] = reads(visitor.post("/welcome", name="owner", code="x", password="1", confirm="2"))
    for _ in range(30):
        visitor.get("/login")
        page = visitor.post("/login", name="owner", password="wrong")
    found["throttled"] = reads(page)
    found["method"] = reads(visitor.get("/language"))
    desk.store.close()
    assert {path: strange for path, strange in found.items() if strange} == {}


def test_every_step_of_the_first_run(tmp_path: Path) -> None:
    found = {}
    for step in wizard.STEPS[1:]:
        folder = tmp_path / step.name
        folder.mkdir()
        run = Run(folder)
        run.to(step)
        speaking("uk", run.visitor)
        found[step.name] = reads(run.visitor.get(step.path))
        for state in ({"state": "down", "reason": "modem.pin_wrong", "facts": {"tries_left": 2}}, {"dbm": -73}):
            run.be(**state)
            found[f"{step.name} {state}"] = reads(run.visitor.get(step.path))
        run.visitor.get(step.path)
        wrong = {"choice": "", "pin": "x", "country": "x", "pace": "own", "per_day": "x", "number": "x"}
        answer = run.visitor.post(step.path, **wrong)
        found[f"{step.name} wrong"] = reads(answer)
        run.desk.store.close()
    assert {step: strange for step, strange in found.items() if strange} == {}


WRONG_FORMS = {
    "/send": {"numbers": "x, 112, +380900200000, 067", "text": "", "not_before": "x", "validity": "x"},
    "/users": {"name": "\x00", "role": "x"},
    "/tokens": {"name": "", "allow": "x", "per_day": "x", "last_day": "x"},
    "/account/password": {"password": "x", "new": "1", "confirm": "2"},
    "/settings/sending": {"gap": "x", "per_day": "-1", "warm_up": "x", "quiet": "x"},
    "/settings/web": {"listen": "x", "hosts": "\x07"},
    "/settings/region": {"country": "x", "timezone": "x"},
    "/settings/modems/main": {"baudrate": "x", "balance_code": "x", "smsc": "x"},
    "/routes": {"prefix": "x", "operator": ""},
    "/modems/main/ussd": {"text": "x"},
    "/modems/main/console": {"command": "AT+CMGS=1"},
    "/outbox/sweeps": {"act": "x"},
    "/nothing": {},
}


@pytest.mark.parametrize("path", WRONG_FORMS)
def test_what_is_said_of_a_wrong_form(desk: Desk, owner: Visitor, path: str) -> None:
    owner.get("/account")
    answer = owner.post(path, **WRONG_FORMS[path])
    assert reads(answer) == [], answer.status


def test_a_form_without_its_token_or_for_somebody_else(desk: Desk, owner: Visitor) -> None:
    owner.get("/account")
    owner.token = "0" * 64
    assert reads(owner.post("/logout")) == []
    manager = speaking("uk", signed_in(desk, Role.MANAGER))
    assert reads(manager.get("/users")) == []


@pytest.mark.parametrize("key", [key for key in WORDS if not key.startswith("doctor.")])
def test_every_problem_on_the_page(desk: Desk, owner: Visitor, key: str) -> None:
    """Whatever its reason, as far as one is given: three of each."""
    reasons = [reason for reason in EXPLANATIONS if reason.startswith(("modem.", "relay.", "store."))]
    place = list(WORDS).index(key)
    facts = {
        "count": 2,
        "dbm": -107,
        "used": 9,
        "capacity": 10,
        "days": 4,
        "minutes": 15,
        "time": "2026-03-01 10:00:00",
    }
    for offset in range(3):
        because = reasons[(place * 3 + offset) % len(reasons)]
        problem = Problem(key, f"main{offset}", PROBLEM, facts | {"because": because, "of": {"port": "/dev/ttyUSB0"}})
        with desk.store.write():
            records.begin(desk.store, desk.site.box, problem, desk.clock.at)
    assert reads(owner.get("/problems")) == []
    with desk.store.write():
        desk.store.run("DELETE FROM problems")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_which_language_it_speaks_and_offers_all(desk: Desk, owner: Visitor, language: str) -> None:
    page = speaking(language, desk.visitor()).get("/login")
    assert Prose(page.text).language == language
    for code, name in LANGUAGES.items():
        pressed = "true" if code == language else "false"
        assert f'value="{code}" lang="{code}" aria-pressed="{pressed}">{name}' in page.text
