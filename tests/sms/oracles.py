"""Three codecs by other hands, brought to one view of a PDU, so that differences can be listed and explained."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from gsmmodem import pdu as gsmmodem_pdu
from smspdudecoder.fields import SMSDeliver, SMSSubmit

from smsbox.sms.tpdu import BadTpdu, Deliver, decode_incoming, decode_submit

GAMMU_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True)
class View:
    """What a codec says of a PDU; `...` where it has no say. `at` is UTC, or local and naive (gammu)."""

    party: object = ...
    text: object = ...
    concat: object = ...
    at: object = ...
    reference: object = ...
    status: object = ...
    settled: object = ...
    validity_s: object = ...
    error: bool = False

    def differences(self, other: View) -> set[str]:
        """Names of what both speak of and disagree on; `error` alone when one of them failed."""
        if self.error != other.error:
            return {"error"}
        pairs = {field.name: (getattr(self, field.name), getattr(other, field.name)) for field in fields(self)}
        return {name for name, (mine, theirs) in pairs.items() if ... not in (mine, theirs) and mine != theirs}


FAILED = View(error=True)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment and moment.tzinfo else moment


def ours(tpdu: bytes) -> View:
    """smsbox's view; 8-bit data stands in `text`. Damaged counts as an error here: the oracles can only refuse."""
    if tpdu[0] & 3 == 1:
        submit = decode_submit(tpdu)
        concat = submit.concat and (submit.concat.reference, submit.concat.total, submit.concat.seq)
        return View(submit.recipient, submit.text, concat, reference=submit.reference, validity_s=submit.validity_s)
    try:
        read = decode_incoming(tpdu)
    except BadTpdu:
        return FAILED
    if isinstance(read, Deliver):
        concat = read.concat and (read.concat.reference, read.concat.total, read.concat.seq)
        body = read.text if read.data is None else read.data
        return View(read.sender.text, body, concat, _utc(read.sent_at), error=read.damaged)
    return View(
        party=read.recipient.text,
        at=_utc(read.sent_at),
        reference=read.reference,
        status=read.status,
        settled=_utc(read.settled_at),
    )


def gsmmodem(tpdus: Sequence[bytes]) -> list[View]:
    """python-gsmmodem-new's decodeSmsPdu; its 8-bit text is latin-1."""
    return [_gsmmodem(tpdu) for tpdu in tpdus]


def _gsmmodem(tpdu: bytes) -> View:
    try:
        read = gsmmodem_pdu.decodeSmsPdu("00" + tpdu.hex())
    except Exception:  # noqa: BLE001 – it raises whatever its iterators stumble over
        return FAILED
    concat = [e for e in read.get("udh", []) if isinstance(e, gsmmodem_pdu.Concatenation)]
    validity = read.get("validity")
    text: object = read.get("text", ...)
    if tpdu[0] & 3 == 0 and isinstance(ours(tpdu).text, bytes) and isinstance(text, str):
        text = text.encode("latin-1", "replace")
    return View(
        party=read["number"] or "",
        text=text,
        concat=(concat[0].reference, concat[0].parts, concat[0].number)
        if concat
        else (None if "text" in read else ...),
        at=_utc(read["time"]) if "time" in read else ...,
        reference=read.get("reference", ...),
        status=read.get("status", ...),
        settled=_utc(read["discharge"]) if "discharge" in read else ...,
        validity_s=int(validity.total_seconds()) if validity else ...,
    )


def smspdudecoder(tpdus: Sequence[bytes]) -> list[View]:
    """smspdudecoder: DELIVER and SUBMIT; it knows no status reports."""
    return [_smspdudecoder(tpdu) for tpdu in tpdus]


def _smspdudecoder(tpdu: bytes) -> View:
    if tpdu[0] & 3 == 2:
        return View(error=ours(tpdu).error)
    submit = tpdu[0] & 3 == 1
    try:
        read = (SMSSubmit if submit else SMSDeliver).decode(StringIO("00" + tpdu.hex()))
    except Exception:  # noqa: BLE001 – it raises whatever its string slices stumble over
        return FAILED
    party = read["recipient" if submit else "sender"]
    number = party["number"]
    header = read["user_data"]["header"]
    concat = [e["data"] for e in (header or {}).get("elements", []) if e["iei"] in (0, 8)]
    return View(
        party="+" + number if number and party["toa"]["ton"] == "international" else number,
        text=read["user_data"]["data"],
        concat=(concat[0]["reference"], concat[0]["parts_count"], concat[0]["part_number"]) if concat else None,
        at=... if submit else _utc(read["scts"]),
        reference=read["message-ref"] if submit else ...,
    )


def has_gammu() -> bool:
    """Whether Debian's python3-gammu is installed."""
    if not Path(GAMMU_PYTHON).exists():
        return False
    return subprocess.run([GAMMU_PYTHON, "-c", "import gammu"], capture_output=True, check=False).returncode == 0


def gammu(tpdus: Sequence[bytes]) -> list[View]:
    """libGammu, all PDUs in one run of Debian's Python. It gives local time without its zone."""
    script = Path(__file__).with_name("gammu_oracle.py")
    asked = json.dumps([tpdu.hex() for tpdu in tpdus])
    done = subprocess.run([GAMMU_PYTHON, script], input=asked, capture_output=True, text=True, check=True)
    return [_gammu(tpdu, read) for tpdu, read in zip(tpdus, json.loads(done.stdout), strict=True)]


def _gammu(tpdu: bytes, read: dict[str, object]) -> View:
    if "error" in read:
        return FAILED
    report, submit = read["kind"] == "Status_Report", read["kind"] == "Submit"
    assert isinstance(read["concat"], list)
    short, long, total, seq = read["concat"]
    body = (
        bytes.fromhex(str(read["data"]))
        if read["text"] is None
        else bytes.fromhex(str(read["text"])).decode("utf-16-be", "replace")
    )
    view = View(
        party=read["party"],
        text=... if report else body,
        concat=... if report else ((long if long > 0 else short, total, seq) if total > 0 else None),
        at=... if submit else datetime.fromisoformat(str(read["at"])) if read["at"] else None,
        reference=read["reference"] if report or submit else ...,
        status=read["status"] if report else ...,
        settled=... if not report else datetime.fromisoformat(str(read["settled"])) if read["settled"] else None,
    )
    validity = str(read["validity"])
    return replace(view, validity_s=int(validity[:-1]) * 60) if submit and validity.endswith("M") else view


def local(view: View, tpdu: bytes) -> View:
    """`view` of smsbox with its times as gammu tells them: the sender's local ones, zone forgotten."""
    if view.error or tpdu[0] & 3 == 1:
        return view
    read = decode_incoming(tpdu)
    at = read.sent_at and read.sent_at.replace(tzinfo=None)
    settled = ... if isinstance(read, Deliver) else read.settled_at and read.settled_at.replace(tzinfo=None)
    return replace(view, at=at, settled=settled)
