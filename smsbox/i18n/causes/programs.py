"""Cause and next step of every error that other programs, and those who write them, meet."""

from __future__ import annotations

from smsbox.i18n.marks import N_

_MAKE_ONE = N_(
    "The owner makes a token: Programs → Tokens, or smsbox tokens add. Send it as “Authorization: Bearer …”."
)
_ANEW = N_("Write the request anew; smsbox cannot guess what was meant.")
_ASK_OWNER = N_("Ask the owner: he makes a token that may, on the page of tokens.")

PROGRAMS: dict[str, tuple[str, str]] = {
    "api.no_token": (N_("This request carries no token."), _MAKE_ONE),
    "api.wrong_token": (
        N_("This token opens nothing: it is mistyped, revoked, or its time is over."),
        N_("Copy it again, or have the owner make a new one. None was ever shown twice."),
    ),
    "api.too_many_tries": (
        N_("Too many wrong tokens came from this address."),
        N_("Wait {seconds} seconds; with the right token there is nothing to wait for."),
    ),
    "api.closed": (
        N_("This way in is switched off."),
        N_("Whoever may change settings switches it on: programs.{door}"),
    ),
    "api.too_large": (N_("The request is larger than {most} octets."), N_("Send it in several parts.")),
    "api.foreign_form": (
        N_("A body of the type “{type}” is what any web page can send through somebody’s browser."),
        N_("Send JSON, and say so: Content-Type: application/json"),
    ),
    "api.wrong_type": (
        N_("Nobody reads a body of the type “{type}” here."),
        N_("Send JSON, and say so: Content-Type: application/json"),
    ),
    "api.bad_name": (
        N_("An Idempotency-Key is 1 to {most} visible ASCII characters."),
        N_("Take a new random one for each thing that is to be done once, such as a UUID."),
    ),
    "api.not_found": (
        N_("There is no such thing, or it is none of this token’s business."),
        N_("Look at the list. A token without the right to read sees its own messages only."),
    ),
    "api.no_such_way": (
        N_("There is nothing at {method} {path}."),
        N_("What there is stands in /api/v1/openapi.json"),
    ),
    "api.not_json": (N_("The body is no JSON object."), _ANEW),
    "api.bad_character": (
        N_("The text at “{at}” holds a NUL or half a character, which no text can."),
        N_("Take it out; most often a text was cut in the middle of an emoji."),
    ),
    "api.bad_fields": (N_("Some values are not what belongs there."), N_("What is wrong with each stands below.")),
    "programs.name_taken": (
        N_("Another request was sent under the name “{name}” before."),
        N_("Take a new name for a new request; the old one answers only to the very same content."),
    ),
    "programs.not_allowed": (N_("The token “{token}” lacks the right “{right}”."), _ASK_OWNER),
    "programs.bad_drafts": (
        N_("{count} of {of} messages cannot be queued; nothing was."),
        N_("Mend them, or send the others with “skip_bad”: true. Why each is wrong stands below."),
    ),
    "programs.repeated": (
        N_("{number} would get the same text twice by one call."),
        N_("Leave one out; nobody is to get one thing twice in silence."),
    ),
    "programs.limit_reached": (
        N_("Programs may send {most} SMS a day; {left} are left today, {wanted} are wanted."),
        N_("The next day begins at {next_at}. The owner can raise the limit: programs.per_day"),
    ),
    "doors.missing": (
        N_("“{name}” is missing, or nothing stands there."),
        N_("What each program has to be told stands in docs/doors.md."),
    ),
    "doors.bad_value": (N_("“{text}” is nothing that can stand at “{name}”."), _ANEW),
    "doors.not_here": (
        N_("This box does not do “{what}”."),
        N_("Switch it off in the program that asks for it. What a box can stands in docs/doors.md."),
    ),
    "doors.same_id": (
        N_("A message with the id “{name}” is queued already; nothing was queued again."),
        N_("Take a new id for a new message."),
    ),
    "doors.too_late": (
        N_("The message “{name}” has left and cannot be withdrawn."),
        N_("Nothing can be done any more; a second SMS may explain the first."),
    ),
    "programs.stopped": (
        N_("{by} stopped all programs: nothing is taken from them."),
        N_("On the page of tokens the owner lets them go on. Then send it again."),
    ),
}

PROGRAMS_BY_REASON: dict[str, tuple[str, str]] = {
    "programs.limit_reached.token": (
        N_("This token may send {most} SMS a day; {left} are left today, {wanted} are wanted."),
        N_("The next day begins at {next_at}. The owner can make a token that may send more."),
    ),
    "programs.limit_reached.prefix": (
        N_("{most} SMS a day may go to numbers with {prefix}; {left} are left today, {wanted} are wanted."),
        N_("The next day begins at {next_at}. The owner can raise the limit: programs.per_prefix"),
    ),
    "api.not_json.encoding": (N_("The body is not UTF-8 from octet {at} on."), N_("Write it as UTF-8.")),
    "api.not_json.syntax": (N_("The body is no JSON from character {at} on."), _ANEW),
    "api.not_json.number": (N_("“{at}” is no number of JSON."), _ANEW),
    "api.not_json.repeated": (N_("The name “{at}” stands twice in one object."), N_("Leave one of them out.")),
    "api.not_json.deep": (N_("Objects lie too deep in each other: at most {at}."), _ANEW),
    "api.not_json.object": (N_("The body is JSON, but no object."), N_("Put it into braces: {{…}}")),
}
"""By `key.reason`: what is known more exactly."""
