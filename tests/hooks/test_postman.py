"""One round of a postman: what he is told, what he says, and whom he does not knock at again."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Sequence
from typing import Any

import pytest

from smsbox.hooks import postman
from tests.alarms.listeners import hook
from tests.ports import free_port

HERE = ["127.0.0.0/8"]


def rounds(monkeypatch: pytest.MonkeyPatch, calls: Sequence[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What he says of each call."""
    said = io.StringIO()
    monkeypatch.setattr(postman, "ordered", lambda: {"networks": HERE, "calls": calls})
    monkeypatch.setattr(postman, "unwanted", lambda: False)
    monkeypatch.setattr(postman.signal, "signal", lambda *_: None)
    monkeypatch.setattr(postman.signal, "alarm", lambda *_: None)
    monkeypatch.setattr("sys.stdout", said)
    assert postman.main() == 0
    return {each["id"]: each for each in map(json.loads, said.getvalue().splitlines())}


def call(place: int, port: int) -> dict[str, Any]:
    return {"id": place, "url": f"http://127.0.0.1:{port}/in", "method": "POST", "body": "{}", "secret": "s" * 8}


def test_each_call_and_what_came_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with hook(204) as good, hook(500) as ill:
        said = rounds(monkeypatch, [call(1, good.port), call(2, ill.port), call(3, good.port)])
    assert [said[place]["status"] for place in (1, 2, 3)] == [204, 500, 204]
    assert "error" not in said[1] and said[2]["error"]["key"] == "hooks.refused"
    assert len(good.calls) == 2 and len(ill.calls) == 1


def test_who_cannot_be_reached_is_not_tried_again_for_each_of_his_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    knocks = 0
    real = socket.create_connection

    def knock(*given: Any, **how: Any) -> socket.socket:
        nonlocal knocks
        knocks += 1
        return real(*given, **how)

    monkeypatch.setattr(socket, "create_connection", knock)
    port = free_port()
    said = rounds(monkeypatch, [call(place, port) for place in range(5)])
    assert {each["error"]["key"] for each in said.values()} == {"hooks.unreachable"} and len(said) == 5 and knocks == 1


def test_what_there_is_no_time_for_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with hook() as good:
        monkeypatch.setattr(postman, "_ENOUGH", -1.0)
        said = rounds(monkeypatch, [call(1, good.port), call(2, good.port)])
    assert [said[place].get("later") for place in (1, 2)] == [True, True] and not good.calls
