"""USSD requests (27.007 7.15); what the network answers is `Network.ussd`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Call, Form, command

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@command("+CUSD", needs="CME")
def request(modem: Modem, call: Call) -> Sequence[str]:
    """Send a code or a menu answer (1), cancel (2), or switch the result off (0)."""
    if call.form is Form.READ:
        return (f"+CUSD: {modem.settings.cusd}",)
    if call.form is Form.TEST:
        return ("+CUSD: (0-2)",)
    mode = call.number(0, default=0)
    if mode == 2:
        modem.ussd.cancel()
        return ()
    modem.settings.cusd = mode
    if call.string(1):
        modem.ussd.request(call.string(1), call.number(2, default=15))
    return ()
