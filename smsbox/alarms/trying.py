"""A test sent at once, for whoever waits for what comes of it."""

from __future__ import annotations

import json

from smsbox.alarms import letters, phones, troubles
from smsbox.alarms.courier import CARRIER, PATIENCE, is_set, order
from smsbox.alarms.herald import Statuses, writer
from smsbox.alarms.matters import SMS
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.sheets.process import Apart
from smsbox.store import Store


def try_now(store: Store, config: Config, way: str, statuses: Statuses, now: Micros) -> list[int]:
    """Send a test by `way`; an SMS is only queued: ids of the messages. Raises Untold, SecretUnusable, and what the
    outbox raises.
    """
    if not is_set(config, way):
        raise troubles.NotSet(way=way)
    letter = letters.a_test(writer(config))
    if way == SMS:
        sims = phones.healthy(statuses, ())
        return phones.send(store, config, letter.sms, sims, now, counted=False)
    process, said = Apart(CARRIER, order(config, way, letter, now, f"test-{now}")), b""
    try:
        while piece := process.piece(PATIENCE):
            said += piece
    finally:
        process.close()
    try:
        told = json.loads(said)
    except ValueError:
        told = {"key": troubles.Untold.key}
    if told:
        raise troubles.of_plain(told)
    return []
