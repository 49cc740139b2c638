"""What a filled send form would do: numbers checked, text cut, moments read, before anything is queued."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from smsbox.clock import BadMoment, Micros, parse_moment
from smsbox.config import Config
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_, NN_
from smsbox.outbox import BULK, FORBIDDEN, DestinationRefused, Draft, MessageClass, destination
from smsbox.sheets.advertising import NOT_PERMITTED, Advertising
from smsbox.sheets.letters import count_segments
from smsbox.sms.alphabet import Alphabet, BadText, is_gsm7
from smsbox.sms.msisdn import BadNumber
from smsbox.sms.segments import TooLong, split
from smsbox.web.forms import Filled
from smsbox.web.visit import Visit

MOST_NUMBERS = 5000
"""Recipients of one form; longer lists go by `smsbox send --file`, which needs no page to wait."""

_SEPARATORS = re.compile(r"[,;\n]+")
_SHOWN_BAD = 20

TOO_MANY = NN_(
    "This is %(num)s number; a form takes %(most)s. Use smsbox send --file for longer lists.",
    "These are %(num)s numbers; a form takes %(most)s. Use smsbox send --file for longer lists.",
)
BAD = NN_("%(num)s number cannot be used:", "%(num)s numbers cannot be used:")
LEAVE_OUT = "leave_out"
"""The field of the button that goes on without those who may not be sent advertising."""

UNWILLING = NN_("%(num)s person may not be sent advertising:", "%(num)s people may not be sent advertising:")
ORDER = N_("This must be later than “Not before”.")
PAST = N_("This moment has passed.")


@dataclass(frozen=True, slots=True)
class BadEntry:
    """An entry that cannot be sent to; `reason` as in `BadNumber`, `DestinationRefused`, or `permission.…`."""

    text: str
    reason: str


@dataclass(slots=True)
class Plan:
    """`texts`: the segments; `forced`: the characters that make it UCS-2; `repeated`: numbers written twice. `letters`:
    the texts of advertising, which end in the language of who reads them; `left_out`: people who may not get it.
    """

    recipients: list[str] = field(default_factory=list)
    repeated: int = 0
    bad: list[BadEntry] = field(default_factory=list)
    kind: MessageClass = MessageClass.SERVICE
    texts: tuple[str, ...] = ()
    alphabet: Alphabet = Alphabet.GSM7
    forced: tuple[str, ...] = ()
    after: Micros | None = None
    before: Micros | None = None
    letters: dict[str, str] = field(default_factory=dict)
    left_out: int = 0

    @property
    def cost(self) -> int:
        """SMS in all."""
        if self.letters:
            return sum(count_segments(text) for text in self.letters.values())
        return len(self.recipients) * len(self.texts)

    @property
    def forbidden(self) -> bool:
        """Whether everything that is wrong with the numbers is that they may not be written to."""
        return bool(self.bad) and all(
            entry.reason in FORBIDDEN or entry.reason.startswith(NOT_PERMITTED) for entry in self.bad
        )


def make_plan(visit: Visit, form: Filled) -> Plan:
    """The plan of a form; what is wrong is noted in the form."""
    plan = Plan()
    config = visit.site.config
    if "numbers" not in form.errors:
        _read_numbers(visit, form, plan, config)
    if "text" not in form.errors:
        _read_text(visit, form, plan, form.values["text"])
    if form.values["class"] not in _CLASSES:
        form.wrong("class", visit.tr.gettext(N_("Choose one.")))
    else:
        plan.kind = _CLASSES[form.values["class"]]
    plan.after = _read_moment(visit, form, "after", config.region.zone)
    plan.before = _read_moment(visit, form, "before", config.region.zone, plan.after)
    if plan.before is not None and plan.after is not None and plan.before <= plan.after:
        form.wrong("before", visit.tr.gettext(ORDER))
    if plan.kind in BULK and not form.errors:
        _advertise(visit, form, plan)
    return plan


def drafts(plan: Plan, form: Filled, batch: str) -> Iterator[Draft]:
    """The messages of a plan without errors."""
    reply = form.values["reply"]
    for recipient in plan.recipients:
        yield Draft(
            recipient=recipient,
            text=plan.letters.get(recipient, form.values["text"]),
            kind=plan.kind,
            flash=form.values["flash"] == "yes",
            report=form.values["noreport"] != "yes",
            send_after=plan.after,
            send_before=plan.before,
            reply_to=int(reply) if reply else None,
            batch=batch,
        )


_CLASSES = {kind.label: kind for kind in MessageClass}


def _read_numbers(visit: Visit, form: Filled, plan: Plan, config: Config) -> None:
    entries = [entry.strip(" \t") for entry in _SEPARATORS.split(form.values["numbers"])]
    entries = [entry for entry in entries if entry]
    if len(entries) > MOST_NUMBERS:
        counts = {"num": visit.tr.number(len(entries)), "most": visit.tr.number(MOST_NUMBERS)}
        form.wrong("numbers", visit.tr.ngettext(*TOO_MANY, len(entries)) % counts)
        return
    seen: dict[str, int] = {}
    for entry in entries:
        number, reason = check_number(entry, config.region.country, config.allow_any)
        if reason:
            plan.bad.append(BadEntry(entry[:64], reason))
        else:
            seen[number] = seen.get(number, 0) + 1
    plan.recipients = list(seen)
    plan.repeated = sum(times > 1 for times in seen.values())
    _tell_bad(visit, form, plan, BAD)


def _tell_bad(visit: Visit, form: Filled, plan: Plan, told: tuple[str, str]) -> None:
    if plan.bad:
        form.wrong("numbers", visit.tr.ngettext(*told, len(plan.bad)) % {"num": visit.tr.number(len(plan.bad))})
        del plan.bad[_SHOWN_BAD:]


def _advertise(visit: Visit, form: Filled, plan: Plan) -> None:
    """Only to people who may be written to, and each text with its last line."""
    advertising = Advertising(visit.site.store, visit.site.config, max(visit.now, plan.after or visit.now))
    asked = advertising.asked(plan.recipients)
    for recipient in plan.recipients:
        refusal = advertising.refusal(recipient, asked)
        if refusal:
            plan.bad.append(BadEntry(recipient, NOT_PERMITTED + refusal))
        else:
            plan.letters[recipient] = advertising.finished(form.values["text"], recipient, asked)
    if plan.bad and plan.letters and visit.field(LEAVE_OUT) == "yes":
        plan.recipients, plan.left_out, plan.bad = list(plan.letters), len(plan.bad), []
        form.values["numbers"] = "\n".join(plan.recipients)
    _tell_bad(visit, form, plan, UNWILLING)
    if plan.letters:
        _read_text(visit, form, plan, max(plan.letters.values(), key=len))


def check_number(text: str, country: str, allow: Sequence[str]) -> tuple[str, str]:
    """The number as E.164, or "" and why it may not be written to."""
    try:
        return destination(text, country, allow), ""
    except (BadNumber, DestinationRefused) as error:
        return "", str(error.facts["reason"])


def _read_text(visit: Visit, form: Filled, plan: Plan, text: str) -> None:
    try:
        cut = split(text)
    except (BadText, TooLong) as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong("text", f"{told.cause} {told.step}")
        return
    plan.texts, plan.alphabet = cut.texts, cut.alphabet
    plan.forced = tuple(dict.fromkeys(character for character in text if not is_gsm7(character)))


def _read_moment(visit: Visit, form: Filled, name: str, zone: ZoneInfo, after: Micros | None = None) -> Micros | None:
    text = form.values[name].strip()
    if not text or name in form.errors:
        return None
    try:
        found = parse_moment(text, visit.now, zone, after=after)
    except BadMoment as error:
        form.wrong(name, explain(visit.tr, error.key, error.facts).cause)
        return None
    if name == "before" and found <= visit.now:
        form.wrong(name, visit.tr.gettext(PAST))
    return found
