"""The first run, screens about the modem: found by asking at the ports; then its SIM, and the PIN if it wants one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bottle import HTTPResponse

from smsbox.clock import SECOND
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web.forms import Filled, blank, filled
from smsbox.web.modems import finding
from smsbox.web.modems.view import modem_view, moment
from smsbox.web.routes import Routes
from smsbox.web.settings.desk import SettingsRefused
from smsbox.web.visit import Visit
from smsbox.web.wizard import frame as wizard_frame
from smsbox.web.wizard import way as wizard
from smsbox.web.wizard.way import MODEM, SIM, Progress

routes = Routes(Right.SETTINGS)

_FIELDS = {"choice": 440, "other": 400, "name": 40}
_PIN_SECONDS = 60
"""So long a PIN just given is awaited to be tried, before the SIM's older word counts again."""

NOTHING_CHOSEN = N_("Choose a modem first.")


@routes.post("/setup/look")
def look(visit: Visit) -> HTTPResponse:
    """Look at the ports again."""
    if visit.site.scout is not None:
        visit.site.scout.look()
    return visit.go(MODEM.path)


@routes.post("/setup/again")
def again(visit: Visit) -> HTTPResponse:
    """Begin a run for another modem; place and language stay."""
    before = wizard.read(visit.site)
    if before is None or before.over:
        progress = Progress(passed=(wizard.PLACE.name,), again=True)
        wizard.write(visit.site, progress, visit.now)
    return look(visit)


@routes.get("/setup/modem")
def show_modem(visit: Visit) -> HTTPResponse:
    """What was found."""
    progress = wizard_frame.at(visit, MODEM)
    scout = visit.site.scout
    if scout is not None and scout.outlook().at is None:
        scout.look()
    return _modem_page(visit, progress, _fresh(visit, progress), 200)


@routes.fragment("/live/setup/modem")
def live_modem(visit: Visit) -> HTTPResponse:
    """That the look goes on; 205 (RFC 9110 15.3.6: reset the view) when it is over."""
    return visit.part("wizard/modem_live.html") if finding.outlook(visit).looking else visit.bare(205)


@routes.post("/setup/modem")
def choose(visit: Visit) -> HTTPResponse:
    """Take one of ours, add one of those found, or go on without."""
    progress = wizard_frame.at(visit, MODEM)
    if visit.chosen("later") and progress.again:
        wizard.write(visit.site, replace(progress, over=True), visit.now)
        return visit.go("/modems")
    if visit.chosen("later"):
        return wizard_frame.on(visit, progress.about(""), MODEM, later=True)
    form = filled(visit, _FIELDS)
    kind, _, what = form.values["choice"].partition(":")
    if kind == "modem" and visit.site.config.modem(what) is not None:
        return wizard_frame.on(visit, progress.about(what), MODEM)
    name = _added(visit, form, kind, what, wizard.mistaken(visit.site, progress))
    if form.errors:
        return _modem_page(visit, progress, form, 422)
    return wizard_frame.on(visit, progress.about(name, added=True), MODEM)


def _added(visit: Visit, form: Filled, kind: str, what: str, mistaken: str) -> str:
    """The name of the modem that was added, or of the `mistaken` one that got another port; the form says why none."""
    config, say = visit.site.config, visit.tr.gettext
    name = mistaken or form.values["name"].strip()
    path = form.values["other"].strip() if kind == "other" else what if kind == "port" else ""
    imei = "".join(path.split()) if kind == "other" else ""
    if not path:
        form.wrong(
            "other" if kind == "other" else "choice", say(finding.NO_PATH if kind == "other" else NOTHING_CHOSEN)
        )
    elif finding.is_imei(imei):
        path = ""
    elif not path.startswith("/"):
        form.wrong("other", say(finding.NO_PATH))
    elif taken := finding.owner(config, path):
        form.wrong("other" if kind == "other" else "choice", say(finding.PORT_TAKEN) % {"name": taken})
    if not mistaken and (wrong := finding.wrong_name(visit, name)):
        form.wrong("name", wrong)
    if form.errors:
        return ""
    before: dict[str, object] = {
        key: None for key in (f"modem.{name}.{part}" for part in ("imei", "port")) if key in config.written
    }
    where: dict[str, object] = finding.place(visit, name, path) if path else {f"modem.{name}.imei": imei}
    try:
        wizard_frame.desk(visit).apply(before | where, by=visit.actor, now=visit.now)
    except SettingsRefused as refused:
        wizard_frame.blame(visit, form, refused, "other" if kind == "other" else "choice")
    return name


