"""The part of the configuration that is about other programs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgramsConfig:
    """`per_day`, `burst`: 0 for none; `per_prefix` as `+48=20`; the doors are on or off;
    `networks`: addresses with the length of their prefix, as `ipaddress` writes them; `metrics`: token, open or off;
    `mail`: where letters are taken, host and port; `mail_to`: addresses of e-mail.
    """

    per_day: int = 1000
    per_prefix: tuple[str, ...] = ()
    burst: int = 20
    api: str = "on"
    smseagle: str = "on"
    kannel: str = "on"
    sms_gate: str = "on"
    simple: str = "on"
    networks: tuple[str, ...] = ()
    metrics: str = "token"
    alerts_to: tuple[str, ...] = ()
    alerts_text: str = ""
    mail: tuple[str, int] | None = None
    mail_subject: str = "on"
    mail_to: tuple[str, ...] = ()

    @property
    def prefixes(self) -> dict[str, int]:
        """Beginnings of numbers, each with how many SMS a day may go there."""
        return {beginning: int(most) for beginning, _, most in (each.partition("=") for each in self.per_prefix)}
