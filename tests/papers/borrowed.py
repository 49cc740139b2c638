"""What pages give people to copy, taken out of them, and a box that is asked by it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from tests.doors.counter import Counter
from tests.papers.pages import DOCS, UKRAINIAN, Page
from tests.web.desk import Answer

BOX = "https://192.168.1.50:8080"
"""How the pages call the box."""


def both(name: str) -> list[Page]:
    """The page in English and in Ukrainian."""
    return [Page(DOCS / name), Page(UKRAINIAN / name)]


def block(page: Page, language: str, beginning: str = "") -> str:
    """The one block of code in `language` that has `beginning` in it."""
    (found,) = (text for of, text in page.blocks if of == language and beginning in text)
    return found


class Secrets(yaml.SafeLoader):
    """YAML as Home Assistant reads it: `!secret NAME` stands for what secrets.yaml has."""

    kept: Mapping[str, Any] = {}


Secrets.add_constructor("!secret", lambda loader, node: loader.kept[loader.construct_scalar(node)])


def with_secrets(text: str, secrets: Mapping[str, Any]) -> Any:
    """`text` read with them."""
    return yaml.load(text, type("Loader", (Secrets,), {"kept": secrets}))


def ask(counter: Counter, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
    """The request of a program to the box of the pages."""
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}" == BOX
    query = f"?{parts.query}" if parts.query else ""
    return counter.desk.visitor().ask(method, parts.path + query, body, dict(headers))


def program_file(name: str) -> Path:
    """A file that a page gives people."""
    return DOCS / "programs" / name
