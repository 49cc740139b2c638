"""What else hangs on a number alone: silence towards an automaton, and orders from it as a telephone of the shop."""

from __future__ import annotations

from smsbox.i18n.marks import N_

SECTIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...] = (
    (
        "silences",
        N_("Without automatic answers"),
        (("begun_at", N_("Since")), ("number", N_("Number")), ("until_at", N_("Until")), ("why", N_("Why"))),
        "SELECT at, number, until, why FROM silences WHERE number IN ({}) ORDER BY at",
    ),
    (
        "shop_phones",
        N_("Orders by SMS"),
        (("added_at", N_("Since")), ("number", N_("Number")), ("name", N_("Name"))),
        "SELECT p.added_at, p.number, u.name FROM staff_phones p JOIN users u ON u.id = p.user_id "
        "WHERE p.number IN ({}) ORDER BY p.added_at",
    ),
    (
        "shop_orders",
        N_("Orders given by SMS"),
        (("ordered_at", N_("When")), ("number", N_("Number")), ("order", N_("Order"))),
        "SELECT at, number, what FROM staff_orders WHERE number IN ({}) ORDER BY id",
    ),
)
"""Key, title, columns and statement of each section, read by his numbers."""

GOES = {"silences": "number", "staff_phones": "number", "staff_orders": "number"}
"""Tables whose rows go with him, and where the number stands."""
