"""A poster comes out of a real browser as one sheet of the size that was chosen, with nothing of the page around it."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from selenium import webdriver

from smsbox.people.rights import Role
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.web.collected import POSTER, furnish_sources
from tests.web.desk import make_desk, signed_in
from tests.web.test_walk import enter

pytestmark = pytest.mark.browser
_POINTS = 72 / 25.4


def test_one_sheet_of_the_size_that_was_chosen(driver: webdriver.Chrome, tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    try:
        furnish_sources(desk)
        base = f"http://127.0.0.1:{server.port}"
        enter(driver, base, signed_in(desk, Role.OWNER), "uk")
        for size, millimetres in (("a4", (210, 297)), ("a5", (148, 210))):
            driver.get(f"{base}/sources/{POSTER}/poster?size={size}")
            drawn = driver.execute_script("return document.querySelector('.poster').naturalWidth")
            assert drawn > 100, "the drawing was loaded"
            printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
            pdf = base64.b64decode(printed["data"])
            boxes = [tuple(map(float, found)) for found in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)]
            assert len(re.findall(rb"/Type /Page\b", pdf)) == 1, size
            assert boxes == [pytest.approx(tuple(each * _POINTS for each in millimetres), abs=1.5)], size
    finally:
        server.stop()
        desk.store.close()
