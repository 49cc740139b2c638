"""Adding a modem: the ports and sticks found, one of them chosen, a name, and the PIN if its SIM asks for one."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.usb.tree import Tree
from smsbox.web.forms import Filled, blank, filled
from smsbox.web.modems.ports import spots
from smsbox.web.modems.view import address
from smsbox.web.routes import Routes
from smsbox.web.settings.desk import SettingsDesk, SettingsRefused
from smsbox.web.visit import Visit

routes = Routes(Right.SETTINGS)

_FIELDS = {"name": 40, "port": 400, "other": 400, "imei": 40, "pin": 40}
_NAME = N_("A name is a word of letters, digits, dashes or dots, such as main.")
_TAKEN = N_("There is a modem of this name already.")
_WHERE = N_("Choose a port, or give the IMEI.")


@routes.get("/settings/add-modem")
def show(visit: Visit) -> HTTPResponse:
    """What was found."""
    first = "" if visit.site.config.modems else "main"
    return _page(visit, blank(_FIELDS, name=first), 200)


@routes.post("/settings/add-modem")
def add(visit: Visit) -> HTTPResponse:
    """Add it; it is opened at once."""
    form, desk = filled(visit, _FIELDS), _desk(visit)
    name, pin = form.values["name"].strip(), form.values["pin"].strip()
    form.values["pin"] = ""  # a secret is not shown again
    changes = _changes(visit, form, name)
    if not form.errors:
        try:
            desk.apply(changes, by=visit.actor, now=visit.now)
            if pin:
                desk.give_pin(name, pin, by=visit.actor, now=visit.now)
        except SettingsRefused as refused:
            for problem in refused.problems:
                field = problem.key.rpartition(".")[2]
                form.wrong(field if field in _FIELDS else "port", problem.sentence.told(visit.tr))
        except SmsboxError as error:
            if error.key != "settings.no_pin":
                raise
            desk.apply({f"modem.{name}": None}, by=visit.actor, now=visit.now)
            form.wrong("pin", explain(visit.tr, error.key, error.facts).cause)
    return _page(visit, form, 422) if form.errors else visit.go(address(name), notice="modem_added")


def _desk(visit: Visit) -> SettingsDesk:
    if visit.site.settings is None:
        raise HTTPError(404)
    return visit.site.settings


def _changes(visit: Visit, form: Filled, name: str) -> dict[str, object]:
    port = form.values["other"].strip() or form.values["port"].strip()
    imei = form.values["imei"].strip()
    if not name or not all(letter.isalnum() or letter in "-_." for letter in name):
        form.wrong("name", visit.tr.gettext(_NAME))
    elif visit.site.config.modem(name):
        form.wrong("name", visit.tr.gettext(_TAKEN))
    if not port and not imei:
        form.wrong("port", visit.tr.gettext(_WHERE))
    wanted = {"port": port, "imei": imei}
    return {f"modem.{name}.{key}": value for key, value in wanted.items() if value}


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    found = spots(visit.site.config, Tree(), visit.tr)
    return visit.page("settings/add_modem.html", status, form=form, spots=found)
