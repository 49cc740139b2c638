"""The first run, screens about sending: a pace for the SIM, and a first SMS to the own phone, watched as it goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bottle import HTTPResponse

from smsbox import outbox
from smsbox.clock import SECOND
from smsbox.config import ModemConfig
from smsbox.config.checks import Wrong
from smsbox.config.typed import from_text, to_text
from smsbox.i18n.marks import N_
from smsbox.i18n.reasons import bad_number
from smsbox.outbox.reasons import explain_reason, segment_error
from smsbox.outbox.states import ACCEPTED
from smsbox.people.rights import Right
from smsbox.settings import declaration
from smsbox.web import presses, words
from smsbox.web.forms import Filled, filled, require
from smsbox.web.messages.plan import check_number
from smsbox.web.modems.view import modem_view
from smsbox.web.routes import Routes
from smsbox.web.settings.desk import SettingsRefused
from smsbox.web.settings.proposals import KEEP, OWN, PROPOSALS, proposal
from smsbox.web.visit import Visit
from smsbox.web.wizard import frame as wizard_frame
from smsbox.web.wizard import quiet_hours
from smsbox.web.wizard import way as wizard
from smsbox.web.wizard.way import LIMITS, TEST, Progress

routes = Routes(Right.SETTINGS)

TYPED = ("gap", "per_hour", "per_day", "per_month")
"""Figures somebody may type himself."""
PACKAGE = ("per_package", "package_day")
_SLOW = 30 * SECOND

TEXT = N_("smsbox: this is the test SMS. It works.")
CHOOSE = N_("Choose one of these.")
SAMPLE = "+380500000001"
"""A number nobody has, for a modem that only simulates."""


@routes.get("/setup/limits")
def show_limits(visit: Visit) -> HTTPResponse:
    """The proposals."""
    progress = wizard_frame.at(visit, LIMITS)
    modem = _modem(visit, progress)
    mark = visit.tr.decimal_mark
    values = {name: to_text(_setting(name), getattr(modem, name), mark) for name in (*TYPED, *PACKAGE)}
    known = LIMITS.name in progress.passed or _simulated(visit, modem) or _paced(visit, modem)
    values |= quiet_hours.shown(visit.site.config)
    return _limits_page(visit, progress, Filled({"pace": KEEP if known else PROPOSALS[0].name, **values}), 200)


@routes.post("/setup/limits")
def set_limits(visit: Visit) -> HTTPResponse:
    """Set them for this SIM."""
    progress = wizard_frame.at(visit, LIMITS)
    if visit.chosen("later"):
        return wizard_frame.on(visit, progress, LIMITS, later=True)
    form = filled(visit, dict.fromkeys(("pace", *TYPED, *PACKAGE, *quiet_hours.FIELDS), 20))
    changes = _paces(visit, progress, form) | quiet_hours.chosen(visit, form)
    if not form.errors and changes:
        try:
            wizard_frame.desk(visit).apply(changes, by=visit.actor, now=visit.now)
        except SettingsRefused as refused:
            wizard_frame.blame(visit, form, refused, "pace")
    return _limits_page(visit, progress, form, 422) if form.errors else wizard_frame.on(visit, progress, LIMITS)


def _paces(visit: Visit, progress: Progress, form: Filled) -> dict[str, object]:
    """What is to be set; what config.toml pins stays out of it."""
    pace = form.values["pace"]
    chosen, changes = proposal(pace), dict[str, object]()
    if chosen is not None:
        changes |= chosen.figures
    elif pace == OWN:
        changes |= _typed(visit, form, TYPED)
    elif pace != KEEP:
        form.wrong("pace", visit.tr.gettext(CHOOSE))
    if pace != KEEP:
        changes |= _typed(visit, form, PACKAGE)
    keyed = {f"modem.{progress.modem}.{name}": value for name, value in changes.items()}
    return {key: value for key, value in keyed.items() if key not in visit.site.config.locked}


def _typed(visit: Visit, form: Filled, names: tuple[str, ...]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in names:
        if not form.values[name].strip():
            continue
        try:
            found[name] = from_text(_setting(name), form.values[name])
        except Wrong as wrong:
            form.wrong(name, wizard_frame.wrong_value(visit, f"sending.{name}", wrong.said, wrong.nearest))
    return found


def _setting(name: str) -> Any:
    return declaration(f"sending.{name}")


def _modem(visit: Visit, progress: Progress) -> ModemConfig:
    modem = visit.site.config.modem(progress.modem)
    assert modem is not None  # `wizard_frame.at` has seen to it
    return modem


def _simulated(visit: Visit, modem: ModemConfig) -> bool:
    """Whether it is one of those the demonstration brings: they lie in the folder of the state."""
    return modem.port is not None and Path(modem.port).parent == visit.site.config.store.directory


def _paced(visit: Visit, modem: ModemConfig) -> bool:
    """Whether somebody has set a pace for it before."""
    keys = (f"modem.{modem.name}.{name}" for name in (*TYPED, *PACKAGE))
    return any(key in visit.site.config.written for key in keys)


def _limits_page(visit: Visit, progress: Progress, form: Filled, status: int) -> HTTPResponse:
    modem = _modem(visit, progress)
    config = visit.site.config
    return visit.page(
        "wizard/limits.html",
        status,
        form=form,
        modem=modem_view(wizard.status_of(visit.site, modem.name), config, visit.tr),
        proposals=PROPOSALS,
        now_set=[(_setting(name), getattr(modem, name)) for name in (*TYPED, "per_package") if getattr(modem, name)],
        own=[(name, _setting(name), config.locked.get(f"modem.{modem.name}.{name}")) for name in TYPED],
        package=[(name, _setting(name), config.locked.get(f"modem.{modem.name}.{name}")) for name in PACKAGE],
        quiet_line=config.locked.get(quiet_hours.KEY),
        times=quiet_hours.times,
        **wizard_frame.frame(visit, progress, LIMITS),
    )


# ── the test SMS


@routes.get("/setup/test")
def show_test(visit: Visit) -> HTTPResponse:
    """The form, or how far the SMS is."""
    progress = wizard_frame.at(visit, TEST)
    number = SAMPLE if _simulated(visit, _modem(visit, progress)) else ""
    return _test_page(visit, progress, Filled({"number": number}), 200)


@routes.fragment("/live/setup/test")
def live_test(visit: Visit) -> HTTPResponse:
    """How far the SMS is; 205 where something else is to be done."""
    values = _test_values(visit, wizard.read(visit.site) or Progress())
    changed = values["stage"] != visit.query("stage")
    return visit.bare(205) if changed else visit.part("wizard/test_live.html", **values)


@routes.post("/setup/test")
def send_test(visit: Visit) -> HTTPResponse:
    """Queue it, once; go on when it has arrived; or write another."""
    progress = wizard_frame.at(visit, TEST)
    stage = wizard.test_stage(wizard.test_message(visit.site, progress))
    if visit.chosen("later"):
        return wizard_frame.on(visit, progress, TEST, later=True)
    if stage != "write" and visit.request.forms.get("number") is not None:
        return visit.go(TEST.path)  # somebody else, or another window, was quicker: what became of that is shown
    if stage == "arrived" or (stage == "left" and visit.chosen("arrived")):
        return wizard_frame.on(visit, progress, TEST)
    if visit.chosen("another"):
        if stage not in ("waits", "under_way") or _withdrawn(visit, progress.message):
            wizard.write(visit.site, replace(progress, message=0), visit.now)
        return visit.go(TEST.path)
    return _queued(visit, progress) if stage == "write" else visit.go(TEST.path)


def _withdrawn(visit: Visit, message_id: int) -> bool:
    """Whether it has not left and now never will."""
    with visit.site.store.write():
        changed = outbox.cancel(visit.site.store, [message_id], visit.now, who=visit.actor.name)
        if changed:
            visit.audit("message.cancel", message_id)
    return bool(changed)


def _queued(visit: Visit, progress: Progress) -> HTTPResponse:
    form, once, modem = filled(visit, {"number": 40}), presses.given(visit), _modem(visit, progress)
    require(visit, form, "number")
    config, store = visit.site.config, visit.site.store
    if not form.errors:
        number, why = check_number(form.values["number"].strip(), config.region.country, modem.allow)
        if why:
            said = bad_number(visit.tr, why)
            form.wrong("number", f"{said[:1].upper()}{said[1:]}.")
    if form.errors:
        return _test_page(visit, progress, form, 422)
    sim_id = wizard.status_of(visit.site, modem.name).get("sim_id")
    draft = outbox.Draft(number, visit.tr.gettext(TEXT), priority=100, batch=once, sim_id=sim_id)
    with store.write():
        if not outbox.messages(store, outbox.Filter(batch=once), limit=1):
            ids = outbox.submit(store, [draft], now=visit.now, allow=modem.allow)
            visit.audit("message.queued", ids[0], messages=(None, 1))
            wizard.write(visit.site, replace(progress, message=ids[0]), visit.now)
    visit.site.ring()
    return visit.go(TEST.path)


def _test_values(visit: Visit, progress: Progress) -> dict[str, Any]:
    row = wizard.test_message(visit.site, progress)
    stage = wizard.test_stage(row)
    status = wizard.status_of(visit.site, progress.modem)
    view = modem_view(status, visit.site.config, visit.tr)
    told = segment = None
    if row is not None:
        told, segment = explain_reason(visit.tr, row.reason), row.segments[0] if row.segments else None
    return {
        "row": row,
        "stage": stage,
        "modem": view,
        "segment": segment,
        "taken": segment is not None and segment.state in ACCEPTED,
        "reason": told,
        "error": segment_error(visit.tr, segment) if segment is not None and stage in ("wrong", "waits") else "",
        "word": words.state(row.state.label) if row is not None else None,
        "slow": row is not None and visit.now - row.created_at > _SLOW,
    }


def _test_page(visit: Visit, progress: Progress, form: Filled, status: int) -> HTTPResponse:
    values = _test_values(visit, progress)
    return visit.page(
        "wizard/test.html",
        status,
        form=form,
        once=presses.fresh(),
        text=visit.tr.gettext(TEXT),
        simulated=_simulated(visit, _modem(visit, progress)),
        waiting=values["stage"] in ("waits", "under_way", "left"),
        **values,
        **wizard_frame.frame(visit, progress, TEST),
    )
