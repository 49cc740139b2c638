"""One area of settings in front of a person: its form, the preview of a change, applying it, what is told above it."""

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
from smsbox.web.forms import Filled
from smsbox.web.server.certificate import fingerprint
from smsbox.web.server.reach import addresses
from smsbox.web.settings import asked
from smsbox.web.settings import view as settings_view
from smsbox.web.settings.areas import Area, subject_area
from smsbox.web.settings.desk import PAGE, SettingsDesk, SettingsMoved, SettingsRefused
from smsbox.web.settings.view import Field
from smsbox.web.visit import Visit


def shown(visit: Visit, area: Area) -> HTTPResponse:
    """The area as it is, or with what was undone typed in once more."""
    return area_page(visit, area, again=_again(visit, area))


def desk_of(visit: Visit) -> SettingsDesk:
    """Who carries changes out. Raises 404 where nobody does."""
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


def changed(visit: Visit, area: Area) -> HTTPResponse:
    """What becomes of a sent form: it comes back with errors, as a preview, or is done."""
    desk, form = desk_of(visit), asked.sent(visit, area)
    changes, seen = asked.changes_of(visit, area, form)
    if form.errors or visit.field("step") == "edit":
        return area_page(visit, area, form, status=422 if form.errors else 200)
    judged = desk.preview(changes)
    if judged.problems:
        asked.blame(visit, form, judged.problems)
        return area_page(visit, area, form, status=422)
    if moved := judged.moved(seen):
        asked.tell_moved(visit, form, moved)
        return area_page(visit, area, form, status=409)
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
        return area_page(visit, area, form, status=422)
    tried = any(trial.subject == (area.place if area.name else PAGE) for trial in desk.trials())
    return visit.go(area.path) if tried else visit.go(area.path, notice="settings_changed")


def area_page(
    visit: Visit,
    area: Area,
    form: Filled | None = None,
    *,
    status: int = 200,
    pin_form: Filled | None = None,
    again: Mapping[str, str] | None = None,
) -> HTTPResponse:
    """The form; `again`: values to begin with."""
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
        word=settings_view.word_of,
        said=said(visit),
        help=lambda setting: settings_view.help_words(visit.tr, setting),
        allowed=lambda setting: settings_view.permitted(visit.tr, setting),
        seal=fingerprint(config) if area.place == "web" else None,
        **frame(visit),
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


def frame(visit: Visit) -> dict[str, Any]:
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
        "place_of": lambda subject: subject_area(subject).path,
        "ignored": [(each.key, _word(visit, each.said)) for each in config.ignored],
        "path": config.path,
    }


def _word(visit: Visit, text: str) -> str:
    return text.told(visit.tr) if isinstance(text, Phrase) else visit.tr.gettext(text)


def said(visit: Visit) -> Any:
    """How a page tells what stands in a field as a reader sees it."""
    country = visit.site.config.region.country
    return lambda field, text: settings_view.said(visit.tr, field.setting, from_text(field.setting, text, country))
