"""Adding a modem: who answers at which port, one of them chosen, a name, and the PIN if its SIM asks for one."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.clock import SECOND
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web.forms import Filled, blank, filled
from smsbox.web.modems import finding
from smsbox.web.modems.view import address
from smsbox.web.routes import Routes
from smsbox.web.settings import asked
from smsbox.web.settings.desk import SettingsDesk, SettingsRefused
from smsbox.web.visit import Visit

routes = Routes(Right.SETTINGS)

PATH = "/settings/add-modem"
_FIELDS = {"name": 40, "port": 400, "other": 400, "imei": 40, "pin": 40}
_WHERE = N_("Choose a port, or give the IMEI.")
_LAST_TRY = N_("Only one try is left, and it is not taken here: open this SIM in a phone first.")
_FRESH = 60 * SECOND
"""What was found so lately is taken for true; a stick may be plugged in at any time."""


@routes.get(PATH)
def show(visit: Visit) -> HTTPResponse:
    """What was found; looked for now when it is not known yet."""
    scout, seen = visit.site.scout, finding.outlook(visit)
    if scout is not None and (seen.at is None or not 0 <= visit.now - seen.at <= _FRESH):
        scout.look()
    first = next((find.path for find, trouble in finding.unused(visit) if find.path and not trouble), "")
    name = "main" if visit.site.config.modem("main") is None else f"modem{len(visit.site.config.modems) + 1}"
    return _page(visit, blank(_FIELDS, name=name, port=first), 200)


@routes.fragment("/live/settings/add-modem")
def live(visit: Visit) -> HTTPResponse:
    """That the look goes on; 205 (RFC 9110 15.3.6: reset the view) when it is over."""
    return visit.part("wizard/modem_live.html") if finding.outlook(visit).looking else visit.bare(205)


@routes.post(f"{PATH}/look")
def look(visit: Visit) -> HTTPResponse:
    """Look at the ports again."""
    if visit.site.scout is not None:
        visit.site.scout.look()
    return visit.go(PATH)


@routes.post(PATH)
def add(visit: Visit) -> HTTPResponse:
    """Add it; it is opened at once."""
    form, desk = filled(visit, _FIELDS), _desk(visit)
    name, pin = form.values["name"].strip(), form.values["pin"].strip()
    form.values["pin"] = ""  # a secret is not shown again
    changes = _changes(visit, form, name, pin)
    if not form.errors:
        try:
            desk.apply(changes, by=visit.actor, now=visit.now)
            if pin:
                desk.give_pin(name, pin, by=visit.actor, now=visit.now)
        except SettingsRefused as refused:
            for problem in refused.problems:
                field = problem.key.rpartition(".")[2]
                form.wrong(_field(form, field), asked.told(visit, problem))
        except SmsboxError as error:
            if error.key != "settings.no_pin":
                raise
            desk.apply({f"modem.{name}": None}, by=visit.actor, now=visit.now)
            form.wrong("pin", explain(visit.tr, error.key, error.facts).cause)
    return _page(visit, form, 422) if form.errors else visit.go(address(name), notice="modem_added")


def _field(form: Filled, name: str) -> str:
    """Where something wrong with a setting is told: the path may have been typed."""
    if name == "port" and form.values["other"].strip():
        return "other"
    return name if name in _FIELDS else "port"


def _desk(visit: Visit) -> SettingsDesk:
    if visit.site.settings is None:
        raise HTTPError(404)
    return visit.site.settings


def _changes(visit: Visit, form: Filled, name: str, pin: str) -> dict[str, object]:
    """What adding it means; the form says why it cannot be."""
    say, typed = visit.tr.gettext, form.values["other"].strip()
    port = typed or form.values["port"].strip().removeprefix("other")
    imei = form.values["imei"].strip()
    if wrong := finding.wrong_name(visit, name):
        form.wrong("name", wrong)
    if not port and not imei:
        form.wrong(_field(form, "port"), say(_WHERE))
    elif port and not port.startswith("/"):
        form.wrong("other", say(finding.NO_PATH))
    elif port and (taken := finding.owner(visit.site.config, port)):
        form.wrong(_field(form, "port"), say(finding.PORT_TAKEN) % {"name": taken})
    if pin and any(find.path == port and (find.tries_left or 2) < 2 for find in finding.outlook(visit).finds):
        form.wrong("pin", say(_LAST_TRY))
    where = finding.place(visit, name, port) if port else {}
    return where | ({f"modem.{name}.imei": imei} if imei else {})


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    seen = finding.outlook(visit)
    return visit.page(
        "settings/add_modem.html",
        status,
        form=form,
        finds=finding.unused(visit),
        looking=seen.looking,
        can_look=visit.site.scout is not None,
    )
