"""What all screens of the first run share: who may stand where, going on, and what the templates need."""

from __future__ import annotations

from typing import Any

from bottle import HTTPError

from smsbox.config import Problem
from smsbox.config.checks import allowed
from smsbox.settings import declaration
from smsbox.web.forms import Filled
from smsbox.web.settings.desk import SettingsDesk, SettingsRefused
from smsbox.web.site import Site
from smsbox.web.visit import Visit
from smsbox.web.wizard import way as wizard
from smsbox.web.wizard.way import STEPS, Progress, Step

_OF_A_MODEM = (wizard.SIM, wizard.LIMITS, wizard.TEST)


def at(visit: Visit, step: Step) -> Progress:
    """How far the run is, for somebody who asks for `step`. Raises a redirect to where he has to go first."""
    progress = wizard.read(visit.site) or Progress()
    without = step in _OF_A_MODEM and visit.site.config.modem(progress.modem) is None
    if without or not wizard.may_see(visit.site, progress, step):
        raise visit.go(wizard.current(visit.site, progress).path)
    return progress


def on(visit: Visit, progress: Progress, step: Step, *, later: bool = False, notice: str = "") -> Any:
    """`step` is passed, or put off: to the next screen that somebody has to see."""
    progress = progress.having(step, later=later)
    wizard.write(visit.site, progress, visit.now)
    following = STEPS[STEPS.index(step) + 1]
    first = wizard.current(visit.site, progress)
    # a person who went back sees the screens behind it again, but for those that have nothing to ask
    asks = following not in _OF_A_MODEM or visit.site.config.modem(progress.modem) is not None
    target = following if asks and wizard.may_see(visit.site, progress, following) and not progress.again else first
    return visit.go(target.path, notice=notice) if notice else visit.go(target.path)


def frame(visit: Visit, progress: Progress, step: Step) -> dict[str, Any]:
    """For the template: all steps, and which of them may be gone to."""
    site = visit.site
    return {
        "step": step,
        "steps": [
            (place, each, _open(site, progress, each), _mark(progress, each, step))
            for place, each in enumerate(STEPS, 1)
        ],
        "number": STEPS.index(step) + 1,
        "progress": progress,
    }


def _open(site: Site, progress: Progress, each: Step) -> bool:
    """Whether its screen can be gone to."""
    without = each in _OF_A_MODEM and site.config.modem(progress.modem) is None
    return each is not wizard.OWNER and not without and wizard.may_see(site, progress, each)


def first_frame(step: Step) -> dict[str, Any]:
    """The same before there is anybody to remember."""
    steps = [(place, each, False, "now" if each is step else "") for place, each in enumerate(STEPS, 1)]
    return {"step": step, "steps": steps, "number": STEPS.index(step) + 1, "progress": Progress()}


def _mark(progress: Progress, each: Step, step: Step) -> str:
    if each is step:
        return "now"
    if each.name in progress.later:
        return "later"
    return "past" if each is wizard.OWNER or each.name in progress.passed else ""


def desk(visit: Visit) -> SettingsDesk:
    """Whoever changes settings; 404 where nobody can."""
    if visit.site.settings is None:
        raise HTTPError(404)
    return visit.site.settings


def blame(visit: Visit, form: Filled, refused: SettingsRefused, rest: str) -> None:
    """Say at each field why it was refused; what belongs to no field of `form` is said at `rest`."""
    for problem in refused.problems:
        name = problem.key.rpartition(".")[2]
        form.wrong(name if name in form.values else rest, told(visit, problem))


def told(visit: Visit, problem: Problem) -> str:
    """A problem in the reader's language, without its key."""
    said = Problem("", problem.line, problem.said, problem.allowed, problem.nearest).sentence.told(visit.tr)
    return f"{said[:1].upper()}{said[1:]}."


def wrong_value(visit: Visit, key: str, said: str, nearest: str) -> str:
    """Why a typed value cannot be that of `key`."""
    setting = declaration(key)
    assert setting is not None
    return told(visit, Problem(key, None, said, allowed(setting), nearest))
