"""What docs/monitoring gives people to load: rules that fire as they say, a board for Grafana, no made-up figure."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from smsbox.figures.catalogue import CATALOGUE, Kind

DOCS = Path(__file__).parents[2] / "docs"
KIT = DOCS / "monitoring"
BOARD: dict[str, Any] = json.loads((KIT / "smsbox.grafana.json").read_text(encoding="utf-8"))
PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason="promtool comes with Debian's prometheus")


def expressions() -> list[str]:
    return [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]


def figures(text: str) -> set[str]:
    return set(re.findall(r"\bsmsbox_[a-z_]+", text))


def promtool(*arguments: str, folder: Path = KIT) -> None:
    assert PROMTOOL is not None
    told = subprocess.run([PROMTOOL, *arguments], cwd=folder, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


@needs_promtool
def test_the_rules_are_rules_and_fire_as_their_test_says() -> None:
    promtool("check", "rules", "smsbox.rules.yml")
    promtool("test", "rules", "smsbox.rules.test.yml")


def test_each_alert_has_a_test() -> None:
    alerts = set(re.findall(r"alert: (\w+)", (KIT / "smsbox.rules.yml").read_text()))
    assert alerts and alerts == set(re.findall(r"alertname: (\w+)", (KIT / "smsbox.rules.test.yml").read_text()))


@needs_promtool
def test_each_expression_of_the_board_is_one(tmp_path: Path) -> None:
    rules = [
        {"record": f"smsbox:board:{place}", "expr": expression.replace("$instance", ".*")}
        for place, expression in enumerate(expressions())
    ]
    # JSON is YAML.
    (tmp_path / "board.yml").write_text(json.dumps({"groups": [{"name": "board", "rules": rules}]}))
    promtool("check", "rules", "board.yml", folder=tmp_path)


@pytest.mark.parametrize("name", ["monitoring/smsbox.rules.yml", "monitoring.md", "uk/monitoring.md"])
def test_papers_name_figures_that_are_there(name: str) -> None:
    found = figures((DOCS / name).read_text(encoding="utf-8"))
    assert found and found <= CATALOGUE.keys()


def test_the_board_names_figures_that_are_there() -> None:
    found = figures(" ".join(expressions()))
    assert len(found) > 15 and found <= CATALOGUE.keys()


@pytest.mark.parametrize("name", ["monitoring.md", "uk/monitoring.md"])
def test_every_figure_is_explained(name: str) -> None:
    assert CATALOGUE.keys() <= figures((DOCS / name).read_text(encoding="utf-8"))


def test_grafana_takes_the_board() -> None:
    """As Grafana exports one "for sharing": an input for the source, and only what can be resolved by it."""
    assert BOARD["id"] is None and BOARD["title"] and BOARD["schemaVersion"] >= 36
    (source,) = BOARD["__inputs"]
    assert (source["type"], source["pluginId"]) == ("datasource", "prometheus")
    assert {panel["type"] for panel in BOARD["panels"]} == {
        each["id"] for each in BOARD["__requires"] if each["type"] == "panel"
    }
    assert set(sources(BOARD)) == {("prometheus", f"${{{source['name']}}}")}
    ids = [panel["id"] for panel in BOARD["panels"]]
    assert len(set(ids)) == len(ids)
    for panel in BOARD["panels"]:
        letters = [target["refId"] for target in panel["targets"]]
        assert len(set(letters)) == len(letters) and panel["title"]
        assert {"fieldConfig", "options", "gridPos"} <= panel.keys()
    (variable,) = BOARD["templating"]["list"]
    assert set(re.findall(r"\$(\w+)", " ".join(expressions()))) == {variable["name"]}


def sources(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if isinstance(node.get("datasource"), dict):
            yield node["datasource"]["type"], node["datasource"]["uid"]
        for each in node.values():
            yield from sources(each)
    elif isinstance(node, list):
        for each in node:
            yield from sources(each)


def test_no_panel_lies_upon_another() -> None:
    places = [panel["gridPos"] for panel in BOARD["panels"]]
    assert all(each["x"] + each["w"] <= 24 for each in places)
    for one, two in combinations(places, 2):
        beside = one["x"] + one["w"] <= two["x"] or two["x"] + two["w"] <= one["x"]
        assert beside or one["y"] + one["h"] <= two["y"] or two["y"] + two["h"] <= one["y"]


def test_names_follow_the_conventions_of_prometheus() -> None:
    for name, family in CATALOGUE.items():
        assert name.endswith("_total") is (family.kind is Kind.COUNTER), name
        assert not re.search(r"_(ms|minutes|hours|days|mb|kb|percent)(_|$)", name), name
        assert family.help.endswith(".") and set(family.labels).isdisjoint({"number", "recipient", "text"})
