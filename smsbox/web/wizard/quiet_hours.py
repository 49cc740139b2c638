"""Quiet hours as the first run asks for them: whether there are any, and from when to when."""

from __future__ import annotations

from smsbox.config import Config
from smsbox.config.checks import NO_SPAN, Wrong, checked
from smsbox.i18n.marks import N_
from smsbox.settings import declaration
from smsbox.web.forms import Filled
from smsbox.web.visit import Visit
from smsbox.web.wizard import frame as wizard_frame

KEY = "sending.quiet"
FIELDS = ("quiet", "quiet_from", "quiet_to")
_SETTING = declaration(KEY)
assert _SETTING is not None
_PROPOSED = str(_SETTING.default)

BOTH = N_("Give both times.")
ALIKE = N_("They end when they begin: give two different times, or take the tick away.")


def shown(config: Config) -> dict[str, str]:
    """The fields as they stand now; where there are none, with the hours we propose."""
    quiet = config.sending.quiet
    begins, _, ends = (str(quiet) if quiet is not None else _PROPOSED).partition("-")
    return dict(zip(FIELDS, ("yes" if quiet is not None else "", begins, ends), strict=True))


def times(own: str) -> list[str]:
    """What may be picked: every half hour, and what stands there already."""
    return sorted({f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)} | {own or "00:00"})


def chosen(visit: Visit, form: Filled) -> dict[str, object]:
    """What is to be set; nothing where config.toml pins it or it is so already. The form says what is wrong."""
    config = visit.site.config
    if KEY in config.locked or visit.request.forms.get("quiet_from") is None:
        form.values.update(shown(config))
        return {}
    begins, ends = form.values["quiet_from"].strip(), form.values["quiet_to"].strip()
    if form.values["quiet"] and (begins == ends or not (begins and ends)):
        complaint = ALIKE if begins and ends else BOTH
        form.wrong("quiet", visit.tr.gettext(complaint))
        return {}
    hours = f"{begins}-{ends}" if form.values["quiet"] else NO_SPAN
    assert _SETTING is not None
    try:
        wanted = checked(_SETTING, hours)
    except Wrong as wrong:
        form.wrong("quiet", wizard_frame.wrong_value(visit, KEY, wrong.said, wrong.nearest))
        return {}
    return {} if wanted == config.sending.quiet else {KEY: str(wanted) if wanted is not None else NO_SPAN}
