"""What can be done about a problem at once: named actions that other rooms offer, each with the right it needs."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from smsbox.i18n.marks import N_
from smsbox.people.rights import Right, Role, who_may
from smsbox.problems.problem import Problem


@dataclass(frozen=True, slots=True)
class Fix:
    """`path` is a page of ours, sent `fields` as a form when `acts`, else opened; `command` does the same on the
    command line ("": nothing there does). `name` is its word for scripts, `text` English.
    """

    name: str
    text: str
    icon: str
    right: Right
    path: str
    acts: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    command: str = ""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Who may."""
        return who_may({self.right})


def fix_of(problem: Problem) -> Fix | None:
    """The one thing that helps first; None when nothing here does."""
    key, name = problem.key, problem.subject
    modem = "/modems/" + quote(name.replace("/", "%2F"), safe="")
    line = f"/settings{modem}"
    if key == "modem.paused":
        resume = f"smsbox modems resume {shlex.quote(name)}"
        return Fix("resume_modem", N_("Resume"), "resume", Right.MODEMS, f"{modem}/resume", True, command=resume)
    if key == "sim.swapped" and problem.facts.get("sim") is not None:
        sim, accept = str(problem.facts["sim"]), f"smsbox modems accept {shlex.quote(name)}"
        path = f"{modem}/accept"
        text = N_("Send from this SIM")
        return Fix("accept_sim", text, "ok", Right.MODEMS, path, True, (("sim", sim),), accept)
    if key == "sim.locked" and problem.facts.get("because") != "modem.puk_needed":
        return Fix("enter_pin", N_("Enter the PIN"), "lock", Right.SETTINGS, f"{line}#pin-head")
    if key in ("modem.smsc", "modem.roaming"):
        return Fix("open_settings", N_("Open its settings"), "settings", Right.SETTINGS, line)
    if key.startswith(("modem.", "sim.")) or key == "doctor.runs_out":
        return Fix("show_modem", N_("Show the modem"), "modem", Right.SEE, modem, command="smsbox modems")
    if key == "campaign.stopped":
        path = f"/campaigns/{problem.facts['campaign']}" if "campaign" in problem.facts else "/campaigns"
        return Fix("show_campaign", N_("Look at the campaign"), "campaign", Right.READ, path)
    if key == "settings.trial":
        return Fix("open_settings", N_("Open the settings"), "settings", Right.SETTINGS, _area(name))
    if key == "settings.undone":
        fields = (("subject", name),)
        return Fix("note_undone", N_("Noted"), "ok", Right.SETTINGS, "/settings/undone/seen", True, fields)
    return _OF_THE_BOX.get(key) or _DOCTOR


def _area(subject: str) -> str:
    """The settings that a trial is about: those of the page, or of `modem.<name>`."""
    name = subject.removeprefix("modem.")
    return "/settings/web" if name == subject else "/settings/modems/" + quote(name.replace("/", "%2F"), safe="")


def _messages(state: str) -> str:
    return "/outbox?" + urlencode({"state": state})


