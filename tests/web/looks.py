"""What a page is looked at for in a browser: its layout, its accessibility (axe), its way by keyboard, its weight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_selenium_python import Axe
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

LAYOUT, AUDIT, KEYBOARD = (
    Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8") for name in ("layout", "audit", "keyboard")
)

WEIGHT = """
const asked_later = (each) => each.name.includes('/live/');
const weight = (sum, each) => sum + (each.transferSize || 0);
return performance.getEntries().filter((each) => !asked_later(each)).reduce(weight, 0);
"""

SETTLED = "const [told] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => told()));"
"""Another width counts two frames later; on a busy machine ways that are still folded away would not be counted."""

_OPTIONS = (
    "{resultTypes: ['violations'], rules: {'autocomplete-valid': {enabled: false}, 'color-contrast': {enabled: %s}}}"
)
# the first of this axe takes autocomplete="off" for a fault wherever the type is not text; HTML allows it everywhere

_SERIOUS = ("serious", "critical")


def layout(driver: webdriver.Chrome) -> list[str]:
    """What is wrong with where things stand."""
    return driver.execute_script(LAYOUT)


def lacks(driver: webdriver.Chrome) -> list[str]:
    """What lacks a name, a contrast or a place; quicker than axe, and without what axe forgives to large letters."""
    return driver.execute_script(AUDIT)


def serious(driver: webdriver.Chrome, *, contrast: bool = True) -> list[str]:
    """What axe calls serious or critical, with the first places. To measure contrasts takes it longer than all else:
    without `contrast` where `lacks` has done it.
    """
    axe = Axe(driver)
    if not driver.execute_script("return 'axe' in window"):
        axe.inject()
    found: dict[str, Any] = axe.run(options=_OPTIONS % ("true" if contrast else "false"))
    return [
        f"{each['id']}: {', '.join(node['html'][:120] for node in each['nodes'][:3])}"
        for each in found["violations"]
        if each["impact"] in _SERIOUS
    ]


def unreached(driver: webdriver.Chrome) -> list[str]:
    """What the Tab key does not get to, or gets to unseen, each time: what the page itself renews meanwhile is new."""
    told: list[str] = []
    for _ in range(3):
        driver.execute_async_script(SETTLED)
        many = driver.execute_script(KEYBOARD, "listen")
        ActionChains(driver).send_keys(Keys.TAB * (many + 2)).perform()
        told = driver.execute_script(KEYBOARD, "tell")
        if not told:
            break
    return told
