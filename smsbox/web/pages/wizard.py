"""The first run: shop, place and language in the middle of it, and its end, which says what to do next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bottle import HTTPResponse

from smsbox.config.checks import Wrong
from smsbox.config.typed import from_text
from smsbox.i18n.marks import N_
from smsbox.pacing.zones import zone_of
from smsbox.people.rights import Right
from smsbox.web.forms import Filled, filled
from smsbox.web.modems.view import modem_view
from smsbox.web.routes import Routes
from smsbox.web.settings import view as settings_view
from smsbox.web.settings.areas import area_called
from smsbox.web.settings.desk import SettingsRefused
from smsbox.web.visit import Visit
from smsbox.web.wizard import frame as wizard_frame
from smsbox.web.wizard import way as wizard
from smsbox.web.wizard.way import DONE, PLACE, Progress

routes = Routes(Right.SETTINGS)

_ASKED = {"shop": ("name", "phone"), "region": ("country", "timezone", "language")}
"""Which settings of which area."""
OF_COUNTRY = "of-country"
"""Said of the clock: that of the country, whichever is chosen beside it."""
_SEVERAL_CLOCKS = N_("There is more than one time in this country: choose a city with the time of the shop.")


@routes.get("/setup/place")
def show_place(visit: Visit) -> HTTPResponse:
    """What the shop is called, and where it is."""
    return _place_page(visit, wizard_frame.at(visit, PLACE), None, 200)


@routes.post("/setup/place")
def set_place(visit: Visit) -> HTTPResponse:
    """Set what config.toml leaves open."""
    progress = wizard_frame.at(visit, PLACE)
    if visit.chosen("later"):
        return wizard_frame.on(visit, progress, PLACE, later=True)
    form = filled(visit, {name: 60 for names in _ASKED.values() for name in names})
    changes: dict[str, object] = {}
    for field in _fields(visit, None):
        if field.line is not None or not (text := _typed(visit, form, field.name)):
            continue
        try:
            changes[field.key] = from_text(field.setting, text)
        except Wrong as wrong:
            form.wrong(field.name, wizard_frame.wrong_value(visit, field.key, wrong.said, wrong.nearest))
    if not form.errors and changes:
        try:
            wizard_frame.desk(visit).apply(changes, by=visit.actor, now=visit.now)
        except SettingsRefused as refused:
            wizard_frame.blame(visit, form, refused, "country")
    return _place_page(visit, progress, form, 422) if form.errors else wizard_frame.on(visit, progress, PLACE)


def _typed(visit: Visit, form: Filled, name: str) -> str:
    """What a field says; of the clock, where it says "as in the country", that of the chosen country. The form is told
    when that has several.
    """
    text = form.values[name].strip()
    if name != "timezone" or text != OF_COUNTRY:
        return text
    country = form.values["country"].strip().upper() or visit.site.config.region.country
    clock = _clock_of(country)
    if not clock and country in visit.tr.locale.countries:
        form.wrong(name, visit.tr.gettext(_SEVERAL_CLOCKS))
    return clock


def _clock_of(country: str) -> str:
    """The zone of a country of one time; "" for one of several, and for what is no country."""
    from phonenumbers import country_code_for_region

    zone = zone_of(f"+{country_code_for_region(country)}0")
    return "" if zone is None else zone.key


def _fields(visit: Visit, form: Filled | None) -> list[settings_view.Field]:
    found = []
    for place, names in _ASKED.items():
        area = area_called(place)
        assert area is not None
        every = settings_view.fields(visit.site.config, area, form.values if form else None)
        found += [field for field in every if field.name in names]
    return found


def _place_page(visit: Visit, progress: Progress, form: Filled | None, status: int) -> HTTPResponse:
    region, shop = visit.site.config.region, visit.site.config.shop
    current: dict[str, Any] = {"name": shop.name, "phone": shop.phone}
    current |= {"country": region.country, "timezone": region.timezone, "language": visit.language}
    if "region.language" in visit.site.config.written:
        current["language"] = region.language
    if region.timezone == _clock_of(region.country) and "region.timezone" not in visit.site.config.locked:
        current["timezone"] = OF_COUNTRY
    countries = visit.tr.locale.countries
    return visit.page(
        "wizard/place.html",
        status,
        form=form or Filled({}),
        fields=_fields(visit, form),
        current=current,
        called=lambda code: countries.get(code, code),
        choices=settings_view.CHOICES,
        of_country=OF_COUNTRY,
        **wizard_frame.frame(visit, progress, PLACE),
    )


@routes.get("/setup/done")
def show_done(visit: Visit) -> HTTPResponse:
    """What stands, what was put off, what to do next."""
    progress, site = wizard_frame.at(visit, DONE), visit.site
    modem = site.config.modem(progress.modem)
    later = [step for step in wizard.STEPS if step.name in progress.later]
    view = modem_view(wizard.status_of(site, modem.name), site.config, visit.tr) if modem else None
    frame = wizard_frame.frame(visit, progress, DONE)
    quotas = view.left if view else ()
    quiet = str(site.config.sending.quiet or "").replace("-", "–")
    return visit.page("wizard/done.html", modem=view, later=later, quotas=quotas, quiet=quiet, **frame)


@routes.post("/setup/done")
def finish(visit: Visit) -> HTTPResponse:
    """It is over; begun again from the settings."""
    progress = wizard_frame.at(visit, DONE)
    wizard.write(visit.site, replace(progress, over=True), visit.now)
    return visit.go("/")
