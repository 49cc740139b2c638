"""Which lane a message belongs into, by what is known of its recipient: the SIM he knows, and his operator."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.routing import tables
from smsbox.routing.lanes import routed
from smsbox.routing.tables import KnownCarrier
from smsbox.sms.operators import PREFIXES, operator_code, operator_of
from smsbox.store import Store, options

RULES = "routing"
"""Settings key under which the daemon keeps [routing], so that every program that queues messages follows it."""


class NotAPrefix(SmsboxError):
    """A text is no beginning of a number in E.164. Facts: `prefix`."""

    key = "routing.not_a_prefix"
    exit_code = 65


class PrefixPinned(SmsboxError):
    """The configuration says whose numbers begin so, and is stronger. Facts: `prefix`, `operator`."""

    key = "routing.prefix_pinned"
    exit_code = 78


class NothingSet(SmsboxError):
    """Nobody said anything about this beginning, or number, that could be dropped. Facts: `prefix`."""

    key = "routing.nothing_set"
    exit_code = 69


@dataclass(frozen=True, slots=True)
class Rules:
    """[routing]: whether on-net, and whether the SIM a customer knows, come first; `prefixes` as the file has them."""

    on_net: bool = True
    help: bool = True
    sticky: bool = True
    prefixes: tuple[str, ...] = ()

    @property
    def pinned(self) -> dict[str, str]:
        """Beginning → operator, as the file says."""
        pairs = (text.partition("=") for text in self.prefixes)
        return {prefix: operator_code(operator) for prefix, _, operator in pairs}


def keep_rules(store: Store, rules: Rules, now: Micros) -> None:
    """Write down what the file says, if that is new."""
    text = json.dumps(
        {"on_net": rules.on_net, "help": rules.help, "sticky": rules.sticky, "prefixes": rules.prefixes},
        ensure_ascii=False,
    )
    if options.get(store, RULES) != text:
        options.put(store, RULES, text, now)


def kept_rules(store: Store) -> Rules:
    """[routing] as the daemon last wrote it down."""
    text = options.get(store, RULES)
    if text is None:
        return Rules()
    kept = json.loads(text)
    return Rules(kept["on_net"], kept["help"], kept["sticky"], tuple(kept["prefixes"]))


@dataclass(frozen=True, slots=True)
class PrefixLine:
    """One line of the table; `source`: `plan` (built in), `person`, or `file` (config.toml, stronger than both)."""

    prefix: str
    operator: str
    source: str


def prefix_lines(edited: Mapping[str, str], pinned: Mapping[str, str]) -> list[PrefixLine]:
    """The whole table, in order of prefixes."""
    found = {prefix: PrefixLine(prefix, operator, "plan") for prefix, operator in PREFIXES.items()}
    found |= {prefix: PrefixLine(prefix, operator, "person") for prefix, operator in edited.items()}
    found |= {prefix: PrefixLine(prefix, operator, "file") for prefix, operator in pinned.items()}
    return [found[prefix] for prefix in sorted(found)]


@dataclass(frozen=True, slots=True)
class Asked:
    """One message to be routed. `sim_id`: the SIM it answers from, None when it is no answer."""

    recipient: str
    timed: bool
    sim_id: int | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """What is known for routing; `carriers` are the SIMs that are not lost."""

    carriers: Sequence[KnownCarrier] = ()
    rules: Rules = Rules()
    table: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, store: Store, now: Micros) -> Directory:
        """Everything but the recipients. As long as there is one SIM there is nothing to choose."""
        carriers = tables.living(tables.carriers(store), now)
        if len(carriers) < 2:
            return cls(carriers)
        rules = kept_rules(store)
        lines = prefix_lines(tables.edited_prefixes(store), rules.pinned)
        return cls(carriers, rules, {line.prefix: line.operator for line in lines})

    @property
    def several(self) -> bool:
        """Whether there is more than one SIM."""
        return len(self.carriers) > 1

    def lanes(self, store: Store, messages: Sequence[Asked]) -> list[int]:
        """The lane of each of `messages`."""
        if not self.several:
            return [routed(None, None, timed=each.timed) for each in messages]
        numbers = [each.recipient for each in messages]
        known = tables.acquaintances(store, numbers) if self.rules.sticky else {}
        ported = tables.ported_among(store, numbers)
        return [self._lane(each, known.get(each.recipient), ported.get(each.recipient)) for each in messages]

    def operator(self, number: str, ported: str | None = None) -> str | None:
        """The operator of `number`, `ported` being what is known beyond its prefix."""
        return ported or operator_of(number, self.table)

    def _lane(self, asked: Asked, knows: int | None, ported: str | None) -> int:
        able = [each for each in self.carriers if each.may_reach(asked.recipient)]
        # The number a customer wrote to answers him, even when customers may otherwise meet any SIM.
        sim = next((each for each in (asked.sim_id, knows) if any(one.sim_id == each for one in able)), None)
        operator = self.operator(asked.recipient, ported) if self.rules.on_net else None
        # An operator of whom there is no SIM is like none.
        served = operator if any(each.operator == operator for each in able) else None
        return routed(sim, served, timed=asked.timed)
