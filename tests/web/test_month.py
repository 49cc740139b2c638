"""The digest of a month: each figure beside that of the month before, page and file alike, by the clock of the shop."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from python_calamine import CalamineWorkbook

from smsbox import coupons
from smsbox.clock import HOUR, micros
from smsbox.desk import labels
from smsbox.dialogs.examples import example
from smsbox.dialogs.flows import rows as flows
from smsbox.people.rights import Role
from smsbox.sheets.chapters import MOST, Chapter, Line, lines
from smsbox.sheets.digest import compared, days, digest
from smsbox.subscription import growth
from tests.web.desk import Desk, signed_in

KYIV = ZoneInfo("Europe/Kyiv")
NOW = micros(datetime(2026, 3, 10, 12, tzinfo=KYIV))
ANNA, BOHDAN = "+380500000001", "+380500000002"


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> int:
    return micros(datetime(2026, month, day, hour, minute, tzinfo=KYIV))


def wrote(desk: Desk, moment: int, number: str = ANNA, *, settled: int | None = None, by: str | None = None) -> None:
    (new,) = desk.store.reserve_ids("received", 1)
    desk.store.run(
        "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, wide, total, state, missing, flash, "
        "damaged, settled_at, routed_at, routed_by) VALUES (?, 1, ?, 1, 'Добрий день', ?, 0, 1, 2, 0, 0, 0, ?, ?, ?)",
        *(new, number, moment, settled, moment, by),
    )


def ordered(desk: Desk, moment: int, worth: int, state: int = 3) -> None:
    (new,) = desk.store.reserve_ids("orders", 1)
    desk.store.run(
        "INSERT INTO orders (id, flow_id, version, said, number, state, made_at, changed_at, worth, currency, address, "
        "note) VALUES (?, 1, 1, '1-1', ?, ?, ?, ?, ?, 'грн', '', '')",
        *(new, ANNA, state, moment, moment, worth),
    )
    desk.store.run("INSERT INTO order_lines VALUES (?, 1, 'Т1', 'Троянда', 100, ?)", new, worth // 100)


def chapters(desk: Desk) -> dict[str, dict[str, Line]]:
    before, month = growth.months(at(2, 15), KYIV, 2)
    found = digest(desk.store, desk.site.config, month, before)
    return {each.about or each.title: {line.name: line for line in each.lines} for each in found}


def figures(line: Line) -> tuple[float, float, float]:
    return float(line.now), float(line.before), float(line.change)


def fill(desk: Desk) -> None:
    """January and February; the first minutes of a month are the shop's, not those of Greenwich."""
    desk.clock.at = NOW
    store = desk.store
    for moment in (at(1, 5), at(1, 31, 23, 59)):
        wrote(desk, moment, settled=moment, by="help")
    wrote(desk, at(2, 1, 0, 1), BOHDAN, settled=at(2, 1, 0, 1), by="stop")
    wrote(desk, at(2, 2), settled=at(2, 2) + HOUR // 2)
    wrote(desk, at(2, 3), settled=at(2, 3) + 5 * HOUR)
    wrote(desk, at(2, 28, 23, 59), BOHDAN)
    wrote(desk, at(3, 1, 0, 0), BOHDAN)
    labels.put(store, ANNA, "доставка", by="Olha", now=at(2, 2))
    labels.put(store, BOHDAN, "доставка", by="Olha", now=at(2, 3))
    labels.put(store, BOHDAN, "скарга", by="Olha", now=at(1, 3))
    ordered(desk, at(1, 6), 10_000)
    ordered(desk, at(2, 6), 15_050)
    ordered(desk, at(2, 7), 5_000)
    ordered(desk, at(2, 8), 99_900, state=4)
    vote = example("saturday-vote", "uk")
    assert vote is not None
    kept = flows.put(store, desk.site.config, vote.source, by="olena", now=at(1, 1))
    flows.open(store, desk.site.config, kept.id, by="olena", now=at(1, 1))
    for number, choice, moment in ((ANNA, 0, at(2, 2)), (BOHDAN, 1, at(1, 2))):
        key = flows.loaded(store, desk.site.config, kept.id).part.choices[choice].key
        sql = "INSERT INTO votes (flow_id, number, choice, said, same, at, changed) VALUES (?, ?, ?, '', '', ?, 0)"
        store.run(sql, kept.id, number, key, moment)


def test_each_figure_stands_beside_that_of_the_month_before(desk: Desk) -> None:
    fill(desk)
    told = chapters(desk)
    wrote_then = {name: figures(line)[:2] for name, line in told["What customers wrote"].items()}
    assert wrote_then == {
        "Messages from customers": (4, 2),
        "Different numbers": (2, 1),
        "Dealt with by smsbox itself": (1, 2),
        "Left to people": (3, 0),
        "of these settled within an hour": (1, 0),
        "of these still waiting": (1, 0),
        "Calls": (0, 0),
    }
    assert {name: figures(line) for name, line in told["What it was about"].items()} == {
        "доставка": (2, 0, 2),
        "скарга": (0, 1, -1),
    }
    assert {name: figures(line) for name, line in told["Orders"].items()} == {
        "Orders": (3, 1, 2),
        "Called off": (1, 0, 1),
        "Ordered for": (200.5, 100, 100.5),
    }
    assert figures(told["Goods ordered, pieces"]["Троянда"]) == (200, 100, 100)
    votes = told["Музика в суботу"]
    assert (figures(votes["Рок"])[:2], figures(votes["Джаз"])[:2]) == ((1, 0), (0, 1))


def test_the_page_shows_the_last_month_that_is_over_and_leads_to_the_others(desk: Desk) -> None:
    fill(desk)
    manager = signed_in(desk, Role.MANAGER)
    page = manager.get("/reports/month").text
    assert re.findall(r'<a href="/reports/month\?month=([0-9-]+)"', page) == ["2026-03", "2026-02", "2026-01"]
    assert re.search(r'month=2026-02" aria-current="page"', page)
    assert "доставка" in page
    assert "Beside the month before: January 2026." in page
    assert "not over yet" not in page
    assert "Not equally many days are compared: 28 and 31." in page
    assert (
        "This month is not over yet: both are counted up to the same day and hour."
        in manager.get("/reports/month?month=2026-03").text
    )
    for wrong in ("2031-01", "x", "2026-13"):
        assert manager.get(f"/reports/month?month={wrong}").status == 404
    assert signed_in(desk, Role.TECHNICIAN).get("/reports/month").status == 403


def test_the_file_has_the_same_figures_as_numbers(desk: Desk) -> None:
    fill(desk)
    answer = signed_in(desk, Role.MANAGER).get("/reports/month/export?format=xlsx&month=2026-02")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.body)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Chapter", "Scenario or question", "What", "This month", "Month before", "Difference"]
    assert ["What it was about", "", "доставка", 2.0, 0.0, 2.0] in rows
    assert ["Orders", "", "Ordered for, грн", 200.5, 100.0, 100.5] in rows
    assert ["Votes", "Музика в суботу", "Рок", 1.0, 0.0, 1.0] in rows


