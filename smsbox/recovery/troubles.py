"""Sorts the errors of a modem's line by what can be done about them, by their keys; the unknown is only reopened."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

_BLOCKED = "takes no more bytes"
"""What the line says when writes block: the device is there, its reader is not."""


class Trouble(Enum):
    """What kind of trouble it is, and so which rungs may help."""

    PERSON = "person"
    """Only a person can mend it: PIN, SIM, cable, another program. Nothing is reset."""
    ABSENT = "absent"
    """There is no device: it comes back or it does not."""
    STICK = "stick"
    """The stick is plugged in, but has no port: only USB may help."""
    LOST = "lost"
    """The line broke or the modem restarted by itself: open it again; too many in a row are a fault."""
    SILENT = "silent"
    """It is there and does not answer."""
    SIM = "sim"
    """The modem answers, its SIM does not work; starting anew sometimes brings it back."""
    NETWORK = "network"
    """No network for a long time with a SIM that works."""
    WORK = "work"
    """It answers, and what it does cannot be trusted: results missing, or errors of its own, in a row."""


_BY_KEY: Mapping[str, Trouble] = {
    "modem.pin_needed": Trouble.PERSON,
    "modem.pin_wrong": Trouble.PERSON,
    "modem.puk_needed": Trouble.PERSON,
    "modem.sim_missing": Trouble.PERSON,
    "modem.port_refused": Trouble.PERSON,
    "modem.port_busy": Trouble.PERSON,
    "relay.wrong_modem": Trouble.PERSON,
    "usb.modemmanager": Trouble.PERSON,
    "usb.wrong_port": Trouble.PERSON,
    "usb.hilink": Trouble.PERSON,
    "modem.port_missing": Trouble.ABSENT,
    "usb.cdrom": Trouble.STICK,
    "usb.bootloader": Trouble.STICK,
    "usb.no_ports": Trouble.STICK,
    "modem.link_lost": Trouble.LOST,
    "modem.restarted": Trouble.LOST,
    "modem.not_answering": Trouble.SILENT,
    "modem.command_timeout": Trouble.SILENT,
    "modem.sim_failure": Trouble.SIM,
}

PATIENT = frozenset({"modem.pin_needed", "modem.pin_wrong", "modem.puk_needed"})
"""Asking these again soon is of no use at all: nothing changes before a person comes."""


def trouble_of(key: str, facts: Mapping[str, object]) -> Trouble:
    """What kind of trouble an error with this `key` and these `facts` is."""
    if key == "relay.needs_recovery":
        return Trouble.NETWORK if facts.get("reason") == "registration" else Trouble.WORK
    if key == "modem.link_lost" and facts.get("why") == _BLOCKED:
        return Trouble.SILENT
    if key == "modem.sim_failure" and str(facts.get("answer", "")).startswith(("PH-", "SIM PIN", "SIM PUK")):
        return Trouble.PERSON  # locked to another operator or phone: no restart opens that
    return _BY_KEY.get(key, Trouble.LOST)
