"""`smsbox routes`: the table of operators and the ported numbers, and by which SIM a message leaves."""

from __future__ import annotations

from pathlib import Path

from smsbox import outbox
from smsbox.outbox import Draft
from smsbox.routing import KINDS, Carrier, KnownCarrier, Roster, Route, Shares, keep_carrier, operator_number
from smsbox.store import Store, sims
from tests.cli.conftest import Run

NOW = 1_800_000_000_000_000
OF_KYIVSTAR = "+380670000001"


def two_sims(folder: Path) -> tuple[Store, int, int]:
    store = Store.open(f"sqlite://{folder}/smsbox.db")
    found = []
    for name, imsi, operator in (("left", "25503", "kyivstar"), ("right", "25501", "vodafone")):
        sim = sims.register(store, imsi=f"{imsi}0000000001", iccid=None, modem=name, now=NOW)
        with store.write():
            keep_carrier(store, KnownCarrier(sim, operator, 1, KINDS, ("+380",), NOW))
        found.append(sim)
    return store, found[0], found[1]


def send(store: Store, sim: int, *others: int) -> None:
    operators = ("kyivstar", "vodafone")
    able = {each: Carrier(each, operator_number(operators[place])) for place, each in enumerate((1, 2))}
    for other in others:
        able[other] = Carrier(other, able[other].operator, kinds=())
    claim = outbox.claim(
        store, sim_id=sim, owner="t", now=NOW, lease_until=NOW + 1, route=Route(sim, Roster(able), Shares())
    )
    assert claim is not None
    outbox.accepted(store, claim, reference=7, now=NOW)


def test_the_table_is_there_without_a_database(run: Run) -> None:
    rows = {row["prefix"]: row for row in run("routes", "--json").rows}
    assert rows["+38067"] == {"prefix": "+38067", "operator": "kyivstar", "source": "plan"}
    assert run("routes", "list", "--json").rows == list(rows.values())
    assert "Kyivstar" in run("routes").out


def test_setting_and_dropping_a_beginning(run: Run) -> None:
    assert run("routes", "set", "+380 (67)", " Vodafone ").out == "+38067 = Vodafone\n"
    (row,) = [row for row in run("routes", "--json").rows if row["prefix"] == "+38067"]
    assert (row["operator"], row["source"]) == ("vodafone", "person")
    assert run("routes", "drop", "+38067").code == 0
    assert run("routes", "drop", "+38067").code == 69
    (row,) = [row for row in run("routes", "--json").rows if row["prefix"] == "+38067"]
    assert (row["operator"], row["source"]) == ("kyivstar", "plan")


def test_what_the_file_says_cannot_be_set(run: Run, config: Path) -> None:
    config.write_text(config.read_text() + '[routing]\nprefixes = ["+38063=My Own"]\n')
    refused = run("routes", "set", "+38063", "kyivstar")
    assert refused.code == 78 and "my own" in refused.err
    (row,) = [row for row in run("routes", "--json").rows if row["prefix"] == "+38063"]
    assert (row["operator"], row["source"]) == ("my own", "file")


def test_nonsense_is_refused(run: Run) -> None:
    for text in ("067", "kyivstar", "+", "+0", "+38067x"):
        assert run("routes", "set", text, "kyivstar").code == 65, text
    assert run("routes", "set", "+38067", " ").code == 65


def test_a_whole_number_is_a_ported_one(run: Run) -> None:
    run("routes", "set", OF_KYIVSTAR, "Lifecell")
    (row,) = run("routes", "ported", "--json").rows
    assert (row["number"], row["operator"], row["evidence"]) == (OF_KYIVSTAR, "lifecell", "person")
    assert len(run("routes", "--json").rows) == len({row["prefix"] for row in run("routes", "--json").rows})
    assert run("routes", "ported", "--to", "0670000001", "--json").rows == [row]
    assert run("routes", "ported", "--to", "0670000002", "--json").rows == []
    assert OF_KYIVSTAR in run("routes", "ported").out
    assert run("routes", "drop", OF_KYIVSTAR).code == 0
    assert run("routes", "ported", "--json").rows == []


def test_the_outbox_says_which_sim_is_waited_for_and_why_it_went(run: Run, config: Path) -> None:
    store, left, right = two_sims(config.parent)
    first, second = outbox.submit(store, [Draft(OF_KYIVSTAR, "one"), Draft(OF_KYIVSTAR, "two")], now=NOW, allow=["+"])
    row = run("outbox", "show", str(first), "--json").rows[0]
    assert row["route"] == {"bound": False, "knows": None, "modem": None, "operator": "kyivstar"}
    assert "for a SIM of Kyivstar" in run("outbox", "show", str(first)).out
    send(store, left)
    assert "on-net: Kyivstar" in run("outbox", "show", str(first)).out
    send(store, right, left)
    assert "no SIM of Kyivstar could send" in run("outbox", "show", str(second)).out
    (third,) = outbox.submit(store, [Draft(OF_KYIVSTAR, "three")], now=NOW, allow=["+"])
    assert "for the SIM in left, which the customer knows" in run("outbox", "show", str(third)).out
    send(store, right, left)
    assert "the SIM that the customer knows (left) could not send" in run("outbox", "show", str(third)).out
    (fourth,) = outbox.submit(store, [Draft(OF_KYIVSTAR, "four")], now=NOW, allow=["+"])
    outbox.move(store, [fourth], right, NOW)
    assert "for the SIM in right alone" in run("outbox", "show", str(fourth)).out
    listed = run("outbox", "list").out
    assert "left" in listed and "right" in listed
    store.close()


def test_moving_to_another_sim(run: Run, config: Path) -> None:
    store, _, right = two_sims(config.parent)
    first, second = outbox.submit(store, [Draft(OF_KYIVSTAR, "one"), Draft(OF_KYIVSTAR, "two")], now=NOW, allow=["+"])
    assert run("outbox", "move", str(first), "--modem", "right").out == f"{first} moved\n"
    send(store, right)
    assert "somebody gave it to this SIM" in run("outbox", "show", str(first)).out
    assert run("outbox", "move", str(first), "--modem", "right").code == 1, "it has left"
    run("outbox", "move", str(second), "--modem", "right")
    assert run("outbox", "move", str(second), "--any").code == 0
    (row,) = run("outbox", "show", str(second), "--json").rows
    assert (row["route"]["bound"], row["route"]["operator"]) == (False, "kyivstar")
    assert run("outbox", "move", str(second)).code == 2
    assert run("outbox", "move", str(second), "--modem", "nowhere").code != 0
    store.close()


def test_with_one_sim_nothing_is_said(run: Run, config: Path) -> None:
    run("send", "--to", OF_KYIVSTAR, "--text", "x")
    (row,) = run("outbox", "list", "--json").rows
    assert row["route"] is None
