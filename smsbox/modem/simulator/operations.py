"""What can be asked of a running simulated modem: one function per `op` of the control protocol, in `OPERATIONS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from smsbox.modem.simulator.faults.table import FAULTS
from smsbox.modem.simulator.magic import MAGIC
from smsbox.modem.simulator.network import Rule
from smsbox.modem.simulator.people import HABITS, Habit
from smsbox.modem.simulator.sim import SimCard, Slot, with_memories
from smsbox.modem.simulator.telephony import Menu
from smsbox.modem.simulator.timing import PROFILES

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem

Fields = dict[str, Any]
Operation = Callable[["Modem", Fields], Fields]

OPERATIONS: dict[str, Operation] = {}


def operation(deed: Operation) -> Operation:
    """Register under the function's own name."""
    OPERATIONS[deed.__name__.rstrip("_")] = deed
    return deed


@operation
def ping(modem: Modem, fields: Fields) -> Fields:
    """Nothing but an answer."""
    return {}


@operation
def status(modem: Modem, fields: Fields) -> Fields:
    """Everything worth knowing about the modem now."""
    return {
        "name": modem.name,
        "link": modem.port.link,
        "pty": modem.port.name,
        "plugged": modem.port.plugged,
        "booting": modem.power.booting,
        "deaf": modem.power.deaf,
        "imei": modem.hardware.imei,
        "imsi": modem.sim.imsi,
        "lock": modem.power.lock(),
        "pin_left": modem.sim.pin_left,
        "registration": modem.radio.stat,
        "rssi": modem.radio.rssi,
        "reference": modem.sim.last_reference,
        "memories": {memory.name: [len(memory.slots), memory.capacity] for memory in modem.sim.memories.values()},
        "held": len(modem.network.held),
        "parked_reports": len(modem.network.parked),
        "settings": asdict(modem.settings),
        "armed": [armed.fault.name for armed in modem.faults.armed],
        "profile": modem.pace.profile.name,
        "speed": modem.pace.speed,
    }


# ── faults ──


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


# ── network ──


@operation
def inbound(modem: Modem, fields: Fields) -> Fields:
    """Send `text` from `sender` to the SIM, or a raw `pdu` (TPDU in hex); see Network.inbound for the other fields."""
    if "pdu" in fields:
        modem.network.inbound_raw(bytes.fromhex(fields["pdu"]))
        return {}
    known = ("order", "wide", "careless", "message_class", "reference", "coding", "kind", "quietly", "direct")
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
    book = modem.network.answers
    book.habits = given + ([] if fields.get("replace") else book.habits)
    return {"habits": len(book.habits)}


@operation
def call(modem: Modem, fields: Fields) -> Fields:
    """Somebody calls from `number` and lets it ring `rings` times."""
    modem.calls.ring(fields["number"], fields.get("rings", 4))
    return {}


@operation
def ussd(modem: Modem, fields: Fields) -> Fields:
    """Set the answer of `code` to `text` (with `choices` {typed: text}), or the `form`: plain, packed, ucs2."""
    if "form" in fields:
        modem.ussd.form = fields["form"]
    if "code" in fields:
        choices = {typed: Menu(text) for typed, text in fields.get("choices", {}).items()}
        modem.ussd.book[fields["code"]] = Menu(fields["text"], choices)
    return {"codes": sorted(modem.ussd.book)}


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


# ── hardware ──


@operation
def reboot(modem: Modem, fields: Fields) -> Fields:
    """Restart; `new_pty` (default true) through a new pty under the same link, after `seconds`."""
    modem.power.reboot(fields.get("new_pty", True), fields.get("seconds"))
    return {}


@operation
def unplug(modem: Modem, fields: Fields) -> Fields:
    """Pull it out; with `seconds`, plug it in again after them."""
    if "seconds" in fields:
        modem.power.replug(fields["seconds"])
    else:
        modem.power.unplug()
    return {}


@operation
def plug(modem: Modem, fields: Fields) -> Fields:
    """Put it in; `link` changes the path it appears under."""
    modem.port.link = fields.get("link", modem.port.link)
    modem.power.plug()
    return {}


