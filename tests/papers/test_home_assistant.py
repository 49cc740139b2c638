"""docs/home-assistant.md: its YAML read, its templates rendered as Home Assistant renders them, its requests made.

How it does that: homeassistant/components/rest_command, rest/notify.py, webhook/trigger.py and helpers/template.py of
home-assistant/core.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from jinja2.sandbox import SandboxedEnvironment

from smsbox.hooks import book, filling, kinds, postman
from smsbox.people.rights import Right
from tests.doors.counter import ANNA, BOHDAN, OWNER, Counter, make_counter
from tests.papers.borrowed import ask, block, both, with_secrets
from tests.papers.pages import Page
from tests.web.desk import Answer
from tests.web.test_inbox import receive

PAGES = both("home-assistant.md")
HOOK = "f" * 64
NOW = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
_NUMERIC = re.compile(r"[+-]?(?!0\d)\d*(?:\.\d*)?")


@pytest.fixture
def counter(tmp_path: Any) -> Iterator[Counter]:
    made = make_counter(tmp_path)
    yield made
    made.desk.store.close()


def settings(page: Page, beginning: str, secret: str = "") -> dict[str, Any]:
    kept = with_secrets(block(page, "yaml", "smsbox_hook: PUT").replace("PUT-THE-TOKEN-HERE", secret), {})
    found: dict[str, Any] = with_secrets(block(page, "yaml", beginning), {**kept, "smsbox_hook": HOOK})
    return found


def text_of(template: str, variables: Mapping[str, Any]) -> str:
    made = SandboxedEnvironment(extensions=["jinja2.ext.loopcontrols"])
    made.filters["to_json"] = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    made.filters["regex_replace"] = lambda value, find, replace: re.sub(find, replace, value)
    made.globals |= {"states": lambda _: "-5.5", "now": lambda: NOW}
    return made.from_string(template).render(variables).strip()


def native(value: Any, variables: Mapping[str, Any]) -> Any:
    """What a template in the data of an action becomes: what looks like a number is one, its sign lost."""
    if isinstance(value, dict):
        return {name: native(each, variables) for name, each in value.items()}
    if isinstance(value, list):
        return [native(each, variables) for each in value]
    if not isinstance(value, str) or "{" not in value:
        return value
    text = text_of(value, variables)
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    numeric = isinstance(found, (int, float)) and not isinstance(found, bool)
    plain = isinstance(found, (str, complex)) or (numeric and not _NUMERIC.fullmatch(text))
    return text if plain else found


def rest_command(counter: Counter, page: Page, secret: str, data: Mapping[str, Any]) -> Answer:
    command = settings(page, "rest_command:", secret)["rest_command"]["sms"]
    headers = {name: text_of(each, data) for name, each in command["headers"].items()}
    headers["Content-Type"] = command["content_type"]
    assert command["method"] == "post"
    return ask(counter, "POST", text_of(command["url"], data), headers, text_of(command["payload"], data).encode())


def automation(page: Page, beginning: str) -> dict[str, Any]:
    (found,) = settings(page, beginning)["automation"]
    return dict(found)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_an_automation_sends(counter: Counter, page: Page) -> None:
    told = automation(page, "numeric_state")
    first, second = told["actions"]
    assert first["action"] == "rest_command.sms" and first["response_variable"] == "answer"
    answer = rest_command(counter, page, counter.secret, native(first["data"], {}))
    assert [number for number, _ in counter.queued()] == [ANNA, BOHDAN]
    assert "-5.5 °C" in counter.queued()[0][1] and counter.views()[0].priority == 50
    known = {"answer": {"status": answer.status, "content": json.loads(answer.text)}}
    assert native(second["if"], known) is False
    refused = rest_command(counter, page, "wrong", native(first["data"], {}))
    known = {"answer": {"status": refused.status, "content": json.loads(refused.text)}}
    assert native(second["if"], known) is True
    assert "401" in text_of(second["then"][0]["data"]["message"], known)


@pytest.mark.parametrize("to", [ANNA, int(ANNA), [ANNA], [int(ANNA)], "050 000 00 01"], ids=str)
def test_numbers_however_home_assistant_gives_them(counter: Counter, to: object) -> None:
    answer = rest_command(counter, PAGES[0], counter.secret, {"to": to, "message": 'Так, "добре" {і} \\ все\nтут'})
    assert answer.status == 202, answer.text
    assert counter.queued() == [(ANNA, 'Так, "добре" {і} \\ все\nтут')]
    assert native("{{ x }}", {"x": ANNA}) == int(ANNA), "why the page puts the plus back"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_notifier_sends(counter: Counter, page: Page) -> None:
    (told,) = settings(page, "rest_command:", counter.secret)["notify"]
    assert (told["platform"], told["method"]) == ("rest", "POST_JSON")
    body = {
        told["message_param_name"]: "Протікає вода",
        **{name: text_of(each, {}) for name, each in told["data"].items()},
    }
    headers = {**told["headers"], "Content-Type": "application/json"}
    answer = ask(counter, "POST", told["resource"], headers, json.dumps(body).encode())
    assert answer.status == 200, answer.text
    assert counter.queued() == [(ANNA, "Протікає вода"), (BOHDAN, "Протікає вода")]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_an_sms_is_answered(counter: Counter, page: Page) -> None:
    told = automation(page, "trigger: webhook")
    (trigger,) = told["triggers"]
    assert trigger["local_only"] is True and trigger["allowed_methods"] == ["POST"] and trigger["webhook_id"] == HOOK
    (word,) = re.findall(r"lower == '(.+?)'", str(told["conditions"]))

    (networks,) = (tomllib.loads(each)["programs"]["networks"] for language, each in page.blocks if language == "toml")
    (url,) = re.findall(r"webhooks add (\S+) --event sms:received$", block(page, "sh"), re.M)
    where = {"url": url.replace("64-LETTERS-AND-FIGURES", HOOK), "kinds": (kinds.RECEIVED,), "networks": networks}
    hook = book.make(counter.desk.store, **where, by=OWNER, now=counter.desk.clock.at)
    assert hook.url.endswith(f":8123/api/webhook/{HOOK}")

    receive(counter.desk, f" {word.upper()} ", ANNA)
    while filling.fill(counter.desk.store, counter.desk.site.config, "box-1", counter.desk.clock.at):
        pass
    ((content,),) = counter.desk.store.run("SELECT content FROM hook_calls").fetchall()

    def heard(event: str = kinds.RECEIVED, late: int = 0, **payload: str) -> dict[str, Any]:
        given = json.loads(content)
        given |= {"event": event, "payload": given["payload"] | payload}
        return {"trigger": {"json": given, "headers": postman.signed(b"", "", int(NOW.timestamp()) - late)}}

    def goes(given: dict[str, Any]) -> bool:
        return all(native(each, given) is True for each in told["conditions"])

    given = heard()
    assert goes(given)
    assert not goes(heard(phoneNumber="+380500000003")) and not goes(heard(message="інше"))
    assert not goes(heard(kinds.TEST)) and not goes(heard(late=400))
    (action,) = told["actions"]
    assert rest_command(counter, page, counter.secret, native(action["data"], given)).status == 202
    ((number, text),) = counter.queued()
    assert number == ANNA and "-5.5 °C" in text


def test_the_page_asks_for_the_right_that_is_needed(counter: Counter) -> None:
    few = counter.token(rights=[Right.WRITE], allow=(ANNA,))
    assert rest_command(counter, PAGES[0], few, {"to": ANNA, "message": "Так"}).status == 202
    assert rest_command(counter, PAGES[0], few, {"to": BOHDAN, "message": "Так"}).status == 403
