"""What letters, calls and SMS say: nothing of customers, whatever the facts are; each day, that the box lives."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from smsbox.alarms import letters
from smsbox.alarms.daily import Daily
from smsbox.alarms.herald import Herald, writer
from smsbox.alarms.matters import Matter, Notice
from smsbox.clock import DAY, HOUR, SystemClock
from smsbox.config import ConfigErrors, load
from smsbox.config.alarms import AlarmsConfig
from smsbox.problems import PROBLEM, Problem
from smsbox.store.kept import Kept
from tests.alarms.listeners import hook
from tests.patience import until
from tests.web.desk import NOW, make_desk

NUMBERS = ("+380500000123", "0500000123", "380 50 000 01 23", "+38 (050) 000-01-23")


def test_no_number_stands_in_what_is_told(tmp_path: Path) -> None:
    by = writer(make_desk(tmp_path).site.config)
    for number in NUMBERS:
        facts = {"because": "modem.port_missing", "of": {"port": number}}
        notice = Notice(opened=(Matter(Problem("modem.down", number, PROBLEM, facts), NOW),))
        letter = letters.of_notice(notice, by, NOW)
        said = f"{letter.subject} {letter.body} {letter.sms} {json.dumps(letter.content, ensure_ascii=False)}"
        assert number not in said and "•••" in said
        assert "2026" in said or by.tr.moment(NOW, by.zone, NOW) in said, "moments are no numbers of telephones"


def test_once_a_day_the_box_says_that_it_lives(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    store, clock = desk.store, SystemClock()
    with hook() as other:
        alarms = AlarmsConfig(
            webhook=f"http://127.0.0.1:{other.port}/", sign_of_life="on", self_test="off", hour=0, silence_days=0
        )
        config = replace(desk.site.config, alarms=alarms)
        herald = Herald(Kept(store, tmp_path), clock)
        daily = Daily(Kept(store, tmp_path), clock, herald, tuple, settled_s=0.0)
        daily.look(config, NOW)
        until(lambda: herald.look(config, NOW) or other.told, 60)
        daily.look(config, NOW + HOUR // 60)
        assert [told["kind"] for told in other.told] == ["alive"]
        assert (other.told[0]["sent"], other.told[0]["received"]) == (0, 0)
        until(lambda: herald.look(config, NOW) or not herald._carried, 60)
        daily.look(config, NOW + DAY)
        until(lambda: herald.look(config, NOW + DAY) or len(other.told) > 1, 60)
        assert [told["kind"] for told in other.told] == ["alive"] * 2
        herald.close(30)
        daily.close()


def test_half_a_way_and_a_password_in_the_clear_are_mistakes_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"

    def wrong(text: str) -> set[tuple[str, int | None]]:
        path.write_text(f"[alarms]\n{text}\n", encoding="utf-8")
        try:
            load(path)
        except ConfigErrors as errors:
            return {(each.key, each.line) for each in errors.problems}
        return set()

    server = 'smtp = "smtp.example.com:587"'
    assert wrong(f'email = ["owner@example.com"]\n{server}') == set()
    assert wrong('email = ["owner@example.com"]') == {("alarms.email", 2)}
    assert wrong(f'email = ["owner"]\n{server}') == {("alarms.email", 2)}
    assert wrong(f'{server}\nsmtp_user = "box"') == {("alarms.smtp_user", 3)}
    secret = 'smtp_user = "box"\nsmtp_password_file = "smtp"'
    assert wrong(f'{server}\n{secret}\nsmtp_security = "none"') == {("alarms.smtp_security", 5)}
    assert wrong('smtp = "smtp.example.com"') == {("alarms.smtp", 2)}
    assert wrong('webhook = "ftp://example.com/x"') == {("alarms.webhook", 2)}
