"""The picture of the house has every room, on the floor where the imports are held to it."""

from __future__ import annotations

import re
import tomllib

from tests.papers.pages import DOCS, ROOT, Page

ROOM = re.compile(r"[a-z0-9]+(?: │ [a-z0-9]+)*")


def floors_of_the_imports() -> list[set[str]]:
    with open(ROOT / "pyproject.toml", "rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["type"] == "layers")
    return [set(layer.split(" | ")) for layer in layers]


def test_every_room_stands_on_its_floor() -> None:
    picture = Page(DOCS / "architecture.md").text.split("```")[1]
    lines = [found[0].split(" │ ") for line in picture.splitlines() if (found := ROOM.match(line))]
    drawn = [room for line in lines for room in line]
    by_imports = [room for floor in floors_of_the_imports() for room in sorted(floor)]
    assert sorted(drawn) == sorted(by_imports)
    height = {room: place for place, floor in enumerate(floors_of_the_imports()) for room in floor}
    heights = [height[room] for room in drawn]
    assert heights == sorted(heights), "drawn in another order than that of the imports"
