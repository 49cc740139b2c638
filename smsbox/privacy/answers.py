"""What somebody has told votes, quizzes, contests, surveys, forms and orders: in the copy of his data, and forgotten
with him.

A vote and a result stay counted, an order stays in the books of the shop. An entry that was drawn from stays with its
code, which is the shop's own receipt, so that a past draw can be verified; a chosen answer stays in the counts; nothing
of it leads to him.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.outbox.steering import NOBODY
from smsbox.store import Store

SECTIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...] = (
    (
        "votes",
        N_("Votes"),
        (
            *(("sent_at", N_("When")), ("number", N_("Number")), ("vote", N_("Vote"))),
            *(("choice", N_("Counts for")), ("text", N_("Wrote"))),
        ),
        "SELECT v.at, v.number, f.title, v.choice, v.said FROM votes v JOIN flows f ON f.id = v.flow_id "
        "WHERE v.number IN ({}) ORDER BY v.at",
    ),
    (
        "quizzes",
        N_("Quizzes"),
        (
            *(("begun_at", N_("Begun")), ("ended_at", N_("Finished")), ("number", N_("Number"))),
            *(("quiz", N_("Quiz")), ("points", N_("Points")), ("answers", N_("Answers"))),
        ),
        "SELECT r.begun_at, r.ended_at, r.number, f.title, r.score, r.answers FROM quiz_results r "
        "JOIN flows f ON f.id = r.flow_id WHERE r.number IN ({}) ORDER BY r.begun_at",
    ),
    (
        "entries",
        N_("Entries to contests"),
        (("sent_at", N_("When")), ("number", N_("Number")), ("code", N_("Code"))),
        "SELECT at, number, shown FROM entries WHERE number IN ({}) ORDER BY id",
    ),
    (
        "surveys",
        N_("Answers in surveys"),
        (
            *(("asked_at", N_("Asked on")), ("number", N_("Number")), ("question", N_("Question"))),
            *(("answered_at", N_("Answered")), ("answer", N_("Answer"))),
        ),
        "SELECT at, number, question, answered_at, answer FROM survey_answers WHERE number IN ({}) ORDER BY id",
    ),
    (
        "applications",
        N_("Applications"),
        (("sent_at", N_("When")), ("number", N_("Number")), ("answers", N_("Answers"))),
        "SELECT at, number, answers FROM applications WHERE number IN ({}) ORDER BY id",
    ),
    (
        "orders",
        N_("Orders"),
        (
            *(("ordered_at", N_("When")), ("number", N_("Number")), ("order", N_("Order"))),
            *(("goods", N_("Goods")), ("pieces", N_("Pieces")), ("price", N_("Price in hundredths"))),
            *(("address", N_("Address")), ("note", N_("Wrote"))),
        ),
        "SELECT o.made_at, o.number, o.said, l.title, l.amount, l.price, o.address, o.note FROM orders o "
        "JOIN order_lines l ON l.order_id = o.id WHERE o.number IN ({}) ORDER BY o.id, l.place",
    ),
)
"""Key, title, columns and statement of each section, read by his numbers."""

_VOTES = "UPDATE votes SET number = ?, said = '', same = '', received_id = NULL WHERE number = ?"
_QUIZZES = "UPDATE quiz_results SET number = ?, answers = '[]' WHERE number = ?"
_ENTRIES = (
    "UPDATE entries SET number = ?, received_id = NULL, note = '', state = CASE WHEN flow_id IN "
    "(SELECT flow_id FROM draws WHERE listed_at IS NOT NULL) THEN state ELSE 4 END WHERE number = ?"
)
_SURVEYS = "UPDATE survey_answers SET number = ?, answer = CASE WHEN free = 1 THEN '' ELSE answer END WHERE number = ?"
_APPLICATIONS = (
    "UPDATE applications SET number = ?, answers = '{}', dialog_id = NULL, received_id = NULL WHERE number = ?"
)
_ORDERS = "UPDATE orders SET number = ?, address = '', note = '', dialog_id = NULL, received_id = NULL WHERE number = ?"


def forget(store: Store, numbers: Sequence[str]) -> None:
    """Take these numbers out, and what was said in own words; part of the open transaction."""
    for number in numbers:
        nobody = NOBODY + secrets.token_hex(6)
        for statement in (_VOTES, _QUIZZES, _ENTRIES, _SURVEYS, _APPLICATIONS, _ORDERS):
            store.run(statement, nobody, number)


# ── by their age

_CLOSED = "number LIKE '+%' AND flow_id IN (SELECT id FROM flows WHERE state = 2)"
_OLD = {
    "votes": (
        f"SELECT flow_id, number FROM votes WHERE at < ? AND {_CLOSED} ORDER BY flow_id, number LIMIT ?",  # noqa: S608
        "UPDATE votes SET number = ?, said = '', same = '', received_id = NULL WHERE flow_id = ? AND number = ?",
    ),
    "quiz_results": (
        f"SELECT DISTINCT flow_id, number FROM quiz_results WHERE begun_at < ? AND {_CLOSED} "  # noqa: S608 – constants
        "ORDER BY flow_id, number LIMIT ?",
        "UPDATE quiz_results SET number = ?, answers = '[]' WHERE flow_id = ? AND number = ?",
    ),
    "applications": (
        "SELECT id FROM applications WHERE at < ? AND answers <> '{}' ORDER BY id LIMIT ?",
        "UPDATE applications SET number = ? || id, answers = '{}', dialog_id = NULL, received_id = NULL WHERE id = ?",
    ),
    "survey_answers": (
        "SELECT id FROM survey_answers WHERE at < ? AND number LIKE '+%' ORDER BY id LIMIT ?",
        "UPDATE survey_answers SET number = ? || id, answer = CASE WHEN free = 1 THEN '' ELSE answer END WHERE id = ?",
    ),
    "entries": (
        "SELECT id FROM entries WHERE at < ? AND number LIKE '+%' AND flow_id IN "
        "(SELECT flow_id FROM draws WHERE drawn_at IS NOT NULL) ORDER BY id LIMIT ?",
        "UPDATE entries SET number = ? || id, received_id = NULL, note = '' WHERE id = ?",
    ),
}
"""Table → what is old enough, and how it loses its person: votes and results only once theirs was closed, since nobody
may vote twice, entries once their contest was drawn.
"""
_CHUNK = 400


def forget_old(store: Store, before: Micros, go_on: Callable[[], bool]) -> int:
    """What is older than `before` loses its person, in short transactions; how much."""
    done = 0
    for found, forgotten in _OLD.values():
        while go_on():
            keys = store.run(found, before, _CHUNK).fetchall()
            if not keys:
                break
            with store.write():
                store.run_many(forgotten, [(NOBODY + secrets.token_hex(6), *each) for each in keys])
            done += len(keys)
    return done
