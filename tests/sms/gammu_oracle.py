"""Runs in Debian's own Python, where python3-gammu lives: JSON list of hex TPDUs in, what gammu reads out."""

from __future__ import annotations

import json
import sys

import gammu


def read(tpdu: str) -> dict[str, object]:
    try:
        sms = gammu.DecodePDU(bytes.fromhex(tpdu), False)
    except Exception as error:  # noqa: BLE001 – whatever gammu raises is its answer
        return {"error": str(error)}
    header = sms["UDH"]
    text = sms["Text"]
    return {
        "kind": sms["Type"],
        "party": sms["Number"],
        "data": text.hex() if isinstance(text, bytes) else None,
        "text": None if isinstance(text, bytes) else text.split("\0")[0].encode("utf-16-be", "surrogatepass").hex(),
        "concat": [header["ID8bit"], header["ID16bit"], header["AllParts"], header["PartNumber"]],
        "at": sms["DateTime"].isoformat() if sms["DateTime"] else None,
        "settled": sms["SMSCDateTime"].isoformat() if sms["SMSCDateTime"] else None,
        "reference": sms["MessageReference"],
        "status": sms["DeliveryStatus"],
        "class": sms["Class"],
        "validity": sms["SMSC"]["Validity"],
    }


print(json.dumps([read(tpdu) for tpdu in json.load(sys.stdin)]))
