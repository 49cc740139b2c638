"""Owns a daemon in a hurry: `smsbox` as typed, but waiting less long for results that never come."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from smsbox.cli import main
from smsbox.modem.line import GsmLine
from smsbox.modem.timeouts import Timeouts


def hurry(factor: float) -> None:
    """Scale the waits for the prompt and after Ctrl-Z, and only those: everything else stays as shipped."""
    usual = Timeouts()
    quick = replace(
        usual,
        result=usual.result * factor,
        give_up=usual.give_up * factor,
        prompt=usual.prompt * factor**0.5,
        final_ok=usual.final_ok * factor**0.5,
        echo_window=usual.echo_window * factor**0.5,
        probe=max(1.0, usual.probe * factor),
        vendor_results=tuple((name, seconds * factor) for name, seconds in usual.vendor_results),
    )
    defaults = GsmLine.__init__.__kwdefaults__
    assert defaults and "timeouts" in defaults, "the line takes its timeouts otherwise now: adapt this file"
    defaults["timeouts"] = quick


if __name__ == "__main__":
    hurry(float(os.environ["FOREIGN_HURRY"]))
    sys.argv[0] = "smsbox"
    main()
