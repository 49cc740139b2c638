"""The fault modes FM-01 … FM-79: importing this package fills the table of `table`."""

from smsbox.modem.simulator.faults import inbound, link, reports, sending, sim
from smsbox.modem.simulator.faults.table import FAULTS, Armed, Fault, Faults, Point

__all__ = ["FAULTS", "Armed", "Fault", "Faults", "Point", "inbound", "link", "reports", "sending", "sim"]
