"""Cause and next step of every error of templates and coupons."""

from __future__ import annotations

from smsbox.i18n.marks import N_

_FIELD = N_("A field is written {{name}} or {{name|fallback}}; a real brace is written twice.")
_BLOCK = N_("For some only: {{?drink=coffee}}…{{:}}for all others…{{/}}")

WORDING: dict[str, tuple[str, str]] = {
    "wording.bad_template": (N_("The braces in the text do not fit together (character {place}: “{near}”)."), _FIELD),
    "wording.missing_field": (
        N_("The text uses the field “{field}”, which is empty for this person."),
        N_("Fill it in, or give a fallback: {{{field}|customer}}."),
    ),
    "coupons.bad_series": (N_("Such a series of coupons cannot be made."), N_("Correct what is marked.")),
    "coupons.no_series": (N_("There is no series {id} of coupons."), N_("List what there is: smsbox coupon list")),
    "coupons.nothing_to_give": (
        N_("The series “{series}” has no coupon to give."),
        N_("Add codes to it, or choose another series."),
    ),
    "coupons.refused": (N_("The coupon {code} does not count. {cause}"), N_("{step}")),
}
"""Key → cause, next step."""

WORDING_BY_REASON: dict[str, tuple[str, str]] = {
    "wording.bad_template.brace": (N_("A brace has no partner (character {place}: “{near}”)."), _FIELD),
    "wording.bad_template.name": (N_("No field can be called so (character {place}: “{near}”)."), _FIELD),
    "wording.bad_template.condition": (
        N_("It cannot be read for whom this is (character {place}: “{near}”)."),
        N_("Write {{?drink=coffee,tea}}, {{?drink!=tea}}, {{?birthday}} or {{?tag:vip}}."),
    ),
    "wording.bad_template.open": (
        N_("A part for some does not end (it begins at character {place}: “{near}”)."),
        N_("Put {{/}} where it ends."),
    ),
    "wording.bad_template.close": (N_("Nothing ends here (character {place}: “{near}”)."), _BLOCK),
    "wording.bad_template.otherwise": (
        N_("“Otherwise” stands outside of a part for some (character {place}: “{near}”)."),
        _BLOCK,
    ),
    "wording.bad_template.twice": (
        N_("After the part for all others nothing more can follow (character {place}: “{near}”)."),
        _BLOCK,
    ),
    "wording.bad_template.deep": (
        N_("Too many parts lie inside each other (character {place}: “{near}”)."),
        N_("Write them one after the other."),
    ),
    "coupons.bad_series.name": (N_("The series has no name, or one that is too long."), N_("Up to 80 characters.")),
    "coupons.bad_series.prefix": (
        N_("Codes cannot begin with “{text}”."),
        N_("Up to 12 letters and digits; not TEST, which marks the codes of test messages."),
    ),
    "coupons.bad_series.length": (N_("A code cannot have {text} characters."), N_("From 6 to 12.")),
    "coupons.bad_series.days": (N_("The last day lies before the first."), N_("Correct one of them.")),
    "coupons.bad_series.code": (
        N_("“{text}” cannot be a code."),
        N_("One code per line, of 4 to 40 letters and digits; none that begins with TEST."),
    ),
    "coupons.bad_series.twice": (N_("The code “{text}” stands there twice."), N_("Delete one of them.")),
    "coupons.bad_series.taken": (N_("The code “{text}” is in a series already."), N_("Leave it out.")),
    "coupons.bad_series.empty": (N_("There is no code."), N_("One code per line.")),
    "coupons.bad_series.many": (N_("That many codes cannot be made at once: {text}."), N_("Up to 100,000.")),
    "coupons.bad_series.kind": (
        N_("The codes of “{text}” are made by smsbox."),
        N_("Make another series for codes you were given."),
    ),
    "coupons.nothing_to_give.empty": (
        N_("The codes of the series “{series}” are used up."),
        N_("Add codes to it, or choose another series."),
    ),
    "coupons.nothing_to_give.closed": (
        N_("The series “{series}” is closed: it gives no more coupons."),
        N_("Choose another series."),
    ),
    "coupons.nothing_to_give.over": (
        N_("The last day of the series “{series}” is over."),
        N_("Choose another series, or make one."),
    ),
}
"""Key and reason → cause, next step."""
