"""The post room: reads the log, gives calls that are due to postmen, hears what became of them.

A few postmen are about at once, one webhook is with one of them alone, and one that does not even answer rests for a
while: so a server that hangs holds up nobody else.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping, Sequence
from random import shuffle
from typing import Any

from smsbox.clock import Clock, Micros
from smsbox.config import Config
from smsbox.hooks import book, callbacks, calls, filling
from smsbox.hooks.addresses import BadAddress
from smsbox.hooks.book import Hook
from smsbox.hooks.calls import CALLBACKS, Call
from smsbox.people import tokens
from smsbox.sheets.process import Apart
from smsbox.store import Store

log = logging.getLogger(__name__)

POSTMAN = (sys.executable, "-m", "smsbox.hooks.postman")
PATIENCE = 85.0
"""Seconds after which a postman is ended who has not ended by himself."""
POSTMEN = 3
REST = 30.0
"""Seconds in which nobody knocks where nobody answered."""
QUICK, IDLE = 0.2, 1.0
"""Seconds until the next look, while a postman is about and else."""
LOST = {"key": "hooks.lost", "facts": {}}


class _Postman:
    """One process with the calls it was given."""

    def __init__(self, order: Mapping[str, Any], given: Sequence[Call], until: float) -> None:
        """Raises OSError when the system gives no process."""
        self._process = Apart(POSTMAN, order)
        self._until, self._held = until, b""
        self.given = {each.id: each for each in given}
        self.over = False

    @property
    def hooks(self) -> set[int]:
        """Those he has calls of that he has not spoken of yet."""
        return {each.hook_id for each in self.given.values()}

    def said(self, boottime: float) -> list[dict[str, Any]]:
        """What he has said since."""
        while not self.over and (piece := self._process.piece(0.0)) is not None:
            self._held, self.over = self._held + piece, not piece
        *lines, self._held = self._held.split(b"\n")
        if boottime >= self._until:
            self.over = True
        return [json.loads(line) for line in lines if line]

    def close(self) -> None:
        self._process.close()


class Postroom:
    """Belongs to one thread. `device`: what this box calls itself in what it tells."""

    def __init__(self, store: Store, clock: Clock, device: str) -> None:
        self._store, self._clock, self._device = store, clock, device
        self._about: list[_Postman] = []
        self._rests: dict[int, float] = {}
        self._begun = False

    def look(self, config: Config) -> float:
        """One look; seconds until the next one. Raises StoreTrouble."""
        now = self._clock.now()
        if not self._begun:
            # In a shared database another box may have them: its leases end by themselves.
            if self._store.dialect.sole_owner:
                calls.let_go(self._store, now)
            self._begun = True
        self._hear(now)
        read = filling.fill(self._store, config, self._device, now)
        self._give(config, now)
        if read >= filling.AT_ONCE:
            return 0.0
        return QUICK if self._about else IDLE

    def close(self) -> None:
        """End what is under way: what is not known to have arrived is called again, under the same mark."""
        for each in self._about:
            each.close()
        self._about.clear()

    # ── inside

    def _hear(self, now: Micros) -> None:
        for postman in list(self._about):
            for said in postman.said(self._clock.boottime()):
                self._settle(postman.given.pop(said["id"]), said, now)
            if postman.over:
                self._about.remove(postman)
                postman.close()
                for call in postman.given.values():
                    self._settle(call, {"error": LOST}, now)

    def _settle(self, call: Call, said: Mapping[str, Any], now: Micros) -> None:
        if said.get("later"):
            calls.put_back(self._store, call.id, now)
            return
        if not said.get("error"):
            calls.taken(self._store, call.id, now)
            return
        error = {**said["error"], "said": said.get("said", "")}
        if not said.get("status") and call.hook_id != CALLBACKS:
            self._rests[call.hook_id] = self._clock.boottime() + REST
        state = calls.failed(self._store, call, error, now)
        log.info("webhook %s: call %s %s: %s", call.hook_id, call.mark, state.label, error["key"])

    def _give(self, config: Config, now: Micros) -> None:
        if len(self._about) >= POSTMEN:
            return
        hooks = {each.id: each for each in book.listed(self._store) if self._lives(each, now)}
        busy = {hook_id for each in self._about for hook_id in each.hooks}
        busy |= {hook_id for hook_id, until in self._rests.items() if self._clock.boottime() < until}
        free = [*({CALLBACKS, *hooks} - busy)]
        shuffle(free)  # when more are due than one round takes, all have their turn
        due = calls.claim(self._store, free, now)
        orders = [(call, self._order(call, hooks.get(call.hook_id), config, now)) for call in due]
        given = [(call, order) for call, order in orders if order is not None]
        if not given:
            return
        order = {"networks": list(config.programs.networks), "calls": [order for _, order in given]}
        try:
            until = self._clock.boottime() + PATIENCE
            self._about.append(_Postman(order, [call for call, _ in given], until))
        except OSError as trouble:
            log.warning("webhooks: no process for a postman: %s", trouble)

    def _order(self, call: Call, hook: Hook | None, config: Config, now: Micros) -> dict[str, Any] | None:
        """What the postman is told; None: it may not be made any more."""
        if hook is not None:
            told = {"url": hook.url, "method": "POST", "body": call.content, "secret": hook.secret}
            return {"id": call.id, **told}
        content = json.loads(call.content)
        url, token = str(content["url"]), tokens.get(self._store, content["token"])
        try:
            if token is None or not token.lives(now):
                raise callbacks.NotListed(url=url[:200], token=token.name if token else "")
            callbacks.check(token, url, config)
        except (BadAddress, callbacks.NotListed) as wrong:
            error = {"key": wrong.key, "facts": {name: str(fact) for name, fact in wrong.facts.items()}}
            calls.failed(self._store, call, error, now, lasting=True)
            return None
        return {"id": call.id, "url": url, "method": "GET", "body": ""}

    def _lives(self, hook: Hook, now: Micros) -> bool:
        token = tokens.get(self._store, hook.token_id) if hook.token_id is not None else None
        return hook.token_id is None or (token is not None and token.lives(now))
