"""Alarms through the whole daemon: a modem dies and comes back, and people hear of it by letter, call and SMS."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import closing
from pathlib import Path

from smsbox.alarms import probing
from smsbox.clock import DAY, HOUR, SystemClock
from smsbox.config import load
from smsbox.store import Store, sims
from tests.alarms.listeners import certificate, hook, post
from tests.whole.box import box, until
from tests.whole.test_page_by_hand import Page
from tests.whole.test_staff_by_sms import answered, code, to

OWN, STRANGER = "+380500000009", "+380500000010"
ITSELF = "+380500000000"
"""The number the simulated SIM has in its own memory."""


def settings(post_port: int, hook_port: int, more: str = "") -> str:
    return f"""quiet = "off"
[alarms]
email = ["owner@example.com"]
smtp = "127.0.0.1:{post_port}"
smtp_security = "none"
webhook = "http://127.0.0.1:{hook_port}/alarms?box=1"
webhook_secret_file = "hook"
after = "0s"
{more}
"""


def test_a_dead_modem_is_told_once_and_so_is_its_return(tmp_path: Path) -> None:
    secret = tmp_path / "hook"
    secret.write_text("not told to anybody\n")
    secret.chmod(0o600)
    with post() as mail, hook() as other, box(tmp_path, sending=settings(mail.port, other.port)) as made:
        made.start()
        made.await_modems()
        made.do("unplug")
        until(lambda: mail.letters and other.calls, 60)
        (letter,) = mail.letters[:1]
        assert letter["To"] == "owner@example.com" and "Modem m0 does not work" in letter["Subject"]
        body = letter.get_content()
        assert "What to do:" in body and "neither sends nor receives" in body
        headers, raw = other.calls[0]
        stamp = headers["X-Smsbox-Timestamp"]
        sign = hmac.new(b"not told to anybody", stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
        assert headers["X-Smsbox-Signature"] == f"sha256={sign}"
        assert [each["key"] for each in other.told[0]["opened"]] == ["modem.down"]
        made.stop()
        made.start()
        until(lambda: made.rows("modems")[0]["state"] == "down", 30)
        made.do("plug")
        until(lambda: len(mail.letters) > 1 and len(other.calls) > 1, 60)
        assert "In order again" in mail.letters[1]["Subject"]
        assert [(told["kind"], len(told["opened"]), len(told["over"])) for told in other.told] == [
            ("alarm", 1, 0),
            ("over", 0, 1),
        ]
        assert len(mail.letters) == 2, "a restart tells nothing twice"


def test_the_telephone_of_the_owner_is_told_by_the_other_sim(tmp_path: Path) -> None:
    sending = 'quiet = "off"\n[alarms]\nsms = "on"\nafter = "0s"\n[shop]\nname = "Bread"\n'
    with box(tmp_path, modems=2, sending=sending) as made:
        made.start()
        made.await_modems()
        made.run("user", "add", "Olha", "--role", "owner")
        made.run("user", "add-phone", "Olha", OWN)
        until(lambda: to(made, OWN))
        answered(made, code(to(made, OWN)[-1]), OWN)
        made.run("alarms", "test", "sms")
        until(lambda: any("This is a test" in text for text in to(made, OWN)), 60)
        made.do("unplug", 0)
        until(lambda: any("Modem m0 does not work" in text for text in to(made, OWN)), 60)
        (row,) = [row for row in made.outbox() if "does not work" in row["text"]]
        assert row["modem"] == "m1" and row["text"].startswith("smsbox, Bread: Something is wrong: ")
        until(lambda: [row["kind"] for row in made.rows("alarms", "list")] == ["alarm"], 60)
        made.do("plug", 0)
        until(lambda: any("In order again" in text for text in to(made, OWN)), 60)
        assert sum("does not work" in text and "wrong" in text for text in to(made, OWN)) == 1


def test_a_wrong_password_is_a_problem_and_the_button_tries_again(tmp_path: Path) -> None:
    secret = tmp_path / "smtp"
    secret.write_text("wrong\n")
    secret.chmod(0o600)
    pair = certificate(tmp_path)
    with post("password", pair) as mail, hook() as other:
        more = f'smtp_user = "box@example.com"\nsmtp_password_file = "{secret}"\nauthority = "{pair[0]}"\n'
        text = (
            settings(mail.port, other.port, more).replace('"none"', '"starttls"').replace("127.0.0.1", "localhost", 1)
        )
        (tmp_path / "hook").write_text("signed\n")
        (tmp_path / "hook").chmod(0o600)
        with box(tmp_path, sending=text) as made:
            made.start()
            made.await_modems()
            page = Page(made)
            page.open("/alarms")
            page.press("/alarms/test", way="email")
            until(lambda: "alarms.untold" in [row["key"] for row in made.rows("problems")], 60)
            page.open("/problems")
            assert "Alarms do not get through (email)" in page.text and "does not take the name" in page.text
            until(lambda: any(told["kind"] == "alarm" for told in other.told), 60)
            assert other.told[0]["opened"][0]["key"] == "alarms.untold", "the other way hears of it"
            assert made.run("alarms", "test", "email", check=False).returncode != 0
            mail.mode = "take"
            page.open("/alarms")
            page.press("/alarms/test", way="email")
            until(lambda: mail.letters, 60)
            until(lambda: made.rows("problems") == [], 60)
            until(lambda: other.told[-1]["kind"] == "over", 60)
            page.open("/audit")
            assert "Had a test alarm sent" in page.text
            page.open("/alarms")
            assert "a test" in page.text.casefold() and "Failed" in page.text


def test_a_sim_that_heard_nothing_for_days_writes_to_itself_and_nobody_has_to_look_at_it(tmp_path: Path) -> None:
    """What goes out once and comes back the network's way opens no conversation and gets no answer."""
    with box(tmp_path, sending='quiet = "off"\n') as made:
        made.start()
        made.await_modems()
        now, config = SystemClock().now(), load(made.config)
        with closing(Store.open(made.url, create=False)) as store:
            (sim,) = sims.known(store)
            ready = [{"name": "m0", "state": "ready", "sim_id": sim.id}]
            assert probing.probe(store, config, ready, now) == [], "it has just been put in"
            with store.write():
                store.run("UPDATE sims SET first_seen_at = ?", now - 3 * DAY)
            assert len(probing.probe(store, config, ready, now)) == 1
            assert probing.probe(store, config, ready, now) == [], "once in three days"
            (sent,) = until(made.accepted)
            assert sent["number"] == ITSELF
            assert [each.name for each in probing.deaf(store, ready, now + 2 * HOUR)] == [("sim.deaf", "m0")]
            made.do("inbound", sender=ITSELF, text=sent["text"])
            (came,) = until(made.inbox)
            until(lambda: made.inbox()[0]["routed_by"] == "probe")
            assert came["sender"] == ITSELF
            assert list(probing.deaf(store, ready, now + 2 * HOUR)) == [], "it hears"
        made.do("inbound", sender=STRANGER, text="Добрий день")
        until(lambda: len(made.inbox()) == 2 and made.rows("desk", "list"))
        assert [row["number"] for row in made.rows("desk", "list")] == [STRANGER]
        until(made.settled)
        assert [entry["number"] for entry in made.accepted() if entry["number"] == ITSELF] == [ITSELF]
