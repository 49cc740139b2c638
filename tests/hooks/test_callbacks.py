"""Where programs may have themselves called, and what Kannel's escapes become."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from smsbox.clock import SECOND
from smsbox.config import Config
from smsbox.config.model import RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.hooks import callbacks
from smsbox.hooks.addresses import BadAddress
from smsbox.hooks.callbacks import NotListed, Report

CONFIG = Config(
    StoreConfig("sqlite:////none/smsbox.db", Path("/none")),
    WebConfig("127.0.0.1", 8080),
    RegionConfig(),
    SendingConfig(),
)
REPORT = Report(1, 42, "+380500000001", "+380500000009", "3", "000", 1_700_000_000 * SECOND, "order 5", "Till")


def token(*listed: str) -> Any:
    return SimpleNamespace(name="Till", callbacks=listed)


@pytest.mark.parametrize(
    ("listed", "url"),
    [
        ("https://shop.example/dlr", "https://shop.example/dlr"),
        ("https://shop.example/dlr", "https://shop.example/dlr?id=5&s=%d"),
        ("https://shop.example/dlr", "https://shop.example/dlr/5"),
        ("https://shop.example", "https://shop.example:443/any?x=1"),
        ("https://shop.example/", "https://SHOP.example/any/%d"),
        ("http://192.168.1.20:8000/in?k=1", "http://192.168.1.20:8000/in?k=1&s=%d"),
    ],
)
def test_below_what_the_token_lists(listed: str, url: str) -> None:
    callbacks.check(token("https://other.example/", listed), url, CONFIG)


@pytest.mark.parametrize(
    ("listed", "url"),
    [
        ("https://shop.example", "https://shop.example.evil.example/"),
        ("https://shop.example/dlr", "https://shop.example/dlr2"),
        ("https://shop.example/dlr", "https://shop.example/"),
        ("https://shop.example/", "http://shop.example/"),
        ("https://shop.example/", "https://shop.example:8443/"),
        ("", "https://shop.example/"),
        ("no address", "https://shop.example/"),
    ],
)
def test_not_below_it(listed: str, url: str) -> None:
    with pytest.raises(NotListed):
        callbacks.check(token(*(listed and [listed])), url, CONFIG)


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example@evil.example/",
        "https://shop.example%2eevil.example/",
        "https://%p.evil.example/",
        "https://shop.example/dlr/../admin",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(BadAddress):
        callbacks.check(token("https://shop.example/"), url, CONFIG)


def test_escapes_of_kannel() -> None:
    url = "http://x/dlr?s=%d&to=%p&from=%P&a=%A&t=%t&T=%T&sim=%i&id=%I&name=%F&who=%n&odd=%z&all=%%"
    assert callbacks.filled(url, REPORT) == (
        "http://x/dlr?s=1&to=%2B380500000001&from=%2B380500000009&a=000&t=2023-11-14+22:13:20&T=1700000000"
        "&sim=3&id=42&name=order+5&who=Till&odd=&all=%"
    )


def test_octets_of_an_address_are_no_escapes() -> None:
    assert callbacks.filled("http://x/?q=%D0%BF%20%2F&s=%d", REPORT) == "http://x/?q=%D0%BF%20%2F&s=1"
