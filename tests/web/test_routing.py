"""The page of operators and routes: the plan, what people have set, ported numbers, the SIMs and what they can send."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from smsbox import routing
from smsbox.config.model import RoutingConfig
from smsbox.people.rights import Role
from smsbox.routing import KnownCarrier
from smsbox.store import sims
from smsbox.web.app import make_app
from smsbox.web.pages.routing import PAGE
from tests.web.desk import NOW, Desk, Visitor, signed_in


def text_of(owner: Visitor, path: str = "/routes") -> str:
    answer = owner.get(path)
    assert answer.status == 200, answer.text
    return html.unescape(answer.text)


def test_the_plan_is_shown_by_operator(owner: Visitor) -> None:
    text = text_of(owner)
    assert "+38067 +38068" in text and "Kyivstar" in text and "No SIM yet" in text and "None known." in text


def test_a_beginning_is_set_and_dropped(desk: Desk, owner: Visitor) -> None:
    text_of(owner)
    assert owner.post("/routes", prefix="+380 (63)", operator="Kyivstar").header("Location") == (
        "/routes?notice=prefix_set"
    )
    assert routing.edited_prefixes(desk.store) == {"+38063": "kyivstar"}
    text = text_of(owner)
    assert text.index("Set by you") < text.index("+38063")
    assert owner.post("/routes/drop", prefix="+38063").header("Location") == "/routes?notice=prefix_dropped"
    assert routing.edited_prefixes(desk.store) == {}
    assert owner.post("/routes/drop", prefix="+38063").header("Location") == "/routes?notice=as_before"
    assert owner.post("/routes/drop", prefix="no").header("Location") == "/routes?notice=as_before"


def test_a_whole_number_counts_as_ported(desk: Desk, owner: Visitor) -> None:
    text_of(owner)
    owner.post("/routes", prefix="+380670000005", operator="lifecell")
    assert [(line.number, line.operator) for line in routing.ported(desk.store)] == [("+380670000005", "lifecell")]
    assert "somebody said so" in text_of(owner)
    owner.post("/routes/drop", prefix="+380670000005")
    assert routing.ported(desk.store) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"prefix": "067", "operator": "x"}, "no beginning of a telephone number"),
        ({"prefix": "", "operator": "x"}, "This is needed."),
        ({"prefix": "+38067", "operator": " "}, "This is needed."),
        ({"prefix": "+38067\0", "operator": "x"}, "characters that no text can have"),
        ({"prefix": "+38077", "operator": "lifecell"}, "The configuration says already"),
    ],
)
def test_what_cannot_be_is_told_and_kept_in_the_form(
    desk: Desk, owner: Visitor, fields: dict[str, str], words: str
) -> None:
    config = replace(desk.site.config, routing=RoutingConfig(prefixes=("+38077=kyivstar",)))
    visitor = Visitor(make_app(replace(desk.site, config=config)), {})
    visitor.cookies = owner.cookies
    assert "from the configuration" in text_of(visitor)
    answer = visitor.post("/routes", **fields)
    assert answer.status == 422 and words in html.unescape(answer.text)
    assert f'value="{html.escape(fields["operator"])}"' in answer.text
    assert routing.edited_prefixes(desk.store) == {}


def test_ported_numbers_have_pages(desk: Desk, owner: Visitor) -> None:
    for place in range(PAGE + 3):
        routing.assign(desk.store, f"+3806700000{place:02}", "lifecell", pinned={}, now=NOW)
    text = text_of(owner)
    assert f"+3806700000{PAGE - 1:02}" in text and f"+3806700000{PAGE:02}" not in text
    path = "/routes?after=" + text.split("/routes?after=")[1].split("#")[0]
    text = text_of(owner, path)
    assert f"+3806700000{PAGE:02}" in text and "+380670000000" not in text.split("Ported numbers")[1]


def test_many_ported_numbers_share_one_form_so_that_the_page_stays_light(desk: Desk, owner: Visitor) -> None:
    for place in range(PAGE):
        routing.assign(desk.store, f"+3806700000{place:02}", "lifecell", pinned={}, now=NOW)
    text = text_of(owner)
    assert text.count(owner.token) < 5 and text.count('name="prefix" value="+38067000') == PAGE
    assert owner.post("/routes/drop", prefix="+380670000007").status == 303
    assert len(routing.ported(desk.store)) == PAGE - 1
    assert 'value="+38067000' not in text_of(signed_in(desk, Role.TECHNICIAN))


def test_every_sim_tells_what_it_can_send_now(desk: Desk, owner: Visitor) -> None:
    """As its modem stands, not as it stood when it was last written down; a card that was taken out sends nothing."""
    told = {"255030000000001": ("ready", None), "255010000000002": ("holding", (0,)), "255060000000003": ("down", None)}
    with desk.store.write():
        for imsi in (*told, "255060000000004"):
            sim = sims.register(desk.store, imsi=imsi, iccid=None, modem=f"modem {imsi[3:5]}", now=NOW)
            routing.keep_carrier(desk.store, KnownCarrier(sim, "kyivstar", 1, routing.KINDS, ("+380",), NOW))
            if imsi in told:
                state, kinds = told[imsi]
                desk.modems.append({"name": imsi, "sim_id": sim, "state": state, "kinds": kinds})
    rows = text_of(owner).split('class="lead"')[1:5]
    for row, words in zip(rows, ("Everything", "Reply", "Nothing", "Nothing"), strict=True):
        assert words in row, row
