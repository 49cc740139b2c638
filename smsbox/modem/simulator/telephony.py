"""Incoming calls and USSD sessions as the modem sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsbox.modem.simulator import gsm7
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


class Ussd:
    """The USSD session of one modem. `form`: how answers are written – plain, packed (old Huawei) or ucs2 (hex)."""

    def __init__(self, modem: Modem) -> None:
        self.modem = modem
        self.book = _book()
        self.form = "plain"
        self._menu: Menu | None = None

    def cancel(self) -> None:
        """AT+CUSD=2."""
        self._menu = None

    def request(self, code: str, dcs: int) -> None:
        """Ask the network; its answer comes as a URC, before or after the OK."""
        asked = self._read(code)
        choices = self._menu.then if self._menu is not None else self.book
        menu = choices.get(asked)
        self._menu = menu if menu is not None and menu.then else None
        answer = UssdAnswer(4, None) if menu is None else UssdAnswer(1 if menu.then else 0, menu.text)
        self.modem.record("ussd", code=asked, answer=answer.text)
        self.modem.faults.fire(Point.USSD, answer)
        deliver: Callable[[], None] = lambda: self.modem.urc(self.line(answer))  # noqa: E731 – a name for two uses
        if answer.before_ok:
            self.modem.emit(framed(self.line(answer)))
        else:
            self.modem.after_reply(lambda: self.modem.soon(self.modem.pace.ussd(), deliver))

    def _read(self, code: str) -> str:
        if self.form == "packed":
            try:
                octets = bytes.fromhex(code)
            except ValueError:
                return code
            return gsm7.text_of(gsm7.unpack(octets, len(octets) * 8 // 7)).rstrip("\r@")
        return self.modem.decoded(code)

    def line(self, answer: UssdAnswer) -> str:
        """The +CUSD line."""
        if answer.raw is not None:
            return answer.raw
        if answer.text is None:
            return f"+CUSD: {answer.mode}"
        septets = gsm7.septets_of(answer.text)
        if septets is None or self.form == "ucs2":
            return f'+CUSD: {answer.mode},"{answer.text.encode("utf-16-be").hex().upper()}",72'
        if self.form == "packed":
            return f'+CUSD: {answer.mode},"{gsm7.pack(septets).hex().upper()}",{answer.dcs}'
        return f'+CUSD: {answer.mode},"{self.modem.encoded(answer.text)}",{answer.dcs}'
