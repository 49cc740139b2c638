"""Free places by clocks on walls: breaks, holidays, what is taken, nights of 23 and of 25 hours."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import HOUR, MINUTE, SECOND, micros
from smsbox.dialogs.appointments.calendar import (
    DaysOff,
    Place,
    Plan,
    Resource,
    Service,
    apart,
    free_on,
    open_on,
    overlaps,
    without,
)

KYIV = ZoneInfo("Europe/Kyiv")
CUT = Service("cut", "Cut", 60, (), ("A",))
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
"""At three o'clock the clock is put to four; at four to three."""


def resource(*spans: tuple[int, int], off: DaysOff = DaysOff()) -> Resource:  # noqa: B008
    return Resource("A", (), (spans,) * 7, off)


def plan(one: Resource, step: int = 30) -> Plan:
    return Plan((CUT,), (one,), DaysOff((), frozenset({"12-25"})), step, 0, 14, MINUTE, MINUTE, 3, None, True)


def walls(one: Resource, day: date, minutes: int = 60, taken: tuple[tuple[int, int], ...] = ()) -> list[str]:
    found = free_on(plan(one), one, minutes, day, KYIV, taken)
    return [f"{datetime.fromtimestamp(at // SECOND, KYIV):%H:%M%z}" for at in found]


def test_places_lie_within_hours_and_beside_breaks() -> None:
    one = resource(*without([(540, 780)], [(660, 690)]))
    assert [each[:5] for each in walls(one, date(2026, 11, 24))] == ["09:00", "09:30", "10:00", "11:30", "12:00"]
    assert walls(one, date(2026, 12, 25)) == []
    away = resource((540, 780), off=DaysOff(((date(2026, 11, 20), date(2026, 11, 24)),)))
    assert walls(away, date(2026, 11, 24)) == []
    assert walls(away, date(2026, 11, 25)) != []


def test_what_is_taken_is_nobody_elses_not_even_in_part() -> None:
    at = micros(datetime(2026, 11, 24, 10, 15, tzinfo=KYIV))
    found = walls(resource((540, 780)), date(2026, 11, 24), taken=((at, at + HOUR // 2),))
    assert [each[:5] for each in found] == ["09:00", "11:00", "11:30", "12:00"]


def test_the_short_night_has_an_hour_less() -> None:
    night = resource((0, 360))
    (span,) = open_on(plan(night), night, FORWARD, KYIV)
    assert span[1] - span[0] == 5 * HOUR
    assert walls(night, FORWARD)[::2] == ["00:00+0200", "01:00+0200", "02:00+0200", "04:00+0300", "05:00+0300"]
    opens_in_the_gap = resource((210, 360))
    assert walls(opens_in_the_gap, FORWARD)[0] == "04:00+0300"


def test_the_long_night_has_an_hour_more_but_no_time_is_offered_twice() -> None:
    night = resource((0, 360))
    (span,) = open_on(plan(night), night, BACK, KYIV)
    assert span[1] - span[0] == 7 * HOUR
    found = walls(night, BACK)
    assert found[::2] == ["00:00+0300", "01:00+0300", "02:00+0300", "03:00+0300", "04:00+0200", "05:00+0200"]
    assert len({each[:5] for each in found}) == len(found)


def test_hours_over_midnight_belong_to_the_day_they_begin() -> None:
    bar = resource((22 * 60, 26 * 60))
    assert [each[:5] for each in walls(bar, date(2026, 11, 24))][-1] == "01:00"
    long_night = walls(resource((22 * 60, 28 * 60)), date(2026, 10, 24))
    assert len({each[:5] for each in long_night}) == len(long_night)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([FORWARD, BACK, date(2026, 11, 24), date(2026, 10, 24)]),
    st.integers(0, 1439),
    st.integers(30, 600),
    st.integers(5, 240),
    st.lists(st.tuples(st.integers(-300, 1700), st.integers(5, 180)), max_size=5),
)
def test_every_free_place_is_free_and_within_hours(
    day: date, begins: int, length: int, minutes: int, some: list[tuple[int, int]]
) -> None:
    one = resource((begins, begins + length))
    midnight = micros(datetime(day.year, day.month, day.day, tzinfo=KYIV))
    taken = [(midnight + at * MINUTE, midnight + (at + lasts) * MINUTE) for at, lasts in some]
    spans = open_on(plan(one), one, day, KYIV)
    found = list(free_on(plan(one), one, minutes, day, KYIV, taken))
    assert found == sorted(set(found))
    for at in found:
        assert not overlaps(at, at + minutes * MINUTE, taken)
        assert any(opens <= at and at + minutes * MINUTE <= closes for opens, closes in spans)


def test_of_many_places_some_are_offered_from_first_to_last() -> None:
    places = [Place(each, "A") for each in range(10)]
    assert [each.at for each in apart(places, 3)] == [0, 4, 9]
    assert apart(places[:2], 3) == places[:2]
