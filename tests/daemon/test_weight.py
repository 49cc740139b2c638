"""What the daemon carries about: no library that nobody uses at the moment; each of these takes 0.4 to 24 MB."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = """
import sys
import smsbox.cli.daemon, smsbox.daemon.service
from smsbox.i18n.translator import translator
translator("uk").span(90), translator("uk").number(1.5)
print("\\n".join(sys.modules))
"""
ONLY_WHEN_USED = {
    "psycopg": "smsbox.store.drivers",
    "asyncio": "smsbox.daemon.scheduler",
    "multiprocessing": "smsbox.daemon.scheduler",
    "concurrent.futures.process": "smsbox.daemon.scheduler",
    "importlib.metadata": "smsbox.daemon.scheduler",
    "ssl": "smsbox.web",
    "urllib.request": "",
    "xml": "",
    "xlsxwriter": "",
    "xlrd": "smsbox.sheets",
    "smsbox.sheets.workbook": "smsbox.sheets",
    "segno": "",
    "babel": "smsbox.i18n.locales",
    "unittest": "",
    "html": "smsbox.consent.words",
    "smsbox.sheets.exports": "smsbox.consent.words",
    "smsbox.web.pages.status": "smsbox.web.screens",
    "smsbox.web.campaigns": "smsbox.web.screens",
    "smsbox.web.customers": "smsbox.web.screens",
    "smsbox.cli.outbox": "smsbox.cli",
    "smsbox.demo": "smsbox.cli.daemon",
    "smsbox.hooks.calling": "smsbox.hooks.postman",
    "smsbox.dialogs.orders.rows": "smsbox.hooks.contents",
}
"""What is heavy, and the module that knows how to do without it."""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    return set(
        subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True).stdout.split()
    )


@pytest.mark.parametrize("name", ONLY_WHEN_USED)
def test_what_is_heavy_is_loaded_when_it_is_used(loaded: set[str], name: str) -> None:
    assert "smsbox.web.app" in loaded
    assert name not in loaded, f"see {ONLY_WHEN_USED[name]}"
