"""A customer through the whole box: written to, heard, erased by a command beside the running daemon."""

from __future__ import annotations

from pathlib import Path

from tests.whole.box import Box, box, until

ANNA, BOHDAN = "+380500000101", "+380500000102"
NAME = "Ганна Непийпиво"
WORDS = "Можна надсилати вам акції?"


def files_with(made: Box, *needles: str) -> list[str]:
    """The files of the database that still hold any of these; the daemon that has them open is another process."""
    files = [each for each in made.directory.iterdir() if each.name.startswith("smsbox.db")]
    octets = {each.name: each.read_bytes() for each in files}
    return sorted(name for name, held in octets.items() if any(needle.encode() in held for needle in needles))


def test_erased_beside_the_daemon_nothing_of_her_stays_and_nothing_more_is_sent(tmp_path: Path) -> None:
    with box(tmp_path, sending='quiet = "off"') as made:
        made.start()
        made.await_modems()
        one = made.run("customers", "add", ANNA, "--name", NAME, "--field", "адреса=Зелена 5").stdout.strip()
        made.run("customers", "agree", one, "--words", WORDS)
        made.run("customers", "add", BOHDAN, "--name", "Богдан Інший")
        made.send([ANNA, BOHDAN], f"{NAME}, замовлення готове")
        until(lambda: made.states() == {"delivered": 2})
        made.do("inbound", sender=ANNA, text=f"Дякую, {NAME}")
        until(lambda: made.inbox())
        made.run("modems", "pause", "m0")
        made.send(ANNA, "Це вже ніколи не вийде")
        made.run("customers", "erase", ANNA, "--yes")
        made.run("modems", "resume", "m0")
        made.send(BOHDAN, "Дійшло")
        until(lambda: any(row["text"] == "Дійшло" and row["state"] == "delivered" for row in made.outbox()))
        assert [entry["text"] for entry in made.accepted() if entry["number"] == ANNA] == [f"{NAME}, замовлення готове"]
        until(lambda: files_with(made, ANNA[1:], "Зелена 5", "Це вже ніколи") == [], what="the log is wiped")
        assert [row["recipient"] for row in made.outbox()] == ["–", BOHDAN, "–", BOHDAN]
        assert [row["sender"] for row in made.inbox()] == ["–"]
        assert [row["number"] for row in made.rows("customers", "list")] == [BOHDAN]
        assert made.log().count(ANNA) == 0
        offer = ("send", "--to", ANNA, "--class", "marketing", "--text", "Знижка. Тел. 0500000009")
        assert made.run(*offer, check=False).returncode == 77, "a mark keeps offers away"


def test_he_is_known_by_any_of_his_numbers_when_he_writes(tmp_path: Path) -> None:
    with box(tmp_path, sending='quiet = "off"') as made:
        made.start()
        made.await_modems()
        one = made.run("customers", "add", ANNA, "--name", NAME).stdout.strip()
        made.run("customers", "change", one, "--other-number", BOHDAN)
        made.do("inbound", sender=BOHDAN, text="Добрий день")
        until(lambda: made.rows("customers", "show", one)[0]["heard_at"])
