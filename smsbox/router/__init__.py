"""What customers write is understood and answered: stages in a fixed order, the first claimant wins; knows no modem."""

from smsbox.router.context import Context, Stage
from smsbox.router.order import STAGES
from smsbox.router.routing import route_waiting

__all__ = ["STAGES", "Context", "Stage", "route_waiting"]
