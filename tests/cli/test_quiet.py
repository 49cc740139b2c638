"""Quiet hours told on the command line: when something is queued, and when somebody looks."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.cli.conftest import Run

NUMBER = "+380500000001"


def set_hours(config: Path, before_h: float, after_h: float) -> str:
    """Quiet hours from so many hours before now to so many after; their end."""
    now = datetime.now(ZoneInfo("Europe/Kyiv"))
    begins, ends = (f"{now + timedelta(hours=hours):%H:%M}" for hours in (-before_h, after_h))
    config.write_text(f'[sending]\nquiet = "{begins}-{ends}"\n' + config.read_text())
    return ends


def test_advertising_at_night(run: Run, config: Path, agreed: str) -> None:
    ends = set_hours(config, 2, 3)
    ran = run("send", "--to", NUMBER, "--text", "sale", "--class", "marketing")
    assert ran.code == 0 and "smsbox: advertising waits until " in ran.err and f"{ends}: quiet hours" in ran.err
    assert f"{ends}: quiet hours" in run("outbox", "show", "1").out
    run("outbox", "cancel", "1")
    late = run("send", "--to", NUMBER, "--text", "sale", "--class", "marketing", "--send-before", "+1h")
    assert "It would never leave: quiet hours last until" in late.err
    ran = run("send", "--to", NUMBER, "--text", "your order")
    assert (ran.code, ran.err) == (0, "")
    assert "quiet" not in run("outbox", "show", "1").out


def test_advertising_by_day(run: Run, config: Path, agreed: str) -> None:
    set_hours(config, -3, 5)
    ran = run("send", "--to", NUMBER, "--text", "sale", "--class", "marketing")
    assert (ran.code, ran.err) == (0, "")
    assert "quiet" not in run("outbox", "show", "1").out


def test_hours_that_cannot_be(run: Run, config: Path) -> None:
    text = config.read_text()
    for wrong, said in (
        ("22:00-22:00", "22:00-22:00 ends when it begins"),
        ("20-9", 'did you mean "20:00-09:00"?'),
        ("25:00-09:00", 'the text "25:00-09:00" is no span of the day'),
        ("at night", "is no span of the day"),
    ):
        config.write_text(f'[sending]\nquiet = "{wrong}"\n' + text)
        ran = run("outbox", "list")
        assert ran.code == 78, ran
        assert "line 2" in ran.err and said in ran.err, ran.err
    for right in ("", "off", "20:00–09:00", "22:30-24:00"):
        config.write_text(f'[sending]\nquiet = "{right}"\n' + text)
        assert run("settings", "list", "sending").code == 0
