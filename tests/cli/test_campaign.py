"""`smsbox campaign` as typed: what it makes, shows, refuses and leaves in the audit log."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from smsbox import campaigns, contacts, coupons
from smsbox.campaigns import Variant
from smsbox.clock import SECOND, micros
from smsbox.contacts import New
from smsbox.people import audit
from smsbox.store import Store
from tests.cli.conftest import Run
from tests.permitted import permit

TEXT = "Zerno: {name|friend}, coffee -20%. Answer 1 or call 0500000001"


def customers(config: Path, count: int, **more: object) -> None:
    with closing(Store.open(f"sqlite://{config.parent}/smsbox.db")) as store:
        numbers = [f"+38050000{place:04}" for place in range(1, count + 1)]
        contacts.add_many(store, [New(number=each, **more) for each in numbers], now=1)
        permit(store, *numbers)


def noted(config: Path) -> list[str]:
    with closing(Store.open(f"sqlite://{config.parent}/smsbox.db")) as store:
        return [each.what for each in audit.entries(store, limit=50)][::-1]


def made(run: Run, *options: str) -> str:
    (row,) = run("campaign", "new", "Spring", "--text", TEXT, *(options or ("--everyone",)), "--json").rows
    return str(row["id"])


def test_from_a_draft_to_its_end(config: Path, run: Run) -> None:
    customers(config, 3)
    number = made(run)
    assert run("campaign", "launch", number, "--yes").out.splitlines()[-1] == "1\trunning\tSpring"
    assert run("campaign", "pause", number).out == "1\tpaused\tSpring\n"
    assert run("campaign", "resume", number).out == "1\trunning\tSpring\n"
    assert run("campaign", "cancel", number).out == "1\tcancelled\tSpring\n"
    refused = run("campaign", "resume", number)
    assert refused.code == 1 and "Cancelled" in refused.err and "Running" in refused.err
    wanted = ["campaign.made", "campaign.launched", "campaign.pause", "campaign.resume", "campaign.cancel"]
    assert [each for each in noted(config) if each.startswith("campaign.")] == wanted


def test_the_check_says_whom_it_reaches_and_what_it_takes(config: Path, run: Run) -> None:
    customers(config, 3)
    number = made(run)
    told = run("campaign", "check", number).out
    assert "3 SMS in all, 1 at most for one" in told and "It reaches 3 of the 3 people you mean." in told
    (row,) = run("campaign", "check", number, "--json").rows
    assert (row["may_get"], row["segments"], row["excluded"]) == (3, 3, {})
    assert {"key": "no_modem", "level": "warn", "facts": {}} in row["checks"]


def test_it_speaks_the_language_of_the_terminal(config: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    customers(config, 3)
    number = made(run)
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert "Отримають 3 з 3 людей" in run("campaign", "check", number).out
    assert "Розсилки" in run("campaign", "--help").out


def test_against_the_advice_only_with_a_reason(config: Path, run: Run) -> None:
    customers(config, 3)
    with closing(Store.open(f"sqlite://{config.parent}/smsbox.db")) as store:
        coupon = str(coupons.make_series(store, name="Autumn", pool=["AAAA1111"], by="Olha", now=1).id)
    text = "Zerno: {name|friend}, {coupon}. Call 050 000 00 01"
    (row,) = run("campaign", "new", "Few", "--text", text, "--everyone", "--coupons", coupon, "--json").rows
    number = str(row["id"])
    refused = run("campaign", "launch", number, "--yes")
    assert refused.code == 77 and "speaks against it" in refused.err
    (row,) = run("campaign", "show", number, "--json").rows
    assert row["state"] == "draft"
    (row,) = run("campaign", "launch", number, "--yes", "--because", "the owner wants it", "--json").rows
    assert (row["state"], row["override"]) == ("running", "the owner wants it")


def test_advertising_that_nobody_can_answer_is_neither_kept_nor_launched(config: Path, run: Run) -> None:
    customers(config, 1)
    refused = run("campaign", "new", "Rude", "--text", "Buy coffee", "--everyone")
    assert refused.code == 65 and "Nobody is told how to answer" in refused.err
    number = made(run)
    refused = run("campaign", "change", number, "--text", "{nmae}, call 050 000 00 01")
    assert refused.code == 65 and "no customer has" in refused.err
    with closing(Store.open(f"sqlite://{config.parent}/smsbox.db")) as store:
        plan = campaigns.get(store, int(number)).plan.having(variants=(Variant("Buy coffee"),))
        campaigns.edit(store, int(number), 1, name="Rude", plan=plan, now=1)
    refused = run("campaign", "launch", number, "--yes", "--because", "the owner wants it")
    assert refused.code == 65 and "Nobody is told how to answer" in refused.err
    assert run("campaign", "show", number, "--json").rows[0]["state"] == "draft"


def test_texts_are_shared_out_and_the_offer_ends(config: Path, run: Run) -> None:
    number = made(run, "--everyone", "--text", TEXT + "!", "--shares", "1, 3", "--valid-until", "+3d")
    (row,) = run("campaign", "show", number, "--json").rows
    assert [each["weight"] for each in row["plan"]["variants"]] == [1, 3]
    assert row["plan"]["valid_until"]
    for wrong in ("1", "1,x", "0,1", "1,100", "1,2,3"):
        refused = run("campaign", "change", number, "--shares", wrong)
        assert refused.code == 2 and "one number from 1 to 99" in refused.err


def test_the_hour_an_offer_ends_comes_after_the_hour_it_begins(
    config: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed at seven in the evening, from 18:30 until 20:00 is tomorrow's, in one go or one after the other."""
    seven = micros(datetime(2026, 11, 23, 19, 0, tzinfo=ZoneInfo("Europe/Kyiv")))
    monkeypatch.setattr("smsbox.cli.campaign_options.now", lambda: seven)
    number = made(run, "--everyone", "--at", "18:30", "--valid-until", "20:00")
    for ends, expected in (("20:00", 90), ("19:00", 30)):
        assert run("campaign", "change", number, "--valid-until", ends).code == 0
        plan = run("campaign", "show", number, "--json").rows[0]["plan"]
        assert plan["valid_until"] - plan["start"]["at"] == expected * 60 * SECOND


