"""What is known of modem sticks: which interface talks AT, and the states in which none does. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final as Constant

from smsbox.usb.tree import STORAGE_CLASS, Device


class State(Enum):
    """What a device is to us now; the words are the ends of error keys (`usb.cdrom`)."""

    MODEM = "modem"
    CDROM = "cdrom"
    """Shows itself as the disk with its Windows driver; usb_modeswitch has not turned it round."""
    BOOTLOADER = "bootloader"
    """Crashed into its boot loader: no AT, only taking its power may help."""
    HILINK = "hilink"
    """Firmware that makes it a network card with a web page of its own: no AT port."""
    NO_PORTS = "no_ports"
    """A modem by its number, but no driver has given it ttys."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Stick:
    """A model. `at`: bInterfaceNumbers that take AT, the best first; `not_at`: those that do not, and what they are."""

    at: tuple[int, ...]
    not_at: tuple[tuple[int, str], ...] = ()


_DIAGNOSTIC, _GPS, _VOICE = "diagnostic", "gps", "voice"

STICKS: Constant[dict[str, Stick]] = {
    # Huawei: PCUI first; the modem interface 00 answers AT too, but tells nothing unasked.
    "12d1:1001": Stick((2, 0), ((1, _VOICE),)),
    "12d1:140c": Stick((3, 0), ((2, _VOICE),)),
    "12d1:1436": Stick((4, 0), ((3, _VOICE),)),
    "12d1:14ac": Stick((4, 0), ((3, _VOICE),)),
    "2c7c:0125": Stick((2, 3), ((0, _DIAGNOSTIC), (1, _GPS))),
    "1e0e:9001": Stick((2, 3), ((0, _DIAGNOSTIC), (1, _GPS), (4, _VOICE))),
    "1e0e:9205": Stick((2, 3), ((0, _DIAGNOSTIC), (1, _GPS))),
    "1e0e:9206": Stick((2, 3), ((0, _DIAGNOSTIC), (1, _GPS))),
    "1e0e:9011": Stick((4, 5)),
    "19d2:0016": Stick((2, 1), ((0, _DIAGNOSTIC),)),
    "19d2:0117": Stick((2, 1), ((0, _DIAGNOSTIC),)),
    "19d2:0031": Stick((3, 1), ((0, _DIAGNOSTIC),)),
    "19d2:0063": Stick((3, 1), ((0, _DIAGNOSTIC),)),
}
"""Interface numbers from the option driver of the kernel, ModemManager's port rules and asterisk-chan-quectel."""

_ASKS_GETPORTMODE: Constant = ("12d1:1506",)
"""Models whose firmware orders its ports as it likes; AT^GETPORTMODE tells how."""

_CDROMS: Constant = ("12d1:1446", "12d1:14fe", "12d1:1f01", "12d1:1505", "12d1:1520", "19d2:2000", "19d2:0040")
_BOOTLOADERS: Constant = ("05c6:9008", "05c6:900e", "12d1:1443")
_HILINKS: Constant = ("12d1:14db", "12d1:14dc", "12d1:1442", "19d2:1405", "19d2:1403", "1bbb:0195")
_MAKERS: Constant = ("12d1", "19d2", "1e0e", "2c7c", "05c6", "1199", "1bc7", "1546", "0af0", "1bbb", "413c", "8087")
"""Vendors most of whose USB devices are modems: Huawei, ZTE, SIMCom, Quectel, Qualcomm, Sierra, Telit, u-blox, …"""


def asks_getportmode(device: Device) -> bool:
    """Whether this modem can say by AT^GETPORTMODE which of its ports is which (Huawei; 12d1:1573 hangs on it)."""
    return device.ids in _ASKS_GETPORTMODE or (
        device.vendor == "12d1" and device.ids not in STICKS and device.ids != "12d1:1573"
    )


def state(device: Device) -> State:
    """What `device` is to us now."""
    if device.ids in _BOOTLOADERS:
        return State.BOOTLOADER
    known = device.ids in STICKS or device.ids in _ASKS_GETPORTMODE
    if device.ttys:
        return State.MODEM if known or device.vendor in _MAKERS else State.OTHER
    if device.ids in _CDROMS:
        return State.CDROM
    if device.ids in _HILINKS:
        return State.HILINK
    if not known and device.vendor not in _MAKERS:
        return State.OTHER
    return State.NO_PORTS if known else _guess(device)


def _guess(device: Device) -> State:
    """A maker of modems, an unknown number, no tty."""
    kinds = {each.kind for each in device.interfaces}
    if kinds == {STORAGE_CLASS}:
        return State.CDROM
    if device.nets:
        return State.HILINK
    return State.NO_PORTS if 0xFF in kinds else State.OTHER


def role(device: Device, tty: str) -> str:
    """What `tty` of this device is good for: "at", "diagnostic", "gps", "voice", or "" when nobody knows."""
    number = device.interface_of(tty)
    stick = STICKS.get(device.ids)
    if stick is None or number is None:
        return ""
    return "at" if number in stick.at else dict(stick.not_at).get(number, "")


def ports(device: Device) -> tuple[str, ...]:
    """The ttys worth asking, the most promising first; those known to be something else are left out."""
    stick = STICKS.get(device.ids)
    if stick is None:
        return device.ttys
    by_number = {each.number: each.ttys for each in device.interfaces}
    best = [tty for number in stick.at for tty in by_number.get(number, ())]
    others = [tty for tty in device.ttys if tty not in best and not role(device, tty)]
    return (*best, *others)


def by_mode(device: Device, answer: Sequence[str]) -> str | None:
    """The tty that AT^GETPORTMODE calls PCUI, None when it names none.

    `answer`: its information lines, `^GETPORTMODE: TYPE:WCDMA:huawei,NDIS:0,DIAG:2,PCUI:3`; the figure is the number of
    the interface (newer firmware writes the names small).
    """
    for word in ",".join(answer).split(","):
        name, _, place = word.strip().rpartition(":")
        if name.upper().endswith("PCUI") and place.strip().isdigit():
            return next((each.ttys[0] for each in device.interfaces if each.number == int(place) and each.ttys), None)
    return None
