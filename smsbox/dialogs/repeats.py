"""Messages that come twice: the network repeats what it has no receipt for, people what is not answered at once.

The inbox keeps both, since nothing is recognised by its text; but the second "1" is no answer to the next question.
"""

from __future__ import annotations

from smsbox.dialogs import rows
from smsbox.dialogs.turn import Turn
from smsbox.store.scanning import octets

_SAME_SENDING = (
    "SELECT 1 FROM (SELECT text, sent_at, sim_id, routed_by FROM received WHERE sender{octets} = ? AND id < ? "
    "ORDER BY id DESC LIMIT 5) AS r WHERE r.routed_by <> 'failed' AND r.text = ? AND r.sent_at = ? AND r.sim_id = ?"
)
"""The service centre stamps each message it takes with its second (23.040 9.2.3.11); a repeated one keeps its stamp."""
_ANSWERED = (
    "SELECT s.message_ids FROM dialog_steps s JOIN received r ON r.id = s.received_id WHERE s.dialog_id = ? "
    "AND s.seq = (SELECT max(seq) FROM dialog_steps WHERE dialog_id = ? AND message_ids <> '') AND r.text = ?"
)
_NOT_YET = "SELECT 1 FROM messages WHERE id = ? AND state = 0"
"""Queued. What was begun may have arrived: after the death of a daemon that is known only later."""


def taken_before(turn: Turn) -> bool:
    """Whether this is what was answered already, by a dialog or otherwise, come again; then it is noted with his last
    dialog, and nothing is said.
    """
    last = rows.last_with(turn.store, turn.number)
    if last is None or not (_sent_once(turn) or _answer_not_seen(turn, last.id)):
        return False
    rows.note(turn.store, last.id, "repeated", turn.now, turn.message.id, ())
    return True


def _sent_once(turn: Turn) -> bool:
    """One sending, delivered twice."""
    message = turn.message
    if message.sent_at is None:
        return False
    values = (message.sender, message.id, message.text, message.sent_at, message.sim_id)
    return turn.store.run(_SAME_SENDING.format(octets=octets(turn.store)), *values).fetchone() is not None


def _answer_not_seen(turn: Turn, dialog_id: int) -> bool:
    """The same again before he could have seen what he was answered: that has not left yet."""
    row = turn.store.run(_ANSWERED, dialog_id, dialog_id, turn.message.text).fetchone()
    if row is None:
        return False
    first = int(row[0].split(",")[0])
    return turn.store.run(_NOT_YET, first).fetchone() is not None
