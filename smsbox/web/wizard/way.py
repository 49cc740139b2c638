"""The first run as a way of steps: which are settled, which comes next; looked up anew with every request.

The row `wizard` of the options says what a person has decided; whether that still holds is asked of the configuration
and the modems themselves. So it goes on after a closed browser, a restart, or a modem that was pulled out meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from smsbox import outbox
from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.outbox import MessageView, State
from smsbox.store.kept import Kept

if TYPE_CHECKING:
    from smsbox.web.site import Site

ROW = "wizard"


@dataclass(frozen=True, slots=True)
class Step:
    """A screen: the last part of its address, and what it is called."""

    name: str
    title: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"/setup/{self.name}"


OWNER = Step("owner", N_("Owner"))
"""The screen at /setup; it has no address of its own, since whoever is signed in is past it."""
MODEM = Step("modem", N_("Modem"))
SIM = Step("sim", N_("SIM card"))
PLACE = Step("place", N_("Place"))
LIMITS = Step("limits", N_("Limits"))
TEST = Step("test", N_("Test SMS"))
DONE = Step("done", N_("All set"))
STEPS = (OWNER, MODEM, SIM, PLACE, LIMITS, TEST, DONE)

ARRIVED = frozenset({State.DELIVERED})
LEFT = frozenset({State.SENT, State.UNREPORTED})
_LOCKED = ("modem.pin_needed", "modem.pin_wrong", "modem.puk_needed")
LEAST_TRIES = 2
"""With fewer tries left no PIN is taken: the next mistake would lock the card (`smsbox.modem.sim`)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What was decided: the name of the modem this run is about, the steps passed, those put off, the test SMS.

    `added`: that modem was added here. `pin_at`: when a PIN was given last. `again`: a later run for another modem.
    `over`: somebody saw the end of it.
    """

    modem: str = ""
    added: bool = False
    passed: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    message: int = 0
    pin_at: Micros = 0
    again: bool = False
    over: bool = False

    def having(self, step: Step, *, later: bool = False) -> Progress:
        """The same with `step` passed, or put off."""
        passed = tuple(name for name in self.passed if name != step.name)
        put_off = tuple(name for name in self.later if name != step.name)
        if later:
            return replace(self, passed=passed, later=(*put_off, step.name))
        return replace(self, passed=(*passed, step.name), later=put_off)

    def about(self, modem: str, *, added: bool = False) -> Progress:
        """The same about `modem`: what was decided for another one does not count."""
        if modem == self.modem:
            return replace(self, added=self.added or added)
        own = {MODEM.name, SIM.name, LIMITS.name, TEST.name}
        passed = tuple(name for name in self.passed if name not in own)
        return replace(self, modem=modem, added=added, passed=passed, later=(), message=0)


def read(site: Site) -> Progress | None:
    """How far it is; None when nobody ever began."""
    text = Kept(site.store, site.config.store.directory).rows().get(ROW)
    if text is None:
        return None
    try:
        found = json.loads(text)
        return Progress(
            str(found["modem"]),
            bool(found["added"]),
            tuple(map(str, found["passed"])),
            tuple(map(str, found["later"])),
            int(found["message"]),
            int(found["pin_at"]),
            bool(found["again"]),
            bool(found["over"]),
        )
    except (ValueError, KeyError, TypeError):
        return Progress()  # of another version: begin anew


def write(site: Site, progress: Progress, now: Micros) -> None:
    """Remember it."""
    Kept(site.store, site.config.store.directory).put(ROW, json.dumps(asdict(progress), ensure_ascii=False), now)


def status_of(site: Site, name: str) -> Mapping[str, Any]:
    """How modem `name` is, by the relay's own word."""
    known = (status for status in site.modem_statuses() if status.get("name") == name)
    return next(known, {"name": name, "state": "starting"})


def settled(site: Site, progress: Progress, step: Step) -> bool:
    """Whether `step` needs nobody any more, by what is true now."""
    if step is OWNER:
        return True
    if step is MODEM:
        return site.config.modem(progress.modem) is not None or MODEM.name in progress.later
    if step is PLACE:
        return PLACE.name in progress.passed or PLACE.name in progress.later
    if site.config.modem(progress.modem) is None:
        return step is not DONE  # no modem yet: nothing to ask about it
    if step.name in progress.later:
        return True
    if step is SIM:
        return SIM.name in progress.passed and status_of(site, progress.modem).get("reason") not in _LOCKED
    return step.name in progress.passed and step is not DONE


def current(site: Site, progress: Progress) -> Step:
    """The first step that is not settled."""
    return next(step for step in STEPS if step is DONE or not settled(site, progress, step))


def may_see(site: Site, progress: Progress, step: Step) -> bool:
    """Whether everything before `step` is settled."""
    return STEPS.index(step) <= STEPS.index(current(site, progress))


def unfinished(site: Site) -> Step | None:
    """The step somebody should go on with; None when it is over or was never begun. Who only looked for another modem
    and chose none has begun nothing.
    """
    progress = read(site)
    if progress is None or progress.over or (progress.again and not progress.modem):
        return None
    return current(site, progress)


def mistaken(site: Site, progress: Progress) -> str:
    """The modem that this run has added and nobody has ever talked to; "" for none. Who now chooses another port means
    it.
    """
    status, name = status_of(site, progress.modem), progress.modem
    met = status.get("imei") or status.get("state") in ("ready", "holding")
    pinned = f"modem.{name}.port" in site.config.locked
    return name if progress.added and not met and not pinned and site.config.modem(name) is not None else ""


def sim_stage(status: Mapping[str, Any]) -> str:
    """What can be done about the SIM: `ready`, `wait`, `pin` (ask for it), `shut` (only a phone helps), `trouble`."""
    reason, state = status.get("reason"), status.get("state")
    if reason in ("modem.pin_needed", "modem.pin_wrong"):
        left = tries(status)
        return "pin" if left is None or left >= LEAST_TRIES else "shut"
    if reason == "modem.puk_needed":
        return "shut"
    if state in ("ready", "holding"):
        return "ready"
    return "trouble" if state == "down" and reason else "wait"


def tries(status: Mapping[str, Any]) -> int | None:
    """Wrong PINs the SIM still forgives, as the modem has said; None when it did not."""
    left = (status.get("facts") or {}).get("tries_left")
    return left if isinstance(left, int) else None


def test_message(site: Site, progress: Progress) -> MessageView | None:
    """The test SMS of this run, None while there is none."""
    return outbox.get(site.store, progress.message) if progress.message else None


def test_stage(row: MessageView | None) -> str:
    """How far the test SMS is: `write`, `waits`, `under_way`, `left` (no report yet), `arrived`, `wrong`."""
    if row is None:
        return "write"
    if row.state in ARRIVED:
        return "arrived"
    if row.state in LEFT:
        return "left"
    return {State.QUEUED: "waits", State.SENDING: "under_way"}.get(row.state, "wrong")
