"""What the last look at the ports found, as forms offer it: only what is no modem of ours, and where a port belongs."""

from __future__ import annotations

import os
import re

from smsbox.config import Config
from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.marks import N_
from smsbox.web.modems.scout import Find, Outlook
from smsbox.web.visit import Visit

_CHANGING = re.compile(r".*/tty(USB|ACM)[0-9]+")
_IMEI = re.compile(r"[0-9]{15}")

NO_NAME = N_("A name is a word of letters, digits, dashes or dots, such as main.")
NAME_TAKEN = N_("There is a modem of this name already.")
PORT_TAKEN = N_("This port belongs to modem %(name)s.")
NO_PATH = N_("A port begins with /dev, such as /dev/ttyAMA0; an IMEI has 15 digits.")


def outlook(visit: Visit) -> Outlook:
    """What is known now; nothing where nobody looks."""
    return visit.site.scout.outlook() if visit.site.scout is not None else Outlook(at=visit.now)


def owner(config: Config, path: str) -> str:
    """The modem that has this port, "" for none."""
    real = os.path.realpath(path)
    return next((each.name for each in config.modems if each.port and os.path.realpath(each.port) == real), "")


def unused(visit: Visit) -> list[tuple[Find, Explained | None]]:
    """Finds that are no modem of ours, with what is wrong: one may have been added since the look, and a stick with
    several ports answers at those that its relay does not hold, too.
    """
    config = visit.site.config
    ours = {each.imei for each in config.modems} | {each.get("imei") for each in visit.site.modem_statuses()}
    found = [find for find in outlook(visit).finds if not (find.path and owner(config, find.path))]
    return [(find, _trouble(visit, find)) for find in found if not find.imei or find.imei not in ours]


def _trouble(visit: Visit, find: Find) -> Explained | None:
    return explain(visit.tr, find.trouble, find.facts) if find.trouble else None


def place(visit: Visit, name: str, path: str) -> dict[str, object]:
    """The settings that say where modem `name` is: with its IMEI where the port may be called otherwise tomorrow."""
    changes: dict[str, object] = {f"modem.{name}.port": path}
    find = next((each for each in outlook(visit).finds if each.path == path), None)
    if find is not None and _CHANGING.fullmatch(path) and _IMEI.fullmatch(find.imei):
        changes[f"modem.{name}.imei"] = find.imei
    return changes


def is_imei(text: str) -> bool:
    """Whether it is the number that is printed on a modem rather than a port."""
    return _IMEI.fullmatch(text) is not None


def wrong_name(visit: Visit, name: str) -> str:
    """What stands against calling a new modem so, in the reader's language; "" for nothing."""
    if not name or not all(letter.isalnum() or letter in "-_." for letter in name):
        return visit.tr.gettext(NO_NAME)
    return visit.tr.gettext(NAME_TAKEN) if visit.site.config.modem(name) is not None else ""
