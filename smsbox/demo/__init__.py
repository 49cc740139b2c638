"""The demonstration: simulated modems, a sample shop with customers who answer, and the real daemon."""

from smsbox.demo.show import run

__all__ = ["run"]
