"""The daemon: the only place that wires the rooms together, starts their threads and ends them."""

from smsbox.daemon.restraint import held_back
from smsbox.daemon.service import run

__all__ = ["held_back", "run"]
