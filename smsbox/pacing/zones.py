"""Which clock hangs on the wall of somebody of whom nothing but his number is known; pure."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

_ZONES = {
    "30": "Europe/Athens",
    "31": "Europe/Amsterdam",
    "32": "Europe/Brussels",
    "33": "Europe/Paris",
    "352": "Europe/Luxembourg",
    "353": "Europe/Dublin",
    "354": "Atlantic/Reykjavik",
    "355": "Europe/Tirane",
    "356": "Europe/Malta",
    "357": "Asia/Nicosia",
    "358": "Europe/Helsinki",
    "359": "Europe/Sofia",
    "36": "Europe/Budapest",
    "370": "Europe/Vilnius",
    "371": "Europe/Riga",
    "372": "Europe/Tallinn",
    "373": "Europe/Chisinau",
    "374": "Asia/Yerevan",
    "375": "Europe/Minsk",
    "376": "Europe/Andorra",
    "377": "Europe/Monaco",
    "378": "Europe/San_Marino",
    "380": "Europe/Kyiv",
    "381": "Europe/Belgrade",
    "382": "Europe/Podgorica",
    "385": "Europe/Zagreb",
    "386": "Europe/Ljubljana",
    "387": "Europe/Sarajevo",
    "389": "Europe/Skopje",
    "39": "Europe/Rome",
    "40": "Europe/Bucharest",
    "41": "Europe/Zurich",
    "420": "Europe/Prague",
    "421": "Europe/Bratislava",
    "423": "Europe/Vaduz",
    "43": "Europe/Vienna",
    "44": "Europe/London",
    "45": "Europe/Copenhagen",
    "46": "Europe/Stockholm",
    "47": "Europe/Oslo",
    "48": "Europe/Warsaw",
    "49": "Europe/Berlin",
    "81": "Asia/Tokyo",
    "82": "Asia/Seoul",
    "84": "Asia/Ho_Chi_Minh",
    "86": "Asia/Shanghai",
    "90": "Europe/Istanbul",
    "91": "Asia/Kolkata",
    "972": "Asia/Jerusalem",
    "992": "Asia/Dushanbe",
    "993": "Asia/Ashgabat",
    "994": "Asia/Baku",
    "995": "Asia/Tbilisi",
    "996": "Asia/Bishkek",
    "998": "Asia/Tashkent",
}
"""Country code (ITU-T E.164 annex) → zone, where all of the country keeps one time (IANA zone1970.tab; what is of one
clock goes by its best-known city). Countries of several times, as 1, 7, 34, 351, 61, are left out.
"""


def zone_of(number: str) -> ZoneInfo | None:
    """The zone of the country of E.164 `number`; None where that has several, or is not known here."""
    name = next((_ZONES[number[1:end]] for end in (4, 3) if number[1:end] in _ZONES), None)
    return None if name is None else named(name)


@lru_cache(maxsize=64)
def named(name: str) -> ZoneInfo | None:
    """The zone called so; None when this machine knows none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
