"""A box full of secrets, planted wherever smsbox keeps anything, and the search for them in every byte of a bundle."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from smsbox import events, fleet, outbox
from smsbox.clock import SECOND, Micros
from smsbox.inbox import calls
from smsbox.money import readings
from smsbox.store import Store, accounts, modem_states, signals, sims

NOW: Micros = 1_772_000_000 * SECOND
PIN, SETUP_CODE, PASSWORD_HASH = "4837", "QRST-VWXY-29", "scrypt$16384$8$1$c2FsdHNhbHQ$a2V5a2V5a2V5"
RECIPIENT, SENDER, CALLER = "+380501237791", "+380671237792", "+380931237793"
IMSI, ICCID, IMEI, SMSC = "255031237794123", "8938003123779512349", "490154203237518", "+380672021666"
TEXTS = (
    "Shevchenko 17, entrance code is bluebird",
    "Ваше замовлення готове, чекаємо о п’ятій",
    "Come at five\nand bring the violin",
    "Прийду завтра 😀",
)
ANSWER, PROMPT, NOTE, PUSHED = (
    "Na rakhunku 312.77 hrn Petrenko",
    "Call us back at Bohdan",
    "asked for Myroslava",
    "Bonus!",
)
TOP_UP = "*123*90817263544536#"

NUMBERS = (RECIPIENT, SENDER, CALLER, IMSI, ICCID, IMEI, SMSC)
WORDS = (
    "bluebird",
    "Shevchenko",
    "замовлення",
    "violin",
    "Прийду",
    "Petrenko",
    "Bohdan",
    "Myroslava",
    "312.77",
    "QRST",
)
SECRETS = (PIN, SETUP_CODE, PASSWORD_HASH, "c2FsdHNhbHQ", *TEXTS, ANSWER, PROMPT, NOTE, "90817263544536", *WORDS)

CONFIG = """\
# a comment with {recipient} and the PIN {pin}
[store]
url = "sqlite://{folder}/smsbox.db"
[web]
listen = "127.0.0.1:{port}"
[[modem]]
name = "main"
port = "{folder}/tty"
pin_file = "main.pin"
smsc = "{smsc}"
balance_code = "{top_up}"
balance_patterns = ["Petrenko {{money}} hrn"]
calls = "prompt"
call_prompt = "{prompt}"
"""


def plant(folder: Path, port: int) -> Path:
    """A configuration and a database with all of them; the path of the configuration."""
    for name, text in (("main.pin", PIN), ("setup-code", SETUP_CODE)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o600)
    config = folder / "config.toml"
    facts = {"recipient": RECIPIENT, "pin": PIN, "smsc": SMSC, "top_up": TOP_UP, "prompt": PROMPT}
    config.write_text(CONFIG.format(folder=folder, port=port, **facts))
    store = Store.open(f"sqlite://{folder}/smsbox.db")
    try:
        fill(store)
    finally:
        store.close()
    return config


def fill(store: Store, *, with_owner: bool = True) -> None:
    """Rows of every table that holds anything private."""
    sim_id = sims.register(store, imsi=IMSI, iccid=ICCID, modem="main", now=NOW)
    drafts = [outbox.Draft(recipient=RECIPIENT, text=text) for text in TEXTS]
    outbox.submit(store, drafts, now=NOW, allow=("+380",))
    with store.write():
        store.run(
            "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, wide, total, state, missing, "
            "flash, damaged) VALUES (1, ?, ?, 0, ?, ?, 0, 1, 2, 0, 0, 0)",
            *(sim_id, SENDER, TEXTS[2], NOW),
        )
    readings.note(store, sim_id, NOW, TOP_UP, ANSWER, None)
    if with_owner:
        accounts.create_owner(store, name="Myroslava", password_hash=PASSWORD_HASH, now=NOW)
    fleet.pause(store, "main", now=NOW, by_whom="Bohdan", why=NOTE)
    signals.note(store, "main", now=NOW, rssi=12, registration="home", technology="GSM")
    modem_states.save(store, "main", json.dumps(status()), NOW)
    for text in (*TEXTS, RECIPIENT, IMSI, ANSWER):
        events.append(store, "test.happened", now=NOW, modem="main", text=text, reason=text, to=CALLER, hold=text)
    rung = calls.rang(store, modem="main", sim_id=sim_id, number=CALLER, rule="callback", now=NOW)
    assert rung is not None and calls.settle(store, rung.call.id, now=NOW, by_whom="Bohdan", note=NOTE)
    events.append(store, events.USSD_PUSHED, now=NOW, modem="main", text=f"{PUSHED} {ANSWER}")
    events.append(store, "modem.down", now=NOW, modem="main", reason="modem.not_answering", facts={"to": CALLER})


def status() -> dict[str, object]:
    """What the status board would say."""
    facts = {"name": "main", "by": "Bohdan", "why": NOTE}
    identity = {"imei": IMEI, "imsi": IMSI, "iccid": ICCID, "smsc": SMSC, "sim_id": 1, "operator": "SAMPLE UA"}
    at = "2026-02-25T08:13:20.483712+02:00"
    state = {"name": "main", "port": "/dev/ttyUSB0", "state": "holding", "reason": "relay.paused", "facts": facts}
    return {**state, **identity, "dbm": -71, "since": at, "at": at, "storage_used": 3, "storage_capacity": 30}


def log_lines() -> list[str]:
    """A log in which everything was blurted out."""
    told = (*TEXTS, *NUMBERS, PIN, SETUP_CODE, PASSWORD_HASH, ANSWER, PROMPT, NOTE, TOP_UP)
    lines = [f"2026-02-25T08:13:20+0200 box smsbox[812]: smsbox.relay: modem main: {each} came" for each in told]
    lines += [f"2026-02-25T08:13:20+0200 box smsbox[812]: ValueError: {each!r}" for each in told]
    return [part for line in lines for part in line.splitlines()] + [
        f"First start: open http://127.0.0.1:8080/setup and enter the code {SETUP_CODE}",
        "smsbox.relay: undecodable PDU in SM 3: 07918350020210F1040C918305217397F90000",
        f"smsbox.modem: +CMT {''.join(f'{ord(letter):04X}' for letter in TEXTS[1])}",
        f"smsbox.modem: AT+CPIN={PIN}",
        "2026-02-25T08:13:21+0200 box smsbox[812]: smsbox.relay: modem main: message 512.2 refused: CMS 21",
    ]


def wire_lines() -> list[str]:
    """A talk with a modem that tells everything."""
    said = [
        f'+CUSD: 0,"{ANSWER}",15',
        f'+CMGL: 1,"REC READ","{SENDER}"',
        TEXTS[2],
        IMSI,
        f'+CPIN="{PIN}"',
        f"+CRSM: {ICCID}",
    ]
    return [f"rx {line}" for each in said for line in each.splitlines()] + [
        "tx AT+CSQ",
        "rx +CSQ: 20,99",
        f"tx AT+CPIN={PIN}",
    ]


def unpacked(archive: bytes) -> dict[str, str]:
    """Name → content of every file."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name).decode() for name in opened.namelist()}


def leaks(archive: bytes) -> list[tuple[str, str]]:
    """Every secret found in any file, name, or byte of `archive`, in the encodings in which texts travel."""
    files = {name: content.encode() for name, content in unpacked(archive).items()}
    files["(the archive itself)"] = archive
    files["(names)"] = "\n".join(files).encode()
    return [
        (name, wanted) for name, content in files.items() for wanted in wanted_bytes() if wanted.encode() in content
    ]


def wanted_bytes() -> set[str]:
    """All secrets with their lines, numbers without their beginning, and both as JSON and UCS-2 write them."""
    plain = {line for secret in (*SECRETS, *NUMBERS) for line in (secret, *secret.splitlines())}
    plain |= {number.lstrip("+")[5:-2] for number in NUMBERS}
    escaped = {json.dumps(secret)[1:-1] for secret in plain}
    return plain | escaped | {secret.encode("utf-16-be").hex().upper() for secret in plain}
