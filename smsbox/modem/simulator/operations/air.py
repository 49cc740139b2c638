"""Operations on the network's side: faults, messages, outcomes, reports, calls, USSD, registration."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smsbox.modem.simulator.faults.table import FAULTS
from smsbox.modem.simulator.network import Rule
from smsbox.modem.simulator.operations.table import Fields, operation
from smsbox.modem.simulator.people import Habit
from smsbox.modem.simulator.telephony import Menu

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


@operation
def fault(modem: Modem, fields: Fields) -> Fields:
    """Arm `name`, `count` times (0 or "ever": until disarmed; default per fault); other fields are its parameters."""
    params = {key: value for key, value in fields.items() if key not in ("name", "count")}
    modem.faults.arm(fields["name"], fields.get("count", "default"), **params)
    return {"armed": fields["name"]}


@operation
def disarm(modem: Modem, fields: Fields) -> Fields:
    """Disarm `name`, or every fault."""
    return {"disarmed": modem.faults.disarm(fields.get("name"))}


@operation
def fired(modem: Modem, fields: Fields) -> Fields:
    """How often `name` has fired, or every mode that has."""
    if "name" in fields:
        return {"fired": modem.faults.fired[fields["name"]]}
    return {"fired": dict(modem.faults.fired)}


@operation
def faults(modem: Modem, fields: Fields) -> Fields:
    """The table: name, title, default count (None: for ever), parameters with defaults."""
    listed = [{"name": f.name, "title": f.title, "count": f.count, "params": f.params} for f in FAULTS.values()]
    return {"faults": sorted(listed, key=lambda row: str(row["name"]))}


@operation
def inbound(modem: Modem, fields: Fields) -> Fields:
    """Send `text` from `sender` to the SIM, or a raw `pdu` (TPDU in hex); see Network.inbound for the other fields."""
    if "pdu" in fields:
        modem.network.inbound_raw(bytes.fromhex(fields["pdu"]))
        return {}
    known = ("order", "wide", "careless", "message_class", "reference", "coding", "kind", "quietly", "direct", "smsc")
    options = {key: fields[key] for key in known if key in fields}
    if "at" in fields:
        options["at"] = datetime.fromisoformat(fields["at"])
    tpdus: list[bytes] = []
    for _ in range(fields.get("count", 1)):
        tpdus = modem.network.inbound(fields["sender"], fields["text"], **options)
    return {"segments": len(tpdus), "tpdus": [tpdu.hex() for tpdu in tpdus]}


@operation
def outcome(modem: Modem, fields: Fields) -> Fields:
    """A rule for recipients ending with `number`: `accepted`, `answer` (a line, "" silence), `reports`, `times`."""
    reports = fields.get("reports")
    plan = None if reports is None else [(delay, status) for delay, status in reports]
    rule = Rule(
        fields.get("number", ""), fields.get("times", 0), fields.get("accepted", True), fields.get("answer"), plan
    )
    modem.network.rules.insert(0, rule)
    return {"rules": len(modem.network.rules)}


@operation
def clear_outcomes(modem: Modem, fields: Fields) -> Fields:
    """Forget the rules."""
    modem.network.rules.clear()
    return {}


@operation
def reports(modem: Modem, fields: Fields) -> Fields:
    """Usual `plan` of reports as [[seconds or null, TP-ST], …]; `hold` true parks them, false lets later ones pass."""
    if "plan" in fields:
        plan = fields["plan"]
        modem.network.default_reports = None if plan is None else [(delay, status) for delay, status in plan]
    if "hold" in fields:
        modem.network.hold_reports = bool(fields["hold"])
    return {"parked": len(modem.network.parked)}


@operation
def release_reports(modem: Modem, fields: Fields) -> Fields:
    """Send the parked reports and park no more."""
    modem.network.hold_reports = False
    return {"released": modem.network.release_reports()}


@operation
def answers(modem: Modem, fields: Fields) -> Fields:
    """Put `habits` [{number, texts, contains, after, times, call}] before the answer book; `replace` drops the rest."""
    given = [Habit(**habit | {"texts": tuple(habit.get("texts", ()))}) for habit in fields.get("habits", [])]
    book = modem.network.phones.answers
    book.habits = given + ([] if fields.get("replace") else book.habits)
    return {"habits": len(book.habits)}


@operation
def call(modem: Modem, fields: Fields) -> Fields:
    """Somebody calls from `number` and lets it ring `rings` times."""
    modem.calls.ring(fields["number"], fields.get("rings", 4))
    return {}


@operation
def ussd(modem: Modem, fields: Fields) -> Fields:
    """Set the answer of `code` to `text` (with `choices` {typed: text}), or how the modem does it: telephony.Ussd."""
    for name in ("form", "takes", "refusal", "dcs", "before_ok", "closing", "mute"):
        if name in fields:
            setattr(modem.ussd, name, fields[name])
    if "code" in fields:
        modem.ussd.book[fields["code"]] = _menu(fields["text"], fields.get("choices", {}))
    return {"codes": sorted(modem.ussd.book)}


def _menu(text: str, choices: Fields) -> Menu:
    """A menu of any depth: a choice is a text, or [text, {typed: …}]."""
    deeper = {typed: (found, {}) if isinstance(found, str) else tuple(found) for typed, found in choices.items()}
    return Menu(text, {typed: _menu(*found) for typed, found in deeper.items()})


@operation
def ussd_push(modem: Modem, fields: Fields) -> Fields:
    """The network says `text` unasked, with `mode` 0 (the default) or 1, to which it wants an answer."""
    modem.ussd.push(fields.get("mode", 0), fields["text"])
    return {}


@operation
def registration(modem: Modem, fields: Fields) -> Fields:
    """Set `stat` now; `home` (default true for 1, 5, 6, 7) is what later searches end in; `act` technology."""
    modem.radio.act = fields.get("act", modem.radio.act)
    stat = int(fields["stat"])
    if fields.get("home", stat in (1, 5, 6, 7)):
        modem.power.home_stat = stat
    modem.power.set_registration(stat)
    return {}


@operation
def signal(modem: Modem, fields: Fields) -> Fields:
    """Set `rssi` (0..31, 99) and `ber`."""
    modem.radio.rssi = int(fields["rssi"])
    modem.radio.ber = int(fields.get("ber", modem.radio.ber))
    return {}


@operation
def network_time(modem: Modem, fields: Fields) -> Fields:
    """Shift the network's clock by `offset` seconds, its zone to `quarters` of an hour."""
    modem.network.time_offset = timedelta(seconds=fields.get("offset", 0))
    modem.radio.zone_quarters = fields.get("quarters", modem.radio.zone_quarters)
    return {"clock": modem.network.clock_text()}
