"""What the fields of messages are called where a person reads them."""

from __future__ import annotations

from smsbox.i18n.marks import N_

FIELDS = {
    "recipient": N_("to"),
    "sender": N_("from"),
    "text": N_("text"),
    "class": N_("class"),
    "state": N_("state"),
    "sim": "SIM",
    "modem": N_("modem"),
    "route": N_("route"),
    "created_at": N_("queued"),
    "priority": N_("priority"),
    "reason": N_("reason"),
    "maybe_duplicate": N_("maybe duplicate"),
    "flash": N_("flash"),
    "report": N_("delivery report"),
    "validity_s": N_("valid for, seconds"),
    "send_after": N_("not before"),
    "send_before": N_("not after"),
    "due_at": N_("next try"),
    "reply_to": N_("answers message"),
    "received_at": N_("received"),
    "complete": N_("complete"),
    "damaged": N_("damaged"),
    "missing": N_("missing segments"),
    "sent_at": N_("sent"),
    "routed_by": N_("handled"),
    "settled_at": N_("settled"),
}
"""What the fields are called where a person reads them."""
