"""A form of settings: which changes it asks for, what stood there when it was opened, and what is told beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smsbox.config import LINE, REACH, Difference, Problem
from smsbox.config.checks import Wrong, allowed
from smsbox.config.typed import from_text, to_text
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people import audit
from smsbox.settings import declaration
from smsbox.web.forms import Filled, filled
from smsbox.web.settings import view
from smsbox.web.settings.areas import Area
from smsbox.web.settings.desk import TrialUnderWay
from smsbox.web.visit import Visit

_LONGEST = 20_000
_LINES = 50
"""Lines of the audit log that are looked through for a name."""

_UNREACHABLE = {"web.cannot_listen": "listen", "web.certificate": "tls"}
"""What stands against opening the page as wanted, and the field it is told at."""

MOVED = N_("Somebody has changed this meanwhile, to %(value)s. What you typed still stands here.")
MOVED_BY = N_("%(who)s has changed this meanwhile, to %(value)s. What you typed still stands here.")
DEFAULT = N_("the default")


def sent(visit: Visit, area: Area) -> Filled:
    """What was typed, and what stood there before, so that nobody's change in between is taken back."""
    names = [field.name for field in view.fields(visit.site.config, area) if field.line is None]
    longest = {name: _LONGEST for each in names for name in (each, f"was-{each}")}
    form = filled(visit, longest)
    if visit.field("reset") in names:
        form.values[visit.field("reset")] = ""  # back to the default, with whatever else was typed
    return form


def changes_of(visit: Visit, area: Area, form: Filled) -> tuple[dict[str, object], dict[str, object]]:
    """By full key the new value of each field that was touched, and what stood there then; errors go into the form."""
    changes: dict[str, object] = {}
    seen: dict[str, object] = {}
    country = visit.site.config.region.country
    for field in view.fields(visit.site.config, area):
        typed, was = form.values.get(field.name, ""), form.values.get(f"was-{field.name}", "")
        known = field.line is None and visit.request.forms.get(field.name) is not None
        if not known or typed.strip() == was.strip():
            continue
        try:
            seen[field.key] = from_text(field.setting, was, country)
            changes[field.key] = from_text(field.setting, typed, country)
        except Wrong as wrong:
            form.wrong(
                field.name, told(visit, Problem(field.key, None, wrong.said, allowed(field.setting), wrong.nearest))
            )
    return changes, seen


def blame(visit: Visit, form: Filled, problems: tuple[Problem, ...]) -> None:
    """Say each problem beside its field."""
    for problem in problems:
        form.wrong(problem.key.rpartition(".")[2], told(visit, problem))


def blame_system(visit: Visit, area: Area, form: Filled, changes: Mapping[str, object], error: SmsboxError) -> None:
    """Say what stands against it beside the field it belongs to. Raises `error` when it belongs to none."""
    names = LINE if area.name else REACH
    touched = [name for name in names if any(key.endswith(f".{name}") for key in changes)]
    field = _UNREACHABLE.get(error.key) or (touched[0] if error.key == TrialUnderWay.key and touched else None)
    if field is None:
        raise error
    told = explain(visit.tr, error.key, error.facts)
    form.wrong(field, f"{told.cause} {told.step}")


def tell_moved(visit: Visit, form: Filled, moved: Sequence[Difference]) -> None:
    """Say beside each field who was quicker; what he set is what the next press is seen against."""
    for each in moved:
        setting = declaration(each.key)
        assert setting is not None
        name, value = each.key.rpartition(".")[2], view.said(visit.tr, setting, each.before)
        form.values[f"was-{name}"] = to_text(setting, each.before, visit.tr.decimal_mark)
        who = _who_set(visit, each.key)
        said = visit.tr.gettext(MOVED_BY if who else MOVED)
        form.wrong(name, said % {"who": who, "value": value or visit.tr.gettext(DEFAULT)})


def _who_set(visit: Visit, key: str) -> str:
    """Who changed a setting last, as far as the newest lines of the audit log tell; "" when they do not."""
    lines = audit.entries(visit.site.store, limit=_LINES, area="setting")
    return next((line.who for line in lines if key in line.changes), "")


def told(visit: Visit, problem: Problem) -> str:
    """A problem in the reader's language, without the key: it stands beside its field."""
    setting = declaration(problem.key)
    figures = setting is not None and problem.allowed == allowed(setting)
    may = view.permitted(visit.tr, setting) if setting is not None and figures else problem.allowed
    said = Problem("", None, problem.said, may, problem.nearest).sentence.told(visit.tr)
    said = view.with_titles(visit.tr, said, problem.key.partition(".")[0])
    return f"{said[:1].upper()}{said[1:]}."
