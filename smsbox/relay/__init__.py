"""The relay: one thread per modem, sole owner of its port; it knows no feature, only outbox, inbox and the line."""

from smsbox.relay.relay import Relay
from smsbox.relay.routes import Routes
from smsbox.relay.status import DOWN, HOLDING, READY, STARTING, ModemStatus, StatusBoard

__all__ = ["DOWN", "HOLDING", "READY", "STARTING", "ModemStatus", "Relay", "Routes", "StatusBoard"]
