"""Looking conversations up: what no index knows is looked for in what time the rest has left."""

from __future__ import annotations

from typing import Any

import pytest

from smsbox.desk import lists
from smsbox.people.rights import Role
from smsbox.web.threads import seeking
from tests.web.desk import Desk, signed_in


@pytest.mark.parametrize(("slow", "goes_on"), [(0, True), (1, False)])
def test_time_that_numbers_took_is_not_had_again_for_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, slow: int, goes_on: bool
) -> None:
    asked, ending, page = list[bool](), lists.ending, seeking.inbox.page  # type: ignore[attr-defined]

    def slowly(*given: Any) -> list[str]:
        desk.clock.sleep(slow)
        return ending(*given)

    def looked(*given: Any, **more: Any) -> Any:
        asked.append(more["go_on"]())
        return page(*given, **more)

    monkeypatch.setattr(lists, "ending", slowly)
    monkeypatch.setattr(seeking.inbox, "page", looked)  # type: ignore[attr-defined]
    assert signed_in(desk, Role.MANAGER).get("/desk?text=05010").status == 200
    assert asked == [goes_on]
