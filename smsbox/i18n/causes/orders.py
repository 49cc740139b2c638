"""What goes wrong with orders."""

from smsbox.i18n.marks import N_

ORDERS: dict[str, tuple[str, str]] = {
    "orders.no_order": (
        N_("There is no order {order}."),
        N_("Numbers begin anew each day and come again each month: look in the list of orders."),
    ),
    "orders.not_so": (
        N_("Order {order} is not as you think: it went on, or somebody else works at it."),
        N_("Look how it stands now."),
    ),
    "orders.no_goods": (
        N_("The catalogue has no goods with the code {code}."),
        N_("Codes stand in the scenario, and in front of the goods in the list of stock."),
    ),
    "orders.sold_out": (
        N_("There are not so many pieces of {code} any more."),
        N_("Somebody was quicker. Say how many are left, and order those."),
    ),
}
"""Key → cause, next step."""
