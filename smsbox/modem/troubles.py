"""The errors of the modem line: each says what a technician would have to know, and none ever holds a PIN."""

from __future__ import annotations

from smsbox.errors import SmsboxError


class LineError(SmsboxError):
    """Root of everything that keeps the line from working. After any of them: close, and connect again later.

    Facts: `port` and what the subclass names.
    """

    key = "modem.line"
    retryable = True
    exit_code = 75


class PortMissing(LineError):
    """There is no such device. Facts: `port`."""

    key = "modem.port_missing"


class PortBusy(LineError):
    """Another program holds the port. Facts: `port`."""

    key = "modem.port_busy"


class PortRefused(LineError):
    """The system refuses the port: no permission, no terminal, a fault of the driver. Facts: `port`, `why`."""

    key = "modem.port_refused"


class LinkLost(LineError):
    """The port died: unplugged, re-enumerated, blocked. Facts: `port`, `why`."""

    key = "modem.link_lost"


class NotAnswering(LineError):
    """The port is open, and nothing answers `AT`. Facts: `port`."""

    key = "modem.not_answering"


class CommandTimeout(LineError):
    """One command got no final result; the line cleans itself before the next. Facts: `command`, `seconds`."""

    key = "modem.command_timeout"


class Restarted(LineError):
    """The modem restarted or powers down under us; its settings are gone. Facts: `marker`, the line that told."""

    key = "modem.restarted"


class GivenUp(LineError):
    """The program asked to stop waiting. Facts: `command`."""

    key = "modem.given_up"


class PinNeeded(LineError):
    """The SIM wants its PIN and none is configured. Facts: `tries_left` (None: unknown)."""

    key = "modem.pin_needed"
    retryable = False


class PinWrong(LineError):
    """The PIN was refused, or is not entered because too few tries are left. Facts: `tries_left`, `entered`."""

    key = "modem.pin_wrong"
    retryable = False


class PukNeeded(LineError):
    """The SIM is locked; only the PUK, entered by a person in a phone, opens it. Facts: `tries_left`."""

    key = "modem.puk_needed"
    retryable = False


class SimMissing(LineError):
    """No SIM is in the modem, or it makes no contact. Facts: `answer`."""

    key = "modem.sim_missing"


class SimFailure(LineError):
    """The SIM does not work, or the modem is locked to another one. Facts: `answer`."""

    key = "modem.sim_failure"
