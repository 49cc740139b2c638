"""`smsbox inbox`: what customers wrote, shown so that no terminal obeys it."""

from __future__ import annotations

from pathlib import Path

from smsbox.inbox import receive
from smsbox.sms.alphabet import Alphabet
from smsbox.sms.tpdu import Address, AddressKind, Deliver
from smsbox.store import Store, sims
from tests.cli.conftest import Run

NOW = 1_800_000_000_000_000


def receive_text(folder: Path, text: str, slot: int = 1) -> None:
    store = Store.open(f"sqlite://{folder}/smsbox.db")
    sim = sims.register(store, imsi="255010000000001", iccid="89380", modem="main", now=NOW)
    deliver = Deliver(
        sender=Address("+380500000007", AddressKind.INTERNATIONAL),
        text=text,
        data=None,
        alphabet=Alphabet.UCS2,
        message_class=None,
        concat=None,
        sent_at=None,
        ports=None,
        damaged=False,
        tpdu=bytes([slot]),
    )
    receive(store, sim_id=sim, memory="SM", slot=slot, pdu_raw=bytes([slot]), deliver=deliver, now=NOW)
    store.close()


def test_the_promised_fields(run: Run, config: Path) -> None:
    receive_text(config.parent, "Хочу суші 🍣")
    (row,) = run("inbox", "list", "--json").rows
    assert {name: row[name] for name in ("sender", "text", "received_at", "complete", "sim")} == {
        "sender": "+380500000007",
        "text": "Хочу суші 🍣",
        "received_at": "2027-01-15T10:00:00.000000+02:00",
        "complete": True,
        "sim": "255010000000001",
    }
    assert run("inbox", "show", str(row["id"]), "--json").rows == [row]
    assert run("inbox", "show", "77").code == 69


def test_a_terminal_is_not_obeyed(run: Run, config: Path) -> None:
    evil = "\x1b[2J\x9b2J\r\n1\t+380500000009\u202eevil"
    receive_text(config.parent, evil)
    for arguments in (("inbox", "list"), ("inbox", "show", "1")):
        out = run(*arguments).out
        assert "\\x1b[2J\\x9b2J\\r\\n1\\t+380500000009\\u202eevil" in out
        assert not set("\x1b\x9b\r\u202e") & set(out)
    ran = run("inbox", "list", "--json")
    assert not set("\x1b\x9b\r\u202e") & set(ran.out)
    assert ran.rows[0]["text"] == evil


def test_newest_first_and_filtered(run: Run, config: Path) -> None:
    for slot in (1, 2, 3):
        receive_text(config.parent, f"n {slot}", slot)
    assert [row["text"] for row in run("inbox", "list", "--json", "--limit", "2").rows] == ["n 3", "n 2"]
    assert run("inbox", "list", "--json", "--from", "+380500000008").out == ""
