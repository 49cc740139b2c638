"""The simulated modem: an AT modem on a pty with a network behind it, driven by a control socket and magic numbers.

An ordinary part of the product (`smsbox simulate`), used by the demo, the tests, the fault campaign and the benchmarks.
It shares no code with the driver and the codec that talk to it: its wire log is an independent witness. Recipients
+380500009xxx choose their own outcome (`MAGIC`), +38050000 80xx–85xx answer (`people`), the rest are silent.
"""

from smsbox.modem.simulator.control import Control, ControlFailed
from smsbox.modem.simulator.farm import Farm, SimulatedModem, serve
from smsbox.modem.simulator.faults.table import FAULTS
from smsbox.modem.simulator.magic import MAGIC
from smsbox.modem.simulator.people import HABITS
from smsbox.modem.simulator.timing import PROFILES

__all__ = ["FAULTS", "HABITS", "MAGIC", "PROFILES", "Control", "ControlFailed", "Farm", "SimulatedModem", "serve"]