def _fresh(visit: Visit, progress: Progress) -> Filled:
    """The form as it is met: the first modem of ours, else the first that answers, and a name that is free."""
    config = visit.site.config
    number = len(config.modems) + 1
    name = "main" if config.modem("main") is None else f"modem{number}"
    mine = "" if progress.again else config.modems[0].name if config.modems else ""
    found = next((find.path for find, _ in finding.unused(visit) if find.path and not find.trouble), "")
    chosen = "" if found and wizard.mistaken(visit.site, progress) else progress.modem or mine
    choice = f"modem:{chosen}" if chosen else f"port:{found}" if found else ""
    return blank(_FIELDS, name=name, choice=choice)


def _modem_page(visit: Visit, progress: Progress, form: Filled, status: int) -> HTTPResponse:
    site, outlook = visit.site, finding.outlook(visit)
    mine = [modem_view(wizard.status_of(site, each.name), site.config, visit.tr) for each in site.config.modems]
    return visit.page(
        "wizard/modem.html",
        status,
        form=form,
        mine=mine,
        finds=finding.unused(visit),
        outlook=outlook,
        waiting=outlook.looking,
        can_look=site.scout is not None,
        can_add=site.settings is not None,
        mistaken=site.config.modem(wizard.mistaken(site, progress)),
        **wizard_frame.frame(visit, progress, MODEM),
    )


# ── the SIM


@routes.get("/setup/sim")
def show_sim(visit: Visit) -> HTTPResponse:
    """How it is."""
    return _sim_page(visit, wizard_frame.at(visit, SIM), Filled({"pin": ""}), 200)


@routes.fragment("/live/setup/sim")
def live_sim(visit: Visit) -> HTTPResponse:
    """The same as it is now; 205 where something else is to be done."""
    progress = wizard.read(visit.site) or Progress()
    values = _sim_values(visit, progress)
    changed = values["stage"] != visit.query("stage")
    return visit.bare(205) if changed else visit.part("wizard/sim_live.html", **values)


@routes.post("/setup/sim")
def give_pin(visit: Visit) -> HTTPResponse:
    """Keep the PIN, which is tried once; or go on."""
    progress = wizard_frame.at(visit, SIM)
    stage = _sim_stage(visit, progress)
    if visit.chosen("later"):
        return wizard_frame.on(visit, progress, SIM, later=stage != "ready")
    if stage == "ready":
        return wizard_frame.on(visit, progress, SIM)
    form = filled(visit, {"pin": 40})
    pin, form.values["pin"] = form.values["pin"].strip(), ""  # a secret is not shown again
    if stage != "pin" or not pin:
        return visit.go(SIM.path)
    try:
        wizard_frame.desk(visit).give_pin(progress.modem, pin, by=visit.actor, now=visit.now)
    except SettingsRefused as refused:
        wizard_frame.blame(visit, form, refused, "pin")
    except SmsboxError as error:
        form.wrong("pin", explain(visit.tr, error.key, error.facts).cause)
    if form.errors:
        return _sim_page(visit, progress, form, 422)
    wizard.write(visit.site, replace(progress, pin_at=visit.now), visit.now)
    return visit.go(SIM.path)


def _sim_stage(visit: Visit, progress: Progress) -> str:
    """As `wizard.sim_stage`; a PIN just given is waited for."""
    status = wizard.status_of(visit.site, progress.modem)
    stage, told_at = wizard.sim_stage(status), moment(status.get("at"))
    fresh = 0 <= visit.now - progress.pin_at < _PIN_SECONDS * SECOND
    return "wait" if stage == "pin" and fresh and (told_at or 0) <= progress.pin_at else stage


def _sim_values(visit: Visit, progress: Progress) -> dict[str, Any]:
    status = wizard.status_of(visit.site, progress.modem)
    view, stage = modem_view(status, visit.site.config, visit.tr), _sim_stage(visit, progress)
    return {"modem": view, "stage": stage, "left": wizard.tries(status), "reason": status.get("reason")}


def _sim_page(visit: Visit, progress: Progress, form: Filled, status: int) -> HTTPResponse:
    values = _sim_values(visit, progress)
    pinned = visit.site.config.locked.get(f"modem.{progress.modem}.pin_file")
    frame = wizard_frame.frame(visit, progress, SIM)
    waiting = values["stage"] in ("wait", "trouble", "shut")
    return visit.page("wizard/sim.html", status, form=form, pin_line=pinned, waiting=waiting, **values, **frame)
