"""Every link leads somewhere: to a file that is there, to a heading that is in it; every page is linked to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.papers.pages import DOCS, PAGES, ROOT, UKRAINIAN, Page

_STARTS = {DOCS: ROOT / "README.md", UKRAINIAN: UKRAINIAN / "README.md"}


def targets(page: Page) -> list[tuple[Path, str]]:
    """File and anchor of each link within the house."""
    found = []
    for link in page.links:
        if not link.startswith(("http://", "https://", "mailto:")):
            name, _, anchor = unquote(link).partition("#")
            found.append(((page.path.parent / name).resolve() if name else page.path, anchor))
    return found


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_somewhere(page: Page) -> None:
    for path, anchor in targets(page):
        assert path.is_relative_to(ROOT), f"{page}: {path} lies outside the project"
        assert path.exists(), f"{page}: there is no {path.relative_to(ROOT)}; correct the link, or write that page"
        if anchor and path.suffix == ".md":
            near = ", ".join(sorted(Page(path).anchors)[:40])
            assert anchor in Page(path).anchors, f"{page}: {path.name} has no heading #{anchor}; it has {near}"


@pytest.mark.parametrize("folder", [DOCS, UKRAINIAN], ids=["en", "uk"])
def test_every_page_is_found_from_the_first(folder: Path) -> None:
    waiting, seen = [_STARTS[folder]], set()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            if path.suffix == ".md" and path.exists():
                waiting += [target for target, _ in targets(Page(path))]
    lost = {path.name for path in folder.glob("*.md")} - {path.name for path in seen}
    assert not lost, f"nothing leads to {sorted(lost)}: link them from {_STARTS[folder].relative_to(ROOT)}"
