"""What one outgoing message waits for, in words: the end of quiet hours, a SIM."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from smsbox.cli.console import speech
from smsbox.cli.opening import now, open_store

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.outbox import MessageView


def quiet_words(config: Config, view: MessageView) -> str:
    """That it waits for the end of quiet hours, or for another moment at which its customer may be written to."""
    from smsbox.i18n import quiet
    from smsbox.outbox import waits

    rest = waits(config, view, now())
    return "" if rest is None else quiet.waits(speech(), rest.until, config.region.zone, now(), rest.why)


def route_words(config: Config, view: MessageView) -> str:
    """Which SIM it waits for; once it left, why by this one."""
    from smsbox import events
    from smsbox.i18n.ways import waits_for, why
    from smsbox.sms.operators import operator_name, operator_of

    route, store = view.route, open_store(config)
    if route is None or store is None:
        return ""
    with closing(store):
        told = [line.data["why"] for line in events.of_message(store, view.id) if "why" in line.data]
    code = route.operator or (operator_of(view.recipient) if told else None)
    operator = operator_name(code) if code else None
    if told:
        return why(speech(), told[-1], operator=operator, modem=route.modem)
    return waits_for(speech(), bound=route.bound, known=bool(route.knows), modem=route.modem, operator=operator)
