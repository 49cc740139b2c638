"""`smsbox backup`, `verify`, `restore` as typed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

ANNA = "0500000001"


def test_made_listed_verified_and_put_back(run: Run, config: Path) -> None:
    assert "no backup" in run("backup", "list").err
    run("send", "--to", ANNA, "--text", "waits")
    made = run("backup", "now", "--json")
    assert made.code == 0, made.err
    (row,) = made.rows
    assert row["there"] == ["folder"] and row["failed"] == {}
    assert [each["file"] for each in run("backup", "list", "--json").rows] == [row["file"]]
    name = Path(row["file"]).name
    assert run("verify", name, "--json").rows[0]["rows"]["messages"] == 1
    assert "is whole" in run("verify", "latest").out
    refused = run("restore", name)
    assert refused.code == 1 and "--yes" in refused.err
    done = run("restore", name, "--yes")
    assert done.code == 0 and "wait for your decision: 1" in done.err, done.err
    assert [each["state"] for each in run("outbox", "list", "--json").rows] == ["held"]
    assert [each["file"] for each in run("backup", "list", "--json").rows] == [row["file"]]


def test_what_is_no_backup_is_told_by_its_code(run: Run, config: Path) -> None:
    run("send", "--to", ANNA, "--text", "waits")
    assert run("verify", "latest").code == 69
    assert run("verify", "nothing.db").code == 69
    assert run("verify", config).code == 65
    assert run("restore", config.parent / "smsbox.db", "--yes").code == 65
    run("backup", "now")
    path = next((config.parent / "backups").glob("*.db"))
    path.write_bytes(path.read_bytes()[:-1024])
    for command in (("verify", path.name), ("restore", path.name, "--yes")):
        ran = run(*command)
        assert ran.code == 65 and "damaged" in ran.err
    assert [each["state"] for each in run("outbox", "list", "--json").rows] == ["queued"], "nothing was touched"


def test_nothing_is_put_back_under_a_running_daemon(run: Run, config: Path) -> None:
    from smsbox.daemon.lock import OwnerLock

    run("send", "--to", ANNA, "--text", "waits")
    run("backup", "now")
    lock = OwnerLock(config.parent)
    lock.acquire()
    try:
        assert run("restore", "latest", "--yes").code == 75
        assert run("backup", "now").code == 0, "one is made beside it"
    finally:
        lock.release()
