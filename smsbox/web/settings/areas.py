"""The areas of settings: which there are, where each has its page, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from smsbox.config import Config
from smsbox.people.rights import Right
from smsbox.settings import SECTIONS, Section, section
from smsbox.web.settings.desk import PAGE

MODEM = "modem"


@dataclass(frozen=True, slots=True)
class Area:
    """A page of settings: `place` begins their keys (`sending`, `modem.main`), `name` is that of a modem."""

    place: str
    section: Section
    name: str = ""

    @property
    def path(self) -> str:
        """Its address."""
        if self.place == "shop":
            return "/shop"
        return f"/settings/modems/{_step(self.name)}" if self.name else f"/settings/{self.place}"

    @property
    def needs(self) -> Right:
        """Who may change it: rules for customers are no matter of technicians."""
        return Right.SHOP if self.place == "shop" else Right.SETTINGS

    @property
    def locked(self) -> bool:
        """Whether only the file may say anything here."""
        return self.place == "store"

    def key(self, name: str) -> str:
        """The full key of one of its settings."""
        return f"{self.place}.{name}"


def areas(config: Config) -> list[Area]:
    """All of them, modems last."""
    plain = [Area(each.name, each) for each in SECTIONS if not each.many and each.name != "store"]
    return [*plain, *(modem_area(modem.name) for modem in config.modems), Area("store", _section("store"))]


def area_called(name: str) -> Area | None:
    """The area of a section, None when there is none."""
    found = section(name)
    return None if found is None or found.many else Area(name, found)


def modem_area(name: str) -> Area:
    """The settings of one modem."""
    return Area(f"{MODEM}.{name}", _section(MODEM), name)


def _section(name: str) -> Section:
    found = section(name)
    assert found is not None
    return found


SHOP = Area("shop", _section("shop"))
"""The rules for customers."""


def subject_area(subject: str) -> Area:
    """The area that the subject of a trial belongs to."""
    return Area("web", _section("web")) if subject == PAGE else modem_area(subject.removeprefix(f"{MODEM}."))


def _step(name: str) -> str:
    """A name as one step of an address; see `modem_view.address`."""
    return quote(name.replace("/", "%2F"), safe="")
