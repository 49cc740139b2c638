"""What a browser is shown that comes unencrypted to an encrypted page for the first time: why it is going to warn.

The certificate of this box was made by the box, so that no browser knows it. A warning that nobody has announced
teaches people to click warnings away, or keeps them out.
"""

from __future__ import annotations

import bottle

from smsbox.web.guard.gate import Gate
from smsbox.web.guard.shield import TOLD, encrypted_address

_YEAR_S = 31_536_000


def make_introduction(gate: Gate) -> bottle.Bottle:
    """The application that answers for all addresses, once for every browser."""
    app = bottle.Bottle()
    app.config["catchall"] = False

    def show(path: str = "") -> bottle.HTTPResponse:
        visit = gate.visit(bottle.request, polled=True)
        # nobody is signed in here, whatever cookie came along
        visit.person = None
        visit.headers[:] = [("Set-Cookie", f"{TOLD}=1; Path=/; Max-Age={_YEAR_S}; HttpOnly; SameSite=Strict")]
        return visit.page("encrypted.html", target=encrypted_address(bottle.request.environ))

    app.route("/", "GET", show)
    app.route("/<path:path>", "GET", show)
    return app
