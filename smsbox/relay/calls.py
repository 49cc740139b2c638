"""Calls that come in: ended, because they occupy the radio, and treated by the modem's rule, at a bounded rate."""

from __future__ import annotations

import logging

from smsbox import contacts, outbox, subscription
from smsbox.clock import DAY, HOUR, Clock, Micros
from smsbox.desk import callbacks
from smsbox.errors import SmsboxError
from smsbox.inbox import calls
from smsbox.modem.line import GsmLine
from smsbox.outbox import Draft, MessageClass
from smsbox.outbox.destinations import destination
from smsbox.relay.surroundings import Surroundings
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.store import Store, StoreTrouble
from smsbox.subscription import sources
from smsbox.subscription.sources import SourceKind

log = logging.getLogger(__name__)

REFUSAL_PAUSE = 2.0
"""Seconds between two refusals, whoever rings."""

PROMPT_PAUSE: Micros = DAY
"""A caller gets one SMS in this time, however often he rings."""

PROMPTS_PER_HOUR = 20
"""SMS in answer to calls of one SIM: callers' numbers can be forged, and each answer costs."""


class Calls:
    """Refuses and treats the calls of one modem."""

    def __init__(self, around: Surroundings, sim_id: int) -> None:
        self._around = around
        self._store: Store = around.store
        self._clock: Clock = around.clock
        self._sim_id = sim_id
        self._rest_until = 0.0

    def refuse(self, line: GsmLine, number: str | None) -> None:
        """It rings; `number` None as long as the network has not told it, "" when the caller hides it.

        Raises LineError. A database in trouble loses the note of a call, never the line.
        """
        now = self._clock.boottime()
        if now >= self._rest_until:
            self._rest_until = now + REFUSAL_PAUSE
            line.refuse_call()
        if number is None:
            return
        try:
            self._write_down(number)
        except StoreTrouble as trouble:
            log.error("modem %s: a call could not be written down: %s", self._around.modem.name, trouble)

    def _write_down(self, number: str) -> None:
        modem, now = self._around.modem, self._clock.now()
        rule = modem.calls if number else "log"  # nobody can call back or write to who hides his number
        with self._store.write(durable=rule != "log"):
            rung = calls.rang(
                self._store,
                modem=modem.name,
                sim_id=self._sim_id,
                number=self._known_form(number),
                rule=rule,
                now=now,
            )
            if rung is None or not rung.fresh:
                return
            if rule == "prompt" and modem.call_prompt:
                self._prompt(rung.call, modem.call_prompt, now)
            if rule == "ask":
                self._ask(rung.call, now)
            callbacks.rang(self._store, rung.call, now)
            contacts.heard(self._store, rung.call.number, now)

    def _known_form(self, number: str) -> str:
        """E.164 where it can be made, else as the network told it."""
        try:
            return parse(number, self._around.config.region.country)
        except BadNumber:
            return number

    def _ask(self, call: calls.Call, now: Micros) -> None:
        """Ask the caller by SMS whether he wants advertising: a call is no consent, but he has turned to the shop."""
        around, modem = self._around, self._around.modem
        if self._answered_enough(now):
            return
        asked = subscription.ask(
            *(self._store, around.config, call.number, sources.first_of(self._store, SourceKind.CALL)),
            now=now,
            how="call",
            evidence=f"call {call.id}, {modem.name}",
            sim_id=self._sim_id,
        )
        if asked.message_id is not None:
            calls.answered(self._store, call.id, asked.message_id)

    def _answered_enough(self, now: Micros) -> bool:
        """Whether this modem's calls of an hour were answered often enough."""
        if calls.answers_since(self._store, self._around.modem.name, now - HOUR) < PROMPTS_PER_HOUR:
            return False
        log.warning(
            "modem %s: %d calls answered within an hour; no more for now", self._around.modem.name, PROMPTS_PER_HOUR
        )
        return True

    def _prompt(self, call: calls.Call, text: str, now: Micros) -> None:
        """Answer a call by SMS, from the SIM that was rung, unless it had one or the SIM sent enough of them."""
        modem = self._around.modem
        last = calls.last_answer(self._store, call.number)
        if last is not None and 0 <= now - last < PROMPT_PAUSE:
            return
        if self._answered_enough(now):
            return
        try:
            to = destination(call.number, self._around.config.region.country, modem.allow)
            (message_id,) = outbox.submit(
                self._store,
                [Draft(to, text, MessageClass.REPLY, sim_id=self._sim_id)],
                now=now,
                allow=modem.allow,
            )
        except SmsboxError as error:
            log.info("modem %s: no answer to the call of this number: %s", modem.name, error)
            return
        calls.answered(self._store, call.id, message_id)
