"""Fault modes of the link, FM-31 … FM-48: bent octets, lost replies, unplugging, restarts, noise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsbox.modem.simulator.faults.table import Armed, Point, also, declare, fault
from smsbox.modem.simulator.framing import framed

if TYPE_CHECKING:
    from smsbox.modem.simulator.dialogue import Exchange, Reply
    from smsbox.modem.simulator.modem import Modem
    from smsbox.modem.simulator.output import Outgoing
    from smsbox.modem.simulator.submission import Prompting, Submission


@fault("FM-31", "echo is on again", Point.ARM)
def echo_back(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.settings.echo = True
    return True


def _bend(outgoing: Outgoing, how: Callable[[bytes], bytes]) -> bool:
    outgoing.pieces = [(pause, how(data)) for pause, data in outgoing.pieces]
    return True


@fault("FM-32", "octets 00 FF FE inside the lines written", Point.WRITE, octets="00fffe")
def dirt(modem: Modem, armed: Armed, outgoing: Outgoing) -> bool:
    octets = bytes.fromhex(armed.get("octets"))
    return _bend(outgoing, lambda data: data[: len(data) // 2] + octets + data[len(data) // 2 :])


@fault("FM-33", "a caller's name in latin-1", Point.ARM)
def latin1(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.emit(b'\r\n+CLIP: "\xe9t\xe9",129\r\n')
    return True


@fault("FM-34", "other line ends: `ending` CRCRLF, LF or CR", Point.WRITE, count=None, ending="CRCRLF")
def line_ends(modem: Modem, armed: Armed, outgoing: Outgoing) -> bool:
    ending = {"CRCRLF": b"\r\r\n", "LF": b"\n", "CR": b"\r"}[armed.get("ending")]
    return _bend(outgoing, lambda data: data.replace(b"\r\n", ending))


@fault(
    "FM-35",
    "one octet per `seconds`; with `random`, every write split at random",
    Point.WRITE,
    count=None,
    random=False,
)
def dribble(modem: Modem, armed: Armed, outgoing: Outgoing) -> bool:
    pause = armed.get("seconds", modem.pace.scaled(0.020))
    dice, pieces = modem.pace.dice, []
    for before, data in outgoing.pieces:
        at = 0
        while at < len(data):
            size = dice.randint(1, len(data)) if armed.get("random") else 1
            pieces.append((before if at == 0 else pause, data[at : at + size]))
            at += size
    outgoing.pieces = pieces
    return True


# ── unplugging and restarting; `at`: idle, prompt, ctrl-z, reply ──


def _pull(modem: Modem, armed: Armed) -> None:
    back = armed.get("back", modem.pace.scaled(8.0))
    modem.power.unplug()
    if "link" in armed.params:
        modem.port.link = armed.params["link"]
    if back is not None:
        modem.reactor.later(back, modem.power.plug)


def _restart(modem: Modem, armed: Armed) -> None:
    modem.power.reboot(new_pty=armed.get("new_pty"), seconds=armed.get("seconds"))


def _breaks(name: str, deed: Callable[[Modem, Armed], None]) -> None:
    """Hooks that do `deed` at the moment the fault's parameter `at` names."""

    def _soon(modem: Modem, armed: Armed) -> None:
        # A moment later, so that what was written last is read before the hang-up throws it away.
        modem.reactor.later(0.05, lambda: deed(modem, armed))

    @also(name, Point.ARM)
    def idle(modem: Modem, armed: Armed, nothing: None) -> bool:
        if armed.get("at") == "idle":
            deed(modem, armed)
        return bool(armed.get("at") == "idle")

    @also(name, Point.PROMPT)
    def prompt(modem: Modem, armed: Armed, prompting: Prompting) -> bool:
        if armed.get("at") == "prompt":
            prompting.then = lambda: _soon(modem, armed)
        return bool(armed.get("at") == "prompt")

    @also(name, Point.SUBMIT)
    def submit(modem: Modem, armed: Armed, submission: Submission) -> bool:
        if armed.get("at") not in ("ctrl-z", "reply"):
            return False
        submission.accepted = armed.get("accepted")

        def instead() -> None:
            if armed.get("at") == "reply":
                modem.emit(b"\r\n+CMG")
            _soon(modem, armed)

        submission.instead = instead
        return True


declare(
    "FM-36",
    "unplugged `at` idle, prompt, ctrl-z or reply, `back` after seconds (null: stays out)",
    at="idle",
    accepted=True,
)


_breaks("FM-36", _pull)


declare("FM-37", "unplugged, back after 8 s as another tty (`link`: under another path)", at="idle", accepted=True)


_breaks("FM-37", _pull)


