"""One modem as the status page shows it: the status JSON of the daemon, read with care and put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from smsbox.clock import Micros, micros
from smsbox.config import Config, ModemConfig
from smsbox.i18n.codes import explain_code
from smsbox.i18n.explanations import Explained, explain, knows
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.outbox import MessageClass
from smsbox.web import words
from smsbox.web.messages.visible import plainly

PERIODS = {
    "gap": N_("Pause between two SMS"),
    "per_minute": N_("This minute"),
    "per_hour": N_("This hour"),
    "per_day": N_("Today"),
    "per_month": N_("This month"),
    "per_package": N_("SMS package"),
    "warm_up": N_("Warming up, today"),
}
"""Limits of a SIM, in the order in which they bite."""

ROLLING = ("per_minute", "per_hour")
"""Limits that count no calendar: only a used up one has a moment, that of the next SMS."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of one limit, in SMS; `limit` 0 when it is not known, `resets_at` when it leaves more."""

    period: str
    label: str
    left: int
    limit: int
    resets_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class ModemView:
    """Everything the card of a modem shows. Moments in microseconds."""

    name: str
    port: str
    state: str
    word: words.Word
    trouble: Explained | None
    signal: words.SignalWord
    dbm: int | None
    operator: str
    technology: str
    registration: str
    sim: str
    device: str
    left: tuple[Left, ...]
    storage_used: int
    storage_capacity: int
    last_sent_at: Micros | None
    last_received_at: Micros | None
    next_send_at: Micros | None
    since: Micros | None
    recovery: Explained | None
    next_reset_at: Micros | None
    reason: str
    alarmed: bool
    recovered: bool
    drift: Explained | None
    drift_key: str
    drift_until: Micros | None
    sim_id: int | None
    imsi: str
    iccid: str
    imei: str
    smsc: str
    storage: str
    kinds: tuple[str, ...] | None
    at: Micros | None

    @property
    def address(self) -> str:
        """Where its page is."""
        return address(self.name)

    @property
    def tightest(self) -> Left | None:
        """The limit that leaves the fewest SMS."""
        return min(self.left, key=lambda left: left.left, default=None)


def address(name: str) -> str:
    """The path of the page of modem `name`, whatever it is called."""
    return "/modems/" + quote(name.replace("/", "%2F"), safe="")


def modem_view(status: Mapping[str, Any], config: Config, tr: Translator) -> ModemView:
    """The view of one status mapping; fields that are missing or odd are shown as unknown, never as an error."""
    # what modems and networks call themselves comes from outside as texts of customers do
    status = {key: plainly(value) if isinstance(value, str) else value for key, value in status.items()}
    name = str(status.get("name") or "?")
    state = str(status.get("state") or "down")
    dbm = status.get("dbm")
    configured = next((modem for modem in config.modems if modem.name == name), None)
    return ModemView(
        name=name,
        port=str(status.get("port") or ""),
        state=state,
        word=words.modem_state(state),
        trouble=trouble(status, tr),
        signal=words.signal(dbm if isinstance(dbm, int) else None),
        dbm=dbm if isinstance(dbm, int) else None,
        operator=str(status.get("operator") or ""),
        technology=str(status.get("technology") or ""),
        registration=words.registration(status.get("registration")),
        sim=str(status.get("iccid") or status.get("imsi") or ""),
        device=" ".join(str(status[key]) for key in ("manufacturer", "model") if status.get(key)),
        left=_left(status.get("limits_left") or {}, status.get("resets_at") or {}, configured),
        storage_used=int(status.get("storage_used") or 0),
        storage_capacity=int(status.get("storage_capacity") or 0),
        last_sent_at=moment(status.get("last_sent_at")),
        last_received_at=moment(status.get("last_received_at")),
        next_send_at=moment(status.get("next_send_at")),
        since=moment(status.get("since")),
        recovery=_recovery(status, tr),
        next_reset_at=moment((status.get("recovery") or {}).get("next_at")),
        reason=str(status.get("reason") or ""),
        alarmed=(status.get("recovery") or {}).get("rung") == "alarm",
        recovered=bool((status.get("recovery") or {}).get("helped")),
        drift=_drift(status, tr),
        drift_key=str((status.get("drift") or {}).get("key") or ""),
        drift_until=moment((status.get("drift") or {}).get("until")),
        sim_id=status["sim_id"] if isinstance(status.get("sim_id"), int) else None,
        **{key: str(status.get(key) or "") for key in ("imsi", "iccid", "imei", "smsc", "storage")},
        kinds=_kinds(status.get("kinds")),
        at=moment(status.get("at")),
    )


def _drift(status: Mapping[str, Any], tr: Translator) -> Explained | None:
    """Why the SIM goes slowly or rests."""
    drift = status.get("drift") or {}
    key = str(drift.get("key"))
    return explain(tr, key, drift.get("facts") or {}) if knows(key) else None


def _kinds(numbers: object) -> tuple[str, ...] | None:
    """The classes that go although the modem holds; None: it holds nothing."""
    if not isinstance(numbers, (list, tuple)):
        return None
    return tuple(kind.label for kind in MessageClass if int(kind) in numbers)


def _recovery(status: Mapping[str, Any], tr: Translator) -> Explained | None:
    """The last measure taken to bring the modem back, while that incident is not over."""
    recovery = status.get("recovery") or {}
    key = f"recovery.{recovery.get('rung')}"
    return explain(tr, key, recovery) if knows(key) else None


def trouble(status: Mapping[str, Any], tr: Translator) -> Explained | None:
    """The reason a modem gives for its state, explained: an error's key, a number of the network, or plain words."""
    reason = str(status.get("reason") or "")
    if not reason:
        return None
    facts = {"port": status.get("port"), "name": status.get("name"), **(status.get("facts") or {})}
    facts = {key: plainly(value) if isinstance(value, str) else value for key, value in facts.items()}
    if "registration" in facts:
        facts["registration"] = tr.gettext(words.registration(str(facts["registration"])))
    if facts.get("limit") in PERIODS:
        facts["limit"] = tr.gettext(PERIODS[str(facts["limit"])]).lower()
    if knows(reason):
        return explain(tr, reason, facts)
    return explain_code(tr, reason) or Explained(reason, "")


def moment(text: object) -> Micros | None:
    """An ISO 8601 moment with zone, or microseconds; None for anything else."""
    if isinstance(text, int):
        return text or None
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return micros(found) if found.tzinfo else None


def _left(left: Mapping[str, Any], resets: Mapping[str, Any], configured: ModemConfig | None) -> tuple[Left, ...]:
    found = []
    for key, label in PERIODS.items():
        number = left.get(key)
        if isinstance(number, int):
            # warm_up is set in days: how many SMS that allows today is known to the relay alone
            limit = 0 if key == "warm_up" else int(getattr(configured, key, 0) or 0)
            found.append(Left(key, label, max(0, number), limit, moment(resets.get(key))))
    return tuple(found)
