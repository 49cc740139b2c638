"""What customers write is understood and answered: stages in a fixed order, the first claimant wins; knows no modem."""

from smsbox.router.context import Context, Stage
from smsbox.router.order import STAGES
from smsbox.router.routing import hear_leaving, route_waiting

__all__ = ["STAGES", "Context", "Stage", "hear_leaving", "route_waiting"]
