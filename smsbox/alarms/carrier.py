"""Brings one letter to a mail server, or one call to another program, in a process of its own: `smtplib` and `ssl`
would stay in the daemon's memory, and a server that never answers would hold up its ticks.

`python -m smsbox.alarms.carrier` gets its order as one line of JSON and prints {} or the error that came of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import json
import signal
import smtplib
import socket
import ssl
import sys
from base64 import b64encode
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from smsbox.alarms import troubles
from smsbox.config.secrets import secret
from smsbox.errors import SmsboxError
from smsbox.hooks import calling
from smsbox.hooks.addresses import EVERYWHERE, BadAddress
from smsbox.sheets.process import ordered

_SILENCE = 20.0
"""Seconds to wait for each answer of a server."""
_WHOLE = 60
"""Seconds for all of it."""
_SAID = 300


def main() -> int:
    """Carry what is ordered."""
    order = ordered()
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(_WHOLE)
    try:
        outcome: dict[str, Any] = {}
        carry(order)
    except SmsboxError as trouble:
        outcome = troubles.plain(trouble)
    print(json.dumps(outcome))
    return 0


def carry(order: Mapping[str, Any]) -> None:
    """Bring it there. Raises Untold, SecretUnusable."""
    server = str(order["server"])
    try:
        (_mail if order["way"] == "email" else _call)(order, server)
    except ssl.SSLCertVerificationError as wrong:
        raise troubles.NotTrusted(server=server, problem=wrong.verify_message or str(wrong)) from wrong
    except TimeoutError as late:
        raise troubles.Hangs(server=server, seconds=int(_SILENCE)) from late
    except socket.gaierror as unknown:
        raise troubles.Unreachable(server=server, problem=unknown.strerror or str(unknown)) from unknown
    except smtplib.SMTPServerDisconnected as broken:
        if isinstance(broken.__context__, TimeoutError):
            raise troubles.Hangs(server=server, seconds=int(_SILENCE)) from broken
        raise troubles.Unreachable(server=server, problem=str(broken)) from broken
    except (OSError, http.client.HTTPException) as broken:
        problem = (getattr(broken, "strerror", None) or str(broken) or type(broken).__name__).lower()
        raise troubles.Unreachable(server=server, problem=problem) from broken


def _late(*_: object) -> None:
    raise TimeoutError


def _trusted(order: Mapping[str, Any]) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=order.get("authority"))
    except OSError as wrong:
        problem = f"{order.get('authority')}: {(wrong.strerror or str(wrong)).lower()}"
        raise troubles.NotTrusted(server=order["server"], problem=problem) from wrong


def _secret(order: Mapping[str, Any]) -> str | None:
    beside = Path(order["beside"]) if order.get("beside") else None
    return secret(order["secret"], beside) if order.get("secret") else None


def _mail(order: Mapping[str, Any], server: str) -> None:
    password, context = _secret(order), _trusted(order)
    host, port = order["host"], order["port"]
    try:
        if order["security"] == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_SILENCE, context=context)
        else:
            line = smtplib.SMTP(host, port, timeout=_SILENCE)
        try:
            if order["security"] == "starttls":
                line.starttls(context=context)
            if order.get("user"):
                _login(line, order["user"], password or "")
            line.send_message(_letter(order), order["sender"], order["to"])
            with contextlib.suppress(smtplib.SMTPException, OSError):  # it has the letter; the rest is manners
                line.quit()
        finally:
            line.close()
    except smtplib.SMTPNotSupportedError as missing:
        raise troubles.NoEncryption(server=server) from missing
    except smtplib.SMTPAuthenticationError as wrong:
        raise troubles.WrongPassword(server=server, user=order["user"], said=_said(wrong)) from wrong
    except smtplib.SMTPRecipientsRefused as refused:
        code, text = next(iter(refused.recipients.values()))
        raise troubles.ServerRefused(server=server, said=_cut(f"{code} {_text(text)}")) from refused
    except smtplib.SMTPResponseException as refused:
        raise troubles.ServerRefused(server=server, said=_said(refused)) from refused


def _login(line: smtplib.SMTP, user: str, password: str) -> None:
    if (user + password).isascii():
        line.login(user, password)
        return
    # smtplib knows ASCII only; RFC 4616 wants UTF-8.
    line.ehlo_or_helo_if_needed()
    code, said = line.docmd("AUTH", "PLAIN " + b64encode(f"\0{user}\0{password}".encode()).decode())
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _letter(order: Mapping[str, Any]) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = order["sender"], ", ".join(order["to"]), order["subject"]
    letter["Date"], letter["Message-ID"] = formatdate(order["at"] / 1e6), order["message_id"]
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(order["body"], cte="base64")
    return letter


def _call(order: Mapping[str, Any], server: str) -> None:
    key = _secret(order)
    body = json.dumps(order["content"], ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "X-Smsbox-Id": order["content"]["id"]}
    if key is not None:
        stamp = str(order["at"] // 1_000_000)
        sign = hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers |= {"X-Smsbox-Timestamp": stamp, "X-Smsbox-Signature": f"sha256={sign}"}
    if urlsplit(order["url"]).scheme == "https":
        _trusted(order)  # a file of certificates that cannot be read is told as such
    try:
        answer = calling.call(
            order["url"],
            body=body,
            headers=headers,
            networks=EVERYWHERE,  # the owner himself set it down: a program of the shop may well be meant
            authority=order.get("authority"),
            silence=_SILENCE,
            whole=_WHOLE,
        )
    except BadAddress as bad:
        resolver = getattr(bad.__cause__, "strerror", None)
        raise troubles.Unreachable(server=server, problem=bad.facts["address"] or resolver or bad.reason) from bad
    if not answer.good:
        raise troubles.HookRefused(server=server, status=answer.status)


def _said(refused: smtplib.SMTPResponseException) -> str:
    return _cut(f"{refused.smtp_code} {_text(refused.smtp_error)}")


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def _cut(text: str) -> str:
    return " ".join(text.split())[:_SAID]


if __name__ == "__main__":
    sys.exit(main())
