"""How long the queue will take, as pages ask for it; it is reckoned in `smsbox.outbox.forecast`."""

from smsbox.outbox.forecast import ON_THE_AIR_S, forecast, seconds_each

__all__ = ["ON_THE_AIR_S", "forecast", "seconds_each"]
