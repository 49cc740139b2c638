"""A shop's desk for the tests: a real store in a folder, the page upon it, and visitors who keep their cookies."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode
from wsgiref.util import setup_testing_defaults

from smsbox import outbox, problems, router
from smsbox.clock import Micros
from smsbox.config import Config, ModemConfig, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.consent import Rules
from smsbox.people import accounts as people
from smsbox.people.audit import Actor
from smsbox.people.rights import Role
from smsbox.problems import looking
from smsbox.store import Store, accounts
from smsbox.web.app import make_app
from smsbox.web.site import Site
from tests.permitted import permit

NOW: Micros = 1_772_000_000_000_000  # 25 February 2026
PASSWORD = "vareniki with cherries"
_SALT = b"the salt of tests"
PASSWORD_HASH = "scrypt$2$1$1$" + "$".join(
    base64.b64encode(each).decode()
    for each in (_SALT, hashlib.scrypt(PASSWORD.encode(), salt=_SALT, n=2, r=1, p=1, dklen=32))
)
"""As `hash_password` keeps it, but cheaply made: a kept hash tells itself how dear its comparison is."""
HOST = "127.0.0.1:8080"
FORM = "application/x-www-form-urlencoded"


class FixedClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.at: Micros = NOW

    def now(self) -> Micros:
        return self.at

    def boottime(self) -> float:
        return self.at / 1_000_000

    def sleep(self, seconds: float) -> None:
        self.at += int(seconds * 1_000_000)


@dataclass(slots=True)
class Desk:
    """The page over a store, with one modem configured."""

    site: Site
    app: Any
    clock: FixedClock
    modems: list[dict[str, Any]]
    rings: list[int] = field(default_factory=list)

    @property
    def store(self) -> Store:
        return self.site.store

    def queue(self, text: str = "Ваше замовлення готове", number: str = "+380500000001", **more: Any) -> int:
        """Put one message into the outbox; its id."""
        draft = outbox.Draft(recipient=number, text=text, **more)
        if draft.kind is outbox.MessageClass.MARKETING:
            permit(self.store, number)
        rules = Rules(cap=1_000_000)
        return outbox.submit(self.store, [draft], now=self.clock.at, allow=("+380",), rules=rules)[0]

    def review(self) -> None:
        """What the daemon does every ten seconds: write down what is a problem now."""
        problems.review(self.store, looking.observe(self.store, self.modems), self.clock.at)

    def visitor(self, **headers: str) -> Visitor:
        """Somebody at the door."""
        return Visitor(self.app, headers)

    def owner(self, **headers: str) -> Visitor:
        """The owner, logged in; made when there is none yet."""
        if not accounts.has_owner(self.store):
            accounts.create_owner(self.store, name="owner", password_hash=PASSWORD_HASH, now=self.clock.at)
        visitor = self.visitor(**headers)
        visitor.get("/login")
        answer = visitor.post("/login", name="owner", password=PASSWORD)
        assert answer.status == 303, answer.text
        return visitor


def signed_in(desk: Desk, role: Role, name: str = "") -> Visitor:
    """Somebody of that role, logged in; made when there is none yet, beside an owner."""
    desk.owner()
    name = name or ("owner" if role is Role.OWNER else role.value)
    if people.find(desk.store, name) is None:
        made = people.add(desk.store, name, role, by=Actor("owner", "owner"), now=desk.clock.at)
        people.keep_password(desk.store, made.id, PASSWORD_HASH, desk.clock.at)
    visitor = desk.visitor()
    visitor.get("/login")
    assert visitor.post("/login", name=name, password=PASSWORD).status == 303
    return visitor


def make_desk(folder: Path, *, language: str = "en", listen: str = HOST, hosts: tuple[str, ...] = ()) -> Desk:
    """A desk in `folder`; nobody owns it yet."""
    url = f"sqlite://{folder}/smsbox.db"
    host, _, port = listen.rpartition(":")
    config = Config(
        StoreConfig(url, folder),
        WebConfig(host, int(port), hosts),
        RegionConfig(language=language),
        SendingConfig(),
        (ModemConfig("main", "/dev/ttyUSB0", per_day=1000),),
    )
    clock = FixedClock()
    modems: list[dict[str, Any]] = []
    rings: list[int] = []
    site = Site(Store.open(url), config, clock, lambda: modems, lambda: rings.append(1), route=router.route_waiting)
    return Desk(site, make_app(site), clock, modems, rings)


@dataclass(slots=True)
class Answer:
    """One response."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Visitor:
    """A browser without a screen: keeps cookies and the form token of the last page."""

    def __init__(self, app: Any, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form with the token of the last page."""
        return self.send(path, [("token", self.token), *((name.rstrip("_"), value) for name, value in fields.items())])

    def send(self, path: str, fields: Iterable[tuple[str, str | bytes]], **headers: str) -> Answer:
        """Send exactly these fields."""
        return self.ask("POST", path, urlencode(list(fields)).encode(), {"Content-Type": FORM, **headers})

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """One request, as WSGI sees it."""
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": unquote_to_bytes(path).decode("latin-1")}
        environ["QUERY_STRING"] = query
        setup_testing_defaults(environ)
        environ.update({"HTTP_HOST": HOST, "REMOTE_ADDR": "192.168.1.9", "wsgi.input": io.BytesIO(body)})
        environ["CONTENT_LENGTH"] = str(len(body)) if body or method == "POST" else ""
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        for name, value in {**self.headers, **headers}.items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "REMOTE_ADDR") else f"HTTP_{key}"] = value
        started: list[Any] = []
        body = b"".join(self.app(environ, lambda status, headers, exc=None: started.append((status, headers))))
        answer = Answer(int(started[-1][0][:3]), started[-1][1], body)
        self._remember(answer)
        return answer

    def _remember(self, answer: Answer) -> None:
        for name, value in answer.headers:
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        token = re.search(r'name="token" value="([0-9a-f]+)"', answer.body.decode("utf-8", "replace"))
        if token:
            self.token = token[1]
