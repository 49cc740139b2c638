"""Calls: who rings is shown, answered or refused; nothing is ever spoken (27.007 6, 7.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smsbox.modem.simulator.commands.registry import Call, Form, command
from smsbox.modem.simulator.errors import Refused

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@command("+CLIP")
def caller_shown(modem: Modem, call: Call) -> Sequence[str]:
    """Show the caller's number with each RING."""
    if call.form is Form.READ:
        return (f"+CLIP: {modem.settings.clip},1",)
    if call.form is Form.TEST:
        return ("+CLIP: (0,1)",)
    modem.settings.clip = min(1, call.number(default=0))
    return ()


@command("H", "+CHUP")
def hang_up(modem: Modem, call: Call) -> Sequence[str]:
    """Refuse or end the call."""
    if call.form is not Form.TEST:
        modem.calls.hang_up()
    return ()


@command("A")
def answer(modem: Modem, call: Call) -> Sequence[str]:
    """Answer the ringing call."""
    if not modem.calls.answer():
        raise Refused()
    return ()


@command("+CLCC")
def current_calls(modem: Modem, call: Call) -> Sequence[str]:
    """The ringing call."""
    if not modem.calls.ringing or call.form is Form.TEST:
        return ()
    return (f'+CLCC: 1,1,4,0,0,"{modem.calls.number}",145',)


@command("D")
def dial(modem: Modem, call: Call) -> Sequence[str]:
    """Outgoing calls are not carried here."""
    raise Refused()
