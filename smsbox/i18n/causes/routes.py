"""Explanations: which SIM carries what."""

from smsbox.i18n.marks import N_

ROUTES: dict[str, tuple[str, str]] = {
    "routing.not_a_prefix": (
        N_("{prefix} is no beginning of a telephone number."),
        N_("Write it with plus and country code: +38067"),
    ),
    "routing.prefix_pinned": (
        N_("The configuration says already whose numbers begin with {prefix}: {operator}."),
        N_("Change [routing] prefixes in the configuration and restart smsbox."),
    ),
    "routing.nothing_set": (
        N_("Nobody has set anything for {prefix}."),
        N_("See what there is: smsbox routes list"),
    ),
}
