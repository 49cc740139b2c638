"""The forms of a declaration: what kinds of values there are, what a setting and a section consist of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a value is; the text says what is allowed, for people."""

    TEXT = "a text in quotes"
    STORE_URL = 'a text such as "sqlite:///var/lib/smsbox/smsbox.db" or "postgresql://user@host/database"'
    LISTEN = 'a text "address:port" such as "127.0.0.1:8080" or "[::1]:8080"'
    PATH = "a path in quotes"
    COUNTRY = 'a country as two letters of ISO 3166 such as "UA"'
    TIMEZONE = 'a time zone of the IANA list such as "Europe/Kyiv"'
    CHOICE = "one of the listed words"
    SECONDS = "a number of seconds"
    FRACTION = 'a share such as "2 %" or 0.02'
    COUNT = "a whole number"
    SPAN = 'a time such as "90s", "15m", "24h", "3d"'
    DAY_SPAN = 'a span of the day such as "20:00-09:00", or "off"'
    PREFIXES = 'a list of number beginnings such as ["+380"]'
    HOST_NAMES = 'a list of names such as ["smsbox.lan"]'
    IMEI = "the 15 digits of an IMEI in quotes"
    NUMBER = 'a number such as "+380500000001"'
    USSD = 'a USSD code such as "*111#"'
    AMOUNT = "an amount of money"
    TEXTS = "a list of texts"
    DATES = 'a list of dates such as ["01-01", "2027-04-05"]'
    NUMBERS = 'a list of numbers such as ["+380500000001"]'
    OPERATORS = 'a list such as ["+38063=lifecell"]'
    PREFIX_LIMITS = 'a list such as ["+48=20"]'
    NETWORKS = 'a list of networks such as ["192.168.1.0/24"]'


def per_cent(share: float) -> str:
    """0.02 as `2 %`."""
    return f"{100 * share:.10g} %"


@dataclass(frozen=True, slots=True)
class Setting:
    """One key. `default` is in the form the file uses; None means "not set".

    `per_modem` keys may stand in `[[modem]]` too. `title` and `unit` ("" where the kind says it all) are for the page.
    `example` is shown in the example file; with `active` as a live line, otherwise commented out.
    """

    section: str
    name: str
    kind: Kind
    default: object
    doc: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    per_modem: bool = False
    required: bool = False
    example: object = None
    active: bool = False
    title: str = ""
    unit: str = ""

    @property
    def key(self) -> str:
        """The full name, such as `sending.gap`."""
        return f"{self.section}.{self.name}"

    @property
    def help(self) -> str:
        """What it means, as one paragraph."""
        return " ".join(self.doc.split("\n"))

    @property
    def allowed(self) -> str:
        """What may stand there, in words."""
        if self.kind is Kind.FRACTION:
            return f"{self.kind.value}, from {per_cent(self.minimum or 0)} to {per_cent(self.maximum or 1)}"
        if self.choices:
            return " or ".join(f'"{choice}"' for choice in self.choices)
        figures = self.kind in (Kind.SECONDS, Kind.COUNT, Kind.AMOUNT)
        if figures and self.minimum is not None and self.maximum is not None:
            return f"{self.kind.value} from {self.minimum:g} to {self.maximum:.10g}"
        return self.kind.value


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file; `many` ones are written `[[name]]` and may repeat."""

    name: str
    doc: str
    many: bool = False
    title: str = ""

    @property
    def help(self) -> str:
        """What it is about, as one paragraph."""
        return " ".join(self.doc.split("\n"))
