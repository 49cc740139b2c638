"""A real browser for the tests: Debian's chromium, headless, offline, in a size and a colour scheme of our choice.

Where chromium-headless-shell is installed, it is that: the same engine without windows, for two thirds of the price.
One for all tests of a process, each of which finds it as if it were new: the fixture `driver`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from selenium import webdriver

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
DRIVER = shutil.which("chromedriver")

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --accept-lang=en "
    # What a browser does beside showing pages is a third of its work: histories, extensions, trials, a spare process.
    "--incognito --kiosk --disable-extensions --disable-component-extensions-with-background-pages "
    "--disable-default-apps --disable-field-trial-config --disable-breakpad --disable-back-forward-cache "
    "--disable-client-side-phishing-detection --disable-hang-monitor --metrics-recording-only --no-service-autorun "
    "--password-store=basic --disable-search-engine-choice-screen --disable-features=SpareRendererForSitePerProcess,"
    "HttpsUpgrades,LensOverlay,MediaRouter,OptimizationHints,PaintHolding,Translate"
)


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """One browser with a profile of its own."""
    os.environ["SE_OFFLINE"] = "true"
    options = webdriver.ChromeOptions()
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with tempfile.TemporaryDirectory() as profile:
        options.binary_location = _with_a_page(profile)
        for flag in (*_FLAGS.split(), f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        try:
            yield driver
        finally:
            driver.quit()


def _with_a_page(folder: str) -> str:
    """A command that begins the browser with a page open: the headless shell opens none of itself, and its driver
    waits for one.
    """
    command = os.path.join(folder, "begin")
    with open(command, "w") as script:
        script.write(f'#!/bin/sh\nexec {CHROMIUM} "$@" about:blank\n')
    os.chmod(command, 0o700)
    return command


def renew(driver: webdriver.Chrome) -> None:
    """Nothing open, no cookies, nothing set, nothing said."""
    driver.get("about:blank")
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    driver.execute_cdp_cmd("Network.disable", {})
    driver.execute_cdp_cmd("Security.setIgnoreCertificateErrors", {"ignore": False})
    look(driver, 1280)
    driver.get_log("browser")


def forget(driver: webdriver.Chrome) -> None:
    """Fetch everything anew with each page from now on, as somebody who comes for the first time."""
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})


def look(driver: webdriver.Chrome, width: int, *, dark: bool = False, script: bool = True) -> None:
    """Be a screen of `width` pixels, light or dark, with or without JavaScript."""
    metrics: dict[str, Any] = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    if script is not _SCRIPT.get(driver, True):
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        _SCRIPT[driver] = script


_SCRIPT: WeakKeyDictionary[webdriver.Chrome, bool] = WeakKeyDictionary()
"""Whether JavaScript runs, where it was ever changed."""
