"""What can be asked of a running simulated modem: one function per `op` of the control protocol, in `OPERATIONS`."""

from smsbox.modem.simulator.operations import air, hardware, inspection
from smsbox.modem.simulator.operations.table import OPERATIONS

__all__ = ["OPERATIONS", "air", "hardware", "inspection"]
