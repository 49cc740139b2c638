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
}
"""Key and reason → cause, next step."""
