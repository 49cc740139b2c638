"""A letter (RFC 5322, MIME) read for an SMS: what it says, how it is known again, whether a machine answered."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from html.parser import HTMLParser

_GUESSES = ("utf-8", "cp1251")
"""In what devices write that do not say it."""
_SIGNATURE = re.compile(r"^-- $.*", re.DOTALL | re.MULTILINE)
_LINES = re.compile(r"\n{3,}")
_BREAKS = ("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol")
_UNSEEN = ("script", "style", "head", "title")


@dataclass(frozen=True, slots=True)
class Letter:
    """`subject` one line, `text` without signature and attachments, each "" for none; `mark`: what the same letter has
    again when it comes again, "" where it has no name and no date; `automatic`: a machine answers, or reports that
    something did not arrive.
    """

    subject: str
    text: str
    mark: str
    automatic: bool

    def said(self, *, with_subject: bool) -> str:
        """The text of the SMS; the subject where there is no other, and not twice."""
        first = self.text.partition("\n")[0]
        if self.text and (not with_subject or not self.subject or first.startswith(self.subject)):
            return self.text
        return f"{self.subject}\n{self.text}".strip()


def read(octets: bytes) -> Letter:
    """The letter in `octets`, however badly it is made."""
    message = BytesParser(policy=default).parsebytes(octets)
    assert isinstance(message, EmailMessage)
    text = _SIGNATURE.sub("", _text(message).replace("\r\n", "\n").replace("\xa0", " "))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return Letter(_header(message, "Subject"), _LINES.sub("\n\n", lines).strip(), _mark(message), _automatic(message))


def _header(message: EmailMessage, name: str) -> str:
    """Decoded (RFC 2047), in one line; "" for none."""
    try:
        found = str(message.get(name, ""))
    except (
        ValueError,
        IndexError,
        LookupError,
        AttributeError,
        TypeError,
    ):  # the parser of headers has bugs of its own
        found = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(_decoded(found.encode("utf-8", "surrogateescape"), None).split())


def _mark(message: EmailMessage) -> str:
    name = _header(message, "Message-ID") or _header(message, "Date")
    return hashlib.sha256(name.encode()).hexdigest() if name else ""


def _automatic(message: EmailMessage) -> bool:
    """RFC 3834 5: what answers by itself is not answered, and is nothing to be sent; RFC 6522: a report."""
    said = _header(message, "Auto-Submitted").lower()
    return said.startswith("auto-replied") or message.get_content_type() == "multipart/report"


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None or part.is_multipart():
        return ""
    octets = part.get_payload(decode=True)
    charset = part.get_content_charset()
    text = _decoded(octets if isinstance(octets, bytes) else b"", charset)
    return _seen(text) if part.get_content_subtype() == "html" else text


def _decoded(octets: bytes, charset: str | None) -> str:
    said = () if charset in (None, "us-ascii", "unknown-8bit") else (charset or "",)
    for each in (*said, *_GUESSES):
        try:
            return octets.decode(each)
        except (LookupError, ValueError):  # UnicodeError is one; a name with a NUL is another
            continue
    return octets.decode("utf-8", "replace")


class _Page(HTMLParser):
    """What of a page is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in _UNSEEN
        if tag in _BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))
        if tag in _BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _seen(page: str) -> str:
    reader = _Page()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
