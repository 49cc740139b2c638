"""The daemon: the only place that wires the rooms together, starts their threads and ends them."""

import gc

gc.disable()  # hardly anything of 800 modules is garbage, and looking for it took a tenth of the time to load them

from smsbox.daemon.service import run  # noqa: E402

gc.enable()

__all__ = ["run"]
