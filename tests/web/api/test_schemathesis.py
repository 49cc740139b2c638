"""The API as it is described, held against the API as it answers: schemathesis makes requests of the description."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from smsbox import contacts, coupons
from smsbox.clock import DAY
from smsbox.config.programs import ProgramsConfig
from smsbox.web.api.openapi import written
from smsbox.web.doors.places import all_operations
from tests.web.api.program import BASE, Program, program
from tests.web.api.test_nouns import ANNA, drafted
from tests.web.desk import HOST, make_desk
from tests.web.test_inbox import receive

_OPERATIONS = sorted((written(each.path), each.method) for each in all_operations())
_EXAMPLES = {GenerationMode.POSITIVE: 15, GenerationMode.NEGATIVE: 15}
_MEANT = ["2xx", "401", "403", "404", "409", "422", "429"]
"""What is well-formed may still be refused: a number that is none, a limit that is reached."""


@pytest.fixture(scope="module")
def till(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A token that may everything, at a desk with one of each thing."""
    folder: Path = tmp_path_factory.mktemp("api")
    desk = make_desk(folder)
    with closing(desk.store):
        desk.site.config = replace(desk.site.config, programs=replace(ProgramsConfig(), per_day=0, burst=0))
        desk.modems.append({"name": "main", "state": "ready"})
        desk.queue(number=ANNA)
        receive(desk, "Коли відкрито?", ANNA)
        drafted(desk, "+380670000002")
        contacts.add(desk.store, contacts.New(number=ANNA, name="Олена"), desk.clock.at)
        coupons.make_series(desk.store, name="Spring", now=desk.clock.at, by="owner")
        yield program(desk)


@pytest.fixture(scope="module")
def described(till: Program) -> Any:
    config = schemathesis.Config.from_dict(
        {"checks": {"positive_data_acceptance": {"expected-statuses": _MEANT}, "max_response_time": 30}}
    )
    headers = {"Host": HOST}
    return schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", till.desk.app, config=config, headers=headers)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), _OPERATIONS)
def test_it_answers_as_it_is_described(
    till: Program, described: Any, path: str, method: str, mode: GenerationMode
) -> None:
    operation = described[path][method]

    @settings(
        max_examples=_EXAMPLES[mode],
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def checked(case: Any) -> None:
        till.desk.clock.at += DAY  # wrong tokens, which it tries too, are forgiven by then
        case.call_and_validate(headers={"Host": HOST, "Authorization": f"Bearer {till.secret}"})

    checked()
