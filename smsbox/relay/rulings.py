"""Decides, purely, what becomes of a refused segment: whose fault it is, when to try again, when to rest the SIM.

The rule of neighbours: a code is charged to the number only while other numbers get through on the same SIM; when
several different numbers fail in a row, the SIM rests and the queue is not consumed. Classes as in 3GPP TS 27.005 3.2.5
and 23.040 9.2.3.22, sorted by `smsbox.modem.codes.verdict`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from smsbox.clock import MINUTE, Micros
from smsbox.modem.codes import Verdict
from smsbox.pacing import backoff
from smsbox.sms.msisdn import tail

NEIGHBOUR_WINDOW: Micros = 10 * MINUTE
"""A success on the SIM this recently proves that the SIM itself works."""

FAILURES_IN_A_ROW = {Verdict.NUMBER: 10, Verdict.ACCOUNT: 2, Verdict.TEMPORARY: 3, Verdict.RESET: 2}
"""How many different numbers refused in a row let the SIM rest; bad numbers may stand together in an old list."""

TEMPORARY_ATTEMPTS = 6
TEMPORARY_ATTEMPTS_BESIDE_NEIGHBOURS = 4
LONELY_ATTEMPTS = 3
"""How often one number is tried when no neighbour can tell whether it or the SIM is to blame."""

_REST_S = (300, 900, 1800, 3600)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the SIM went through lately: its last success and the run of different numbers refused since."""

    succeeded_at: Micros | None = None
    refused_in_a_row: frozenset[str] = frozenset()
    rests: int = 0

    def success(self, now: Micros) -> Neighbours:
        """A segment was accepted: whatever failed before was not the SIM's fault."""
        return Neighbours(succeeded_at=now)

    def refusal(self, recipient: str) -> Neighbours:
        """`recipient` was refused."""
        return replace(self, refused_in_a_row=self.refused_in_a_row | {tail(recipient)})

    def rested(self) -> Neighbours:
        """The SIM was sent to rest; the next run of failures counts anew, the rest gets longer."""
        return replace(self, refused_in_a_row=frozenset(), rests=self.rests + 1)

    def prove_the_sim(self, now: Micros) -> bool:
        """Whether another number passed on this SIM a short while ago."""
        return self.succeeded_at is not None and now - self.succeeded_at <= NEIGHBOUR_WINDOW


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to do: fail for good, or try again after `retry_s` seconds; and how long the SIM rests (0: not at all)."""

    permanent: bool = False
    retry_s: float = 0.0
    rest_s: float = 0.0
    accepted: bool = False
    reinitialise: bool = False


def rest(rests: int) -> float:
    """Seconds the SIM rests after it rested `rests` times without a success in between."""
    return float(_REST_S[min(rests, len(_REST_S) - 1)])


def rule(verdict: Verdict, attempt: int, recipient: str, neighbours: Neighbours, now: Micros) -> Ruling:
    """The ruling for refusal number `attempt` of `recipient`, with `verdict`; `neighbours` as before it."""
    if verdict is Verdict.ALREADY_ACCEPTED:
        return Ruling(accepted=True)
    if verdict is Verdict.TEXT:
        return Ruling(permanent=True)
    if verdict is Verdict.BUSY:
        return Ruling(retry_s=10.0)
    if verdict in (Verdict.SIM, Verdict.CONFIGURATION):
        return Ruling(retry_s=60.0, rest_s=60.0, reinitialise=True)
    row = len(neighbours.refused_in_a_row | {tail(recipient)})
    if row >= FAILURES_IN_A_ROW.get(verdict, 3):
        pause = rest(neighbours.rests)
        return Ruling(retry_s=pause, rest_s=pause, reinitialise=verdict is Verdict.RESET)
    return _rule_for_number(verdict, attempt, neighbours.prove_the_sim(now))


def _rule_for_number(verdict: Verdict, attempt: int, sim_works: bool) -> Ruling:
    """One number is refused while nothing speaks against the SIM."""
    if verdict in (Verdict.TEMPORARY, Verdict.RESET):
        enough = TEMPORARY_ATTEMPTS_BESIDE_NEIGHBOURS if sim_works else TEMPORARY_ATTEMPTS
    else:
        enough = 1 if sim_works else LONELY_ATTEMPTS
    if attempt >= enough:
        return Ruling(permanent=True)
    return Ruling(retry_s=backoff(attempt), reinitialise=verdict is Verdict.RESET)
