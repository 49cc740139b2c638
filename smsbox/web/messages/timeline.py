"""What happened to one message, step by step in words, oldest first; read from the log of happenings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smsbox import events
from smsbox.clock import Micros
from smsbox.events import Happening
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.inbox import ROUTED, InboundView
from smsbox.outbox import MessageView
from smsbox.outbox.reasons import explain_reason, report_words, sentences
from smsbox.web.messages.by_which import reason_words
from smsbox.web.messages.visible import plainly
from smsbox.web.words import Word

LONGEST = 100
"""Steps shown; of a longer story the end."""

QUEUED = Word("waiting", "idle", N_("Queued"))

KINDS = {
    events.SENT: Word("sent", "busy", N_("The network took it")),
    events.REFUSED: Word("warning", "warn", N_("Refused")),
    events.NOT_SENT: Word("warning", "warn", N_("Did not leave the modem")),
    events.UNCERTAIN: Word("doubt", "warn", N_("In doubt")),
    events.HELD: Word("held", "warn", N_("Held")),
    events.RELEASED: Word("waiting", "idle", N_("Released")),
    events.RESENT: Word("reload", "idle", N_("To be sent again")),
    events.CONFIRMED: Word("ok", "good", N_("Somebody said that it arrived")),
    events.MOVED: Word("modem", "idle", N_("Given to another SIM")),
    events.CANCELLED: Word("cancelled", "idle", N_("Cancelled")),
    events.FAILED: Word("failed", "bad", N_("Failed")),
    events.DELIVERED: Word("delivered", "good", N_("Report: delivered")),
    events.UNDELIVERED: Word("failed", "bad", N_("Report: not delivered")),
    events.STILL_TRYING: Word("waiting", "busy", N_("Report: not yet")),
    events.UNREPORTED: Word("sent", "idle", N_("No report came in time")),
    events.LATE_RESULT: Word("info", "warn", N_("A late answer of the modem")),
    events.REPORT_REPEATED: Word("info", "idle", N_("The report came again")),
}

INBOUND = {
    events.RECEIVED: Word("inbox", "good", N_("Received")),
    events.SEGMENT_REPEATED: Word("info", "idle", N_("The same came again")),
    events.INCOMPLETE: Word("warning", "warn", N_("Shown with gaps")),
    events.SETTLED: Word("ok", "good", N_("Settled")),
    events.ROUTED: Word("reply", "good", N_("Handled by the program")),
}
_STAMPED = Word("sent", "idle", N_("The SMS centre took it"))

_DONE_BY = N_("Done by %(who)s.")
_POLICY = N_("By the rule [sending] in_doubt of the configuration.")
_PROOFS = {
    "report": N_("Its delivery report proved that it had left."),
    "person": N_("Somebody said that it had left."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step at `at`: `word` says what, `note` which segment and attempt, `detail` why."""

    at: Micros
    word: Word
    note: str = ""
    detail: str = ""


def steps(
    tr: Translator, row: MessageView, log: Sequence[Happening], sims: Mapping[int, str] | None = None
) -> list[Step]:
    """The story of `row`; its first step is known from the message itself, as batches are logged as one.

    `sims`: what SIMs are called, by their ids, where there are several.
    """
    told = [_step(tr, row, line, sims or {}) for line in log if line.kind in KINDS]
    return ([Step(row.created_at, QUEUED)] + told)[-LONGEST:]


def inbound_steps(tr: Translator, row: InboundView, log: Sequence[Happening]) -> list[Step]:
    """The story of a received message."""
    told = [
        Step(line.at, INBOUND[line.kind], _place(tr, row, line), _routed(tr, line))
        for line in log
        if line.kind in INBOUND
    ]
    sent = [] if row.sent_at is None else [Step(row.sent_at, _STAMPED)]
    return (sent + told)[-LONGEST:]


def _routed(tr: Translator, line: Happening) -> str:
    by = ROUTED.get(str(line.data.get("by"))) if line.kind == events.ROUTED else None
    if by is None:
        return ""
    told, about = tr.gettext(by[1]), plainly(str(line.data.get("about", "")))
    return f"{told}: {about}" if about else told


def _place(tr: Translator, row: InboundView, line: Happening) -> str:
    if row.total < 2 or "seq" not in line.data:
        return ""
    return tr.gettext(N_("SMS %(seq)s of %(total)s")) % {"seq": line.data["seq"], "total": row.total}


def _step(tr: Translator, row: MessageView, line: Happening, sims: Mapping[int, str]) -> Step:
    return Step(line.at, KINDS[line.kind], _note(tr, row, line, sims), _detail(tr, row, line))


def _note(tr: Translator, row: MessageView, line: Happening, sims: Mapping[int, str]) -> str:
    notes = []
    if len(row.segments) > 1 and "seq" in line.data:
        facts = {"seq": line.data["seq"], "total": len(row.segments)}
        notes.append(tr.gettext(N_("SMS %(seq)s of %(total)s")) % facts)
    if line.data.get("attempt", 1) > 1:
        notes.append(tr.gettext(N_("attempt %(attempt)s")) % {"attempt": line.data["attempt"]})
    name = sims.get(line.data.get("sim") or 0)
    if name is not None and line.kind == events.MOVED:
        notes.append(name)
    elif name is not None:
        notes.append(tr.gettext(N_("by %(modem)s")) % {"modem": name})
    if line.data.get("ref") is not None:
        notes.append(tr.gettext(N_("reference %(ref)s")) % {"ref": line.data["ref"]})
    return ", ".join(notes)


def _detail(tr: Translator, row: MessageView, line: Happening) -> str:
    if line.kind in (events.DELIVERED, events.UNDELIVERED, events.STILL_TRYING):
        return sentences(report_words(tr, line.data.get("st", 0)))
    if line.kind == events.SENT:
        proof = tr.gettext(_PROOFS.get(line.data.get("proof", ""), ""))
        return proof or reason_words(tr, row, line.data.get("why"))
    if line.data.get("who"):
        return tr.gettext(_DONE_BY) % {"who": plainly(str(line.data["who"]))}
    if line.data.get("by") == "policy":
        return tr.gettext(_POLICY)
    told = explain_reason(tr, line.data.get("reason") or line.data.get("error"))
    # What to do stands at the message itself; in a story it would be stale advice.
    return "" if told is None else told.cause
