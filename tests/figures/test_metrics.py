"""/metrics: who may read it, what it says, and that a count never falls, whatever becomes of the rows."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from smsbox import events, outbox
from smsbox.clock import HOUR, MINUTE
from smsbox.figures.catalogue import CATALOGUE
from smsbox.outbox import MessageClass
from smsbox.people.rights import Right
from smsbox.programs import stop
from tests import effort
from tests.figures.scraped import READY, Scrape, ask, opened
from tests.web.api.program import program
from tests.web.desk import Desk, make_desk

PROMTOOL = shutil.which("promtool")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    made.modems.append(dict(READY))
    yield made
    made.store.close()


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_only_a_token_that_may_read_reads_them(desk: Desk) -> None:
    reader, till = program(desk, [Right.READ], "prometheus"), program(desk, [Right.WRITE], "till")
    nobody = ask(desk)
    assert nobody.status == 401 and ("www-authenticate", "Bearer") in [
        (name.lower(), value) for name, value in nobody.headers
    ]
    assert ask(desk, **bearer("wrong")).status == 401
    assert ask(desk, **bearer(till.secret)).status == 403
    assert ask(desk, **bearer(reader.secret)).status == 200


def test_the_setting_opens_them_or_takes_them_away(desk: Desk) -> None:
    reader = program(desk, [Right.READ], "prometheus")
    opened(desk)
    assert ask(desk).status == 200
    opened(desk, "off")
    assert ask(desk, **bearer(reader.secret)).status == 404


def test_queue_modem_and_stop_are_told(desk: Desk) -> None:
    opened(desk)
    for _ in range(3):
        desk.queue()
    desk.clock.at += 5 * MINUTE
    desk.queue(priority=-5)
    stop.stop(desk.store, "owner", desk.clock.at)
    found = Scrape(desk)
    assert found.of("messages", **{"class": "service", "state": "queued"}) == 4
    assert found.of("queue_oldest_seconds", **{"class": "service"}) == 300
    assert found.of("queue_oldest_seconds", **{"class": "reply"}) == 0
    assert found.of("modem_signal_dbm", modem="main") == -71
    assert found.of("modem_registered", modem="main") == 1
    assert found.of("modem_state", modem="main", state="ready") == 1
    assert found.of("modem_state", modem="main", state="down") == 0
    assert found.of("programs_stopped") == 1
    assert found.of("disk_free_bytes")


def test_what_is_not_known_is_not_told(desk: Desk) -> None:
    opened(desk)
    desk.modems[0] |= {"registration": "searching", "dbm": None, "last_sent_at": None}
    found = Scrape(desk)
    assert found.of("modem_signal_dbm", modem="main") is None
    assert found.of("modem_last_sent_timestamp_seconds", modem="main") is None
    assert found.of("modem_registered", modem="main") == 0


def test_a_batch_counts_each_message_and_a_count_survives_its_rows(desk: Desk) -> None:
    opened(desk)
    assert Scrape(desk).of("messages_queued_total") == 0
    drafts = [outbox.Draft(recipient=f"+38050000{each:04}", text="так") for each in range(7)]
    outbox.submit(desk.store, drafts, now=desk.clock.at, allow=("+380",))
    desk.queue()
    assert Scrape(desk).of("messages_queued_total") == 8
    with desk.store.write():
        desk.store.run("DELETE FROM events")
        desk.store.run("DELETE FROM messages")
    assert Scrape(desk).of("messages_queued_total") == 8
    assert Scrape(desk).of("messages_queued_total") == 8, "nothing is counted twice"


def test_the_first_look_counts_from_the_start_of_the_daemon(desk: Desk) -> None:
    opened(desk)
    desk.queue()
    events.append(desk.store, events.STARTED, now=desk.clock.at)
    desk.queue()
    assert Scrape(desk).of("messages_queued_total") == 1


def test_what_waits_for_its_moment_has_not_waited(desk: Desk) -> None:
    opened(desk)
    desk.queue(send_after=desk.clock.at + HOUR)
    desk.clock.at += HOUR + MINUTE
    outbox.promote_due(desk.store, now=desk.clock.at)
    assert Scrape(desk).of("queue_oldest_seconds", **{"class": "service"}) == 60


def test_requests_of_programs_are_counted_by_door_and_class(desk: Desk) -> None:
    opened(desk)
    ask(desk, "/api/v1/health")
    ask(desk, "/healthz")
    ask(desk, "/healthz")
    found = Scrape(desk)
    assert found.of("requests_total", door="api", code="4xx") == 1
    assert found.of("requests_total", door="healthz", code="2xx") == 2


def test_no_number_text_or_name_is_told(desk: Desk) -> None:
    opened(desk)
    program(desk, name="Olena's till")
    desk.queue("Ваше замовлення готове", "+380500000001")
    desk.review()
    told = Scrape(desk).text
    assert "380500000001" not in told and "замовлення" not in told and "Olena" not in told


def test_every_declared_figure_is_told_with_what_it_is(desk: Desk) -> None:
    opened(desk)
    families = {each.name: each for each in text_string_to_metric_families(Scrape(desk).text)}
    assert families.keys() == {name.removesuffix("_total") for name in CATALOGUE}
    for name, family in CATALOGUE.items():
        assert families[name.removesuffix("_total")].type == family.kind.value
        assert families[name.removesuffix("_total")].documentation == family.help


def test_what_operators_call_themselves_breaks_no_line(desk: Desk) -> None:
    opened(desk)
    desk.modems[0]["operator"] = odd = 'Київ"стар\\\n}'
    assert Scrape(desk).of("modem_info", modem="main", operator=odd, technology="3g") == 1


@pytest.mark.skipif(PROMTOOL is None, reason="promtool comes with Debian's prometheus")
def test_promtool_finds_nothing_to_say(desk: Desk) -> None:
    opened(desk)
    desk.queue()
    assert PROMTOOL is not None
    told = subprocess.run([PROMTOOL, "check", "metrics"], input=Scrape(desk).text, capture_output=True, text=True)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_a_scrape_costs_the_same_with_many_messages(desk: Desk) -> None:
    opened(desk)
    Scrape(desk)

    def cost() -> int:
        desk.queue()
        return effort.steps(desk.store, lambda: Scrape(desk))

    few = cost()
    drafts = [
        outbox.Draft(recipient=f"+38050{each:07}", text="так", kind=MessageClass.SERVICE, priority=each % 3)
        for each in range(3000)
    ]
    outbox.submit(desk.store, drafts, now=desk.clock.at, allow=("+380",))
    Scrape(desk)
    assert cost() < few + 500 and few < 10_000, few
