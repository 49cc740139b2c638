"""The media type of docs/zabbix.md: read as Zabbix reads it, its script run, its request made at a box."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.doors.counter import ABROAD, ANNA, BOHDAN, Counter, make_counter
from tests.papers.borrowed import BOX, ask, both, program_file

ENGINES = [name for name in ("duk", "node") if shutil.which(name)]
"""Duktape is what Zabbix runs scripts in (src/libs/zbxembed)."""

_AROUND = """
var Zabbix = {log: function (level, text) {}};
function HttpRequest() { this.headers = []; }
HttpRequest.prototype.addHeader = function (line) { this.headers.push(line); };
HttpRequest.prototype.getStatus = function () { return STATUS; };
HttpRequest.prototype.post = function (url, body) {
    say(JSON.stringify({url: url, headers: this.headers, body: body}));
    return ANSWER;
};
function say(text) { (typeof print === 'undefined' ? console.log : print)(text); }
try {
    say('returned ' + (function (value) {
SCRIPT
    })(VALUE));
}
catch (error) { say('threw ' + error); }
"""


def media_type() -> dict[str, Any]:
    told = yaml.safe_load(program_file("zabbix-media-type.yaml").read_text(encoding="utf-8"))["zabbix_export"]
    assert told["version"] == "6.0"
    (found,) = told["media_types"]
    return dict(found)


def run(folder: Path, given: dict[str, str], status: int, answer: str) -> list[str]:
    """What the script says of an answer."""
    parts = {"SCRIPT": media_type()["script"], "VALUE": json.dumps(json.dumps(given))}
    text = _AROUND
    for name, value in {**parts, "STATUS": str(status), "ANSWER": json.dumps(answer)}.items():
        text = text.replace(name, value)
    path = folder / "script.js"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([ENGINES[0], str(path)], capture_output=True, check=True, timeout=30)
    return done.stdout.decode("utf-8", "surrogatepass").splitlines()


def alarm(folder: Path, counter: Counter, **more: str) -> str:
    """An alarm of Zabbix at the box: what it requests, is requested; what the script makes of the answer."""
    filled = {
        "{ALERT.SENDTO}": f"{ANNA}, {BOHDAN}",
        "{ALERT.MESSAGE}": "Лихо: Немає звʼязку (shop1, 10:15:00)",
        "{EVENT.ID}": "4711",
        "{ACTION.ID}": "3",
        "{DATE}": "2026.11.24",
        "{TIME}": "10:15:00",
    }
    given = {each["name"]: filled.get(each["value"], each["value"]) for each in media_type()["parameters"]}
    given |= {"url": f"{BOX}/", "token": counter.secret, **more}
    first, *_ = run(folder, given, 200, "")
    wanted = json.loads(first)
    headers = dict(line.split(": ", 1) for line in wanted["headers"])
    answer = ask(counter, "POST", wanted["url"], headers, wanted["body"].encode())
    return run(folder, given, answer.status, answer.text)[1]


pytestmark = pytest.mark.skipif(not ENGINES, reason="neither duktape nor node")


def test_an_alarm_is_queued_once_however_often_zabbix_tries(tmp_path: Path) -> None:
    counter = make_counter(tmp_path)
    assert [alarm(tmp_path, counter) for _ in range(3)] == ["returned OK"] * 3
    text = "Лихо: Немає звʼязку (shop1, 10:15:00)"
    assert counter.queued() == [(ANNA, text), (BOHDAN, text)]
    assert {each.priority for each in counter.views()} == {50}
    assert alarm(tmp_path, counter, time="11:15:00") == "returned OK"
    assert len(counter.views()) == 4, "the next step of an escalation"
    assert alarm(tmp_path, counter, text="OK: Немає звʼязку (shop1, 3s)") == "returned OK"
    assert len(counter.views()) == 6, "over in the same second"


def test_the_test_button_needs_no_event(tmp_path: Path) -> None:
    counter = make_counter(tmp_path)
    for text in ("Один", "Два"):
        more = {"event": "{EVENT.ID}", "action": "{ACTION.ID}", "to": ANNA, "text": text}
        assert alarm(tmp_path, counter, **more) == "returned OK"
    assert counter.queued() == [(ANNA, "Один"), (ANNA, "Два")]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"to": ABROAD}, "threw smsbox: 403 "),
        ({"token": "wrong"}, "threw smsbox: 401 "),
        ({"to": ",;"}, "threw smsbox: 4"),
    ],
)
def test_it_says_why_not(tmp_path: Path, more: dict[str, str], said: str) -> None:
    counter = make_counter(tmp_path)
    told = alarm(tmp_path, counter, **more)
    assert told.startswith(said) and len(told) > len(said) + 15 and "{" not in told, told
    assert not counter.views()


def test_what_is_not_filled_in_is_named(tmp_path: Path) -> None:
    raw = {each["name"]: each["value"] for each in media_type()["parameters"]}
    assert run(tmp_path, raw, 202, "") == ["threw smsbox: fill in url, token, to, text"]
    assert run(tmp_path, {**raw, "url": BOX, "to": ANNA}, 202, "") == ["threw smsbox: fill in token, text"]


def test_the_page_says_what_the_file_does() -> None:
    found = media_type()
    assert (found["attempts"], found["attempt_interval"]) == ("10", "30s")
    for page in both("zabbix.md"):
        assert "programs/zabbix-media-type.yaml" in page.text and "`url`" in page.text and "`token`" in page.text