def test_the_page_shows_the_month_before_beside_it_and_money_with_its_currency(desk: Desk) -> None:
    fill(desk)
    series = coupons.make_series(desk.store, name="Кава", now=at(1, 1), by="Olha")
    for moment, worth in ((at(1, 9), 1_050), (at(2, 9), 120_000)):
        given = coupons.give(desk.store, series.id, ANNA if moment == at(1, 9) else BOHDAN, None, moment)
        coupons.redeem(desk.store, given.code, moment, "Ольга", "page", worth)
    page = signed_in(desk, Role.MANAGER).get("/reports/month?month=2026-02").text
    told = {name: cells for name, *cells in re.findall(_LINE, page)}
    assert told["Ordered for, грн"] == ["200.50", "+100.50", "100.00"]
    assert told["Bought with them, грн"] == ["1,200.00", "+1,189.50", "10.50"]
    assert told["Messages from customers"] == ["4", "+2", "2"]
    heads = re.findall(r'<th scope="col" class="right">([^<]+?) ?<', page)
    assert heads[:2] == ["February 2026", "January 2026"]
    running = signed_in(desk, Role.MANAGER).get("/reports/month?month=2026-03").text
    assert "Not equally many days" not in running


_LINE = (
    r'<td class="breaks" dir="auto">([^<]+)</td><td class="right num"><b>([^<]+)</b> '
    r'<span class="small soft">\(([^<]+)\)</span></td><td class="right num">([^<]+)</td>'
)


