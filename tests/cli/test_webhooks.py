"""`smsbox webhooks` as typed: made, listed, tried, what became of it, removed; mistakes with what mends them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from smsbox.hooks import calls
from smsbox.store import Store
from tests.installation import Installation, Plug

URL = "http://127.0.0.1:9/sms"
LISTED = 'quiet = "off"\n[programs]\nnetworks = ["127.0.0.0/8"]\n'


def test_from_its_making_to_its_end(tmp_path: Path) -> None:
    made = Installation(tmp_path, [Plug("m", "/dev/null")], sending=LISTED)
    (hook,) = made.rows("webhooks", "add", URL, "--event", "sms:received", "--event", "order:new")
    assert hook["events"] == ["sms:received", "order:new"] and len(hook["secret"]) == 32
    (listed,) = made.rows("webhooks", "list")
    assert (listed["url"], listed["waiting"], listed["dead"], "secret" in listed) == (URL, 0, 0, False)
    made.run("webhooks", "test", "1")
    with closing(Store.open(f"sqlite://{tmp_path}/smsbox.db")) as store:
        (call,) = calls.listed(store, 1, 9)
        error = {"key": "hooks.refused", "facts": {"server": "127.0.0.1:9", "status": 500}}
        calls.failed(store, call, error, 1_700_000_000_000_000, lasting=True)
    assert URL in made.run("webhooks", "list").stdout
    assert "it answered with 500" in made.run("webhooks", "calls", "1").stdout
    (told,) = made.rows("webhooks", "calls", "1")
    assert (told["event"], told["state"], told["tries"]) == ("test", "dead", 1)
    assert "1" in made.run("webhooks", "replay", "1").stderr
    assert made.rows("webhooks", "calls", "1")[0]["state"] == "waits"
    made.run("webhooks", "remove", "1")
    assert made.rows("webhooks", "list") == [] and made.rows("webhooks", "calls", "1") == []


def test_what_is_not_there_and_what_cannot_be(tmp_path: Path) -> None:
    made = Installation(tmp_path, [Plug("m", "/dev/null")], sending=LISTED)
    for words in (("test", "7"), ("remove", "7"), ("calls", "7"), ("replay", "7")):
        made.rows("webhooks", "list")
        ended = made.run("webhooks", *words, check=False)
        assert ended.returncode == 69, (words, ended.stderr)
    secret = tmp_path / "secret"
    secret.write_text("short\n")
    for words in ((URL, "--event", "sms:odd"), ("http://10.0.0.1/",), (URL, "--secret-file", str(secret))):
        ended = made.run("webhooks", "add", *words, check=False)
        assert ended.returncode == 65 and "→" in ended.stderr, (words, ended.stderr)
