"""Runs inside the booted machine: a modem at /run/air/modem, with a SIM card that wants its PIN."""

from __future__ import annotations

from smsbox.modem.simulator import serve

if __name__ == "__main__":
    serve(["/run/air/modem"], profile="fast", pin="4321")
