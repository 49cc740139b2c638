"""What all pages of one scenario have in common: the scenario itself, its state in words, and the ways between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bottle import HTTPError

from smsbox.config.problems import Problem
from smsbox.dialogs.figures import Talk
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows import reading, rows, words
from smsbox.dialogs.flows.rows import Kept
from smsbox.dialogs.rows import OUTCOMES
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web.dialogs.kinds import KINDS
from smsbox.web.visit import Visit
from smsbox.web.words import Word

STATES = {
    FlowState.DRAFT: Word("file", "idle", FlowState.DRAFT.text),
    FlowState.OPEN: Word("ok", "good", N_("At work")),
    FlowState.CLOSED: Word("cancelled", "off", FlowState.CLOSED.text),
}

TALKING = Word("dialog", "busy", N_("talking"))
_ENDED = {
    "done": Word("ok", "good", OUTCOMES["done"]),
    "late": Word("waiting", "idle", OUTCOMES["late"]),
    "full": Word("held", "warn", OUTCOMES["full"]),
}


def talk_word(talk: Talk) -> Word:
    """How a talk stands, or how it ended."""
    if talk.ended_at is None:
        return TALKING
    outcome = talk.outcome or ""
    return _ENDED.get(outcome) or Word("back", "idle", OUTCOMES.get(outcome, outcome or "–"))


def kept_of(visit: Visit, flow_id: int) -> Kept:
    """The scenario of the address. Raises 404."""
    found = rows.get(visit.site.store, flow_id)
    if found is None:
        raise HTTPError(404)
    return found


def of_kind(visit: Visit, flow_id: int, kind: str) -> tuple[Kept, Flow[Any] | None]:
    """The scenario of the address, which is one of that kind; its flow is None where this program cannot read it any
    more. Raises 404.
    """
    kept = kept_of(visit, flow_id)
    if kept.kind != kind:
        raise HTTPError(404)
    return kept, read(visit, kept.source)[0]


def read(visit: Visit, source: str) -> tuple[Flow[Any] | None, tuple[Problem, ...]]:
    """What a file says, or what is wrong with it."""
    return reading.checked(source, visit.site.config.region.timezone)


def frame(visit: Visit, kept: Kept) -> dict[str, Any]:
    """For the template."""
    home, kind = f"/dialogs/{kept.id}", KINDS[kept.kind]
    if not kept.id:
        return {"kept": kept, "word": STATES[kept.state], "kind": kind, "roads": [], "clashes": []}
    ways = [(home, N_("Overview"))]
    if kept.launched_at is not None:
        ways += [(path, text) for path, text, _ in kind.links(kept.id) if path.startswith(home)]
    if visit.may(Right.BULK):
        more = (("try", N_("Try it")), ("edit", N_("Change")), ("file", N_("As a file")))
        ways += [(f"{home}/{path}", text) for path, text in more]
    return {"kept": kept, "word": STATES[kept.state], "kind": kind, "roads": ways, "clashes": _clashes(visit, kept)}


def _clashes(visit: Visit, kept: Kept) -> list[str]:
    """Which of its words would keep it from being opened now: told to who writes it, before he opens it."""
    writing = kept.state is FlowState.DRAFT or visit.path.endswith(("/edit", "/file", "/try"))
    if kept.state is FlowState.OPEN or not writing or not visit.may(Right.BULK):
        return []
    flow = read(visit, kept.source)[0]
    if flow is None:
        return []
    found = words.problems(visit.site.store, visit.site.config, replace(flow, id=kept.id))
    return in_the_form(visit, kept.kind, tuple(found))


def in_the_form(visit: Visit, kind: str, problems: tuple[Problem, ...]) -> list[str]:
    """The same for who knows the form and no lines of a file: each by the name of its field."""
    from smsbox.web.dialogs.shapes import label_of

    named = (replace(each, key=visit.tr.gettext(label_of(kind, each.key)), line=None) for each in problems)
    return sentences(visit, tuple(named))


def sentences(visit: Visit, problems: tuple[Problem, ...]) -> list[str]:
    """Each mistake in a sentence, in the reader's language."""
    return [each.sentence.told(visit.tr) for each in problems]
