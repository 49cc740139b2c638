"""What keeps a SIM from sending: people, a foreign network, another SIM; each told in words, each ending by itself."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from tests.whole.box import Box, box, until

ONE = "+380500000001"
OTHER = {"imsi": "255030000000009", "iccid": "8938003000000000099", "number": "+380500000099"}


def reason(made: Box) -> str | None:
    return made.rows("modems")[0]["reason"]


def test_a_paused_modem_receives_but_sends_nothing_until_it_is_resumed(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.run("modems", "pause", "m0", "--why", "stocktaking")
        until(lambda: reason(made) == "relay.paused")
        made.send(ONE, "not now")
        made.do("inbound", sender="+380500000077", text="Ви відчинені?")
        until(lambda: [row["text"] for row in made.rows("inbox", "list")] == ["Ви відчинені?"])
        assert made.accepted() == []
        made.stop()
        made.start()
        time.sleep(2.0)
        assert made.accepted() == [], "a restart forgets no pause"
        made.run("modems", "resume", "--all")
        until(lambda: made.states() == {"delivered": 1})
        assert len(made.accepted()) == 1


def test_a_restart_forgets_no_traffic_and_a_dead_modem_tells_nothing_of_the_radio(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.send(ONE, "one")
        made.do("inbound", sender="+380500000077", text="Ви відчинені?")
        until(lambda: made.states() == {"delivered": 1} and made.inbox())
        until(lambda: made.rows("modems")[0]["last_received_at"])
        before = made.rows("modems")[0]
        assert made.stop() == 0
        made.start()
        made.await_modems()
        after = made.rows("modems")[0]
        for name in ("last_sent_at", "last_received_at"):
            # Once it is the moment of the result, once that of the claim.
            apart = datetime.fromisoformat(after[name]) - datetime.fromisoformat(before[name])
            assert abs(apart.total_seconds()) < 5, name
        made.do("unplug")
        until(lambda: made.rows("modems")[0]["state"] == "down")
        down = made.rows("modems")[0]
        assert [down[name] for name in ("dbm", "registration", "technology", "kinds")] == [None] * 4


def test_abroad_nothing_is_sent_unless_allowed(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.do("registration", stat=5)
        made.start()
        until(lambda: reason(made) == "relay.roaming")
        made.send(ONE, "too dear")
        time.sleep(1.0)
        assert made.accepted() == []
        made.do("registration", stat=1)
        until(lambda: made.states() == {"delivered": 1})


def test_abroad_it_sends_when_the_configuration_says_so(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines='roaming = "send"') as made:
        made.do("registration", stat=5)
        made.start()
        made.send(ONE, "dear but wanted")
        until(lambda: made.states() == {"delivered": 1})


def test_another_sim_receives_but_sends_only_once_somebody_agrees(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        made.do("sim", swap=OTHER)
        until(lambda: reason(made) == "relay.sim_swapped")
        made.send(ONE, "from whom?")
        made.do("inbound", sender="+380500000077", text="Хто це?")
        until(lambda: [row["text"] for row in made.rows("inbox", "list")] == ["Хто це?"])
        assert made.accepted() == []
        made.run("modems", "accept", "m0")
        until(lambda: made.states() == {"delivered": 1})
        assert {row["imsi"] for row in made.rows("modems")} == {OTHER["imsi"]}


def test_another_sim_is_taken_where_the_configuration_says_so(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines='new_sim = "accept"') as made:
        made.start()
        made.await_modems()
        made.do("sim", swap=OTHER)
        until(lambda: made.rows("modems")[0]["imsi"] == OTHER["imsi"])
        made.send(ONE, "from the other SIM")
        until(lambda: made.states() == {"delivered": 1})


def test_the_history_of_the_radio_is_kept(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        until(lambda: made.rows("modems", "history", "m0"))
        made.do("registration", stat=2)
        until(lambda: made.rows("modems", "history", "m0")[-1]["registration"] == "searching")
        assert made.rows("modems", "history", "m0")[0]["dbm"] is not None


def test_a_missing_service_centre_is_named_and_a_configured_one_is_written(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.do("fault", name="FM-56")
        made.start()
        made.send(ONE, "by which centre?")
        until(lambda: reason(made) == "relay.smsc_unknown")
        assert made.states() == {"queued": 1}
        made.stop()
        text = made.config.read_text(encoding="utf-8")
        made.config.write_text(text.replace("[[modem]]", '[[modem]]\nsmsc = "+380500000501"'), encoding="utf-8")
        made.start()
        until(lambda: made.states() == {"delivered": 1})
        assert made.rows("modems")[0]["smsc"] == "+380500000501"
