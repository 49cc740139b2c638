"""Takes letters by SMTP, in a process of its own: `asyncio`, `email` and what strangers send stay out of the daemon.

`python -m smsbox.mail.listener` gets its order as one line of JSON: `host`, `port`, `subject`. It prints a line of JSON
for each thing it must know, `{"id", "ask": "token" | "to" | "letter", …}`, and reads what the client is to be told,
`{"id", "say"}`. It ends when nobody listens to it any more. `{"deaf": …}`: it cannot listen, and why.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import warnings
from collections.abc import Mapping
from itertools import count
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from smsbox.mail import letter
from smsbox.sheets.process import ordered

LARGEST = 1 << 20
"""Octets of a letter; what hangs on it is not looked at."""
SILENCE = 60.0
"""Seconds from one command to the next."""
MOST_AT_ONCE = 20
MOST_TO = 100
"""Recipients of one letter."""
_ANSWER = 30.0
_LATER = "451 4.3.0 Not now, try again"
_NOTHING = "554 5.6.0 There is no text in this letter"
_AUTOMATIC = "554 5.7.1 Answers and reports of machines are not sent as SMS"


def main() -> int:
    """Listen until nobody listens to us."""
    order = ordered()
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    # It warns of passwords in the clear: the way is short, and docs/mail.md tells whose it may be.
    warnings.simplefilter("ignore", UserWarning)
    asyncio.run(_listen(order))
    return 0


async def _listen(order: Mapping[str, Any]) -> None:
    loop, house = asyncio.get_running_loop(), House()
    replies = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(replies), sys.stdin)
    handler = Handler(house, with_subject=order["subject"])
    open_now: set[Line] = set()
    try:
        await loop.create_server(lambda: Line(handler, open_now, loop), order["host"], order["port"])
    except OSError as trouble:
        _print({"deaf": (trouble.strerror or str(trouble)) if trouble.errno is None else os.strerror(trouble.errno)})
        return
    _print({"hears": True})
    while line := await replies.readline():
        told = json.loads(line)
        house.hear(told["id"], told["say"])


class House:
    """What is asked of the daemon, and its answers."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._waiting: dict[int, asyncio.Future[str]] = {}

    async def ask(self, kind: str, session: Session, **facts: object) -> str:
        """What the client is to be told."""
        number = next(self._ids)
        waits = self._waiting[number] = asyncio.get_running_loop().create_future()
        secret = session.auth_data.password.decode("utf-8", "replace") if session.auth_data else ""
        address = str(session.peer[0]) if session.peer else ""
        _print({"id": number, "ask": kind, "secret": secret, "address": address, **facts})
        try:
            return await asyncio.wait_for(waits, _ANSWER)
        except TimeoutError:
            return _LATER
        finally:
            del self._waiting[number]

    def hear(self, number: int, say: str) -> None:
        """An answer has come, in time or not."""
        waits = self._waiting.get(number)
        if waits is not None and not waits.done():
            waits.set_result(say)


class Handler:
    """What SMTP leaves to us: whose letter, to whom, and what becomes of it."""

    def __init__(self, house: House, *, with_subject: bool) -> None:
        self._house, self._with_subject = house, with_subject

    async def auth_PLAIN(self, server: SMTP, args: list[str]) -> AuthResult:
        """RFC 4616."""
        return await self._known(server, await server.auth_PLAIN(server, args))

    async def auth_LOGIN(self, server: SMTP, args: list[str]) -> AuthResult:
        """As many devices still do it."""
        return await self._known(server, await server.auth_LOGIN(server, args))

    async def _known(self, server: SMTP, given: AuthResult) -> AuthResult:
        if not given.success or server.session is None:
            return given
        server.session.auth_data = given.auth_data
        say = await self._house.ask("token", server.session)
        if say.startswith("235"):
            return AuthResult(success=True, auth_data=given.auth_data)
        server.session.auth_data = None
        return AuthResult(success=False, handled=False, message=say)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """The number stands before the @."""
        if len(envelope.rcpt_tos) >= MOST_TO:
            return "452 4.5.3 Too many recipients"
        say = await self._house.ask("to", session, to=address.partition("@")[0])
        if say.startswith("250"):
            envelope.rcpt_tos.append(address)
        return say

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """250 when the SMS are on the disk, never before."""
        content = envelope.content
        found = letter.read(content if isinstance(content, bytes) else str(content or "").encode())
        text = found.said(with_subject=self._with_subject)
        if found.automatic:
            return _AUTOMATIC
        if not text:
            return _NOTHING
        to = list(dict.fromkeys(address.partition("@")[0] for address in envelope.rcpt_tos))
        return await self._house.ask("letter", session, to=to, text=text, mark=found.mark)


class Line(SMTP):
    """One connection; too many at once are told to come again."""

    line_length_limit = 1 << 16
    """RFC 5321 4.5.3.1.6 asks for 1000; devices write a page into one line."""

    def __init__(self, handler: Handler, open_now: set[Line], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            handler,
            data_size_limit=LARGEST,
            hostname="smsbox",
            ident="smsbox SMTP",
            timeout=SILENCE,
            auth_required=True,
            auth_require_tls=False,
            authenticator=_whoever,
            loop=loop,
        )
        self._open_now, self._too_many = open_now, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._too_many = len(self._open_now) >= MOST_AT_ONCE
        if not self._too_many:
            self._open_now.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._open_now.discard(self)
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        if self._too_many:
            await self.push("421 4.7.0 Too many connections, try again")
            if self.transport is not None:
                self.transport.close()
            return
        await super()._handle_client()


def _whoever(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword) -> AuthResult:
    """Name and password as they came: the house says what they are worth."""
    return AuthResult(success=True, auth_data=given)


def _print(told: Mapping[str, object]) -> None:
    try:
        print(json.dumps(told), flush=True)
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
