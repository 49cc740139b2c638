"""The small pure pieces: hidden characters, passwords, throttle keys, assets, templates."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsbox.web
from smsbox.i18n.translator import translator
from smsbox.people import passwords
from smsbox.people.tries import visitor_key
from smsbox.web import words
from smsbox.web.assets import asset_url, assets, takes_gzip
from smsbox.web.messages.visible import plainly, visible
from tests.web.desk import Desk

FOLDER = Path(smsbox.web.__file__).parent
EN = translator("en")


@settings(max_examples=200)
@given(st.text())
def test_nothing_hidden_or_alive_survives(text: str) -> None:
    shown = str(visible(text, EN))
    bare = re.sub(r'<span class="hidden-mark" title="[^"<>&]*(?:&[#\w]+;[^"<>&]*)*">[^<]*</span>', "", shown)
    assert "<" not in bare and ">" not in bare and '"' not in bare
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)


def test_joiners_of_emoji_stay_and_overrides_are_named() -> None:
    assert visible("👨‍👩‍👧", EN) == "👨‍👩‍👧"
    assert "A character one cannot see: U+202E" in visible("a\u202eb", EN)
    assert visible("a\nb\tc", EN) == "a\nb\tc"
    assert plainly("a\x1b[2J\nb\u202e") == "a<ESC>[2J b<RLO>"


def test_passwords_are_salted_and_slow() -> None:
    one, two = passwords.hash_password("long enough"), passwords.hash_password("long enough")
    assert one != two and passwords.matches("long enough", one)
    assert not passwords.matches("long enougH", one)
    assert not passwords.matches("long enough", None)
    assert one.split("$")[1] == str(2**14)


def test_an_ipv6_guesser_cannot_change_houses() -> None:
    assert visitor_key("2001:db8::1") == visitor_key("2001:db8::ffff") != visitor_key("2001:db8:0:1::1")
    assert visitor_key("192.168.1.1") != visitor_key("192.168.1.2")
    assert visitor_key("nonsense") == visitor_key("")


def test_assets_are_named_by_content_and_small() -> None:
    assert set(assets()) == {"app.css", "app.js", "icons.svg", "mark.svg"}
    assert asset_url("app.css").startswith("/static/app.css?v=")
    assert sum(len(asset.packed) for asset in assets().values()) < 16_000
    assert not any(b"http" in asset.body.replace(b"http://www.w3.org/2000/svg", b"") for asset in assets().values())


@pytest.mark.parametrize(
    ("said", "takes"),
    [("gzip, deflate, br", True), ("br;q=1, gzip;q=0.5", True), ("*", True), ("GZIP", True), ("gzip; q=0.001", True)]
    + [
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("xgzip", False),
    ],
)
def test_who_takes_gzip(said: str, takes: bool) -> None:
    assert takes_gzip(said) is takes


def test_static_files_alone_are_sent_compressed(desk: Desk) -> None:
    """A page has a token in it, beside what a stranger can choose (BREACH)."""
    owner = desk.owner(**{"Accept-Encoding": "gzip"})
    for name, asset in assets().items():
        packed, plain = owner.get(asset_url(name)), desk.visitor().get(asset_url(name))
        assert packed.header("Content-Encoding") == "gzip" and gzip.decompress(packed.body) == asset.body == plain.body
        assert packed.header("Vary") == plain.header("Vary") == "Accept-Encoding"
        tags = [str(answer.header("ETag")) for answer in (packed, plain)]
        assert tags[0] != tags[1] and plain.header("Content-Encoding") is None
        assert owner.get(asset_url(name), **{"If-None-Match": tags[0]}).status == 304
        assert owner.get(asset_url(name), **{"If-None-Match": tags[1]}).status == 200
    for path in ("/", "/login", "/outbox?text=token", "/live/status", "/help", "/account"):
        assert owner.get(path).header("Content-Encoding") is None, path


@pytest.mark.parametrize("path", sorted((FOLDER / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_templates_never_switch_escaping_off(path: Path) -> None:
    assert not re.search(r"\|\s*safe|autoescape|Markup|style=|\son[a-z]+=", path.read_text())


def test_every_picture_a_page_names_exists() -> None:
    pictures = set(re.findall(r'id="(\w+)"', assets()["icons.svg"].body.decode()))
    templates = "".join(path.read_text() for path in (FOLDER / "templates").rglob("*.html"))
    named = set(re.findall(r'icon\("(\w+)"\)', templates))
    named |= {word.icon for word in (*words.STATES.values(), *words.MODEM_STATES.values(), *words.KINDS.values())}
    assert named <= pictures


@pytest.mark.parametrize(("dbm", "bars"), [(None, 0), (-51, 4), (-80, 3), (-95, 2), (-104, 1), (-113, 1)])
def test_signal_has_a_verdict(dbm: int | None, bars: int) -> None:
    assert words.signal(dbm).bars == bars
    assert words.signal(dbm).text


def test_what_has_its_digest_in_its_address_is_kept_for_ever(desk: Desk) -> None:
    """And what has not, or a wrong one, is asked for again, by its tag."""
    visitor = desk.visitor()
    for name in assets():
        lasting, plain = visitor.get(asset_url(name)), visitor.get(f"/static/{name}?v=0")
        assert lasting.header("Cache-Control") == "public, max-age=31536000, immutable", name
        assert plain.header("Cache-Control") == "no-cache"
        assert visitor.get(f"/static/{name}", If_None_Match=plain.header("ETag") or "").status == 304
        assert lasting.header("Set-Cookie") is None
