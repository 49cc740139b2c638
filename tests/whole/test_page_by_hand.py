"""The page works at a modem through the whole daemon: USSD asked once, menus, the balance, another SIM; by a browser of
plain HTTP, as somebody without JavaScript has it.
"""

from __future__ import annotations

import html
import http.client
import re
import urllib.parse
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE
from tests.whole.box import Box, box, until

OTHER = {"imsi": "255030000000009", "iccid": "8938003000000000099", "number": "+380500000099"}
ONE = "+380500000001"
PASSWORD = "seven quiet lamps"
_FORM = re.compile(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Page:
    """Somebody at the page: keeps cookies, presses the buttons he is shown with the fields they carry."""

    def __init__(self, made: Box) -> None:
        self._port = made.port
        self._cookies: dict[str, str] = {}
        self.text = ""
        code = (made.directory / "setup-code").read_text().strip()
        self.open("/setup")
        self.press("/setup", code=code, name="owner", password=PASSWORD, confirm=PASSWORD)

    def open(self, path: str) -> str:
        """A page, as text."""
        self._ask("GET", path)
        return self.text

    def fields(self, action: str) -> dict[str, str]:
        """The hidden fields of the form that posts to `action` on the open page."""
        forms = {found[0]: found[1] for found in _FORM.findall(self.raw)}
        assert action in forms, (action, sorted(forms))
        return {name: html.unescape(value) for name, value in _HIDDEN.findall(forms[action])}

    def press(self, action: str, **typed: str) -> str:
        """Send the form of the open page; what stands on the page it leads to."""
        return self.send(action, self.fields(action) | typed)

    def send(self, action: str, fields: dict[str, str]) -> str:
        """Send exactly this, and go where it leads."""
        self._ask("POST", action, urllib.parse.urlencode(fields))
        return self.text

    def upload(self, action: str, name: str, content: bytes) -> str:
        """Send a file by the form of the open page."""
        fields = "".join(
            f'--part\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in self.fields(action).items()
        )
        head = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = (fields + head).encode() + content + b"\r\n--part--\r\n"
        self._ask("POST", action, body, "multipart/form-data; boundary=part")
        return self.text

    def _ask(
        self, method: str, path: str, body: str | bytes | None = None, kind: str = "application/x-www-form-urlencoded"
    ) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers |= {"Origin": f"http://127.0.0.1:{self._port}", "Accept-Language": "en"}
        if body is not None:
            headers["Content-Type"] = kind
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.raw = answer.read().decode()
        self.text, self.status = html.unescape(self.raw), answer.status
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        connection.close()
        if answer.status in (302, 303):
            self._ask("GET", str(answer.headers["Location"]))


def asked(made: Box) -> list[str]:
    """The codes that reached the network, by its log."""
    return [entry["code"] for entry in made.do("log", kind="ussd")["entries"]]


def status(made: Box) -> dict[str, Any]:
    return made.rows("modems")[0]


def test_a_code_is_asked_once_however_often_the_button_is_pressed(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        page.open("/modems/m0/ussd")
        form = page.fields("/modems/m0/ussd") | {"code": " *100 # "}
        for _ in range(3):
            page.send("/modems/m0/ussd", form)
        until(lambda: "Balance 123.45 UAH" in page.open("/modems/m0/ussd"))
        assert asked(made) == ["*100#"]
        until(lambda: 'http-equiv="refresh"' not in page.open("/modems/m0/ussd"))
        page.press("/modems/m0/ussd", code="*100#")
        until(lambda: asked(made) == ["*100#", "*100#"])
        made.send(ONE, "goes on")
        until(lambda: made.states() == {"delivered": 1})


def test_a_menu_holds_the_queue_until_it_is_answered_or_left(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        page.open("/modems/m0/ussd")
        page.press("/modems/m0/ussd", code="*102#")
        until(lambda: "1 Balance\n2 Packages" in page.open("/modems/m0/ussd"))
        made.send(ONE, "waits")
        assert "is going on" in page.send("/modems/m0/balance", page.fields("/logout") | {"once": "0" * 32})
        assert "without quotation marks" in page.press("/modems/m0/ussd/answer", answer='"')
        assert made.accepted() == []
        page.press("/modems/m0/ussd/answer", answer="2")
        until(lambda: "SMS left: 1450" in page.open("/modems/m0/ussd"))
        until(lambda: made.states() == {"delivered": 1})
        until(lambda: 'action="/modems/m0/ussd"' in page.open("/modems/m0/ussd"))
        page.press("/modems/m0/ussd", code="*102#")
        until(lambda: 'action="/modems/m0/ussd/leave"' in page.open("/modems/m0/ussd"))
        left = page.fields("/modems/m0/ussd/answer")
        page.press("/modems/m0/ussd/leave")
        until(lambda: [entry["open"] for entry in made.do("log", kind="ussd_cancelled")["entries"]] == [True])
        assert "waits for no answer any more" in page.send("/modems/m0/ussd/answer", left | {"answer": "1"})
        until(lambda: status(made)["state"] == "ready")
        made.stop()


def test_the_balance_is_asked_now_and_told_in_sentences(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines='balance_code = "*111#"\nbalance_every = "0s"') as made:
        made.do("ussd", code="*111#", text="Na rahunku 103.50 grn.")
        made.start()
        made.await_modems()
        page = Page(made)
        assert "The operator was not asked yet." in page.open("/modems/m0")
        page.press("/modems/m0/balance")
        until(lambda: "Balance: 103.50 UAH." in page.open("/modems/m0/ussd"))
        assert "Na rahunku 103.50 grn." in page.open("/modems/m0") and "Balance: 103.50 UAH." in page.text
        assert asked(made) == ["*111#"]
        assert made.rows("balance")[0]["money"] == "103.50"


def test_a_modem_that_is_gone_says_so_and_nothing_is_asked(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        made.do("unplug")
        until(lambda: status(made)["state"] == "down")
        page.open("/modems/m0/ussd")
        page.press("/modems/m0/ussd", code="*100#")
        until(lambda: "does not work at present" in page.open("/modems/m0/ussd"))
        assert asked(made) == []


def test_pause_another_sim_and_resume_on_the_page(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        page.open("/modems/m0")
        page.press("/modems/m0/pause", why="counting")
        until(lambda: status(made)["reason"] == "relay.paused")
        made.do("sim", swap=OTHER)
        until(lambda: (status(made)["imsi"], status(made)["reason"]) == (OTHER["imsi"], "relay.paused"))
        made.send(ONE, "waits")
        assert "counting" in page.open("/modems/m0")
        page.open("/")
        page.press("/modems/m0/resume")
        until(lambda: status(made)["reason"] == "relay.sim_swapped")
        assert made.accepted() == []
        text = page.open("/modems/m0")
        assert OTHER["iccid"] in text and text.index("Before") < text.index(OTHER["iccid"])
        page.press("/modems/m0/accept")
        until(lambda: made.states() == {"delivered": 1})
        assert len(made.accepted()) == 1