_DOCTOR = Fix("run_doctor", N_("Run the doctor"), "doctor", Right.INSPECT, "/doctor", command="smsbox doctor")
_RELEASE = Fix(
    *("release_held", N_("Release them all"), "resume", Right.STEER, "/outbox/sweeps", True),
    fields=(("act", "release"), ("state", "held")),
    command="smsbox outbox release --state held",
)
_OF_THE_BOX = {
    "queue.restored": _RELEASE,
    "queue.cloned": _RELEASE,
    "queue.held": _RELEASE,
    "queue.unsure": Fix(
        *("resend_unsure", N_("Send again"), "reload", Right.STEER, "/outbox/sweeps", True),
        fields=(("act", "resend"), ("state", "held")),
        command="smsbox outbox resend --state held",
    ),
    "queue.forbidden": Fix("show_held", N_("Show them"), "outbox", Right.READ, _messages("held")),
    "queue.burst": Fix(
        *("show_burst", N_("Look at them"), "outbox", Right.READ, f"{_messages('held')}&reason=burst"),
        command="smsbox outbox list --state held --reason burst",
    ),
    "queue.doubt": Fix("show_doubtful", N_("Show them"), "outbox", Right.READ, _messages("uncertain")),
    "queue.stuck": _DOCTOR,
    "queue.no_modem": Fix("show_modems", N_("Show the modems"), "modem", Right.SEE, "/modems"),
    "alarms.untold": Fix(
        "show_alarms", N_("Show the alarms"), "warning", Right.INSPECT, "/alarms", command="smsbox alarms list"
    ),
    "programs.stopped": Fix(
        *("let_programs", N_("Let programs send again"), "resume", Right.STEER, "/programs/go-on", True),
        command="smsbox programs go-on",
    ),
    **dict.fromkeys(
        ("programs.all_spent", "programs.token_spent", "programs.prefix_spent"),
        Fix("show_programs", N_("Show the programs"), "link", Right.SEE, "/programs", command="smsbox programs"),
    ),
    **dict.fromkeys(
        ("mail.deaf", "mail.untold"),
        Fix("open_settings", N_("Open the settings"), "settings", Right.SETTINGS, "/settings/programs"),
    ),
    "hooks.dead": Fix(
        "show_hooks", N_("Show the webhooks"), "reload", Right.PEOPLE, "/hooks", command="smsbox webhooks list"
    ),
    "calls.open": Fix("show_calls", N_("Show them"), "call", Right.READ, "/calls", command="smsbox calls list --open"),
    "automaton.silent": Fix(
        "show_automatons", N_("Show them"), "inbox", Right.READ, "/automatons", command="smsbox automatons list"
    ),
    **dict.fromkeys(
        (
            "backup.failed",
            "backup.stick",
            "backup.server",
            "backup.old",
            "backup.stick_away",
            "backup.unsound",
            "store.replaced",
        ),
        Fix("show_backups", N_("Show the backups"), "store", Right.INSPECT, "/backups", command="smsbox backup list"),
    ),
    "settings.ignored": Fix(
        "open_settings",
        N_("Open the settings"),
        "settings",
        Right.SETTINGS,
        "/settings",
        command="smsbox settings diff",
    ),
}
"""What else there is; the doctor knows most of whatever has nothing of its own."""


def concern_of(problem: Problem) -> Right:
    """Whose matter it is: the right without which nobody may put it off, since that holds for all."""
    fix, room = fix_of(problem), problem.key.partition(".")[0]
    if fix is not None and fix.acts:
        return fix.right
    return _CONCERNS.get(problem.key) or _CONCERNS.get(room, Right.INSPECT)


def look_of(problem: Problem) -> Fix | None:
    """A page that shows more of it, beside a fix that acts; None where the fix leads there."""
    fix = fix_of(problem)
    if fix is None or not fix.acts:
        return None
    if problem.key in ("queue.held", "queue.unsure", "queue.restored", "queue.cloned"):
        return Fix("show_held", N_("Show them"), "outbox", Right.READ, _messages("held"))
    if problem.key == "programs.stopped":
        return Fix("show_programs", N_("Show the programs"), "link", Right.SEE, "/programs")
    if problem.key == "settings.undone":
        again = f"{_area(problem.subject)}?again=yes"
        return Fix("try_again", N_("Try it once more"), "resume", Right.SETTINGS, again)
    if problem.key == "sim.swapped":
        modem = fix.path.removesuffix("/accept")
        return Fix("show_modem", N_("Compare the SIMs"), "modem", Right.SEE, modem)
    return None


_CONCERNS = {
    "modem": Right.MODEMS,
    "sim": Right.MODEMS,
    "queue": Right.MODEMS,
    "queue.doubt": Right.STEER,
    "queue.forbidden": Right.STEER,
    "queue.burst": Right.STEER,
    "calls": Right.WRITE,
    "hooks": Right.PEOPLE,
    "automaton": Right.WRITE,
    "campaign": Right.BULK,
    "settings": Right.SETTINGS,
}
"""By key or by the word before its dot; the rest is for those who look after the box."""
