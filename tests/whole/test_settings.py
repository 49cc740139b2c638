"""Settings changed while the daemon works: live, without a segment lost or doubled, and undone where they lock out.

The oracle is what the simulated network accepted.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from smsbox.config import load
from smsbox.daemon import trials
from smsbox.people.passwords import hash_password
from smsbox.store import Store, accounts
from smsbox.store.kept import Kept
from tests.ports import free_port
from tests.whole.box import Box, box, until

PASSWORD = "vareniki with cherries"


def changed(made: Box, *assignments: str) -> list[dict[str, Any]]:
    return made.rows("settings", "set", *assignments)


def texts(made: Box) -> Counter[str]:
    """What the network took, of all modems: they share one."""
    return Counter(entry["text"] for entry in made.accepted())


def in_force(made: Box, key: str) -> dict[str, Any]:
    return next(row for row in made.rows("settings", "list") if row["key"] == key)


def test_a_limit_set_in_mid_campaign_holds_and_lifted_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with box(tmp_path, profile="gsm2g", speed=20.0) as made:
        made.start()
        made.await_modems()
        opened = made.log().count(" answers")
        wanted = [f"Акція номер {number}" for number in range(60)]
        for number, text in enumerate(wanted):
            made.send(f"+3805000001{number:02}", text)
        until(lambda: len(made.accepted()) >= 5, what="the campaign has begun")
        rows = changed(made, "modem.m0.per_day=12", "sending.reserve=0")
        assert rows[0] == {"key": "modem.m0.per_day", "before": None, "after": 12}
        until(lambda: made.rows("modems")[0]["reason"] == "pacing.limit", what="the limit holds")
        sent = len(made.accepted())
        time.sleep(1.0)
        assert len(made.accepted()) == sent >= 12
        made.rows("settings", "unset", "modem.m0.per_day")
        until(made.settled, what="everything sent")
        assert texts(made) == Counter(wanted)
        assert made.log().count(" answers") == opened == 1, "the line was never opened anew"


def test_relays_are_exchanged_in_mid_campaign_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    with box(tmp_path, modems=2, profile="gsm2g", speed=20.0) as made:
        strip(made)
        add(made)
        made.start()
        made.await_modems()
        opened = made.log().count(" answers")
        wanted = [f"Нагадування {number}" for number in range(80)]
        for number, text in enumerate(wanted):
            made.send(f"+3805000002{number:02}", text)
        until(lambda: len(made.accepted()) >= 6)
        for speed in (9600, 57600, 115200):
            until(lambda: not on_trial(made), what="the last change has proved itself")
            changed(made, f"modem.m0.baudrate={speed}", f"modem.m1.baudrate={speed}", "sending.spread=0.1")
        until(made.settled, what="everything sent")
        assert texts(made) == Counter(wanted)
        assert set(made.states()) <= {"sent", "delivered"}
        until(lambda: made.log().count(" answers") == opened + 6, what="each line was opened anew, three times")


def strip(made: Box) -> None:
    """Take the modems out of the file."""
    text = made.config.read_text()
    made.config.write_text(text[: text.index("[[modem]]")])


def add(made: Box) -> None:
    """Declare the modems in the database instead."""
    assert made.links
    for place, link in enumerate(made.links):
        changed(made, f"modem.m{place}.port={link}")


def on_trial(made: Box) -> bool:
    config = load(made.config)
    with closing(Store.open(config.store.url, create=False, check=False)) as store:
        return any(key.startswith("trial.") for key in Kept(store, config.store.directory).rows())


def test_a_box_without_a_modem_gets_one_while_it_runs_and_loses_it_again(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        strip(made)
        made.start()
        assert made.rows("modems") == []
        made.send("+380500000001", "Чекає на модем")
        changed(made, f"modem.shop.port={made.links[0]}")
        until(made.settled, what="sent by the new modem")
        assert texts(made) == Counter(["Чекає на модем"])
        made.rows("settings", "unset", "modem.shop")
        until(lambda: made.rows("modems") == [])
        made.send("+380500000001", "Знову чекає")
        time.sleep(1.0)
        assert made.states()["queued"] == 1 and len(made.accepted()) == 1


def test_a_port_that_does_not_answer_comes_back_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with box(tmp_path) as made:
        strip(made)
        add(made)
        launch_hastily(made, tmp_path)
        made.await_modems()
        changed(made, f"modem.m0.port={tmp_path}/nothing")
        assert in_force(made, "modem.m0.port")["value"] == f"{tmp_path}/nothing"
        until(lambda: in_force(made, "modem.m0.port")["value"] == made.links[0], what="the old port again")
        made.await_modems()
        made.send("+380500000001", "Після повернення")
        until(made.settled)
        assert texts(made) == Counter(["Після повернення"])


def test_a_trial_the_daemon_dies_in_is_undone_at_its_next_start(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        strip(made)
        add(made)
        made.start()
        made.await_modems()
        told = made.run("settings", "set", f"modem.m0.port={tmp_path}/nothing").stderr
        assert "modem m0 is tried until" in told and on_trial(made)
        made.kill()
        made.start()
        assert in_force(made, "modem.m0.port")["value"] == made.links[0]
        assert not on_trial(made)
        made.await_modems()


def test_a_trial_goes_on_after_a_stop_in_good_order(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        strip(made)
        add(made)
        made.start()
        made.await_modems()
        changed(made, f"modem.m0.port={tmp_path}/nothing")
        made.stop()
        made.start()
        assert in_force(made, "modem.m0.port")["value"] == f"{tmp_path}/nothing"
        assert on_trial(made)
        (tmp_path / "nothing").symlink_to(made.links[0])
        until(lambda: not on_trial(made), what="the modem works at the new port: it stays")
        assert in_force(made, "modem.m0.port")["value"] == f"{tmp_path}/nothing"


_STOPPED_IN_THE_MIDDLE = """
import time
from smsbox.daemon.relays import Relays

