"""Writes the service centre the configuration wants to a SIM that has another one, or none."""

from __future__ import annotations

import logging

from gsmmodem.exceptions import GsmModemException

from smsbox.modem.line import GsmLine

log = logging.getLogger(__name__)


def put_right(line: GsmLine, wanted: str | None) -> str:
    """The service centre in force (27.005 3.3.1) after `wanted` was written where it differs; None leaves it alone.

    A SIM that refuses is told of in the log: whether it can send, the network decides. Raises LineError.
    """
    found = line.identity.smsc
    if wanted is None or _digits(found) == _digits(wanted):
        return found
    try:
        line.smsc = wanted
    except GsmModemException as error:
        log.warning("%s: the service centre could not be set to %s: %s", line.port, wanted, error)
        return found
    log.info("%s: the service centre was %s and is now %s", line.port, found or "not set", wanted)
    return line.read_smsc()


def _digits(number: str) -> str:
    return number.lstrip("+")
