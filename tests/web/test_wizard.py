"""The first run on the page: no step without the ones before it, everything checked again, nothing asked twice."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsbox import outbox
from smsbox.clock import SECOND, iso
from smsbox.outbox import State
from smsbox.store import sims
from smsbox.store.kept import Kept
from smsbox.web.guard.gate import LANGUAGE_COOKIE
from smsbox.web.modems.scout import Find, Outlook
from smsbox.web.wizard import way as wizard
from tests.web.desk import make_desk
from tests.web.test_settings import Office

ANSWERS = Find("/dev/serial/by-id/stick", "/dev/ttyUSB2", "Stick", "huawei", "E3372", "860000000000017", "SIM PIN", 3)
CDROM = Find("", "1-1.3", "Windows driver", trouble="usb.cdrom", facts={"device": "Stick (12d1:1f01)"})
_REFUSED = {"port": "/dev/ttyUSB9", "why": "Permission denied"}
DENIED = Find("/dev/ttyUSB9", "/dev/ttyUSB9", trouble="modem.port_refused", facts=_REFUSED)
READY = {"name": "shop", "state": "ready", "reason": None, "operator": "Kyivstar", "sim_id": None, "facts": {}}


class Lookout:
    """What a look at the ports found; looking itself is tested with the whole daemon."""

    def __init__(self) -> None:
        self.known, self.looks = Outlook((ANSWERS, CDROM, DENIED), 1), 0

    def look(self) -> None:
        self.looks += 1

    def outlook(self) -> Outlook:
        return self.known


class Run(Office):
    """Somebody in his first run at a box whose modem `main` stands in the file."""

    def __init__(self, folder: Path) -> None:
        desk = make_desk(folder)
        super().__init__(desk, folder)
        self.desk, self.lookout = desk, Lookout()
        self.site.scout = self.lookout
        self.modems: list[dict[str, Any]] = [dict(READY), READY | {"name": "main"}]
        self.site.modem_statuses = lambda: self.modems
        wizard.write(self.site, wizard.Progress(), desk.clock.at)

    def leads_to(self, path: str) -> str:
        return self.visitor.get(path).header("Location") or path

    def send(self, path: str, **typed: str) -> str:
        """Send a form; where it leads, "" when it comes back."""
        self.visitor.get("/account")
        answer = self.visitor.post(path, **typed)
        assert answer.status in (303, 422), answer.text
        self.text = html.unescape(answer.text)
        return answer.header("Location") or ""

    def to(self, step: wizard.Step) -> None:
        """Go all the way to `step` with the modem of the file."""
        ways: dict[str, dict[str, str]] = {
            "modem": {"choice": "modem:main"},
            "sim": {},
            "place": {"country": "UA", "timezone": "Europe/Kyiv", "language": "en"},
            "limits": {"pace": "keep"},
            "test": {"later": "yes"},
        }
        for name, typed in ways.items():
            if name == step.name:
                return
            assert self.send(f"/setup/{name}", **typed).startswith("/setup/")

    @property
    def progress(self) -> wizard.Progress:
        found = wizard.read(self.site)
        assert found is not None
        return found

    def be(self, **status: Any) -> None:
        """The modem `main` tells something else, now."""
        self.desk.clock.at += SECOND
        self.modems[1] = READY | {"name": "main", "at": iso(self.desk.clock.at, self.site.zone)} | status


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    made = Run(tmp_path)
    yield made
    made.desk.store.close()


def test_no_step_can_be_reached_by_its_address(run: Run) -> None:
    for step in wizard.STEPS[2:]:
        assert run.leads_to(step.path) == "/setup/modem"
        assert run.send(step.path, pace="keep", number="0500000001", later="yes") == "/setup/modem"
    assert run.progress == wizard.Progress()


@pytest.mark.parametrize("step", wizard.STEPS[1:])
def test_it_goes_on_where_it_was_after_logging_in_again(run: Run, step: wizard.Step) -> None:
    run.to(step)
    run.visitor.get("/account")
    run.visitor.post("/logout")
    run.visitor.get("/login")
    answer = run.visitor.post("/login", name="owner", password="vareniki with cherries")
    assert answer.header("Location") == step.path
    text = run.visitor.get(step.path).text
    assert f"Step {wizard.STEPS.index(step) + 1} of 7" in text and 'aria-current="step"' in text
    assert step.path in run.visitor.get("/").text, "the status page leads back"


def test_what_was_found_is_shown_with_what_is_wrong(run: Run) -> None:
    text = html.unescape(run.open("/setup/modem"))
    for said in ("huawei E3372", "860000000000017", "3 tries left", "CD-ROM", "dialout", "/dev/ttyUSB9", "main"):
        assert said in text
    assert run.send("/setup/modem", name="x") == "" and "Choose a modem first." in run.text
    run.visitor.get("/setup/modem")
    assert run.visitor.post("/setup/look").header("Location") == "/setup/modem" and run.lookout.looks == 1


def test_a_found_modem_is_added_by_the_settings(run: Run) -> None:
    target = run.send("/setup/modem", choice=f"port:{ANSWERS.path}", name="shop")
    assert target == "/setup/sim" and run.progress.modem == "shop"
    added = run.site.config.modem("shop")
    assert added is not None and (added.port, added.imei) == (ANSWERS.path, None)
    who = run.desk.store.run("SELECT who, subject FROM audit WHERE what = 'setting.changed'").fetchone()
    assert who == ("owner", "modem.shop")
    assert ANSWERS.imei not in run.open("/setup/modem"), "it is one of ours now"


def test_a_number_that_may_change_is_held_by_the_imei(run: Run) -> None:
    run.lookout.known = Outlook((Find("/dev/ttyUSB4", "1-1", imei="490154203237518"),), 1)
    assert run.send("/setup/modem", choice="port:/dev/ttyUSB4", name="shop") == "/setup/sim"
    added = run.site.config.modem("shop")
    assert added is not None and added.imei == "490154203237518"


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"choice": "other", "other": "", "name": "x"}, "A port begins with /dev"),
        ({"choice": "other", "other": "COM3", "name": "x"}, "A port begins with /dev"),
        ({"choice": "other", "other": "/dev/ttyUSB0", "name": "x"}, "belongs to modem main"),
        ({"choice": "other", "other": "/dev/ttyS9", "name": "main"}, "of this name already"),
        ({"choice": "other", "other": "/dev/ttyS9", "name": "a b"}, "A name is a word"),
        ({"choice": "modem:nobody", "name": "x"}, "Choose a modem first."),
    ],
)
def test_a_wrong_choice_is_refused_and_changes_nothing(run: Run, typed: dict[str, str], complaint: str) -> None:
    assert run.send("/setup/modem", **typed) == ""
    assert complaint in run.text and len(run.site.config.modems) == 1


def test_a_box_without_a_modem_comes_to_the_end_and_says_what_is_missing(run: Run) -> None:
    assert run.send("/setup/modem", later="yes") == "/setup/place"
    assert run.leads_to("/setup/test") == "/setup/place"
    assert run.send("/setup/place", language="en") == "/setup/done"
    text = run.open("/setup/done")
    assert "There is no modem yet" in text and "Put off until later" in text


def test_the_pin_is_asked_once_and_never_for_the_last_try(run: Run) -> None:
    run.to(wizard.SIM)
    run.be(state="down", reason="modem.pin_needed", facts={"tries_left": 3})
    assert "3 tries left" in run.open("/setup/sim")
    assert run.send("/setup/sim", pin="12") == "" and "4 to 8 digits" in run.text
    assert run.send("/setup/sim", pin="1234") == "/setup/sim"
    assert list(run.folder.glob("pins/*.pin"))
    text = run.open("/setup/sim")
    assert "is being opened" in text and 'name="pin"' not in text, "not asked again while it is tried"
    run.be(state="down", reason="modem.pin_wrong", facts={"tries_left": 2})
    text = run.open("/setup/sim")
    assert "This PIN was wrong" in text and "2 tries left" in text and 'name="pin"' in text
    run.be(state="down", reason="modem.pin_wrong", facts={"tries_left": 1})
    text = run.open("/setup/sim")
    assert "Only one try is left" in text and 'name="pin"' not in text
    before = list(run.folder.glob("pins/*.pin"))
    assert run.send("/setup/sim", pin="9999") == "/setup/sim"
    assert list(run.folder.glob("pins/*.pin")) == before, "no form, and no way round it"
    assert run.leads_to("/setup/place") == "/setup/sim"
    run.be(state="down", reason="modem.puk_needed")
    assert "PUK" in run.open("/setup/sim")
    run.be()
    assert run.send("/setup/sim") == "/setup/place"


def test_a_sim_that_asks_anew_leads_back_and_a_pulled_modem_does_not(run: Run) -> None:
    run.to(wizard.LIMITS)
    run.be(state="down", reason="modem.port_missing")
    assert run.leads_to("/setup/limits") == "/setup/limits"
    run.be(state="down", reason="modem.pin_needed", facts={"tries_left": 3})
    assert run.leads_to("/setup/limits") == "/setup/sim"


def test_the_live_part_says_when_something_else_is_to_be_done(run: Run) -> None:
    run.to(wizard.SIM)
    assert run.visitor.get("/live/setup/sim?stage=ready").status == 200
    run.be(state="down", reason="modem.port_missing")
    assert run.visitor.get("/live/setup/sim?stage=ready").status == 205
    assert run.visitor.get("/live/setup/modem").status == 205
    run.lookout.known = Outlook((), 1, looking=True)
    assert run.visitor.get("/live/setup/modem").status == 200
    assert 'http-equiv="refresh"' in run.open("/setup/modem"), "without a script the page asks again by itself"


def test_the_place_is_set_and_what_the_file_says_is_locked(run: Run) -> None:
    run.to(wizard.PLACE)
    assert "Poland" in run.open("/setup/place")
    assert run.send("/setup/place", country="XX", timezone="Europe/Kyiv", language="uk") == ""
    assert "is no country" in run.text
    assert run.send("/setup/place", country="PL", timezone="Europe/Warsaw", language="uk") == "/setup/limits"
    region = run.site.config.region
    assert (region.country, region.timezone, region.language) == ("PL", "Europe/Warsaw", "uk")


def test_the_shop_gets_its_name(run: Run) -> None:
    run.to(wizard.PLACE)
    assert run.send("/setup/place", name="Зерно", phone="050 000 00 01", language="uk") == "/setup/limits"
    assert (run.site.config.shop.name, run.site.config.shop.phone) == ("Зерно", "050 000 00 01")
    assert 'value="Зерно"' in run.open("/setup/place")


def test_the_country_chooses_the_clock_and_a_person_may_choose_another(run: Run) -> None:
    run.to(wizard.PLACE)
    assert '<option value="of-country" selected>' in run.open("/setup/place")
    assert run.send("/setup/place", country="US", timezone="of-country", language="uk") == ""
    assert "more than one time" in run.text and '<option value="of-country" selected>' in run.text
    assert run.send("/setup/place", country="XX", timezone="of-country", language="uk") == ""
    assert "is no country" in run.text and "more than one time" not in run.text
    assert run.send("/setup/place", country="PL", timezone="of-country", language="uk") == "/setup/limits"
    assert run.site.config.region.timezone == "Europe/Warsaw"
    assert run.send("/setup/place", country="PL", timezone="Europe/London", language="uk") == "/setup/limits"
    assert run.site.config.region.timezone == "Europe/London"
    assert '<option value="of-country" selected>' not in run.open("/setup/place")


@pytest.mark.parametrize(
    ("typed", "figures"),
    [
        ({"pace": "starter"}, {"gap": 6.0, "per_hour": 60, "per_day": 150, "warm_up": 14}),
        ({"pace": "business", "per_package": "1000", "package_day": "5"}, {"per_package": 1000, "package_day": 5}),
        ({"pace": "own", "gap": "2,5", "per_day": "77"}, {"gap": 2.5, "per_day": 77}),
        ({"pace": "keep", "per_day": "77"}, {"gap": 0.0, "per_day": 100}),
    ],
)
def test_a_pace_is_set_for_the_sim_of_this_run(run: Run, typed: dict[str, str], figures: dict[str, float]) -> None:
    run.to(wizard.LIMITS)
    assert run.send("/setup/limits", **typed) == "/setup/test"
    modem = run.site.config.modem("main")
    assert {name: getattr(modem, name) for name in figures} == figures


def test_decimals_are_shown_as_the_reader_writes_them(run: Run) -> None:
    run.to(wizard.LIMITS)
    run.send("/setup/limits", pace="own", gap="2,5")
    assert 'name="gap" inputmode="decimal" value="2.5"' in run.open("/setup/limits")
    run.visitor.cookies[LANGUAGE_COOKIE] = "uk"
    assert 'name="gap" inputmode="decimal" value="2,5"' in run.open("/setup/limits")


@pytest.mark.parametrize("typed", [{"pace": ""}, {"pace": "own", "gap": "x"}, {"pace": "own", "per_day": "-4"}])
def test_figures_that_cannot_be_are_refused(run: Run, typed: dict[str, str]) -> None:
    run.to(wizard.LIMITS)
    assert run.send("/setup/limits", **typed) == "" and 'class="wrong"' in run.text
    assert not Kept(run.desk.store, run.folder).rows().get("modem.main")


def test_the_test_sms_is_queued_once_and_followed(run: Run) -> None:
    run.to(wizard.TEST)
    assert run.send("/setup/test", number="12", once="A" * 22) == "" and 'class="wrong"' in run.text
    assert run.send("/setup/test", number="+48500000001", once="A" * 22) == "", "abroad"
    text = run.open("/setup/test")
    once = re.search(r'name="once" value="([^"]+)"', text)
    assert once
    for _ in range(2):
        run.visitor.post("/setup/test", number="050 000 00 01", once=once[1])
    rows = outbox.messages(run.desk.store)
    assert [row.recipient for row in rows] == ["+380500000001"] and run.progress.message == rows[0].id
    text = run.open("/setup/test")
    assert "In the queue" in text and "stage=waits" in text
    run.desk.store.run("UPDATE messages SET state = 5")
    assert run.send("/setup/test", number="0500000002", once="B" * 22) == "/setup/test", "a window that is behind"
    assert "test" not in run.progress.passed and len(outbox.messages(run.desk.store)) == 1
    assert run.leads_to("/setup/done") == "/setup/test"


def queued_test(run: Run) -> int:
    """A test SMS that waits; its id."""
    run.to(wizard.TEST)
    assert run.send("/setup/test", number="050 000 00 01", once="A" * 22) == "/setup/test"
    return run.progress.message


def claimed(run: Run) -> outbox.Claim:
    now, store = run.desk.clock.at, run.desk.store
    sim = sims.register(store, imsi="255010000000001", iccid=None, modem="main", now=now)
    found = outbox.claim(store, sim_id=sim, owner="box", now=now, lease_until=now + SECOND)
    assert found is not None
    return found


def test_a_test_sms_that_has_not_left_is_withdrawn_for_another(run: Run) -> None:
    message = queued_test(run)
    assert 'name="another"' in run.open("/setup/test")
    assert run.send("/setup/test", another="yes") == "/setup/test" and run.progress.message == 0
    row = outbox.get(run.desk.store, message)
    assert row is not None and row.state is State.CANCELLED
    assert 'name="number"' in run.open("/setup/test")


def test_one_that_is_just_being_sent_is_not(run: Run) -> None:
    message = queued_test(run)
    claimed(run)
    assert 'name="another"' not in run.open("/setup/test")
    assert run.send("/setup/test", another="yes") == "/setup/test" and run.progress.message == message


def test_a_refusal_is_told_while_it_is_tried_again(run: Run) -> None:
    queued_test(run)
    claim, now = claimed(run), run.desk.clock.at
    outbox.refused(run.desk.store, claim, error="CMS 21", permanent=False, retry_at=now + 30 * SECOND, now=now)
    text = html.unescape(run.open("/live/setup/test?stage=waits"))
    assert "The network did not take it yet" in text and "smsbox tries again at" in text
    assert text.count('class="past"') == 1, "in the queue, and no further"


def test_a_port_that_was_wrong_is_put_right_and_no_second_modem_made(run: Run) -> None:
    assert run.send("/setup/modem", choice="other", other="/dev/ttyS7", name="till") == "/setup/sim"
    run.modems.append(READY | {"name": "till", "state": "down", "reason": "modem.port_missing", "operator": None})
    text = html.unescape(run.open("/setup/modem"))
    assert "Modem till has not worked yet" in text
    assert re.search(rf'value="port:{ANSWERS.path}" checked', text), "who answers is proposed"
    assert run.send("/setup/modem", choice=f"port:{ANSWERS.path}", name="modem3") == "/setup/sim"
    assert [(each.name, each.port) for each in run.site.config.modems[1:]] == [("till", ANSWERS.path)]
    run.modems[-1] |= {"state": "ready", "imei": "490154203237518"}
    assert "has not worked yet" not in run.open("/setup/modem")
    assert run.send("/setup/modem", choice="other", other="/dev/ttyS8", name="second") == "/setup/sim"
    assert {each.name for each in run.site.config.modems} == {"main", "till", "second"}, "one that works stays"


def test_quiet_hours_are_set_with_the_limits(run: Run) -> None:
    run.to(wizard.LIMITS)
    text = run.open("/setup/limits")
    assert re.findall("<option selected>([0-9:]+)", text) == ["20:00", "09:00"]

    def quiet() -> str:
        return str(run.site.config.sending.quiet)

    def sent(**typed: str) -> str:
        return run.send("/setup/limits", pace="keep", **typed)

    assert sent(quiet="yes", quiet_from="21:00", quiet_to="21:00") == "" and "give two different times" in run.text
    assert sent(quiet="yes", quiet_from="", quiet_to="09:00") == "" and "Give both times." in run.text
    assert sent(quiet="yes", quiet_from="26:00", quiet_to="09:00") == "" and "no span of the day" in run.text
    assert sent(quiet="yes", quiet_from="21:30", quiet_to="08:00") == "/setup/test"
    assert quiet() == "21:30-08:00"
    assert re.findall("<option selected>([0-9:]+)", run.open("/setup/limits")) == ["21:30", "08:00"]
    assert sent() == "/setup/test" and quiet() == "21:30-08:00", "a form without them leaves them alone"
    assert sent(quiet_from="21:30", quiet_to="08:00") == "/setup/test" and quiet() == "None"
    text = run.open("/setup/limits")
    assert "<option selected>20:00" in text and not re.search('name="quiet" value="yes" checked', text)


def test_the_end_and_a_further_run(run: Run) -> None:
    run.to(wizard.DONE)
    assert run.send("/setup/done") == "/"
    assert wizard.unfinished(run.site) is None
    run.visitor.get("/settings")
    assert run.visitor.post("/setup/again").header("Location") == "/setup/modem"
    assert run.send("/setup/modem", choice=f"port:{ANSWERS.path}", name="shop") == "/setup/sim"
    assert run.send("/setup/sim") == "/setup/limits", "place and language are known"


def test_a_further_run_is_the_one_way_to_a_modem_and_may_be_left(run: Run) -> None:
    run.to(wizard.DONE)
    assert run.send("/setup/done") == "/"
    for page in ("/settings", "/modems"):
        assert 'action="/setup/again"' in run.open(page)
    assert run.visitor.post("/setup/again").header("Location") == "/setup/modem"
    assert run.send("/setup/modem", choice="other", other="12345", name="shop") == ""
    assert 'id="other-wrong"' in run.text and "15 digits" in run.text
    assert run.send("/setup/modem", choice="other", other="8600 0000 0000 017", name="shop") == "/setup/sim"
    shop = run.site.config.modem("shop")
    assert shop is not None and (shop.imei, shop.port) == ("860000000000017", None)
    assert wizard.unfinished(run.site) is not None
    wizard.write(run.site, wizard.Progress(over=True), run.site.clock.now())
    run.visitor.post("/setup/again")
    assert wizard.unfinished(run.site) is None, "who only looks for another one has begun nothing"
    assert run.send("/setup/modem", later="yes") == "/modems"
    assert wizard.unfinished(run.site) is None


def test_a_row_of_another_version_begins_anew(run: Run) -> None:
    Kept(run.desk.store, run.folder).put(wizard.ROW, '{"step": 3}', 1)
    assert run.leads_to("/setup/limits") == "/setup/modem"
