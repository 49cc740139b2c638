"""What customers write as letters: in their order, over servers that refuse, and nothing from before it was wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.alarms.matters import EMAIL
from smsbox.clock import SECOND, SystemClock
from smsbox.config import Config
from smsbox.config.alarms import AlarmsConfig
from smsbox.mail.telling import GIVEN_UP, Teller
from smsbox.people.audit import Actor
from smsbox.privacy.erasing import erase
from smsbox.store import Store, options
from tests.alarms.listeners import Post, post
from tests.desk.network import arrives
from tests.patience import until
from tests.web.desk import NOW, make_desk

ANNA, BOHDAN = "+380500000001", "+380670000002"


class Skipping(SystemClock):
    """Seconds pass when somebody says so."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def boottime(self) -> float:
        return super().boottime() + self.ahead


class Told:
    """A teller, its database and where it writes to."""

    def __init__(self, folder: Path) -> None:
        self.desk = make_desk(folder)
        self.store: Store = self.desk.store
        self.clock, self.now = Skipping(), NOW
        self.teller = Teller(self.store, self.clock, "box")

    def settings(self, mail: Post, *to: str) -> Config:
        config = self.desk.site.config
        alarms = AlarmsConfig(smtp=f"127.0.0.1:{mail.port}", smtp_security="none", sender="box@example.com")
        return replace(config, alarms=alarms, programs=replace(config.programs, mail_to=to))

    def arrives(self, sender: str, text: str) -> int:
        self.now += SECOND
        return arrives(self.store, sender, text, self.now)

    def look(self, config: Config) -> None:
        self.teller.look(config, self.now)

    def tried(self, config: Config, times: int) -> None:
        """Until so many more letters were refused."""
        for _ in range(times):
            self.clock.ahead += 7 * 3600
            failed = self.teller._failures

            def over(failed: int = failed) -> bool:
                self.look(config)
                return self.teller._failures != failed

            until(over, 60)


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def subjects(mail: Post) -> list[str]:
    return [str(each["Subject"]) for each in mail.letters]


def texts(mail: Post) -> list[str]:
    return [each.get_content().partition("\n")[0] for each in mail.letters]


def all_told(told: Told, config: Config, mail: Post, count: int) -> None:
    def over() -> bool:
        told.look(config)
        return len(mail.letters) >= count

    until(over, 60)


def test_from_when_it_is_switched_on_each_once(told: Told) -> None:
    with post() as mail:
        config = told.settings(mail, "shop@example.com", "olha@example.com")
        told.arrives(ANNA, "before")
        told.look(config)
        for text in ("one", "two", "three"):
            told.arrives(ANNA, text)
        all_told(told, config, mail, 3)
        told.look(told.settings(mail))
        told.arrives(ANNA, "nobody wants it now")
        told.look(told.settings(mail))
        told.look(config)
        told.arrives(BOHDAN, "four")
        all_told(told, config, mail, 4)
        assert texts(mail) == ["one", "two", "three", "four"]
        assert {str(each["To"]) for each in mail.letters} == {"shop@example.com, olha@example.com"}


def test_switched_off_while_a_letter_is_under_way(told: Told) -> None:
    with post() as mail:
        on, off = told.settings(mail, "shop@example.com"), told.settings(mail)
        told.look(on)
        told.arrives(ANNA, "under way")
        told.look(on)
        told.look(off)
        until(lambda: told.look(off) or not told.teller._courier.busy(EMAIL), 60)
        told.arrives(ANNA, "nobody wants it now")
        told.look(off)
        told.look(on)
        told.arrives(BOHDAN, "wanted again")
        all_told(told, on, mail, 2)
        assert texts(mail) == ["under way", "wanted again"]


def test_a_server_that_refuses_is_a_problem_and_one_letter_it_dislikes_does_not_stop_the_others(told: Told) -> None:
    with post("refuse") as mail:
        config = told.settings(mail, "shop@example.com")
        told.look(config)
        told.arrives(ANNA, "buy cheap watches")
        told.arrives(BOHDAN, "when do you open?")
        told.tried(config, 2)
        assert told.teller.problems() == []
        told.tried(config, 1)
        (problem,) = told.teller.problems()
        assert problem.key == "mail.untold" and problem.facts["because"] == "alarms.refused"
        told.tried(config, GIVEN_UP - 3)
        mail.mode = "take"
        all_told(told, config, mail, 1)
        assert texts(mail) == ["when do you open?"]
        until(lambda: told.look(config) or told.teller.problems() == [], 60)


def test_a_server_that_is_away_loses_nothing(told: Told) -> None:
    with post("hang") as mail:
        gone = told.settings(mail, "shop@example.com")
        told.look(gone)
        told.arrives(ANNA, "still here")
    told.tried(gone, GIVEN_UP + 2)
    assert [each.facts["because"] for each in told.teller.problems()] == ["alarms.unreachable"]
    with post() as mail:
        config = told.settings(mail, "shop@example.com")
        all_told(told, config, mail, 1)
        assert texts(mail) == ["still here"]
        until(lambda: told.look(config) or told.teller.problems() == [], 60)


def test_what_it_tells(told: Told) -> None:
    with post() as mail:
        config = told.settings(mail, "shop@example.com")
        told.look(config)
        told.arrives("+380500000001", "Добрий день!\nЧи є кава?")
        told.arrives("Kyivstar", "Баланс 10 грн")
        all_told(told, config, mail, 2)
        first, second = (each.get_content() for each in mail.letters)
        assert first.startswith("Добрий день!\nЧи є кава?\n\n--\n") and f"/desk/{ANNA[1:]}" in first and ANNA in first
        assert "Kyivstar" in subjects(mail)[1] and "/desk\n" in second
        assert all(each["Auto-Submitted"] == "auto-generated" for each in mail.letters)


def test_who_was_erased_is_spoken_of_no_more(told: Told) -> None:
    with post() as mail:
        config = told.settings(mail, "shop@example.com")
        told.look(config)
        told.arrives(ANNA, "forget me")
        erase(told.store, ANNA, told.now, by=Actor("Olena", "owner"))
        told.arrives(BOHDAN, "hello")
        all_told(told, config, mail, 1)
        assert texts(mail) == ["hello"]


def test_after_a_crash_the_same_letter_has_the_same_name(told: Told) -> None:
    with post() as mail:
        config = told.settings(mail, "shop@example.com")
        told.look(config)
        before = options.get(told.store, "mail.cursor")
        told.arrives(ANNA, "once")
        all_told(told, config, mail, 1)
        told.teller.close()
        options.put(told.store, "mail.cursor", str(before), told.now)  # the power went before this was on the disk
        told.teller = Teller(told.store, told.clock, "box")
        told.now += 60 * SECOND
        all_told(told, config, mail, 2)
        first, second = mail.letters
        assert first["Message-ID"] == second["Message-ID"] and first["Date"] == second["Date"]
