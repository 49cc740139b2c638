"""The modem a command works at by hand: through the daemon when it runs, else directly at its port."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from smsbox.clock import SystemClock
from smsbox.errors import SmsboxError

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.config.model import ModemConfig
    from smsbox.outbox.doorbell import Talk


class WhichModem(SmsboxError):
    """There are several modems and none was named. Facts: `known`."""

    key = "cli.which_modem"
    exit_code = 2


class DaemonRefuses(SmsboxError):
    """The daemon's socket may not be used by this account. Facts: `directory`."""

    key = "cli.daemon_refuses"
    exit_code = 77


class Told(SmsboxError):
    """What the daemon reported; `key` and `facts` are those of the error over there."""

    key: ClassVar[str] = "error.unexpected"

    def __init__(self, error: Mapping[str, Any]) -> None:
        self.key = str(error.get("key"))  # type: ignore[misc]
        self.exit_code = int(error.get("exit_code", 1))  # type: ignore[misc]
        super().__init__(**dict(error.get("facts") or {}))


class Desk(Protocol):
    """Where one sits at a modem. Every method raises SmsboxError."""

    def ussd(self, code: str) -> dict[str, Any]:
        """Ask the network: `text`, `state` (done, reply_wanted, ended, …), `dcs`, `raw`."""

    def answer(self, text: str) -> dict[str, Any]:
        """Answer its menu."""

    def command(self, text: str) -> dict[str, Any]:
        """One AT command: `command`, `lines`, `final`."""


def chosen(config: Config, name: str | None) -> ModemConfig:
    """The modem called `name`; without a name the only one. Raises NoModem, WhichModem."""
    known = ", ".join(modem.name for modem in config.modems)
    if name is None and len(config.modems) > 1:
        raise WhichModem(known=known)
    for modem in config.modems:
        if name in (None, modem.name):
            return modem
    from smsbox.relay.errands import NoModem

    raise NoModem(modem=name or "", known=known)


@contextmanager
def at_console(config: Config, modem: ModemConfig, *, force: bool) -> Iterator[Desk]:
    """A desk for AT commands. Raises SmsboxError when the modem cannot be had."""
    with ExitStack() as stack:
        talk = _talk(config, stack)
        if talk is not None:
            _ask(talk, {"do": "at", "modem": modem.name, "force": force})
            yield _Remote(talk)
            return
        from smsbox.modem.console import bare_link

        clock = SystemClock()
        link = stack.enter_context(bare_link(_port(config, modem), modem.baudrate, clock))
        yield _Bare(link, force=force)


@contextmanager
def at_ussd(config: Config, modem: ModemConfig) -> Iterator[Desk]:
    """A desk for USSD. Without a daemon the SIM must be open: no PIN is entered here."""
    with ExitStack() as stack:
        talk = _talk(config, stack)
        if talk is not None:
            yield _Remote(talk, modem.name)
            return
        from smsbox.modem.line import GsmLine

        line = GsmLine(_port(config, modem), modem.baudrate, clock=SystemClock())
        stack.callback(line.close)
        line.connect(None)
        yield _Line(line)
        line.ussd_cancel()


def _talk(config: Config, stack: ExitStack) -> Talk | None:
    from smsbox.outbox.doorbell import Talk

    try:
        return stack.enter_context(Talk(config.store.directory))
    except PermissionError as error:
        raise DaemonRefuses(directory=str(config.store.directory)) from error
    except OSError:
        return None


def _port(config: Config, modem: ModemConfig) -> str:
    from smsbox.relay.ports import Ports

    return Ports(config.modems).find(modem, SystemClock())


def _ask(talk: Talk, what: dict[str, Any]) -> dict[str, Any]:
    """One answer of the daemon. Raises Told."""
    try:
        answer = talk.ask(what)
    except (OSError, ValueError):
        answer = None
    if answer is None:
        raise Told({"key": "relay.hold_ended", "facts": {"modem": what.get("modem", "")}, "exit_code": 75})
    if "error" in answer:
        raise Told(answer["error"])
    return answer


class _Remote:
    """At the daemon's modem."""

    def __init__(self, talk: Talk, modem: str = "") -> None:
        self._talk, self._modem = talk, modem

    def ussd(self, code: str) -> dict[str, Any]:
        found: dict[str, Any] = _ask(self._talk, {"do": "ussd", "modem": self._modem, "code": code})["ussd"]
        return found

    def answer(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = _ask(self._talk, {"answer": text})["ussd"]
        return found

    def command(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = _ask(self._talk, {"command": text})["said"]
        return found


class _Line:
    """At a line of our own, for USSD."""

    def __init__(self, line: Any) -> None:
        self._line = line

    def ussd(self, code: str) -> dict[str, Any]:
        return self._plain(self._line.ussd(code))

    def answer(self, text: str) -> dict[str, Any]:
        return self._plain(self._line.ussd_answer(text))

    def command(self, text: str) -> dict[str, Any]:
        raise NotImplementedError

    def _plain(self, reply: Any) -> dict[str, Any]:
        return {"text": reply.text, "state": reply.state.name.lower(), "dcs": reply.dcs, "raw": reply.raw}


class _Bare:
    """At a bare link of our own, for commands."""

    def __init__(self, link: Any, *, force: bool) -> None:
        self._link, self._force = link, force

    def ussd(self, code: str) -> dict[str, Any]:
        raise NotImplementedError

    answer = ussd

    def command(self, text: str) -> dict[str, Any]:
        from smsbox.modem.console import give

        said = give(self._link, text, force=self._force)
        return {"command": said.command, "lines": list(said.lines), "final": said.final}
