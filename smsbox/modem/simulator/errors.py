"""Refusals of the simulated modem in the three forms of +CMEE (27.005 3.2.5, 27.007 9.2)."""

from __future__ import annotations

CMS_TEXTS = {
    38: "Network out of order",
    300: "ME failure",
    302: "operation not allowed",
    303: "operation not supported",
    304: "invalid PDU mode parameter",
    305: "invalid text mode parameter",
    310: "SIM not inserted",
    311: "SIM PIN required",
    313: "SIM failure",
    314: "SIM busy",
    316: "SIM PUK required",
    321: "invalid memory index",
    322: "memory full",
    330: "SMSC address unknown",
    331: "no network service",
    332: "network timeout",
    500: "unknown error",
}
CME_TEXTS = {
    3: "operation not allowed",
    4: "operation not supported",
    10: "SIM not inserted",
    11: "SIM PIN required",
    12: "SIM PUK required",
    13: "SIM failure",
    14: "SIM busy",
    16: "incorrect password",
    30: "no network service",
    50: "incorrect parameters",
    100: "unknown",
}


class Refused(Exception):
    """A command the modem will not do. `family` is "CMS", "CME" or "" for a plain ERROR."""

    def __init__(self, family: str = "", code: int = 0) -> None:
        super().__init__(family, code)
        self.family = family
        self.code = code

    def line(self, cmee: int) -> str:
        """The final result in the form +CMEE asks for; +CMS always has a code, as on most hardware."""
        if not self.family or (self.family == "CME" and cmee == 0):
            return "ERROR"
        if cmee == 2:
            texts = CMS_TEXTS if self.family == "CMS" else CME_TEXTS
            return f"+{self.family} ERROR: {texts.get(self.code, 'unknown error')}"
        return f"+{self.family} ERROR: {self.code}"


def cms(code: int) -> Refused:
    """A +CMS ERROR."""
    return Refused("CMS", code)


def cme(code: int) -> Refused:
    """A +CME ERROR."""
    return Refused("CME", code)
