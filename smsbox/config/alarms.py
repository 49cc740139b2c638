"""The part of the configuration that is about alarms: whom to tell, by which way, how soon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from smsbox.config.problems import Problem
from smsbox.i18n.phrases import Phrase

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\Z")
_SERVER = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?):([0-9]{1,5})\Z")


@dataclass(frozen=True, slots=True)
class AlarmsConfig:
    """`email`: addresses; `smtp`: `host:port`, encrypted as `smtp_security` says (starttls, tls, none); `…_file`: names
    or paths for `config.secret`. `after_s`: patience in seconds; `hour` 0 to 23 of the shop's clock; `silence_days` 0:
    no test SMS.
    """

    email: tuple[str, ...] = ()
    smtp: str | None = None
    smtp_security: str = "starttls"
    smtp_user: str | None = None
    smtp_password_file: str | None = None
    sender: str | None = None
    webhook: str | None = None
    webhook_secret_file: str | None = None
    authority: Path | None = None
    sms: str = "off"
    sms_per_day: int = 5
    after_s: int = 300
    self_test: str = "on"
    hour: int = 8
    sign_of_life: str = "off"
    silence_days: int = 3

    @property
    def server(self) -> tuple[str, int]:
        """Host and port of the mail server. Raises ValueError when none is set."""
        found = _SERVER.match(self.smtp or "")
        if found is None:
            raise ValueError("no mail server is set")
        return found[1].strip("[]"), int(found[3])

    def sender_to(self, to: Sequence[str]) -> str:
        """The address e-mail to these comes from."""
        return self.sender or (self.smtp_user if _ADDRESS.match(self.smtp_user or "") else None) or to[0]


def alarms_config(table: Mapping[str, Any], beside: Path) -> AlarmsConfig:
    """Out of the checked `table`; a relative path lies `beside` the file."""
    authority = beside / table["authority"] if table.get("authority") else None
    return AlarmsConfig(**{**table, "authority": authority})


def wrong_mail_to(
    to: Sequence[str], config: AlarmsConfig, lines: Mapping[tuple[str | int, ...], int]
) -> Iterator[Problem]:
    """What is wrong with programs.mail_to: addresses that are none, no mail server to bring it there."""
    line = lines.get(("programs", "mail_to"))
    for address in to:
        if not _ADDRESS.match(address):
            yield Problem("programs.mail_to", line, Phrase("“{address}” is no e-mail address", address=address))
    if to and config.smtp is None:
        yield Problem("programs.mail_to", line, Phrase("a mail server is needed"), "alarms.smtp")


def wrong_alarms(config: AlarmsConfig, lines: Mapping[tuple[str | int, ...], int]) -> Iterator[Problem]:
    """Addresses that are none, a way of which half is missing, a password that would go in the clear."""

    def said(name: str, text: Phrase, allowed: str | Phrase = "") -> Problem:
        return Problem(f"alarms.{name}", lines.get(("alarms", name)), text, allowed)

    senders = [("sender", config.sender)] if config.sender else []
    for name, address in [*(("email", each) for each in config.email), *senders]:
        if not _ADDRESS.match(address):
            yield said(name, Phrase("“{address}” is no e-mail address", address=address))
    if config.smtp is not None and (not (found := _SERVER.match(config.smtp)) or not 0 < int(found[3]) < 65536):
        yield said("smtp", Phrase("this is no server with a port"), 'a text such as "smtp.example.com:587"')
    if config.email and config.smtp is None:
        yield said("email", Phrase("a mail server is needed"), "alarms.smtp")
    if config.smtp_security == "none" and config.smtp_user:
        yield said("smtp_security", Phrase("a password is sent encrypted only"), '"starttls" or "tls"')
    if config.smtp_user and not config.smtp_password_file:
        yield said("smtp_user", Phrase("a password is needed"), "alarms.smtp_password_file")
    if config.webhook is not None and not _is_url(config.webhook):
        yield said("webhook", Phrase("this is no address of a program"), 'a text such as "https://example.com/alarms"')


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        return whole and "@" not in parts.netloc and not parts.fragment and text.isascii() and " " not in text
    except ValueError:
        return False
