"""The ways through the page, each with the right it needs: nobody is shown a way he may not go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from smsbox.i18n.marks import N_
from smsbox.people.rights import Right


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the navigation: its path, word, picture and the right it needs; `also` are pages it leads to, too."""

    path: str
    text: str
    icon: str
    needs: Right
    also: tuple[str, ...] = ()

    def leads(self, path: str) -> int:
        """How closely it leads to that page: the length of the place it is found at; -1 for not at all."""
        if path == self.path:
            return len(path)
        return max((len(each) for each in self._places if path.startswith(f"{each}/") or path == each), default=-1)

    @property
    def _places(self) -> tuple[str, ...]:
        return self.also if self.path == "/" else (self.path, *self.also)


DAILY = (
    Way("/", N_("Status"), "status", Right.SEE),
    Way("/campaigns", N_("Campaigns"), "campaign", Right.BULK, also=("/coupons", "/questions", "/reports")),
    Way("/dialogs", N_("Scenarios"), "dialog", Right.BULK),
    Way("/customers", N_("Customers"), "customers", Right.READ, also=("/sources",)),
    Way("/desk", N_("Conversations"), "inbox", Right.READ, also=("/inbox", "/canned")),
    Way("/send", N_("Send"), "send", Right.WRITE),
    Way("/tasks", N_("Tasks"), "ok", Right.READ, also=("/orders", "/appointments")),
    Way("/calls", N_("Calls"), "call", Right.READ),
    Way("/outbox", N_("Outbox"), "outbox", Right.READ),
)
"""What is done every day; the first five somebody may go are at the foot of a phone, where the thumb is."""

ALARM = (Way("/problems", N_("Problems"), "warning", Right.SEE),)
"""What must be in sight on every page."""

SIDE = (
    Way("/coupons/redeem", N_("Till"), "coupon", Right.WRITE),
    Way("/modems", N_("Modems"), "modem", Right.SEE, also=("/routes",)),
    Way("/shop", N_("Shop"), "rules", Right.SHOP),
    Way("/settings", N_("Settings"), "settings", Right.SETTINGS),
    Way("/doctor", N_("Doctor"), "doctor", Right.INSPECT, also=("/events", "/backups", "/alarms")),
    Way("/programs", N_("Programs"), "key", Right.SEE, also=("/tokens", "/hooks")),
    Way("/help", N_("Help"), "help", Right.SEE),
    Way("/account", N_("My account"), "person", Right.SEE, also=("/users", "/audit")),
)
"""Everything else; on a phone behind the menu."""

GROUPS = (
    (
        Way("/desk", N_("Conversations"), "inbox", Right.READ),
        Way("/canned", N_("Canned replies"), "log", Right.READ),
        Way("/inbox", N_("All messages"), "inbox", Right.READ),
    ),
    (
        Way("/tasks", N_("Tasks"), "ok", Right.READ),
        Way("/orders", N_("Orders"), "gift", Right.READ),
        Way("/orders/stock", N_("Stock"), "store", Right.READ),
        Way("/appointments", N_("Appointments"), "waiting", Right.READ),
    ),
    (
        Way("/campaigns", N_("Campaigns"), "campaign", Right.READ),
        Way("/coupons", N_("Coupons"), "coupon", Right.READ),
        Way("/questions", N_("Questions"), "help", Right.READ),
        Way("/reports", N_("Over time"), "chart", Right.READ),
        Way("/reports/month", N_("The month"), "log", Right.READ),
    ),
    (
        Way("/customers", N_("Customers"), "customers", Right.READ),
        Way("/sources", N_("Sources"), "poster", Right.READ),
    ),
    (
        Way("/account", N_("My account"), "person", Right.SEE),
        Way("/users", N_("People"), "person", Right.PEOPLE),
        Way("/audit", N_("Audit log"), "log", Right.PEOPLE),
    ),
    (
        Way("/programs", N_("Programs"), "key", Right.SEE),
        Way("/tokens", N_("Tokens"), "key", Right.PEOPLE),
        Way("/hooks", N_("Webhooks"), "reload", Right.PEOPLE),
        Way("/programs/api", N_("API"), "log", Right.SEE),
    ),
)
"""Pages that lead to each other by tabs."""

_AT_HAND = 3
"""So many ways lie at the foot of a phone at least, when somebody may go that many."""
_PLACES = 5
"""So many have room there."""


def ways(kind: str, may: Callable[[Right], bool]) -> list[Way]:
    """The links of MAIN, ALARM or SIDE for somebody with these rights. Whose work is not the messages finds the first
    of SIDE among MAIN.
    """
    if kind == "ALARM":
        return [way for way in ALARM if may(way.needs)]
    daily, side = ([way for way in group if may(way.needs)] for group in (DAILY, SIDE))
    lifted = max(0, _AT_HAND - len(daily))
    placed = {"MAIN": daily[:_PLACES] + side[:lifted], "SIDE": daily[_PLACES:] + side[lifted:]}
    return placed[kind]


def way_to(path: str) -> Way | None:
    """The link behind which that page is found: of several the one that comes closest."""
    closest = max((*DAILY, *ALARM, *SIDE), key=lambda way: way.leads(path))
    return closest if closest.leads(path) >= 0 else None


def tabs(path: str, may: Callable[[Right], bool]) -> list[Way]:
    """The pages that belong together with this one, itself among them; none where it stands alone."""
    group = next((group for group in GROUPS if any(way.path == path for way in group)), ())
    found = [way for way in group if may(way.needs)]
    return found if len(found) > 1 else []
