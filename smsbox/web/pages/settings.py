"""The settings of the machine: areas, one area as a form, PINs, trials and what was undone."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.people.rights import Right
from smsbox.web.forms import filled
from smsbox.web.pages.modems import configured
from smsbox.web.routes import Routes
from smsbox.web.settings import asked
from smsbox.web.settings import view as settings_view
from smsbox.web.settings.areas import Area, area_called, areas, modem_area
from smsbox.web.settings.desk import PAGE, SettingsRefused
from smsbox.web.settings.editing import area_page, changed, desk_of, frame, said, shown
from smsbox.web.visit import Visit

routes = Routes(Right.SETTINGS)

_PIN = {"pin": 40}


@routes.get("/settings")
def index(visit: Visit) -> HTTPResponse:
    """All areas, with what differs from the defaults."""
    config = visit.site.config
    found = [
        (area, settings_view.differing(config, area, visit.tr.decimal_mark))
        for area in areas(config)
        if visit.may(area.needs)
    ]
    return visit.page("settings/index.html", areas=found, said=said(visit), **frame(visit))


@routes.fragment("/live/settings")
def live_trials(visit: Visit) -> HTTPResponse:
    """How the trials fare that a page was opened with."""
    above, watched = frame(visit), visit.query("of").split("\n")
    known = [each.subject for each in above["trials"]] + [each.subject for each, _ in above["undone"]]
    proved = [each for each in watched if each not in known and _is_there(visit, each)]
    return visit.part("settings/trials.html", **above | {"live": True, "proved": proved})


def _is_there(visit: Visit, subject: str) -> bool:
    return subject == PAGE or visit.site.config.modem(subject.removeprefix("modem.")) is not None


@routes.post("/settings/undone/seen")
def seen(visit: Visit) -> HTTPResponse:
    """Somebody has read that a change was undone."""
    desk_of(visit).seen(visit.field("subject"))
    return visit.go("/settings")


@routes.post("/settings/ignored/forget")
def forget(visit: Visit) -> HTTPResponse:
    """What was set and is not in force is wanted no more."""
    desk_of(visit).forget_ignored(by=visit.actor, now=visit.now)
    return visit.go("/settings", notice="settings_changed")


@routes.get("/settings/<name>")
def show(visit: Visit, name: str) -> HTTPResponse:
    """One area."""
    return shown(visit, _area(name))


@routes.post("/settings/<name>")
def change(visit: Visit, name: str) -> HTTPResponse:
    """Preview, or apply, what was typed."""
    return changed(visit, _area(name))


@routes.get("/settings/modems/<name>")
def show_modem(visit: Visit, name: str) -> HTTPResponse:
    """The settings of one modem."""
    return shown(visit, modem_area(configured(visit, name).name))


@routes.post("/settings/modems/<name>")
def change_modem(visit: Visit, name: str) -> HTTPResponse:
    """Preview, or apply, what was typed."""
    return changed(visit, modem_area(configured(visit, name).name))


@routes.post("/settings/modems/<name>/pin")
def give_pin(visit: Visit, name: str) -> HTTPResponse:
    """Keep the PIN of its SIM, or forget it."""
    area, desk = modem_area(configured(visit, name).name), desk_of(visit)
    form = filled(visit, _PIN)
    pin = None if visit.chosen("none") else form.values["pin"].strip()
    form.values["pin"] = ""  # a secret is not shown again
    if not form.errors:
        try:
            desk.give_pin(area.name, pin, by=visit.actor, now=visit.now)
        except SettingsRefused as refused:
            form.wrong("pin", " ".join(asked.told(visit, each) for each in refused.problems))
        except SmsboxError as error:
            form.wrong("pin", explain(visit.tr, error.key, error.facts).cause)
    if form.errors:
        return area_page(visit, area, status=422, pin_form=form)
    return visit.go(area.path, notice="pin_kept" if pin else "pin_forgotten")


def _area(name: str) -> Area:
    area = area_called(name)
    if area is None or area.needs is not Right.SETTINGS:
        raise HTTPError(404)
    return area
