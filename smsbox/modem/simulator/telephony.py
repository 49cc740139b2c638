"""Incoming calls and USSD sessions as the modem sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsbox.modem.simulator import gsm7
from smsbox.modem.simulator.errors import Refused, cme
from smsbox.modem.simulator.faults.table import Point
from smsbox.modem.simulator.framing import framed
from smsbox.modem.simulator.reactor import Timer

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


class Calls:
    """At most one call at a time: rings, is refused, answered, or given up by the caller."""

    def __init__(self, modem: Modem) -> None:
        self.modem = modem
        self.number = ""
        self.ringing = False
        self._left = 0
        self._timer: Timer | None = None

    def ring(self, number: str, rings: int = 4) -> None:
        """Somebody calls and lets it ring `rings` times; a second call meanwhile finds the line busy."""
        if self.ringing or not self.modem.power.reachable:
            self.modem.record("call", number=number, end="busy" if self.ringing else "unreachable")
            return
        self.number, self.ringing, self._left = number, True, rings
        self._ring()

    def _ring(self) -> None:
        if self._left == 0:
            self.end("gave up")
            return
        self._left -= 1
        self.modem.urc(self.ring_text())
        self._timer = self.modem.reactor.later(self.modem.pace.ring(), self._ring)

    def ring_text(self) -> str:
        """RING, with the caller's number under +CLIP=1."""
        kind = 145 if self.number.startswith("+") else 129
        return "RING" + (f'\r\n\r\n+CLIP: "{self.number}",{kind},"",0,"",0' if self.modem.settings.clip else "")

    def end(self, how: str) -> None:
        """The call is over; a caller who gives up leaves NO CARRIER."""
        if not self.ringing:
            return
        self.ringing = False
        if self._timer is not None:
            self._timer.cancel()
        self.modem.record("call", number=self.number, end=how)
        if how == "gave up":
            self.modem.urc("NO CARRIER")

    def hang_up(self) -> None:
        """ATH or AT+CHUP."""
        self.end("refused")

    def answer(self) -> bool:
        """ATA; False when nobody rings."""
        was = self.ringing
        self.end("answered")
        return was


@dataclass(slots=True)
class UssdAnswer:
    """What the network answers, for hooks. `mode` as in +CUSD: 0 done, 1 wants a reply, 2 ended, 4 unsupported."""

    mode: int
    text: str | None
    dcs: int = 15
    raw: str | None = None
    before_ok: bool = False


@dataclass(slots=True)
class Menu:
    """A USSD answer in the network's book; `then` are the answers to what is typed next."""

    text: str
    then: dict[str, Menu] = field(default_factory=dict)


def _book() -> dict[str, Menu]:
    return {
        "*100#": Menu("Balance 123.45 UAH. Valid till 31.12.2027"),
        "*101#": Menu("Залишок пакета: 1450 SMS, 27 днів"),
        "*102#": Menu("1 Balance\n2 Packages", {"1": Menu("Balance 123.45 UAH"), "2": Menu("SMS left: 1450")}),
    }


FORMS = ("plain", "packed", "ucs2", "language", "octets", "mislabelled")
"""How answers are written: as they are; packed septets in hex; UCS-2 in hex under 72, or under 17 behind a language;
octets in hex under 68; UCS-2 in hex under 15."""


