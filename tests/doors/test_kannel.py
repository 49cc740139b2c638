"""As Kannel's sendsms: its parameters, its words, what its octets mean. Another Kannel: tests/whole/test_doors.py"""

from __future__ import annotations

from urllib.parse import quote_plus, urlencode

import pytest

from smsbox.clock import MINUTE
from smsbox.people.rights import Right
from tests.doors.counter import ABROAD, ANNA, BOHDAN, Counter
from tests.web.desk import Answer

PATH = "/cgi-bin/sendsms"
ACCEPTED = (202, "0: Accepted for delivery")


def ask(counter: Counter, **query: object) -> Answer:
    given = {"username": "shop", "password": counter.secret, "to": ANNA, "text": "Замовлення готове", **query}
    return counter.get(PATH, **{name.replace("dlr_", "dlr-"): value for name, value in given.items()})


def said(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.text


def test_it_is_accepted_as_there(counter: Counter) -> None:
    assert said(ask(counter, to=f"{ANNA} {BOHDAN} {ANNA}")) == ACCEPTED
    assert counter.queued() == [(ANNA, "Замовлення готове"), (BOHDAN, "Замовлення готове")]
    assert counter.desk.rings
    form = counter.form(PATH, user="shop", **{"pass": counter.secret}, to=ANNA, text="Так")
    assert said(form) == ACCEPTED


def test_rapidpro(counter: Counter) -> None:
    """handlers/kannel/kannel.go of nyaruka/courier: 403 it takes for a number that never works, the rest for now."""
    counter.secret = counter.token(callbacks=("https://rapidpro.example/c/kn/",))
    dlr = "https://rapidpro.example/c/kn/8eb23e93/status?id=10&status=%d"
    more = {"from": "2020", "dlr_url": dlr, "dlr_mask": "27", "coding": "2", "charset": "utf8", "priority": "1"}
    assert said(ask(counter, text="Привіт ☺", **more)) == ACCEPTED
    assert counter.queued() == [(ANNA, "Привіт ☺")]
    found = counter.origin(counter.views()[0].id)
    assert (found.callback, found.callback_mask) == (dlr, 27)
    assert ask(counter, to=ABROAD, **more).status == 403


def test_numbers_as_kannel_has_them(counter: Counter) -> None:
    assert said(ask(counter, to=f"00{ANNA[1:]} {BOHDAN[1:]}")) == ACCEPTED
    assert [number for number, _ in counter.queued()] == [ANNA, BOHDAN]


@pytest.mark.parametrize(
    ("octets", "more"),
    [
        ("Привіт 🙂".encode("utf-16-be"), {"coding": 2}),
        ("Привіт 🙂".encode("utf-16-be"), {"coding": 2, "charset": "UTF-16BE"}),
        ("Привіт 🙂".encode(), {"coding": 2, "charset": "UTF-8"}),
        ("Привіт 🙂".encode(), {"coding": 0}),
        ("Привіт 🙂".encode(), {}),
        ("Привіт".encode("cp1251"), {"coding": 0, "charset": "windows-1251"}),
        ("Привіт".encode("iso-8859-5"), {"charset": "ISO-8859-5"}),
    ],
)
def test_what_the_octets_mean(counter: Counter, octets: bytes, more: dict[str, object]) -> None:
    head = urlencode({"username": "shop", "password": counter.secret, "to": ANNA, **more})
    assert said(counter.get(f"{PATH}?{head}&text={quote_plus(octets)}")) == ACCEPTED
    assert counter.queued()[0][1].startswith("Привіт")


@pytest.mark.parametrize(
    ("given", "status", "begins"),
    [
        ({"password": "wrong"}, 403, "Authorization failed for sendsms"),
        ({"password": ""}, 403, "Authorization failed for sendsms"),
        ({"to": ""}, 400, "Missing receiver number, rejected"),
        ({"to": "abc"}, 400, "Garbage 'to' field, rejected."),
        ({"to": ABROAD}, 403, "Number(s) has/have been denied"),
        ({"to": "112"}, 403, "Number(s) has/have been denied"),
        ({"text": ""}, 400, ""),
        ({"text": b"\xcf\xf0"}, 400, "Charset or body misformed, rejected"),
        ({"text": b"abc", "coding": 2}, 400, "Charset or body misformed, rejected"),
        ({"charset": "rot13"}, 400, "Charset or body misformed, rejected"),
        ({"coding": 1}, 400, "Coding field misformed, rejected"),
        ({"coding": "x"}, 400, "Coding field misformed, rejected"),
        ({"udh": b"\x05\x00\x03\x01\x02\x01"}, 400, "UDH field misformed, rejected"),
        ({"mclass": 2}, 400, "MClass field misformed, rejected"),
        ({"validity": "long"}, 400, "Validity field misformed, rejected"),
        ({"priority": 9}, 400, "Priority field misformed, rejected"),
        ({"dlr_mask": 31, "dlr_url": "http://169.254.169.254/"}, 403, "DLR-URL field misformed, rejected"),
        ({"dlr_mask": 31, "dlr_url": "file:///etc/passwd"}, 422, "DLR-URL field misformed, rejected"),
    ],
)
def test_it_refuses_as_there(counter: Counter, given: dict[str, object], status: int, begins: str) -> None:
    answer = ask(counter, **given)
    assert answer.status == status and answer.text.startswith(begins), answer.text
    assert not counter.views()


def test_what_is_told_besides(counter: Counter) -> None:
    more = {"priority": 2, "validity": 30, "deferred": 5, "mclass": 0, "from": "Shop", "smsc": "x", "account": "y"}
    assert said(ask(counter, **more)) == ACCEPTED
    (view,) = counter.views()
    assert (view.priority, view.validity_s, view.flash) == (40, 1800, True)
    assert view.send_after == counter.desk.clock.at + 5 * MINUTE


def test_where_it_wants_to_hear(counter: Counter) -> None:
    counter.secret = counter.token(callbacks=("https://shop.example/dlr",))
    url = "https://shop.example/dlr?id=7&status=%d"
    assert said(ask(counter, dlr_mask=31, dlr_url=url)) == ACCEPTED
    found = counter.origin(counter.views()[0].id)
    assert (found.callback, found.callback_mask, found.door) == (url, 31, "kannel")
    assert said(ask(counter, text="Друге", dlr_url="https://else.example/")) == ACCEPTED, "no mask, nothing to hear"
    assert counter.origin(counter.views()[1].id).callback is None


def test_rights_limits_and_the_stop_hold_here_too(counter: Counter) -> None:
    assert ask(counter, password=counter.token(rights=[Right.READ])).status == 403
    few = counter.token(per_day=1)
    assert said(ask(counter, password=few)) == ACCEPTED
    full = ask(counter, password=few, text="Друге")
    assert full.status == 503 and full.header("Retry-After") and "Temporal failure" in full.text
    counter.stop()
    assert ask(counter, text="Третє").status == 503 and len(counter.views()) == 1
    counter.set(kannel="off")
    assert ask(counter).status == 404
