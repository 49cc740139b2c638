"""`smsbox outbox`: lists in flat pages, shows, and steers what may be steered."""

from __future__ import annotations

import json
from pathlib import Path

from smsbox.outbox import claim, submit, uncertain
from smsbox.outbox.message import Draft
from smsbox.store import Store, sims
from tests.cli.conftest import Run

A, B = "+380500000001", "+380500000002"
NOW = 1_800_000_000_000_000
FIELDS = {"id", "recipient", "text", "class", "state", "sim", "created_at", "segments"}
SEGMENT_FIELDS = {"seq", "state", "reference", "attempts", "maybe_duplicate", "submitted_at", "reported_at"}


def doubtful(folder: Path) -> int:
    """A message of which nobody knows whether it left; gives its id."""
    store = Store.open(f"sqlite://{folder}/smsbox.db")
    sim = sims.register(store, imsi="255010000000001", iccid="89380", modem="main", now=NOW)
    (message_id,) = submit(store, [Draft(A, "hello")], now=NOW, allow=["+380"])
    claimed = claim(store, sim_id=sim, owner="test", now=NOW, lease_until=NOW + 1)
    assert claimed is not None
    uncertain(store, claimed, reason="timeout", now=NOW)
    store.close()
    return message_id


def test_the_promised_fields(run: Run, config: Path) -> None:
    doubtful(config.parent)
    (row,) = run("outbox", "list", "--json").rows
    assert set(row) >= FIELDS
    assert set(row["segments"][0]) >= SEGMENT_FIELDS
    assert (row["state"], row["sim"]) == ("uncertain", "255010000000001")
    assert row["created_at"] == "2027-01-15T10:00:00.000000+02:00"
    assert row["segments"][0]["attempts"] == 1


def test_before_anything_was_queued(run: Run, config: Path) -> None:
    for arguments in (("outbox", "list"), ("inbox", "list"), ("outbox", "list", "--json"), ("inbox", "list", "--json")):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (0, "")
        assert "no message was ever queued" in ran.err
    assert run("outbox", "show", "1").code == 69
    assert run("inbox", "show", "1").code == 69
    assert run("outbox", "cancel", "1").code == 69
    assert not (config.parent / "smsbox.db").exists()


def test_newest_first_filtered_and_limited(run: Run, agreed: str) -> None:
    for number, kind in ((A, "reply"), (B, "service"), (A, "marketing")):
        run("send", "--to", number, "--text", "x", "--class", kind)
    run("outbox", "cancel", "2")

    def ids(*options: str) -> list[int]:
        return [row["id"] for row in run("outbox", "list", "--json", *options).rows]

    assert ids() == [3, 2, 1]
    assert ids("--limit", "2") == [3, 2]
    assert ids("--to", "0500000001") == [3, 1]
    assert ids("--state", "queued") == [3, 1]
    assert ids("--state", "queued", "--state", "cancelled") == [3, 2, 1]
    assert ids("--class", "service", "--class", "reply") == [2, 1]
    assert ids("--since", "1h") == [3, 2, 1]
    assert ids("--since", "+1h") == []
    assert run("outbox", "list", "--state", "lost").code == 2
    assert run("outbox", "list", "--since", "once").code == 2
    assert run("outbox", "list", "--to", "x").code == 65


def test_long_lists_come_whole(run: Run, config: Path) -> None:
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    submit(store, (Draft(A, f"n {n}") for n in range(1203)), now=NOW, allow=["+380"])
    store.close()
    assert [row["id"] for row in run("outbox", "list", "--json").rows] == list(range(1203, 0, -1))
    assert len(run("outbox", "list").out.splitlines()) == 51
    assert len(run("outbox", "list", "--limit", "0").out.splitlines()) == 1204


def test_steering(run: Run) -> None:
    for _ in range(3):
        run("send", "--to", A, "--text", "x")
    assert run("outbox", "hold", "1", "2").out == "1 held\n2 held\n"
    assert [row["state"] for row in run("outbox", "release", "2", "--json").rows] == ["queued"]
    ran = run("outbox", "cancel", "1", "3", "99")
    assert ran.code == 1
    assert ran.out == "1 cancelled\n3 cancelled\n"
    assert "there is no message 99" in ran.err
    assert run("outbox", "cancel", "98", "99").code == 69
    again = run("outbox", "cancel", "1")
    assert again.code == 1
    assert "is cancelled" in again.err
    states = {row["id"]: row["state"] for row in run("outbox", "list", "--json").rows}
    assert states == {1: "cancelled", 2: "queued", 3: "cancelled"}


def test_what_may_have_left_is_resent_only_with_its_mark(run: Run, config: Path) -> None:
    message_id = str(doubtful(config.parent))
    assert run("outbox", "release", message_id).code == 1
    (row,) = run("outbox", "resend", message_id, "--json").rows
    assert row["state"] == "queued"
    assert row["maybe_duplicate"] is True
    assert row["segments"][0]["maybe_duplicate"] is True
    assert "maybe duplicate" in run("outbox", "show", message_id).out


def test_a_doubt_can_be_ended_by_a_person(run: Run, config: Path) -> None:
    message_id = str(doubtful(config.parent))
    assert [row["state"] for row in run("outbox", "confirm", message_id, "--json").rows] == ["sent"]


def test_show_in_words_and_as_json(run: Run) -> None:
    run("send", "--to", A, "--text", "Привіт\nдрузі")
    plain = run("outbox", "show", "1").out
    assert "Привіт\\nдрузі" in plain
    (row,) = run("outbox", "show", "1", "--json").rows
    assert row["text"] == "Привіт\nдрузі"
    for wrong in ("2", "9999999999999999999999"):
        assert run("outbox", "show", wrong).code == 69
    assert run("outbox", "show", "1e3").code == 2


def test_output_in_a_pipe_has_no_ornaments(run: Run) -> None:
    run("send", "--to", A, "--text", "x")
    for arguments in (("outbox", "list"), ("outbox", "show", "1"), ("modems",)):
        assert "\x1b" not in run(*arguments).out
    header, line = run("outbox", "list").out.splitlines()
    assert header.split("\t")[0] == "id"
    assert line.split("\t")[2:5] == [A, "service", "queued"]


def test_json_is_one_object_a_line(run: Run) -> None:
    run("send", "--to", A, B, "--text", "two\nlines\u2028and \u202e more")
    ran = run("outbox", "list", "--json")
    lines = ran.out.split("\n")
    assert len(lines) == 3
    assert "\u202e" not in ran.out
    assert json.loads(lines[0])["text"] == "two\nlines\u2028and \u202e more"