def test_on_the_last_days_of_a_longer_month_the_one_before_stands_whole(desk: Desk) -> None:
    fill(desk)
    desk.clock.at = at(3, 30, 20)
    page = signed_in(desk, Role.MANAGER).get("/reports/month?month=2026-03").text
    assert "This month is not over yet, the shorter one before it stands whole." in page
    assert "Not equally many days are compared: 30 and 28." in page
    assert "up to the same day and hour" not in page


def test_days_are_those_of_the_calendar_also_when_clocks_change() -> None:
    for moment, counted in ((at(3, 31, 20), (31, 28)), (at(3, 29, 0), (29, 28)), (at(3, 10, 0), (10, 10))):
        (month,) = growth.months(moment, KYIV, 1)
        assert tuple(days(each, KYIV) for each in compared(month, moment, KYIV)) == counted
    whole = growth.months(at(12, 5), KYIV, 12)
    assert [days(each, KYIV) for each in whole[:-1]] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]


def test_what_no_line_is_left_for_is_told_as_one_figure() -> None:
    found = lines({f"label {place:02}": 40 - place for place in range(20)}, {"label 19": 7, "older": 2})
    assert len(found) == MOST + 1
    assert (found[-1].name, found[-1].given) == ("All others", False)
    assert (sum(each.now for each in found), sum(each.before for each in found)) == (sum(range(21, 41)), 9)


def test_a_shop_without_a_month_is_told_what_will_stand_there(desk: Desk) -> None:
    desk.clock.at = NOW
    page = signed_in(desk, Role.MANAGER).get("/reports/month").text
    assert "Nothing to tell of this month" in page
    assert digest(desk.store, desk.site.config, *reversed(growth.months(NOW, KYIV, 2))) == list[Chapter]()


def test_a_month_that_is_not_over_stands_beside_as_many_days(desk: Desk) -> None:
    """On the tenth of March at noon February is counted up to the tenth at noon; who is booked for the eleventh has not
    been there yet.
    """
    fill(desk)
    wrote(desk, at(2, 10, 11, 59), settled=at(2, 10, 13))
    wrote(desk, at(2, 10, 12, 1), settled=at(2, 10, 13))
    for day in (9, 11):
        (new,) = desk.store.reserve_ids("appointments", 1)
        desk.store.run(
            "INSERT INTO appointments (id, flow_id, number, service, resource, at, until, state, made_at, changed_at, "
            "note, by_whom) VALUES (?, 1, ?, 'с', 'Оля', ?, ?, 1, ?, ?, '', '')",
            *(new, ANNA, at(3, day), at(3, day, 13), at(3, 1), at(3, 1)),
        )
    rows = rows_of(signed_in(desk, Role.MANAGER).get("/reports/month/export?format=xlsx&month=2026-03").body)
    assert ["What customers wrote", "", "Messages from customers", 1.0, 4.0, -3.0] in rows
    assert ["Appointments", "", "Appointments kept", 1.0, 0.0, 1.0] in rows
    until = rows_of(signed_in(desk, Role.MANAGER).get("/reports/month/export?format=xlsx&month=2026-03").body, 1)[3:]
    assert until == [
        ["Counted until", datetime(2026, 3, 10, 12)],
        ["Days counted", 10.0],
        ["Month before, counted until", datetime(2026, 2, 10, 12)],
        ["Month before, days counted", 10.0],
    ]


def rows_of(octets: bytes, sheet: int = 0) -> list[Any]:
    return list(CalamineWorkbook.from_filelike(io.BytesIO(octets)).get_sheet_by_index(sheet).to_python())


def test_the_last_day_of_a_longer_month_stands_beside_the_whole_shorter_one() -> None:
    (month,) = growth.months(at(3, 31, 20), KYIV, 1)
    running, before = compared(month, at(3, 31, 20), KYIV)
    assert (running.until, before.until) == (at(3, 31, 20) + 1, at(3, 1, 0))
    assert compared(month, month.until, KYIV)[0] == month, "over"
    autumn = growth.months(at(11, 25, 4), KYIV, 1)[0]
    assert compared(autumn, at(11, 25, 4), KYIV)[1].until == at(10, 25, 4) + 1, "the night in which clocks go back"
