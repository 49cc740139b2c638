"""What a relay finds wrong with its modem beyond what the line itself tells: the wrong one, a stick in no fit state."""

from __future__ import annotations

from smsbox.modem.troubles import LineError


class WrongModem(LineError):
    """Another modem than the configured one answers at this port. Facts: `port`, `imei`, `expected`."""

    key = "relay.wrong_modem"


class NeedsRecovery(LineError):
    """The modem answers, but a session has found that it does not do its work: raise it to have it recovered.

    Facts: `reason`, one of `registration` (no network for long although the SIM is fine), `doubts` (results missing in
    a row), `refusals` (errors of the modem itself in a row).
    """

    key = "relay.needs_recovery"


class StickTrouble(LineError):
    """A stick is plugged in and cannot be used as it is. Facts: `device` (numbers and name), `bus` (its bus path)."""

    key = "usb.no_ports"


class NoPorts(StickTrouble):
    """No driver has given the stick a serial port. Facts: `device`, `bus`."""


class StillCdrom(StickTrouble):
    """The stick still shows itself as a CD-ROM. Facts: `device`, `bus`."""

    key = "usb.cdrom"


class InBootloader(StickTrouble):
    """The stick has crashed into its boot loader. Facts: `device`, `bus`."""

    key = "usb.bootloader"


class NetworkStick(StickTrouble):
    """The stick is a network card (HiLink). Facts: `device`, `bus`, `detail` (the network device)."""

    key = "usb.hilink"


class HeldByModemManager(LineError):
    """ModemManager has the port open. Facts: `port`."""

    key = "usb.modemmanager"


class WrongPort(LineError):
    """The configured port belongs to a stick whose AT port is another one. Facts: `port`, `use` (the right one)."""

    key = "usb.wrong_port"
