"""Asks the operator of one SIM what is left because somebody wants to know it now, and keeps the answer."""

from __future__ import annotations

from smsbox import purse
from smsbox.clock import Clock
from smsbox.config import Config, ModemConfig
from smsbox.errors import SmsboxError
from smsbox.modem.dialog import UssdRefused, UssdSilent
from smsbox.modem.line import GsmLine
from smsbox.modem.ussd import UssdReply
from smsbox.relay import StatusBoard
from smsbox.sms.operators import operator_code, operator_of_imsi
from smsbox.store import Store


class NoBalanceCode(SmsboxError):
    """Nobody knows by which code the operator tells what is left. Facts: `name`, the modem."""

    key = "money.no_code"
    exit_code = 69


class Enquiry:
    """Runs on the thread of the modem that is asked, as an errand."""

    def __init__(self, config: Config, store: Store, clock: Clock, board: StatusBoard) -> None:
        self._store, self._clock, self._board = store, clock, board
        self.adopt(config)

    def adopt(self, config: Config) -> None:
        """These settings count from the next question on."""
        self._modems = {modem.name: modem for modem in config.modems}
        self._zone = config.region.zone

    def ask(self, name: str, line: GsmLine) -> tuple[str, UssdReply]:
        """The code and the answer. Raises NoBalanceCode, BadUssd, UssdRefused, UssdSilent, StoreTrouble, LineError."""
        modem, sim_id = self._modems[name], self._board.get(name).sim_id
        operator = operator_code(modem.operator) if modem.operator else operator_of_imsi(line.identity.imsi)
        now = self._clock.now()
        known = sim_id and purse.look(self._store, sim_id, modem, operator=operator, now=now, zone=self._zone)
        if not sim_id or not known or known.code is None:
            raise NoBalanceCode(name=name)
        try:
            reply = line.ussd(known.code)
        except (UssdRefused, UssdSilent):
            self._keep(sim_id, modem, operator, known.code, "")
            raise
        line.ussd_cancel()
        self._keep(sim_id, modem, operator, known.code, reply.text)
        return known.code, reply

    def _keep(self, sim_id: int, modem: ModemConfig, operator: str | None, code: str, answer: str) -> None:
        now = self._clock.now()
        purse.read(self._store, sim_id, modem, answer, code=code, operator=operator, now=now, zone=self._zone)
