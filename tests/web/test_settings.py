"""The settings over the page: areas, what is locked, errors beside the field, preview, apply, defaults, PINs, ports."""

from __future__ import annotations

import html
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.config import in_force
from smsbox.config.typed import from_text
from smsbox.daemon import trials
from smsbox.daemon.configuration import Configuration
from smsbox.i18n.translator import translator
from smsbox.outbox import steering
from smsbox.people.audit import Actor
from smsbox.settings import SECTIONS, SETTINGS, declaration
from smsbox.store import seats, sims
from smsbox.store.kept import Kept
from smsbox.web.app import make_app
from smsbox.web.guard.gate import LANGUAGE_COOKIE
from smsbox.web.settings.areas import modem_area
from smsbox.web.settings.desk import Trial, TrialUnderWay, Undone
from smsbox.web.settings.view import fields, help_words, permitted
from tests.web.desk import NOW, Answer, Desk, Visitor, make_desk

FILE = """\
[store]
url = "sqlite://{folder}/smsbox.db"

[sending]
per_day = 100

[[modem]]
name = "main"
port = "/dev/ttyUSB0"
"""


class Office:
    """A desk whose settings can be changed, and the owner at it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        path = folder / "config.toml"
        path.write_text(FILE.format(folder=folder))
        kept = Kept(desk.store, folder)
        self.configuration = Configuration(in_force(path, kept.rows()), kept, desk.clock, self)  # type: ignore[arg-type]
        self.site = replace(desk.site, config=self.configuration.config, settings=self.configuration)
        self.folder = folder
        self.modems, self.queue = desk.modems, desk.queue
        self.visitor = desk.owner()
        self.visitor.app = make_app(self.site)

    def take(self, config: object) -> None:
        self.site.config = config  # type: ignore[assignment]

    def status(self, modem: str) -> None:
        return None

    def open(self, path: str) -> str:
        answer = self.visitor.get(path)
        assert answer.status == 200, answer.text
        return answer.text

    def type(self, path: str, *, step: str = "preview", **typed: str) -> Answer:
        """Open a form, type into it, and send all its fields as a browser does."""
        text = self.open(path)
        values = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text))
        values |= dict(re.findall(r'<input id="\w+" name="(\w+)" value="([^"]*)"', text))
        values |= dict.fromkeys(re.findall(r'<select id="\w+" name="(\w+)"', text), "")
        values |= dict(re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>([^<]*)<', text))
        for name in re.findall(r'name="(\w+)"[^>]* disabled', text):
            values.pop(name, None)
        return self.visitor.send(path, [("token", self.visitor.token), *(values | typed | {"step": step}).items()])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    desk = make_desk(tmp_path)
    yield Office(desk, tmp_path)
    desk.store.close()


def test_every_setting_of_the_declarations_is_on_some_page_and_explained(office: Office) -> None:
    pages = {
        each.name: office.open(f"/settings/{each.name}") for each in SECTIONS if not each.many and each.name != "shop"
    }
    pages["shop"] = office.open("/shop")
    modem = office.open("/settings/modems/main")
    for setting in SETTINGS:
        if setting.key in ("modem.name", "modem.pin_file"):
            continue
        text = modem if setting.section == "modem" else pages[setting.section]
        assert f'id="{setting.name}"' in text, setting.key
        assert setting.title in text, setting.key
        if setting.per_modem:
            assert f'id="{setting.name}"' in modem


def test_what_customers_are_told_as_long_as_the_shop_wrote_nothing_of_its_own_is_shown(office: Office) -> None:
    text = html.unescape(office.open("/shop"))
    assert "Empty: the default, {shop}: вас відписано, реклами більше не буде. Повернутись: СТАРТ." in text
    assert "Empty: the default, Відмова: СТОП." in text


def test_helps_speak_of_settings_and_choices_as_the_page_calls_them(office: Office) -> None:
    text = html.unescape(office.open("/settings/modems/main"))
    assert "Instead of “Port”, or" in text and "as in “Operators of numbers”" in text
    assert "“no reset of the modem”, “off” (the port is opened again" in text
    for language in ("en", "uk", "pl", "ru"):
        for setting in SETTINGS:
            said = help_words(translator(language), setting)
            assert "`" not in said, (language, setting.key)
            assert not any(f"{choice}: " in said for choice in setting.choices), (language, setting.key)


def test_what_the_file_sets_is_locked_and_says_where(office: Office) -> None:
    text = office.open("/settings/sending")
    assert "set in config.toml, line 5" in text
    assert re.search(r'<input id="per_day"[^>]* disabled', text)
    answer = office.visitor.post("/settings/sending", per_day="7", was_="100", step="apply")
    assert answer.status == 303 and office.site.config.sending.per_day == 100


def test_a_change_is_shown_before_it_is_made_and_then_in_force(office: Office) -> None:
    shown = office.type("/settings/sending", gap="2,5", in_doubt_reply="resend")
    assert shown.status == 200 and "What changes" in shown.text
    assert "2.5 seconds" in shown.text and "sent again" in shown.text and "default: a person decides" in shown.text
    assert office.site.config.sending.gap == 0.0
    done = office.type("/settings/sending", step="apply", gap="2,5", in_doubt_reply="resend")
    assert done.status == 303 and (done.header("Location") or "").startswith("/settings/sending")
    assert office.site.config.sending.gap == 2.5 and office.site.config.sending.in_doubt_reply == "resend"
    assert "2.5 seconds" in office.open("/settings")


def test_errors_stand_beside_their_field_and_nothing_typed_is_lost(office: Office) -> None:
    answer = office.type("/settings/sending", step="apply", gap="many", per_hour="33", spread="7 %")
    assert answer.status == 422
    assert 'value="many"' in answer.text and 'value="33"' in answer.text
    assert 'id="gap-wrong"' in answer.text and 'id="spread-wrong"' not in answer.text
    answer = office.type("/settings/sending", step="apply", gap="1", spread="700")
    assert 'id="spread-wrong"' in answer.text and "is too large" in answer.text
    assert office.site.config.sending.gap == 0.0


def test_a_text_that_hides_how_to_refuse_is_refused_and_not_replaced_in_silence(office: Office) -> None:
    answer = office.type("/shop", step="apply", text_welcome="Дякуємо, чекаємо на вас!")
    assert answer.status == 422 and 'id="text_welcome-wrong"' in answer.text
    assert "no word by which a customer refuses" in answer.text and "СТОП" in answer.text
    assert office.site.config.shop.text_welcome is None
    assert office.type("/shop", step="apply", text_welcome="Дякуємо! Відмова: СТОП").status == 303


def test_one_setting_goes_back_to_its_default(office: Office) -> None:
    office.type("/settings/routing", step="apply", sticky="off", spare="wait")
    assert "Back to default" in office.open("/settings/routing")
    office.type("/settings/routing", step="apply", sticky="off", spare="wait", reset="sticky")
    assert (office.site.config.routing.sticky, office.site.config.routing.spare) == ("on", "wait")
    office.type("/settings/routing", step="apply", sticky="off")
    shown = office.type("/settings/routing", on_net="ignore", sticky="off", reset="sticky")
    assert "Own operator first" in shown.text and "The SIM a customer knows" in shown.text, "nothing typed is lost"


def test_an_old_form_takes_nobodys_change_back(office: Office) -> None:
    office.open("/settings/sending")
    fields_then = [
        ("token", office.visitor.token),
        ("gap", ""),
        ("was-gap", ""),
        ("per_hour", "9"),
        ("was-per_hour", ""),
    ]
    office.type("/settings/sending", step="apply", gap="3")
    office.visitor.send("/settings/sending", [*fields_then, ("step", "apply")])
    assert (office.site.config.sending.gap, office.site.config.sending.per_hour) == (3.0, 9)


def test_what_was_looked_at_is_what_is_changed_or_nothing(office: Office) -> None:
    """Two people at the same setting: the diff the second one agreed to is not true any more, so he is asked again."""
    office.configuration.apply({"sending.gap": 1}, by=Actor("olena", "technician"), now=NOW)
    office.type("/settings/sending", gap="5")
    agreed = {"gap": "5", "was-gap": "1", "step": "apply"}
    office.configuration.apply({"sending.gap": 2.5}, by=Actor("olena", "technician"), now=NOW)
    answer = office.visitor.post("/settings/sending", **agreed)
    assert answer.status == 409 and "olena has changed this meanwhile, to 2.5 seconds" in answer.text
    assert 'value="5"' in answer.text and office.site.config.sending.gap == 2.5
    assert 'name="was-gap" value="2.5"' in answer.text, "the next press is seen against what stands there now"
    assert office.visitor.post("/settings/sending", **agreed | {"was-gap": "2.5"}).status == 303
    assert office.site.config.sending.gap == 5


def test_the_default_is_not_given_back_over_somebody_elses_change(office: Office) -> None:
    office.configuration.apply({"sending.gap": 1}, by=Actor("olena", "technician"), now=NOW)
    old = {"gap": "1", "was-gap": "1", "reset": "gap", "step": "apply"}
    office.open("/settings/sending")
    office.configuration.apply({"sending.gap": 2}, by=Actor("olena", "technician"), now=NOW)
    assert office.visitor.post("/settings/sending", **old).status == 409
    assert office.site.config.sending.gap == 2


def test_numbers_and_times_are_typed_and_read_as_the_reader_writes_them(office: Office) -> None:
    office.visitor.cookies[LANGUAGE_COOKIE] = "uk"
    shown = office.type("/settings/sending", gap="0,5", uncertain_window="20 хв", warm_up="21", per_month="10 000")
    for said in ("0,5 секунди", "20 хвилин", "21 день", "10\u00a0000 SMS", "15 хвилин"):
        assert said in shown.text, said
    office.type("/settings/sending", step="apply", gap="0,5", uncertain_window="20 хв")
    assert (office.site.config.sending.gap, office.site.config.sending.uncertain_window_s) == (0.5, 1200)
    text = office.open("/settings/sending")
    assert 'name="gap" value="0,5"' in text and "10\u00a0000\u00a0000" in text
    wrong = office.type("/settings/sending", spread="150,5")
    assert "150,5" in wrong.text.split('id="spread-wrong"')[1][:300]


def test_a_time_may_be_typed_as_it_is_read() -> None:
    span = declaration("records.audit")
    assert span is not None
    units = {"second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w"}
    for language in ("en", "uk", "pl", "ru"):
        for count in (0, 1, 2, 5, 11, 21, 22, 25, 100):
            for unit, letter in units.items():
                text = translator(language).measure(count, unit)
                assert from_text(span, text) == f"{count}{letter}", (language, text)
        assert "90s" not in permitted(translator(language), span)


def test_no_quiet_hours_is_said_and_read_in_the_readers_word(office: Office) -> None:
    office.visitor.get("/account")
    office.visitor.cookies[LANGUAGE_COOKIE] = "uk"
    shown = office.type("/settings/sending", quiet="Вимкнено")
    assert "<b>вимкнено</b>" in shown.text
    assert office.type("/settings/sending", step="apply", quiet="вимкнено").status == 303
    assert office.site.config.sending.quiet is None


def test_what_is_wrong_with_several_settings_is_told_by_their_titles(office: Office) -> None:
    answer = office.type("/settings/modems/main", calls="prompt")
    text = html.unescape(answer.text)
    assert answer.status == 422 and "“Answer to a call” does not say what to write" in text and "Line " not in text


def test_a_number_that_two_readers_read_differently_is_asked_back(office: Office) -> None:
    answer = office.type("/settings/modems/main", low_balance="1,000")
    assert answer.status == 422 and "can be read in two ways" in answer.text
    assert office.type("/settings/modems/main", low_balance="1 000").status == 200


def test_lists_are_written_line_by_line(office: Office) -> None:
    office.type("/settings/sending", step="apply", allow="+380\n+48")
    assert office.site.config.sending.allow == ("+380", "+48")


def test_a_pin_is_kept_in_a_file_of_its_own_and_nowhere_else(office: Office) -> None:
    office.open("/settings/modems/main")
    assert office.visitor.post("/settings/modems/main/pin", pin="4711").status == 303
    path = office.site.config.modems[0].pin_file
    assert path is not None and path.read_text().strip() == "4711"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    shown = office.open("/settings/modems/main") + office.open("/settings")
    assert "4711" not in shown and path.name not in shown
    for table in ("settings", "audit", "events"):
        assert "4711" not in str(office.site.store.run(f"SELECT * FROM {table}").fetchall())
    audit = str(office.site.store.run("SELECT * FROM audit").fetchall())
    assert "pin_file" in audit and path.name not in audit


@pytest.mark.parametrize("pin", ["", "12", "123456789", "12a4", "１２３４"])
def test_what_is_no_pin_is_refused_and_leaves_no_file(office: Office, pin: str) -> None:
    office.open("/settings/modems/main")
    answer = office.visitor.post("/settings/modems/main/pin", pin=pin)
    assert answer.status == 422 and 'id="pin-wrong"' in answer.text
    assert list(office.folder.glob("pins/*")) == []


def test_a_modem_is_taken_away_but_not_one_of_the_file(office: Office) -> None:
    office.configuration.apply({"modem.second.port": "/dev/ttyS9"}, by=Actor("owner", "owner"), now=NOW)
    office.open("/settings/modems/second")
    office.visitor.post("/settings/modems/second/remove")
    assert office.site.config.modem("second") is None
    answer = office.visitor.post("/settings/modems/main/remove")
    assert answer.status != 303 and office.site.config.modem("main") is not None


def test_without_somebody_who_changes_settings_they_can_only_be_read(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    owner: Visitor = desk.owner()
    text = owner.get("/settings/sending").text
    assert "Show what changes" not in text
    assert owner.post("/settings/sending", gap="1", step="apply").status == 404
    desk.store.close()


def test_what_waits_for_the_sim_of_a_modem_is_told_before_it_is_taken_away(office: Office) -> None:
    store = office.site.store
    office.configuration.apply({"modem.second.port": "/dev/ttyS9"}, by=Actor("owner", "owner"), now=NOW)
    text = office.open("/settings/modems/second/remove")
    assert "Everything else in the queue goes out by main." in text and "wait" not in text.split("<h1>")[1]
    sim_id = sims.register(store, imsi="255010000000001", iccid=None, modem="second", now=NOW)
    seats.accept(store, "second", sim_id, now=NOW)
    ids = [office.queue(number=f"+38050000000{digit}") for digit in range(3)]
    steering.move(store, ids[:2], sim_id, NOW)
    text = office.open("/settings/modems/second/remove")
    assert "2 messages wait for its SIM" in text and f'href="/outbox?sim={sim_id}"' in text
    assert office.visitor.post("/settings/modems/second/remove").status == 303
    assert office.site.config.modem("second") is None


def test_the_only_modem_and_one_of_the_file(office: Office) -> None:
    text = office.open("/settings/modems/main/remove")
    assert "It stands in config.toml, line 8" in text and "Take it away</button>" not in text
    answer = office.visitor.post("/settings/modems/main/remove")
    assert answer.status == 409 and office.site.config.modem("main") is not None


def test_a_modem_shows_what_holds_for_all_where_it_has_nothing_of_its_own(office: Office) -> None:
    found = {field.name: field for field in fields(office.site.config, modem_area("main"))}
    assert found["per_day"].text == "" and found["per_day"].general == "100"
    assert "as for all modems, 100 SMS" in office.open("/settings/modems/main")


def test_a_trial_is_counted_down_and_its_end_is_told(office: Office) -> None:
    trial = Trial("modem.main", NOW + 90_000_000, {"modem.main.imei": None}, "owner")
    office.configuration._trials["modem.main"] = (trial, 0.0)
    text = office.open("/settings/modems/main")
    live = html.unescape(re.findall(r'data-live="(/live/settings[^"]*)"', text)[0])
    assert "is being tried" in text and "left</span>" not in text, "without a script nothing goes stale"
    assert "90 seconds left" in office.open(live)
    office.site.clock.sleep(30)
    assert "60 seconds left" in office.open(live)
    office.configuration._trials.clear()
    assert "works with its new settings" in office.open(live)
    kept = Kept(office.site.store, office.folder)
    tried = {"modem.main.imei": "860000000000017"}
    trials.tell(kept, Undone("modem.main", NOW, "settings.not_ready", {}, tuple(tried), tried), NOW)
    assert "the old ones hold again" in office.open(live) and "works with" not in office.open(live)


def test_what_was_undone_can_be_tried_once_more(office: Office) -> None:
    kept = Kept(office.site.store, office.folder)
    tried = {"modem.main.imei": "860000000000017"}
    trials.tell(kept, Undone("modem.main", NOW, "settings.not_ready", {}, tuple(tried), tried), NOW)
    again = re.findall(r'href="([^"]*again=yes)"', office.open("/settings"))[0]
    text = office.open(again)
    assert 'name="imei" value="860000000000017"' in text and 'name="was-imei" value=""' in text
    assert office.site.config.modem("main").imei is None  # type: ignore[union-attr]


def test_a_second_change_during_a_trial_says_so_beside_the_field(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise TrialUnderWay(subject="modem.main")

    monkeypatch.setattr(office.configuration, "apply", busy)
    answer = office.type("/settings/modems/main", step="apply", imei="860000000000017")
    assert answer.status == 422 and 'id="imei-wrong"' in answer.text
    assert "still being tried" in answer.text


def test_what_became_invalid_is_told_above_the_settings(office: Office) -> None:
    kept = Kept(office.site.store, office.folder)
    kept.put("setting.sending.gap", '"quick"', NOW)
    assert office.configuration.config.path is not None
    office.site.config = in_force(office.configuration.config.path, kept.rows())
    text = office.open("/settings")
    assert "not in force" in text and "sending.gap" in text
    for row, value in (
        ("setting.old.key", "1"),
        ("modem.broken", "{"),
        ("modem.odd", '{"port": "/dev/x", "color": 1}'),
    ):
        kept.put(row, value, NOW)
    office.configuration.config = in_force(office.configuration.config.path, kept.rows())
    office.site.config = office.configuration.config
    assert {each.key for each in office.site.config.ignored} == {
        "sending.gap",
        "old.key",
        "modem.broken",
        "modem.odd.color",
    }
    assert office.visitor.post("/settings/ignored/forget").status == 303
    assert "not in force" not in office.open("/settings") and office.site.config.ignored == ()
    assert office.site.config.modem("odd") is not None and kept.rows().keys() == {"modem.odd"}


def test_a_trial_of_the_page_and_what_was_undone_are_told(office: Office) -> None:
    kept = Kept(office.site.store, office.folder)
    trials.tell(kept, Undone("modem.main", NOW, "modem.port_missing", {"port": "/dev/ttyX"}, ("modem.main.port",)), NOW)
    text = office.open("/settings")
    assert "There is no device /dev/ttyX" in text and "the old ones hold again" in text
    assert office.visitor.post("/settings/undone/seen", subject="modem.main").status == 303
    assert "hold again" not in office.open("/settings")


def test_a_file_edited_since_the_start_is_told_and_taken_up_by_nothing_but_a_start(office: Office) -> None:
    path = office.configuration.config.path
    assert path is not None and "another one than at the start" not in office.open("/settings")
    before = path.read_text()
    path.write_text(before.replace("per_day = 100", "per_day = 7"))
    assert "counts from the next start on" in office.open("/settings")
    assert office.type("/settings/sending", step="apply", gap="2").status == 303
    assert (office.site.config.sending.gap, office.site.config.sending.per_day) == (2, 100)
    path.write_text(before.replace("per_day = 100", "per_dya = 100"))
    text = html.unescape(office.open("/settings/sending"))
    assert "would not start again" in text and "line 5: sending.per_dya" in text
    assert office.type("/settings/sending", step="apply", gap="3").status == 303
    path.unlink()
    assert "would not start again" in office.open("/settings")
