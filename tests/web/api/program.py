"""A program at the API of a desk: its token in a header, JSON in and out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import FOR_TOKENS, Right
from smsbox.people.tokens import Token
from tests.web.desk import Answer, Desk, Visitor

BASE = "/api/v1"


@dataclass
class Program:
    """One token, and what is said with it."""

    desk: Desk
    token: Token
    secret: str

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, content: object = None, **headers: str) -> Answer:
        """POST `content` as JSON; `headers` with underscores for hyphens."""
        return self.ask("POST", path, b"" if content is None else json.dumps(content).encode(), **headers)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        given = {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en"}
        given |= {"Content-Type": "application/json"} if body else {}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return Visitor(self.desk.app, {}).ask(method, BASE + path, body, given)


def program(desk: Desk, rights: Iterable[Right] = FOR_TOKENS, name: str = "till", **how: Any) -> Program:
    """A token of the owner's making."""
    desk.owner()
    by = Actor("owner", "owner")
    made, secret = tokens.make(desk.store, name=name, rights=list(rights), by=by, now=desk.clock.at, **how)
    return Program(desk, made, secret)


def content(answer: Answer, status: int = 200) -> Any:
    """What was answered, with that status."""
    assert answer.status == status, (answer.status, answer.text)
    return json.loads(answer.body)


def wrong(answer: Answer, status: int) -> str:
    """The code of the error that was answered, in the one shape of all errors."""
    error = content(answer, status)["error"]
    assert error["message"] and isinstance(error["facts"], dict)
    return str(error["code"])
