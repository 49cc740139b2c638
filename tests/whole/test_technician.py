"""What a technician has on the page, through the whole daemon: AT console, event log, encryption and its trial."""

from __future__ import annotations

import http.client
import re
import ssl
from pathlib import Path

from tests.whole.box import Box, box, until
from tests.whole.test_page_by_hand import ONE, PASSWORD, Page

CONSOLE = "/modems/m0/console"


def test_the_queue_waits_while_somebody_asks_by_hand(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        page.open(CONSOLE)
        page.press(CONSOLE, command="AT+CSQ")
        until(lambda: "+CSQ:" in page.open(CONSOLE) and "dBm" in page.text)
        made.send(ONE, "waits")
        assert "may change settings" in page.press(CONSOLE, command="AT+CMGF=1")
        page.open(CONSOLE)
        page.press(CONSOLE, command="AT+COPS?")
        until(lambda: "+COPS:" in page.open(CONSOLE))
        assert "The queue waits" in page.text and made.accepted() == []
        page.press(f"{CONSOLE}/leave")
        until(lambda: made.states() == {"delivered": 1})
        transcript = page.open(f"{CONSOLE}/transcript")
        assert "# m0\n" in transcript and "> AT+CSQ\n" in transcript and "< OK\n" in transcript
        told = page.open("/events")
        for words in ("smsbox started", "The network took it", "Report: delivered"):
            assert words in told
        assert "AT+CSQ" in page.open("/audit")
        made.stop()


def encrypted(made: Box, path: str, cookie: str = "") -> tuple[int, str, str]:
    """A page by HTTPS from a browser that was shown the certificate: status, text, first cookie."""
    context = ssl.create_default_context(cadata=(made.directory / "page.pem").read_text("ascii"))
    line = http.client.HTTPSConnection("127.0.0.1", made.port, timeout=60, context=context)
    try:
        line.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
        answer = line.getresponse()
        return answer.status, answer.read().decode(), (answer.headers["Set-Cookie"] or "").partition(";")[0]
    finally:
        line.close()


def led(made: Box) -> tuple[int, str]:
    """What an unencrypted request gets: status and where it is sent."""
    line = http.client.HTTPConnection("127.0.0.1", made.port, timeout=60)
    try:
        line.request("GET", "/login")
        answer = line.getresponse()
        return answer.status, answer.headers["Location"] or ""
    finally:
        line.close()


def sign_in(made: Box) -> int:
    """Log in by HTTPS; the status of a page behind the door."""
    _, text, cookie = encrypted(made, "/login")
    token = re.search(r'name="token" value="([0-9a-f]+)"', text)
    assert token
    context = ssl.create_default_context(cadata=(made.directory / "page.pem").read_text("ascii"))
    line = http.client.HTTPSConnection("127.0.0.1", made.port, timeout=60, context=context)
    try:
        body = f"token={token[1]}&name=owner&password={PASSWORD.replace(' ', '+')}"
        head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/login", body, head)
        answer = line.getresponse()
        assert answer.status == 303, answer.read()
        cookies = [each.partition(";")[0] for each in answer.headers.get_all("Set-Cookie") or []]
    finally:
        line.close()
    return encrypted(made, "/account", "; ".join(cookies))[0]


def test_encryption_is_switched_on_by_the_page_and_proved_by_signing_in(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        page.open("/settings/web")
        page.press("/settings/web", tls="own")
        assert "The page moves" in page.text and f"https://127.0.0.1:{made.port}/" in page.text
        page.press("/settings/web", step="apply")
        assert "open the new address now" in page.open("/settings/web"), "the old way still answers"
        assert sign_in(made) == 200
        until(lambda: led(made) == (302, f"https://127.0.0.1:{made.port}/login"), what="nothing unencrypted any more")
        assert sign_in(made) == 200
        made.stop()
        made.start()
        assert sign_in(made) == 200 and led(made)[0] == 302
        assert re.search("SHA-256 fingerprint (?:[0-9A-F]{2}:){31}[0-9A-F]{2}", made.log())
        made.stop()
