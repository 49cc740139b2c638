"""Our `dataclass` makes what the one of the library makes, and shares what that compiles for each class anew."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable
from dataclasses import field, replace
from pathlib import Path
from typing import Any

import pytest

from smsbox import records


def declared(dataclass: Callable[..., Any]) -> dict[str, Any]:
    """The same classes, by one `dataclass` or the other."""

    @dataclass(frozen=True, slots=True)
    class Point:
        """Where."""

        x: int
        y: int = 2
        tags: list[str] = field(default_factory=list, compare=False)
        hidden: str = field(default="h", repr=False)

        @property
        def far(self) -> bool:
            return self.x > 100

    @dataclass(frozen=True, slots=True)
    class Named(Point):
        name: str = ""
        size: int = field(init=False, default=7)

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("x")

        def __repr__(self) -> str:
            return f"<{self.name}>"

    @dataclass(slots=True)
    class Box:
        held: list[int] = field(init=False, default_factory=list)
        other: Box | None = None

    @dataclass(slots=True, eq=False)
    class Plain:
        one: int

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Keyed:
        one: int = 1
        two: int

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    return {each.__name__: each for each in (Point, Named, Box, Plain, Keyed, Empty)}


OURS, THEIRS = declared(records.dataclass), declared(dataclasses.dataclass)

DOINGS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "shown": lambda of: repr(of["Point"](1, tags=["a"])),
    "shown by itself": lambda of: repr(of["Named"](1, name="n")),
    "all fields": lambda of: dataclasses.asdict(of["Named"](1, 3, ["t"], name="n")),
    "equal": lambda of: of["Point"](1, tags=["a"]) == of["Point"](1, 2, ["b"]),
    "not equal": lambda of: of["Point"](1) == of["Point"](1, 3),
    "of another class": lambda of: of["Point"](1) == of["Named"](1),
    "one in a set": lambda of: len({of["Point"](1), of["Point"](1), of["Point"](2)}),
    "no hash": lambda of: hash(of["Box"]()),
    "changed": lambda of: setattr(of["Point"](1), "x", 2),
    "dropped": lambda of: delattr(of["Point"](1), "x"),
    "no such place": lambda of: setattr(of["Box"](), "z", 2),
    "mutable": lambda of: setattr(of["Box"](), "other", 2),
    "lists of its own": lambda of: of["Box"]().held is of["Box"]().held,
    "its own kind": lambda of: repr(of["Box"](of["Box"]())),
    "itself alone": lambda of: of["Plain"](1) == of["Plain"](1),
    "by name": lambda of: (of["Keyed"](two=2).one, of["Keyed"](two=2, one=5).one),
    "not by place": lambda of: of["Keyed"](1, 2),
    "too few": lambda of: of["Point"](),
    "unknown": lambda of: of["Point"](1, z=3),
    "not given": lambda of: of["Named"](1, size=3),
    "refused": lambda of: of["Named"](-1),
    "another one": lambda of: repr(replace(of["Point"](1), y=9)),
    "copied": lambda of: copy.deepcopy(of["Point"](1, tags=["a"])).tags,
    "a property": lambda of: of["Point"](101).far,
    "matched": lambda of: of["Point"].__match_args__,
    "slots": lambda of: (of["Named"].__slots__, hasattr(of["Point"](1), "__dict__")),
    "nothing in it": lambda of: (of["Empty"]() == of["Empty"](), repr(of["Empty"]())),
    "described": lambda of: of["Point"].__doc__,
}


def told(doing: Callable[[dict[str, Any]], Any], of: dict[str, Any]) -> object:
    try:
        return doing(of)
    except (AttributeError, TypeError, ValueError) as error:
        return type(error), str(error).replace(f"{declared.__name__}.<locals>.", "")


@pytest.mark.parametrize("name", DOINGS)
def test_it_does_what_the_library_does(name: str) -> None:
    assert told(DOINGS[name], OURS) == told(DOINGS[name], THEIRS)


@records.dataclass(frozen=True, slots=True)
class Kept:
    """One that can be found by its name."""

    one: int
    many: tuple[int, ...] = ()


def test_it_goes_through_pickle() -> None:
    assert pickle.loads(pickle.dumps(Kept(1, (2, 3)))) == Kept(1, (2, 3))


def test_what_is_the_same_for_all_is_there_once() -> None:
    for name in ("__eq__", "__hash__", "__repr__", "__setattr__", "__delattr__"):
        assert getattr(OURS["Point"], name) is getattr(Kept, name), name
        assert getattr(THEIRS["Point"], name) is not getattr(THEIRS["Keyed"], name), name


def test_a_record_has_slots() -> None:
    with pytest.raises(TypeError, match="slots"):
        records.dataclass(slots=False)


def test_the_rooms_of_the_daemon_use_it() -> None:
    house = Path(records.__file__).parent
    # processes of their own, or no part of what a shop runs
    apart = {house / name for name in ("cli", "demo", "usb", "modem/simulator")}
    heavy = [
        str(path.relative_to(house))
        for path in house.rglob("*.py")
        if not apart & set(path.parents)
        and path.name != "records.py"
        and re.search("^from dataclasses import .*\\bdataclass\\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert heavy == [], "from smsbox.records import dataclass"
