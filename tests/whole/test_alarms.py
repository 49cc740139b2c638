"""Alarms through the whole daemon: a modem dies and comes back, and people hear of it by letter, call and SMS."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from tests.alarms.listeners import hook, post
from tests.whole.box import box, until

OWN = "+380500000009"


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