declare(
    "FM-38",
    "restart `at` idle, prompt, ctrl-z, reply; `new_pty`; settings lost",
    at="idle",
    accepted=True,
    new_pty=False,
)


_breaks("FM-38", _restart)


def _repeat(modem: Modem, armed: Armed, pause: float, deed: Callable[[], None], *, counted: bool) -> None:
    """Do `deed` every `pause` seconds until the fault is disarmed or used up."""
    running = [True]
    armed.undo.append(lambda: running.clear())

    def turn() -> None:
        if not running:
            return
        deed()
        modem.reactor.later(pause, turn)
        if counted:
            modem.faults.note(armed)
        if counted and armed.left == 0:
            modem.faults.done(armed)

    armed.pending = True
    modem.reactor.later(0, turn)


@fault("FM-39", "^BOOT every `seconds` (5 of 2G time)", Point.ARM, count=None)
def boot_lines(modem: Modem, armed: Armed, nothing: None) -> bool:
    pause = armed.get("seconds", modem.pace.scaled(5.0))
    _repeat(modem, armed, pause, lambda: modem.urc("^BOOT:27710117,0,0,0,75"), counted=True)
    return False


@fault("FM-40", "a last word (`text`), then dead until a power cycle", Point.ARM, text="UNDER-VOLTAGE WARNNING")
def dies(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.power.power_down(armed.get("text"))
    return True


@fault(
    "FM-41",
    "deaf: takes octets, never answers, until a power cycle (or for `seconds`, or until the `cure`: radio or reboot)",
    Point.ARM,
)
def deaf(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.power.deaf = armed.pending = True
    modem.power.cure = armed.get("cure", "")
    armed.undo.append(modem.power.hear_again)
    if "seconds" in armed.params:
        modem.reactor.later(armed.params["seconds"], lambda: modem.faults.done(armed))
    return True


@also("FM-41", Point.BOOT)
def hears(modem: Modem, armed: Armed, nothing: None) -> bool:
    """A restart, and so a power cycle, ends it."""
    modem.faults.done(armed)
    return False


@fault(
    "FM-42", "does not read: writes of the product block after 4 kB (for `seconds`, default 20 of 2G time)", Point.ARM
)
def does_not_read(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.port.pause()
    armed.pending = True
    armed.undo.append(modem.port.resume)
    modem.reactor.later(armed.get("seconds", modem.pace.scaled(20.0)), lambda: modem.faults.done(armed))
    return True


@fault("FM-43", "a second reader eats half of the octets", Point.WRITE, count=10)
def half_eaten(modem: Modem, armed: Armed, outgoing: Outgoing) -> bool:
    dice = modem.pace.dice
    return _bend(outgoing, lambda data: bytes(octet for octet in data if dice.random() < 0.5))


# ── replies ──


@fault("FM-44", "the reply to `command` comes late (`seconds`, default 5.5)", Point.REPLY, command="+CSQ", seconds=5.5)
def late_reply(modem: Modem, armed: Armed, reply: Reply) -> bool:
    if not reply.about(armed.get("command")):
        return False
    reply.delay = armed.get("seconds")
    return True


@fault("FM-45", "the reply to `command` lacks its final OK", Point.REPLY, command="+CPIN?")
def no_final(modem: Modem, armed: Armed, reply: Reply) -> bool:
    if not reply.about(armed.get("command")) or reply.final != "OK":
        return False
    reply.final = ""
    return True


@fault("FM-46", "COMMAND NOT SUPPORT as the answer to `command`", Point.COMMAND, command="+CSCS")
def not_supported(modem: Modem, armed: Armed, exchange: Exchange) -> bool:
    if exchange.call.name != armed.get("command"):
        return False
    exchange.final = "COMMAND NOT SUPPORT"
    return True


_STORM = ("^RSSI:17", "^DSFLOWRPT:0000240E,00000000,00000000,0000000000000000,0000000000000000", "+ZUSIMR:2")


@fault("FM-47", "noise, 20 lines a second, for `seconds`", Point.ARM, seconds=5.0)
def storm(modem: Modem, armed: Armed, nothing: None) -> bool:
    turn = [0]

    def line() -> None:
        modem.emit(framed(_STORM[turn[0] % len(_STORM)]))
        turn[0] += 1

    _repeat(modem, armed, 0.05, line, counted=False)
    modem.reactor.later(armed.get("seconds"), lambda: modem.faults.done(armed))
    return True


@fault("FM-48", "numeric result codes (V0)", Point.ARM)
def numeric(modem: Modem, armed: Armed, nothing: None) -> bool:
    modem.settings.verbose = False
    return True
