"""The pictures of README.md, taken anew: `make pictures` starts a demo, becomes its owner, and looks at it in chromium.

    python -m tests.web.pictures [FOLDER]

Each picture is a page of `smsbox demo` once its first campaign is well under way, in each language of the papers.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.patience import until
from tests.ports import free_port
from tests.web.browser import browser, look

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
PASSWORD = "only for the pictures"

WIDE, NARROW = 1100, 390
PAGES = (("status", "/", WIDE), ("results", "/campaigns/1/results", WIDE), ("votes", "/dialogs/1/votes", WIDE),
         ("talk", "/desk/380500008600#end", NARROW))  # fmt: skip
"""Name of the picture, the page, how wide the screen is."""
ENOUGH = 40


def take(folder: Path) -> None:
    """Start a demo, wait until it has something to show, and take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        at, log = f"127.0.0.1:{free_port()}", Path(data) / "log"
        with log.open("wb") as written:
            command = [sys.executable, "-m", "smsbox", "demo", "--listen", at, "--data", data]
            demo = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT)
        try:
            with browser() as driver:
                code = until(lambda: re.search(r"code ([A-Z0-9-]{8,})", log.read_text()), 60)
                _become_owner(driver, f"http://{at}", code.group(1))
                until(lambda: _answered(driver, f"http://{at}"), 300, pause=2)
                for language in ("en", "uk"):
                    _look_at_all(driver, f"http://{at}", language, folder)
        finally:
            demo.terminate()
            demo.wait(60)


def _become_owner(driver: webdriver.Chrome, site: str, code: str) -> None:
    look(driver, WIDE)
    driver.get(f"{site}/setup")
    driver.find_element(By.NAME, "code").send_keys(code, "\n")
    until(lambda: driver.find_elements(By.NAME, "confirm"), 30)
    driver.find_element(By.NAME, "password").send_keys(PASSWORD)
    driver.find_element(By.NAME, "confirm").send_keys(PASSWORD, "\n")
    until(lambda: "/setup" not in driver.current_url, 30)


def _answered(driver: webdriver.Chrome, site: str) -> bool:
    """Whether enough came of the campaign to look at, and some of it still waits: 40 of its 115 messages left."""
    driver.get(f"{site}/campaigns/1/results")
    out = [each.text for each in driver.find_elements(By.CSS_SELECTOR, "main table td:nth-child(2)")[1:2]]
    return out != [] and out[0].isdigit() and int(out[0]) >= ENOUGH


def _look_at_all(driver: webdriver.Chrome, site: str, language: str, folder: Path) -> None:
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": language}})
    for name, path, width in PAGES:
        look(driver, width)
        driver.get(site + path)
        if width == NARROW:  # what was said stands above the end
            driver.execute_script("scrollBy({top: -560, behavior: 'instant'})")
        driver.save_screenshot(str(folder / (f"{name}.png" if language == "en" else f"{name}.{language}.png")))


if __name__ == "__main__":
    take(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
