"""Having somebody asked by SMS whether he wants advertising, because a program says that he turned to the shop."""

from __future__ import annotations

from smsbox import outbox
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.people.rights import Right
from smsbox.people.tokens import Token
from smsbox.programs import sending, stop
from smsbox.store import Store
from smsbox.subscription import joining
from smsbox.subscription.joining import Asked


def ask(
    store: Store, token: Token, config: Config, number: str, *, evidence: str, language: str, door: str, now: Micros
) -> Asked:
    """Ask `number` (E.164) once, as `joining.ask` does, within the rights and limits of the token. Joins the
    transaction that is open. Raises NotAllowed, DestinationRefused, LimitReached, Stopped: then nothing may be kept.
    """
    sending.need(token, Right.WRITE)
    with store.write():
        stop.check(store)
        known = sending.destination(number, token, config)
        asked = joining.ask(
            *(store, config, known, None),
            now=now,
            how="program",
            evidence=evidence,
            operator=token.name,
            language=language,
        )
        if asked.message_id is not None:
            message = outbox.get(store, asked.message_id)
            assert message is not None
            sending.wrote(store, token, config, message, door, now)
        return asked
