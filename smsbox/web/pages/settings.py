"""The settings: areas, one area as a form, what a change would make, applying it; PINs, trials and what was undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bottle import HTTPError, HTTPResponse

from smsbox.config import Judged
from smsbox.config.typed import from_text, to_text
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.phrases import Phrase
from smsbox.people.rights import Right
from smsbox.web.forms import Filled, filled
from smsbox.web.pages.modems import configured
from smsbox.web.routes import Routes
from smsbox.web.server.certificate import fingerprint
from smsbox.web.server.reach import addresses
from smsbox.web.settings import asked
from smsbox.web.settings import view as settings_view
from smsbox.web.settings.desk import PAGE, SettingsDesk, SettingsMoved, SettingsRefused
from smsbox.web.settings.view import Area, Field
from smsbox.web.visit import Visit

routes = Routes(Right.SETTINGS)

_PIN = {"pin": 40}


@routes.get("/settings")
def index(visit: Visit) -> HTTPResponse:
    """All areas, with what differs from the defaults."""
    config = visit.site.config
    found = [
        (area, settings_view.differing(config, area, visit.tr.decimal_mark)) for area in settings_view.areas(config)
    ]
    return visit.page("settings/index.html", areas=found, said=_said(visit), **_frame(visit))


@routes.fragment("/live/settings")
def live_trials(visit: Visit) -> HTTPResponse:
    """How the trials fare that a page was opened with."""
    frame, watched = _frame(visit), visit.query("of").split("\n")
    known = [each.subject for each in frame["trials"]] + [each.subject for each, _ in frame["undone"]]
    proved = [each for each in watched if each not in known and _is_there(visit, each)]
    return visit.part("settings/trials.html", **frame | {"live": True, "proved": proved})


def _is_there(visit: Visit, subject: str) -> bool:
    return subject == PAGE or visit.site.config.modem(subject.removeprefix("modem.")) is not None


@routes.post("/settings/undone/seen")
def seen(visit: Visit) -> HTTPResponse:
    """Somebody has read that a change was undone."""
    _desk(visit).seen(visit.field("subject"))
    return visit.go("/settings")


@routes.post("/settings/ignored/forget")
def forget(visit: Visit) -> HTTPResponse:
    """What was set and is not in force is wanted no more."""
    _desk(visit).forget_ignored(by=visit.actor, now=visit.now)
    return visit.go("/settings", notice="settings_changed")


@routes.get("/settings/<name>")
def show(visit: Visit, name: str) -> HTTPResponse:
    """One area."""
    area = _area(name)
    return _area_page(visit, area, again=_again(visit, area))


@routes.post("/settings/<name>")
def change(visit: Visit, name: str) -> HTTPResponse:
    """Preview, or apply, what was typed."""
    return _changed(visit, _area(name))


@routes.get("/settings/modems/<name>")
def show_modem(visit: Visit, name: str) -> HTTPResponse:
    """The settings of one modem."""
    area = settings_view.modem_area(configured(visit, name).name)
    return _area_page(visit, area, again=_again(visit, area))


@routes.post("/settings/modems/<name>")
def change_modem(visit: Visit, name: str) -> HTTPResponse:
    """Preview, or apply, what was typed."""
    return _changed(visit, settings_view.modem_area(configured(visit, name).name))


@routes.post("/settings/modems/<name>/pin")
def give_pin(visit: Visit, name: str) -> HTTPResponse:
    """Keep the PIN of its SIM, or forget it."""
    area, desk = settings_view.modem_area(configured(visit, name).name), _desk(visit)
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
        return _area_page(visit, area, status=422, pin_form=form)
    return visit.go(area.path, notice="pin_kept" if pin else "pin_forgotten")


def _area(name: str) -> Area:
    area = settings_view.area_called(name)
    if area is None:
        raise HTTPError(404)
    return area


def _desk(visit: Visit) -> SettingsDesk:
    if visit.site.settings is None:
        raise HTTPError(404)
    return visit.site.settings


def _again(visit: Visit, area: Area) -> Mapping[str, str] | None:
    """What was undone here, typed in once more, where the address asks for it."""
    desk = visit.site.settings
    if desk is None or visit.query("again") != "yes":
        return None
    subject = PAGE if area.place == "web" else area.place
    tried = {key: value for each in desk.undone() if each.subject == subject for key, value in each.tried.items()}
    return {
        field.name: to_text(field.setting, tried[field.key], visit.tr.decimal_mark)
        for field in settings_view.fields(visit.site.config, area)
        if field.key in tried
    }


def _changed(visit: Visit, area: Area) -> HTTPResponse:
    """What becomes of a sent form: it comes back with errors, as a preview, or is done."""
    desk, form = _desk(visit), asked.sent(visit, area)
    changes, seen = asked.changes_of(visit, area, form)
    if form.errors or visit.field("step") == "edit":
        return _area_page(visit, area, form, status=422 if form.errors else 200)
    judged = desk.preview(changes)
    if judged.problems:
        asked.blame(visit, form, judged.problems)
        return _area_page(visit, area, form, status=422)
    if moved := judged.moved(seen):
        asked.tell_moved(visit, form, moved)
        return _area_page(visit, area, form, status=409)
    if not judged.differences:
        return visit.go(area.path, notice="as_before")
    if visit.field("step") != "apply":
        return _preview_page(visit, area, form, judged)
    return _applied(visit, desk, area, form, changes, seen)


def _applied(
    visit: Visit,
    desk: SettingsDesk,
    area: Area,
    form: Filled,
    changes: Mapping[str, object],
    seen: Mapping[str, object],
) -> HTTPResponse:
    try:
        desk.apply(changes, by=visit.actor, now=visit.now, seen=seen)
    except SettingsRefused as refused:
        asked.blame(visit, form, refused.problems)
    except SettingsMoved as error:
        asked.tell_moved(visit, form, error.moved)
    except SmsboxError as error:
        asked.blame_system(visit, area, form, changes, error)
    if form.errors:
        return _area_page(visit, area, form, status=422)
    tried = any(trial.subject == (area.place if area.name else PAGE) for trial in desk.trials())
    return visit.go(area.path) if tried else visit.go(area.path, notice="settings_changed")


def _area_page(
    visit: Visit,
    area: Area,
    form: Filled | None = None,
    *,
    status: int = 200,
    pin_form: Filled | None = None,
    again: Mapping[str, str] | None = None,
) -> HTTPResponse:
    config = visit.site.config
    found = settings_view.fields(config, area, form.values if form else again, mark=visit.tr.decimal_mark)
    if form is not None:
        found = [_as_before(field, form) for field in found]
    modem = config.modem(area.name) if area.name else None
    return visit.page(
        "settings/area.html",
        status,
        area=area,
        groups=settings_view.grouped(found),
        form=form or Filled({}),
        pin_form=pin_form or Filled({"pin": ""}),
        modem=modem,
        pin_line=config.locked.get(area.key("pin_file")),
        removable=bool(modem) and area.key("name") not in config.locked,
        editable=visit.site.settings is not None and not area.locked and any(each.line is None for each in found),
        choices=settings_view.CHOICES,
        said=_said(visit),
        help=lambda setting: settings_view.help_words(visit.tr, setting),
        allowed=lambda setting: settings_view.permitted(visit.tr, setting),
        seal=fingerprint(config) if area.place == "web" else None,
        **_frame(visit),
    )


def _as_before(field: Field, form: Filled) -> Field:
    """What stood in the field when the visitor began."""
    was = form.values.get(f"was-{field.name}", field.was)
    parts = (field.line, field.kept, field.default, field.general)
    return Field(field.key, field.setting, field.text, was, *parts)


def _preview_page(visit: Visit, area: Area, form: Filled, judged: Judged) -> HTTPResponse:
    config = visit.site.config
    before, after = config.modem(area.name), judged.config.modem(area.name)
    reopened = bool(before and after and before.line != after.line)
    return visit.page(
        "settings/preview.html",
        area=area,
        differences=[settings_view.shown(visit.tr, each) for each in judged.differences],
        sent={name: value for name, value in form.values.items() if visit.request.forms.get(name) is not None},
        moves=judged.config.web.reach != config.web.reach,
        reopened=reopened,
        new=addresses(judged.config.web),
    )


def _frame(visit: Visit) -> dict[str, Any]:
    """What stands above every page of settings."""
    desk, config = visit.site.settings, visit.site.config
    trials = desk.trials() if desk else []
    undone = [(each, explain(visit.tr, each.why, dict(each.facts))) for each in (desk.undone() if desk else [])]
    edited = desk.edited() if desk else None
    return {
        "edited": None if edited is None else [each.sentence.told(visit.tr) for each in edited],
        "trials": trials,
        "undone": undone,
        "new": addresses(config.web),
        "page_subject": PAGE,
        "proved": (),
        "live": False,
        "trials_path": "/live/settings?" + urlencode({"of": "\n".join(each.subject for each in trials)}),
        "place_of": lambda subject: settings_view.subject_area(subject).path,
        "ignored": [(each.key, _word(visit, each.said)) for each in config.ignored],
        "path": config.path,
    }


def _word(visit: Visit, text: str) -> str:
    return text.told(visit.tr) if isinstance(text, Phrase) else visit.tr.gettext(text)


def _said(visit: Visit) -> Any:
    """What stands in a field as a reader sees it."""
    return lambda field, text: settings_view.said(visit.tr, field.setting, from_text(field.setting, text))
