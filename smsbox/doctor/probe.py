"""Asks a modem itself how it is, when no daemon does; its PIN is never entered: that would cost one of three tries."""

from __future__ import annotations

from collections.abc import Iterator

from smsbox.clock import Clock
from smsbox.config import ModemConfig
from smsbox.doctor.findings import Finding, failure, ok, problem
from smsbox.doctor.modems import memory, modem, radio
from smsbox.modem.line import GsmLine
from smsbox.modem.port import Trace
from smsbox.modem.troubles import LineError, PinNeeded


def probe(modem_config: ModemConfig, clock: Clock, trace: Trace | None = None) -> Iterator[Finding]:
    """What a modem with a known port says of itself; takes seconds. `trace` hears every byte, PINs masked."""
    if modem_config.port is None:
        return
    name = modem_config.name
    line = GsmLine(modem_config.port, modem_config.baudrate, clock=clock, trace=trace)
    try:
        identity = line.connect(None)
        registration, signal = line.registration(), line.signal_report()
        status = {
            "name": name,
            "state": "ready",
            "imsi": identity.imsi,
            "smsc": identity.smsc,
            "operator": registration.operator,
            "registration": registration.state.value,
            "dbm": signal.dbm,
            "storage_used": line.storage.used,
            "storage_capacity": line.storage.capacity,
            "pin_tries": line.pin_tries_left(),
        }
        if registration.can_send:
            yield from modem(status)
        else:
            yield problem("doctor.not_registered", name, name=name, registration=registration.state.value)
            yield from radio(name, status | {"registration": None})
            yield from memory(name, status)
    except PinNeeded as trouble:
        waits = modem_config.pin_file is not None and trouble.facts.get("tries_left") not in (0, 1)
        yield ok("doctor.pin_waits", name, name=name) if waits else failure(trouble, name)
    except LineError as trouble:
        yield failure(trouble, name)
    finally:
        line.close()
