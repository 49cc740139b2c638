"""One request as a page sees it: who asks, in which language, at what moment, and the ways to answer."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bottle import HTTPResponse

from smsbox.clock import Micros
from smsbox.desk import lists, tasks
from smsbox.i18n.translator import Translator, translator
from smsbox.inbox import calls
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.people.sessions import Person, Place
from smsbox.problems import Tally
from smsbox.store import Store, StoreTrouble
from smsbox.web import navigation, problems, words
from smsbox.web.guard.sessions import BROWSER, form_token, name_of, proper, set_cookie
from smsbox.web.messages.masking import masked_number, masked_text, masked_within
from smsbox.web.rendering import render

if TYPE_CHECKING:
    from bottle import BaseRequest

    from smsbox.web.routes import Directory
    from smsbox.web.site import Site

log = logging.getLogger(__name__)

_COUNT = re.compile("[0-9]{1,9}")


@dataclass(slots=True)
class Visit:
    """`person` is None before log-in; `now` is the moment of the request; `headers` go with whatever is answered."""

    site: Site
    request: BaseRequest
    now: Micros
    language: str
    person: Person | None
    cookie: str
    directory: Directory
    headers: list[tuple[str, str]] = field(default_factory=list)
    _tally: Tally | None = None

    @property
    def tr(self) -> Translator:
        """The reader's language."""
        return translator(self.language)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the shop."""
        return self.site.zone

    @property
    def token(self) -> str:
        """What every form carries."""
        return form_token(self.cookie)

    @property
    def address(self) -> str:
        """Where the request came from."""
        return str(self.request.environ.get("REMOTE_ADDR", ""))

    @property
    def place(self) -> Place:
        """Browser and address, as a session remembers them."""
        return Place(str(self.request.get_header("User-Agent", "")), self.address)

    @property
    def encrypted(self) -> bool:
        """Whether nobody on the way can read it."""
        return bool(self.request.environ["wsgi.url_scheme"] == "https")

    @property
    def host(self) -> str:
        """The address of the box as the visitor has it, which the shield has checked: `http://box:8080`."""
        return f"http{'s' if self.encrypted else ''}://{self.request.environ.get('HTTP_HOST', '')}"

    @property
    def browser(self) -> str | None:
        """The cookie of a browser in which somebody was signed in before."""
        return proper(self.request.cookies.get(name_of(BROWSER, secure=self.encrypted)))

    @property
    def actor(self) -> Actor:
        """Who does what is done now, for the audit log."""
        person = self.person
        return Actor(person.name if person else "", person.role if person else "", self.address)

    def may(self, right: Right | str) -> bool:
        """Whether the visitor may do that; templates name the right."""
        return self.person is not None and self.person.may(Right[right] if isinstance(right, str) else right)

    def may_open(self, path: str, method: str = "GET") -> bool:
        """Whether the visitor would be let through to that path."""
        needs = self.directory.needs(method, path)
        return self.may(needs) if isinstance(needs, Right) else True

    def ways(self, kind: str) -> list[navigation.Way]:
        """The links of the navigation this visitor may follow; `kind`: MAIN, ALARM, SIDE."""
        return navigation.ways(kind, self.may)

    @property
    def way(self) -> navigation.Way | None:
        """The link of the navigation behind which this page is found."""
        return navigation.way_to(self.path)

    @property
    def tabs(self) -> list[navigation.Way]:
        """The pages that belong together with this one, as far as he may see them."""
        return navigation.tabs(self.path, self.may)

    def audit(self, what: str, subject: object = "", **changes: tuple[object, object]) -> None:
        """One line of the audit log; in the transaction of the change."""
        audit.note(self.site.store, self.actor, self.now, what, str(subject), changes)

    def audit_done(self, what: str, subject: object = "", **changes: tuple[object, object]) -> None:
        """One line about what is done already and cannot be taken back; where the database refuses it, the log of the
        service tells, for the visitor must not think that nothing was done.
        """
        try:
            self.audit(what, subject, **changes)
        except StoreTrouble as trouble:
            log.error("%s (%s) by %s is missing in the audit log: %s", what, subject, self.actor.name, trouble)

    def number(self, number: str) -> str:
        """A customer's number as this visitor may see it."""
        return number if self.may(Right.READ) else masked_number(number)

    def text(self, text: str) -> str:
        """A customer's words as this visitor may see them."""
        return text if self.may(Right.READ) else masked_text(text)

    def note(self, text: str) -> str:
        """What the network said, which may name a customer, as this visitor may see it."""
        return text if self.may(Right.READ) else masked_within(text)

    @property
    def path(self) -> str:
        """The path asked for, without the query."""
        return str(self.request.path)

    @property
    def back(self) -> str:
        """The page to come back to: this one, or the one whose form was sent here."""
        return self.path if self.request.method == "GET" else "/" + self.path.split("/")[1]

    def field(self, name: str) -> str:
        """A form field as text, "" when it is missing; bytes that are not UTF-8 come as lone surrogates."""
        return _utf8(self.request.forms.get(_octets(name), ""))

    def several(self, name: str) -> list[str]:
        """All values of a form field that may be sent more than once."""
        return [_utf8(each) for each in self.request.forms.getall(_octets(name))]

    def chosen(self, name: str) -> bool:
        """Whether a checkbox was ticked."""
        return self.field(name) == "yes"

    def query(self, name: str) -> str:
        """A query parameter as text, "" when it is missing."""
        return _utf8(self.request.query.get(_octets(name), ""))

    def moment(self, at: Micros | None, seconds: bool = False) -> str:
        """A moment in the shop's time zone, "" for none."""
        return "" if at is None else self.tr.moment(at, self.zone, self.now, seconds=seconds)

    def full_moment(self, at: Micros | None) -> str:
        """A moment with its date, "" for none."""
        return "" if at is None else self.tr.full_moment(at, self.zone)

    @property
    def open_calls(self) -> str:
        """How many calls wait to be called back; "" for none, or where the database cannot tell."""
        number = self._counted(calls.waiting)
        return self.tr.number(number) if number else ""

    @property
    def open_tasks(self) -> str:
        """How many tasks are to be done, said as `unread`."""
        return self._up_to(tasks.MOST, tasks.waiting)

    @property
    def unread(self) -> str:
        """How many conversations hold something nobody has read; "" for none, or where the database cannot tell."""
        return self._up_to(lists.MOST, lists.unread)

    def _up_to(self, most: int, count: Callable[[Store], int]) -> str:
        number = self._counted(count)
        return f"{self.tr.number(most)}+" if number > most else self.tr.number(number) if number else ""

    def _counted(self, count: Callable[[Store], int]) -> int:
        try:
            return count(self.site.store)
        except StoreTrouble:
            return 0

    @property
    def problems(self) -> Tally:
        """What needs attention, for the badge; looked up once a request."""
        if self._tally is None:
            self._tally = problems.counted(self.site, self.now)
        return self._tally

    def notice(self) -> str:
        """What to say after a redirect; "" when the address brings none we know."""
        forms = words.NOTICES.get(self.query("notice"))
        if forms is None:
            return ""
        count = self.query("count")
        number = int(count) if _COUNT.fullmatch(count) else 1
        said = self.tr.gettext(forms) if isinstance(forms, str) else self.tr.ngettext(*forms, number)
        return said % {"num": self.tr.number(number)}

    def page(self, template: str, answer_status: int = 200, /, **values: Any) -> HTTPResponse:
        """A whole page."""
        body = render(self.language, template, visit=self, **values)
        return self._answer(answer_status, body, ("Content-Type", "text/html; charset=utf-8"))

    def part(self, template: str, **values: Any) -> HTTPResponse:
        """A live part with its ETag: 304 when the script has it already (RFC 9110 13.1.2)."""
        body = render(self.language, template, visit=self, **values)
        tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:24]}"'
        if self.request.get_header("If-None-Match") == tag:
            return self._answer(304, "", ("ETag", tag))
        return self._answer(200, body, ("Content-Type", "text/html; charset=utf-8"), ("ETag", tag))

    def go(self, path: str, *, status: int = 303, **query: object) -> HTTPResponse:
        """To a page of our own."""
        target = f"{path}?{urlencode(query)}" if query else path
        return self._answer(status, "", ("Location", target))

    def bare(self, status: int) -> HTTPResponse:
        """Only a status, for the script."""
        return self._answer(status, "")

    def keep_cookie(self, cookie: str, *, ends: bool = False) -> None:
        """Have the browser hold `cookie` from now on (or forget it)."""
        self.headers.append(set_cookie(cookie, secure=self.encrypted, ends=ends))

    def keep_browser(self, cookie: str) -> None:
        """Have the browser remember that somebody was signed in with it."""
        self.headers.append(set_cookie(cookie, secure=self.encrypted, name=BROWSER))

    def _answer(self, status: int, body: str, *headers: tuple[str, str]) -> HTTPResponse:
        answer = HTTPResponse(body.encode("utf-8", "replace"), status)
        for name, value in (*headers, *self.headers):
            answer.add_header(name, value)
        return answer


def _octets(name: str) -> str:
    """A name as bottle has it: that of a field may be a customer's word, too."""
    return name.encode().decode("latin-1")


def _utf8(raw: str) -> str:
    """Bottle hands octets as latin-1."""
    return raw.encode("latin-1").decode("utf-8", "surrogateescape")
