"""Which operator a Ukrainian number or SIM belongs to, by the plan of prefixes and of networks; porting is not known
here.

Prefixes: the national numbering plan as libphonenumber keeps it (resources/carrier/en/380.txt, after ITU-T E.129) with
the codes given out since (39, 75, 77). Networks: ITU-T E.212, country 255; those of merged operators count for the one
that runs them today.
"""

from __future__ import annotations

from collections.abc import Mapping

KYIVSTAR, VODAFONE, LIFECELL = "kyivstar", "vodafone", "lifecell"

_CODES = {
    KYIVSTAR: ("39", "67", "68", "77", "96", "97", "98"),
    VODAFONE: ("50", "66", "75", "95", "99"),
    LIFECELL: ("63", "73", "93"),
    "3mob": ("91",),
    "peoplenet": ("92",),
    "intertelecom": ("89", "94"),
}
PREFIXES: Mapping[str, str] = {f"+380{code}": operator for operator, codes in _CODES.items() for code in codes}
"""Beginning of a number in E.164 → operator."""

NETWORKS: Mapping[str, str] = {
    "25501": VODAFONE,
    "25502": KYIVSTAR,
    "25503": KYIVSTAR,
    "25504": "intertelecom",
    "25505": KYIVSTAR,
    "25506": LIFECELL,
    "25507": "3mob",
    "25521": "peoplenet",
}
"""Country and network code, as an IMSI begins and +COPS tells them (27.007 7.3, format 2) → operator."""

_NAMES = {
    KYIVSTAR: "Kyivstar",
    VODAFONE: "Vodafone",
    "3mob": "3Mob",
    "peoplenet": "PEOPLEnet",
    "intertelecom": "Intertelecom",
}


def operator_of(number: str, table: Mapping[str, str] = PREFIXES) -> str | None:
    """The operator whose beginning of `number` (E.164) is the longest in `table`; None for none."""
    for length in range(len(number), 1, -1):
        operator = table.get(number[:length])
        if operator is not None:
            return operator
    return None


def operator_of_imsi(imsi: str | None) -> str | None:
    """The operator that gave out a SIM with this IMSI, or that has this network code; None when it is not known."""
    return NETWORKS.get(imsi[:5]) if imsi else None


def operator_code(text: str) -> str:
    """An operator as people write it (`Kyivstar `), in the form that is kept and compared."""
    return " ".join(text.split()).casefold()


def operator_name(code: str) -> str:
    """The operator as people read it."""
    return _NAMES.get(code, code)