adopt, stop = Relays.adopt, Relays.stop

def when_all_stop(relays, config):
    for _ in range(100):
        if relays._stopping:
            break
        time.sleep(0.05)
    return adopt(relays, config)

def slowly(relays):
    stop(relays)
    time.sleep(2.0)

Relays.adopt, Relays.stop = when_all_stop, slowly
from smsbox.cli import main
main()
"""


def test_a_stop_before_the_relays_have_it_ends_no_trial(tmp_path: Path) -> None:
    """The old relay still shows its modem ready: that says nothing of the new port."""
    with box(tmp_path) as made:
        strip(made)
        add(made)
        (tmp_path / "hesitant.py").write_text(_STOPPED_IN_THE_MIDDLE)
        made.launch(ready=True, program="hesitant", environment={"PYTHONPATH": str(tmp_path)})
        made.await_modems()
        changed(made, f"modem.m0.port={tmp_path}/nothing")
        made.stop(15.0)
        made.start()
        assert on_trial(made)


def launch_hastily(made: Box, folder: Path, seconds: int = 8) -> None:
    """Trials that take seconds instead of minutes; what has to happen in one has to be done within them."""
    (folder / "hasty.py").write_text(
        "from smsbox.daemon import trials\n"
        f"trials.PAGE_S = trials.MODEM_S = {seconds}\n"
        "from smsbox.cli import main\nmain()\n"
    )
    made.launch(ready=True, program="hasty", environment={"PYTHONPATH": str(folder)})
    assert not made.ended(), made.log()


def visitor() -> Any:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def page(at: Any, port: int, path: str = "/") -> str:
    with at.open(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return answer.read().decode()


def unpinned_page(made: Box) -> None:
    """The file leaves the address of the page open; the database has it."""
    text = made.config.read_text().replace(f'[web]\nlisten = "127.0.0.1:{made.port}"\n', "")
    made.config.write_text(text)
    changed(made, f"web.listen=127.0.0.1:{made.port}")


def sign_in(made: Box, port: int) -> Any:
    someone = visitor()
    token = token_of(page(someone, port, "/login"))
    fields = urlencode({"token": token, "name": "owner", "password": PASSWORD}).encode()
    with someone.open(f"http://127.0.0.1:{port}/login", fields, timeout=60) as answer:
        assert answer.status == 200 and "/login" not in answer.url
    return someone


def token_of(text: str) -> str:
    return text.partition('name="token" value="')[2].partition('"')[0]


def own(made: Box) -> None:
    with closing(Store.open(load(made.config).store.url)) as store:
        accounts.create_owner(store, name="owner", password_hash=hash_password(PASSWORD), now=1)


@pytest.mark.parametrize("opened", [True, False])
def test_a_new_address_of_the_page_stays_when_somebody_signs_in_there_and_else_goes(
    tmp_path: Path, opened: bool
) -> None:
    with box(tmp_path) as made:
        unpinned_page(made)
        own(made)
        launch_hastily(made, tmp_path, 120 if opened else 12)
        other = free_port()
        changed(made, f"web.listen=127.0.0.1:{other}")
        assert page(visitor(), made.port, "/login") and page(visitor(), other, "/login"), "both answer during the trial"
        if opened:
            sign_in(made, other)
        until(lambda: not on_trial(made), what="the trial is over")
        alive, gone = (other, made.port) if opened else (made.port, other)
        until(lambda: refuses(gone), what="the other address is closed")
        assert page(visitor(), alive, "/login")
        assert in_force(made, "web.listen")["value"] == f"127.0.0.1:{alive}"


def test_the_page_can_be_opened_to_the_whole_network_at_the_same_port(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        unpinned_page(made)
        own(made)
        launch_hastily(made, tmp_path)
        changed(made, f"web.listen=0.0.0.0:{made.port}")
        with visitor().open(f"http://127.0.0.2:{made.port}/login", timeout=60) as answer:
            assert answer.status == 200
        until(lambda: not on_trial(made), what="nobody came: it goes back")
        until(lambda: refuses(made.port, "127.0.0.2"))
        assert page(visitor(), made.port, "/login")


def test_an_address_that_cannot_be_had_changes_nothing(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        unpinned_page(made)
        made.start()
        ran = made.run("settings", "set", "web.listen=192.0.2.1:8080", check=False)
        assert ran.returncode != 0 and "192.0.2.1" in ran.stderr
        assert in_force(made, "web.listen")["value"] == f"127.0.0.1:{made.port}"
        assert not on_trial(made) and page(visitor(), made.port, "/login")


def refuses(port: int, host: str = "127.0.0.1") -> bool:
    try:
        urllib.request.urlopen(f"http://{host}:{port}/login", timeout=60).close()
    except urllib.error.HTTPError:
        return False
    except OSError:
        return True
    return False


def test_without_a_daemon_settings_are_changed_directly_and_the_locked_are_not(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        changed(made, "routing.sticky=off")
        assert in_force(made, "routing.sticky")["source"] == "page"
        ran = made.run("settings", "set", "sending.gap=3", check=False)
        assert ran.returncode == 65 and "config.toml" in ran.stderr
        differing = [row["key"] for row in made.rows("settings", "diff") if row["source"] == "page"]
        assert differing == ["routing.sticky"]
        made.rows("settings", "unset", "routing.sticky")
        assert in_force(made, "routing.sticky")["source"] == "default"


def give_pin(made: Box, pin: str) -> str:
    """As the owner does it on the page; the page that comes back."""
    owner = sign_in(made, made.port)
    token = token_of(page(owner, made.port, "/settings/modems/m0"))
    fields = urlencode({"token": token, "pin": pin}).encode()
    with owner.open(f"http://127.0.0.1:{made.port}/settings/modems/m0/pin", fields, timeout=60) as answer:
        return answer.read().decode()


def test_a_pin_given_on_the_page_opens_the_sim_and_a_wrong_one_is_tried_once(tmp_path: Path) -> None:
    with box(tmp_path, pin="4711") as made:
        strip(made)
        add(made)
        own(made)
        made.start()
        until(lambda: made.rows("modems")[0]["reason"] == "modem.pin_needed", what="the SIM asks")
        give_pin(made, "9999")
        until(lambda: made.rows("modems")[0]["reason"] == "modem.pin_wrong", what="the wrong PIN was tried")
        time.sleep(2.0)
        assert made.farm.modems[0].sim.pin_left == 2, "once, however often the line is opened"
        give_pin(made, "4711")
        made.await_modems()
        made.send("+380500000001", "З PIN")
        until(made.settled)
        assert texts(made) == Counter(["З PIN"])
        for path in tmp_path.rglob("*"):
            if path.is_file() and not path.name.endswith(".pin") and path.name != "pins.json":
                assert b"4711" not in path.read_bytes(), path
        assert len(list(tmp_path.glob("pins/*.pin"))) == 1, "the wrong one is gone"


def asked_as(made: Box, name: str) -> int:
    """The status of the page when a browser calls the box `name`."""
    request = urllib.request.Request(f"http://127.0.0.1:{made.port}/login", headers={"Host": name})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_names_zone_and_long_lists_are_in_force_at_once(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        text = made.config.read_text().replace('[region]\ncountry = "UA"\ntimezone = "Europe/Kyiv"\n', "")
        made.config.write_text(text)
        own(made)
        made.start()
        made.await_modems()
        assert asked_as(made, "shop.lan") == 421
        patterns = "\n".join(f"Залишок {{money}} грн, варіант {number} {'я' * 200}" for number in range(30))
        changed(
            made, "web.hosts=shop.lan,office.lan", "region.timezone=Asia/Tokyo", f"modem.m0.balance_patterns={patterns}"
        )
        assert asked_as(made, "shop.lan") == 200 and asked_as(made, "other.lan") == 421
        until(lambda: str(made.rows("modems")[0]["at"]).endswith("+09:00"), what="times in the new zone")
        assert len(in_force(made, "modem.m0.balance_patterns")["value"]) == 30


def test_a_daemon_that_goes_away_in_the_middle_is_not_bypassed(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        huge = "+380" + ",+380" * 20_000
        ran = made.run("settings", "set", f"routing.prefixes={huge}", "routing.sticky=off", check=False)
        assert ran.returncode != 0 and "Traceback" not in ran.stderr
        assert in_force(made, "routing.sticky")["value"] == "on"


def test_the_trial_of_a_new_address_goes_on_after_a_stop_in_good_order(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        unpinned_page(made)
        own(made)
        made.start()
        other = free_port()
        changed(made, f"web.listen=127.0.0.1:{other}")
        made.stop()
        made.start()
        assert page(visitor(), made.port, "/login") and page(visitor(), other, "/login"), "both answer again"
        sign_in(made, other)
        until(lambda: refuses(made.port), what="the old address is closed")
        assert page(visitor(), other, "/login") and not on_trial(made)


def test_an_address_that_is_gone_does_not_stop_the_messages(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        unpinned_page(made)
        changed(made, "web.listen=192.0.2.1:8080")
        made.launch(ready=True)
        if made.ended():
            assert "cannot listen" in made.log(), "somebody else has the default address on this machine"
            return
        made.await_modems()
        made.send("+380500000001", "Без сторінки")
        until(made.settled)
        assert texts(made) == Counter(["Без сторінки"])


def test_the_trial_of_a_new_address_that_the_daemon_dies_in_is_undone_at_its_next_start(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        unpinned_page(made)
        own(made)
        made.start()
        other = free_port()
        changed(made, f"web.listen=127.0.0.1:{other}")
        made.kill()
        made.start()
        assert in_force(made, "web.listen")["value"] == f"127.0.0.1:{made.port}" and refuses(other)
        assert page(visitor(), made.port, "/login") and not on_trial(made)


def test_a_modem_pulled_out_in_the_middle_of_its_trial_has_its_old_settings_and_works_when_it_is_back(
    tmp_path: Path,
) -> None:
    with box(tmp_path) as made:
        strip(made)
        add(made)
        launch_hastily(made, tmp_path)
        made.await_modems()
        made.do("unplug")
        until(lambda: made.rows("modems")[0]["state"] == "down", what="the stick is missed")
        made.do("plug")
        made.await_modems()
        changed(made, "modem.m0.port=" + f"{tmp_path}/other")
        made.do("unplug")
        until(lambda: not on_trial(made), what="the trial is over")
        assert in_force(made, "modem.m0.port")["value"] == made.links[0]
        with closing(Store.open(load(made.config).store.url, create=False)) as store:
            (told,) = trials.told(Kept(store, tmp_path))
        assert (told.why, told.tried) == ("modem.port_missing", {"modem.m0.port": f"{tmp_path}/other"})
        made.do("plug")
        made.await_modems()
        made.send("+380500000001", "Знову тут")
        until(made.settled)
        assert texts(made) == Counter(["Знову тут"])