def test_nobody_at_the_terminal_and_no_yes_launches_nothing(config: Path, run: Run) -> None:
    customers(config, 3)
    number = made(run)
    assert run("campaign", "launch", number).code == 1
    assert run("campaign", "show", number, "--json").rows[0]["state"] == "draft"


def test_a_test_goes_to_the_staff_alone(config: Path, run: Run) -> None:
    number = made(run)
    refused = run("campaign", "test", number, "--to", "0500000001")
    assert refused.code == 77 and "+380500000001" in refused.err
    with config.open("a") as file:
        file.write('\n[shop]\nstaff = ["+380500000001"]\n')
    assert run("campaign", "test", number, "--to", "050 000 00 01").out == "1 message queued\n"


def test_lists_show_and_copies(config: Path, run: Run) -> None:
    customers(config, 3, tags=("tea",))
    made(run, "--tag", "tea", "--pilot", "10", "--pilot-wait", "30m", "--holdout", "10")
    assert run("campaign", "copy", "1", "Summer").out == "2\tdraft\tSummer\n"
    assert [row["name"] for row in run("campaign", "list", "--json").rows] == ["Summer", "Spring"]
    assert run("campaign", "list", "--state", "running", "--json").rows == []
    plan = run("campaign", "show", "2", "--json").rows[0]["plan"]
    assert plan["pilot"] == 10 and plan["pilot_wait_s"] == 1800 and plan["audience"] == {"any_tags": ["tea"]}
    told = run("campaign", "show", "1").out
    assert "Spring" in told and TEXT in told


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "99"), 69),
        (("launch", "99", "--yes"), 69),
        (("new", "X", "--at", "yesterday evening"), 2),
        (("new", "X", "--plan", "/dev/null"), 2),
        (("new", "X", "--holdout", "80"), 2),
    ],
)
def test_what_is_wrong_is_told(config: Path, run: Run, words: tuple[str, ...], code: int) -> None:
    refused = run("campaign", *words)
    assert refused.code == code and refused.err
