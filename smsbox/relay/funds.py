"""Asks the operator of one SIM what is left, while nothing else is to be done, and says what the answer allows."""

from __future__ import annotations

import logging

from smsbox import purse
from smsbox.clock import Micros
from smsbox.modem.dialog import UssdRefused, UssdSilent
from smsbox.modem.line import GsmLine
from smsbox.modem.ussd import BadUssd
from smsbox.purse import Purse
from smsbox.relay.surroundings import Surroundings
from smsbox.sms.operators import operator_code, operator_of_imsi
from smsbox.store import StoreTrouble

log = logging.getLogger(__name__)

LOOK = 30.0
"""Seconds for which what the database says is believed."""

SETTLED = 120.0
"""Seconds a line has to be open, and idle for the last `QUIET` of them, before it is used for questions."""

QUIET = 20.0


class Funds:
    """The money of one SIM, for one session."""

    def __init__(self, around: Surroundings, sim_id: int, imsi: str) -> None:
        self._around = around
        self._sim_id = sim_id
        self._imsi = imsi
        self.adopt()
        self._ask_from = around.clock.boottime() + SETTLED

    def adopt(self) -> None:
        """The settings of the modem count as they are now."""
        modem = self._around.modem
        self._operator = operator_code(modem.operator) if modem.operator else operator_of_imsi(self._imsi)
        self._purse: Purse | None = None
        self._look_at = 0.0

    def busy(self) -> None:
        """A segment goes out: questions wait until it is quiet again."""
        self._ask_from = max(self._ask_from, self._around.clock.boottime() + QUIET)

    def look(self, now: Micros) -> Purse:
        """How the SIM stands. Raises StoreTrouble."""
        boot = self._around.clock.boottime()
        if self._purse is None or boot >= self._look_at:
            zone = self._around.config.region.zone
            self._purse = purse.look(
                self._around.store, self._sim_id, self._around.modem, operator=self._operator, now=now, zone=zone
            )
            self._look_at = boot + LOOK
        return self._purse

    def ask_if_due(self, line: GsmLine) -> bool:
        """Ask the operator when it is time and the line is idle; whether it was asked. Raises LineError."""
        clock = self._around.clock
        if clock.boottime() < self._ask_from or not self._around.clock_trusted():
            return False
        if self._around.errands.held_for() is not None:
            return False  # somebody works at this modem: a question of ours would end his menu
        now = clock.now()
        try:
            known = self.look(now)
            if known.code is None or known.ask_at is None or known.ask_at > now:
                return False
            self._keep(known.code, self._answer(line, known.code))
        except StoreTrouble as trouble:
            log.error("modem %s: the balance could not be written down: %s", self._around.modem.name, trouble)
            self._ask_from = clock.boottime() + LOOK
        return True

    def _answer(self, line: GsmLine, code: str) -> str:
        """What the operator says, "" when nothing; a menu that opens is closed at once."""
        name = self._around.modem.name
        try:
            reply = line.ussd(code)
        except (BadUssd, UssdRefused, UssdSilent) as error:
            log.info("modem %s: %s was not answered: %s", name, code, error)
            return ""
        line.ussd_cancel()
        log.info("modem %s: the operator answered to %s", name, code)
        return reply.text

    def _keep(self, code: str, answer: str) -> None:
        around = self._around
        purse.read(
            around.store,
            self._sim_id,
            around.modem,
            answer,
            code=code,
            operator=self._operator,
            now=around.clock.now(),
            zone=around.config.region.zone,
        )
        self._purse = None