@operation
def power_cycle(modem: Modem, fields: Fields) -> Fields:
    """Take the power away for a moment."""
    modem.power.power_cycle()
    return {}


@operation
def urc(modem: Modem, fields: Fields) -> Fields:
    """Write `line` (framed) or `octets` (hex, as they are) to the tty."""
    if "octets" in fields:
        modem.emit(bytes.fromhex(fields["octets"]))
    else:
        modem.urc(fields["line"])
    return {}


@operation
def sim(modem: Modem, fields: Fields) -> Fields:
    """Change the SIM: `swap` {imsi, iccid, number, smsc} puts in another card and restarts; else set single fields."""
    if "swap" in fields:
        modem.sim = with_memories(SimCard(**fields["swap"]))
        modem.power.reboot(new_pty=fields.get("new_pty", False))
        return {"imsi": modem.sim.imsi}
    for name in ("pin", "puk", "pin_left", "puk_left", "absent", "smsc", "last_reference", "number"):
        if name in fields:
            setattr(modem.sim, name, fields[name])
    if fields.get("pin") and fields.get("lock", True):
        modem.power.unlocked_now = False
    modem.sim_changed()
    return {"lock": modem.power.lock()}


@operation
def capacity(modem: Modem, fields: Fields) -> Fields:
    """Change the size of `memory` to `slots`."""
    modem.sim.memories[fields["memory"]].capacity = int(fields["slots"])
    modem.network.memory_freed()
    return {}


@operation
def slots(modem: Modem, fields: Fields) -> Fields:
    """What lies in `memory` (default SM): [[index, stat, pdu], …]."""
    memory = modem.sim.memories[fields.get("memory", "SM")]
    return {"slots": [[index, slot.stat, slot.pdu.hex()] for index, slot in sorted(memory.slots.items())]}


@operation
def put(modem: Modem, fields: Fields) -> Fields:
    """Lay `pdu` (hex, service centre in front) into `memory` with `stat`, as if it had been there before."""
    index = modem.sim.memories[fields.get("memory", "SM")].put(
        Slot(fields.get("stat", 0), bytes.fromhex(fields["pdu"]))
    )
    modem.sim_changed()
    return {"slot": index}


@operation
def speed(modem: Modem, fields: Fields) -> Fields:
    """Set the `factor` (2 = twice as fast) or the `profile`."""
    if "profile" in fields:
        modem.pace.profile = PROFILES[fields["profile"]]
    modem.pace.speed = float(fields.get("factor", modem.pace.speed))
    return {}


# ── wire log ──


@operation
def log(modem: Modem, fields: Fields) -> Fields:
    """Entries of the wire log after `since`, of one `kind`, at most `limit`; of this modem only with `own`."""
    found = modem.log.entries(fields.get("kind"), fields.get("since", 0), fields.get("limit"))
    return {"entries": [entry for entry in found if not fields.get("own") or entry["modem"] == modem.name]}


@operation
def counts(modem: Modem, fields: Fields) -> Fields:
    """Counters: entries by kind, commands, octets_in, octets_in_silence, short_gaps, repeated; the shortest gap (s)."""
    return {"counts": dict(modem.log.counts), "shortest_gap": modem.log.shortest_gap}


@operation
def gaps(modem: Modem, fields: Fields) -> Fields:
    """Pauses in seconds between a final result and the next command, the last 10,000."""
    return {"gaps": list(modem.log.gaps)}


@operation
def clear(modem: Modem, fields: Fields) -> Fields:
    """Forget the wire log in memory."""
    modem.log.clear()
    return {}


@operation
def describe(modem: Modem, fields: Fields) -> Fields:
    """The operations, the magic numbers and the answer book, in words."""
    return {
        "operations": {name: (deed.__doc__ or "").strip() for name, deed in OPERATIONS.items()},
        "magic": {entry.pattern: entry.meaning for entry in MAGIC},
        "habits": {habit.number: habit.texts for habit in HABITS},
    }