class Ussd:
    """The USSD session of one modem: its network's book, and the manner in which this modem writes and reads.

    `form` of FORMS; `takes` what codes must be written in (any, plain, packed, ucs2), else `refusal` (0: a bare ERROR,
    or a +CME number); `before_ok` answers ahead of the OK; `closing` says +CUSD: 2 when a session is cancelled;
    `mute` takes codes and never answers.
    """

    def __init__(self, modem: Modem) -> None:
        self.modem = modem
        self.book = _book()
        self.form, self.takes, self.refusal, self.dcs = "plain", "any", 0, 15
        self.before_ok = self.closing = self.mute = False
        self._menu: Menu | None = None

    def cancel(self) -> None:
        """AT+CUSD=2."""
        was, self._menu = self._menu, None
        self.modem.record("ussd_cancelled", open=was is not None)
        if self.closing:
            self.modem.urc("+CUSD: 2")

    def push(self, mode: int, text: str) -> None:
        """The network speaks unasked; with mode 1 it waits for an answer, and a code would be taken for that."""
        self._menu = Menu(text, {"*": Menu("nobody asked for that")}) if mode == 1 else None
        self.modem.record("ussd_push", text=text)
        self.modem.urc(self.line(UssdAnswer(mode, text, self.dcs)))

    def request(self, code: str, dcs: int) -> None:
        """Ask the network; its answer comes as a URC, before or after the OK. Raises Refused."""
        asked = self._read(code)
        choices = self._menu.then if self._menu is not None else self.book
        menu = choices.get(asked)
        self._menu = menu if menu is not None and menu.then else None
        answer = UssdAnswer(4, None) if menu is None else UssdAnswer(1 if menu.then else 0, menu.text, self.dcs)
        answer.before_ok = self.before_ok
        self.modem.record("ussd", code=asked, answer=answer.text)
        self.modem.faults.fire(Point.USSD, answer)
        if self.mute or answer.raw == "":
            return
        deliver: Callable[[], None] = lambda: self.modem.urc(self.line(answer))  # noqa: E731 – a name for two uses
        if answer.before_ok:
            self.modem.emit(framed(self.line(answer)))
        else:
            self.modem.after_reply(lambda: self.modem.soon(self.modem.pace.ussd(), deliver))

    def _read(self, code: str) -> str:
        """What was meant by `code`, if it is written as this modem wants it. Raises Refused."""
        ways = {"packed": _packed(code), "ucs2": _ucs2(code), "plain": self.modem.decoded(code)}
        if self.takes == "any":
            return ways["packed"] or code if self.form == "packed" else self.modem.decoded(code)
        if self.takes == "ucs2" and self.modem.settings.charset != "UCS2":
            ways["ucs2"] = None
        meant = ways[self.takes]
        if meant is None:
            raise cme(self.refusal) if self.refusal else Refused()
        return meant

    def line(self, answer: UssdAnswer) -> str:
        """The +CUSD line."""
        if answer.raw is not None:
            return answer.raw
        if answer.text is None:
            return f"+CUSD: {answer.mode}"
        septets = gsm7.septets_of(answer.text)
        octets = answer.text.encode("utf-16-be").hex().upper()
        if self.form == "language":
            return f'+CUSD: {answer.mode},"{gsm7.pack(gsm7.septets_of("uk") or []).hex().upper()}{octets}",17'
        if self.form == "octets":
            return f'+CUSD: {answer.mode},"{answer.text.encode().hex().upper()}",68'
        if self.form == "mislabelled":
            return f'+CUSD: {answer.mode},"{octets}",15'
        if septets is None or self.form == "ucs2":
            return f'+CUSD: {answer.mode},"{octets}",72'
        if self.form == "packed":
            return f'+CUSD: {answer.mode},"{gsm7.pack(septets).hex().upper()}",{answer.dcs}'
        return f'+CUSD: {answer.mode},"{self._plain(answer.text, septets)}",{answer.dcs}'

    def _plain(self, text: str, septets: list[int]) -> str:
        """`text` in the character set of the line; in the GSM alphabet itself where Latin-1 lacks a character."""
        if self.modem.settings.charset == "GSM" and not all(ord(character) < 256 for character in text):
            return bytes(septets).decode("latin-1")
        return self.modem.encoded(text)


def _packed(code: str) -> str | None:
    """Packed septets in hex as text; None when it is no hex."""
    try:
        octets = bytes.fromhex(code)
    except ValueError:
        return None
    return gsm7.text_of(gsm7.unpack(octets, len(octets) * 8 // 7)).rstrip("\r@")


def _ucs2(code: str) -> str | None:
    """UCS-2 in hex as text; None when it is none."""
    try:
        return bytes.fromhex(code).decode("utf-16-be")
    except ValueError:
        return None
