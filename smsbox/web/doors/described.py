"""The API described for programs and for those who write them: OpenAPI 3.1, to whoever asks."""

from __future__ import annotations

import json

from bottle import HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.web.api import wrong
from smsbox.web.api.keeper import response
from smsbox.web.api.openapi import described
from smsbox.web.api.operation import BASE
from smsbox.web.doors.door import Door, Knock
from smsbox.web.doors.places import all_operations


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    return response(wrong.answer(knock.tr, error))


door = Door("api", _refuse)


@door.get(f"{BASE}/openapi.json")
def openapi(knock: Knock) -> HTTPResponse:
    """The whole of it. It holds no secret of this box."""
    document = described(all_operations(), knock.tr)
    answer = HTTPResponse(json.dumps(document, ensure_ascii=False), 200)
    answer.set_header("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
    return answer
