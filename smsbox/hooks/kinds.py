"""What a webhook may be called for: the events of sms-gate.app under its names, and ours."""

from __future__ import annotations

from collections.abc import Mapping

from smsbox.i18n.marks import N_

RECEIVED = "sms:received"
SENT = "sms:sent"
DELIVERED = "sms:delivered"
FAILED = "sms:failed"
CANCELLED = "sms:cancelled"
OPTED_OUT = "customer:opted_out"
ORDER_NEW = "order:new"
ORDER_CHANGED = "order:changed"
BOOKED = "appointment:booked"
MOVED = "appointment:moved"
CALLED_OFF = "appointment:cancelled"
MISSED = "appointment:missed"
TEST = "test"
"""What the button sends; nobody asks for it."""

TEXTS: Mapping[str, str] = {
    RECEIVED: N_("An SMS was received"),
    SENT: N_("An SMS was sent, all of it"),
    DELIVERED: N_("An SMS was delivered, all of it"),
    FAILED: N_("An SMS was not sent, or not delivered"),
    CANCELLED: N_("An SMS was cancelled before it left"),
    OPTED_OUT: N_("A customer wants no more advertising"),
    ORDER_NEW: N_("A customer ordered"),
    ORDER_CHANGED: N_("An order went on: accepted, ready, done or cancelled"),
    BOOKED: N_("An appointment was made"),
    MOVED: N_("An appointment was given up for another one"),
    CALLED_OFF: N_("An appointment was called off"),
    MISSED: N_("A customer did not come"),
}
"""By their names, in words, English."""

OF_SMS_GATE = (RECEIVED, SENT, DELIVERED, FAILED)
"""Those that its clients know."""
OF_ITS_OWN = (SENT, DELIVERED, FAILED, CANCELLED)
"""Those that a program hears without the right to read: of SMS that it sent itself."""
