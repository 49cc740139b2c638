"""Cause and next step of everything that keeps a webhook from being made, or from being called."""

from __future__ import annotations

from smsbox.i18n.marks import N_

_COPY = N_("Copy the address again; it looks like https://shop.example/sms")
_OTHER_END = N_("Look after that program. smsbox tries again by itself, later and later.")

HOOKS: dict[str, tuple[str, str]] = {
    "hooks.bad_address": (N_("{url} is not called."), _COPY),
    "hooks.bad_hook": (N_("This webhook cannot be made so."), N_("Make it anew.")),
    "hooks.callback_not_listed": (
        N_("The token “{token}” does not list {url} among the addresses that may be called."),
        N_("The owner makes a token that lists the beginning of that address."),
    ),
    "hooks.unreachable": (N_("{server} cannot be reached: {problem}."), _OTHER_END),
    "hooks.hangs": (N_("{server} took the call and said nothing for {seconds} seconds."), _OTHER_END),
    "hooks.certificate": (
        N_("Nobody this box trusts vouches for the certificate of {server}: {problem}."),
        N_("Have that server get a valid certificate, such as one of Let’s Encrypt."),
    ),
    "hooks.refused": (
        N_("{server} did not take it: it answered with {status}."),
        N_("Look into the log of that program. smsbox tries again by itself, later and later."),
    ),
    "hooks.lost": (
        N_("The process that made this call ended before it could say what came of it."),
        N_("Nothing to do: it is tried again by itself."),
    ),
    "hooks.no_hook": (N_("There is no webhook {id}."), N_("Look what there is: smsbox webhooks list")),
}

HOOKS_BY_REASON: dict[str, tuple[str, str]] = {
    "hooks.bad_address.long": (N_("This address is longer than 2000 characters."), _COPY),
    "hooks.bad_address.characters": (
        N_("{url} has characters that no address has: blanks, a backslash, letters beyond a to z."),
        _COPY,
    ),
    "hooks.bad_address.scheme": (N_("{url} does not begin with http:// or https://."), _COPY),
    "hooks.bad_address.user": (
        N_("{url} has a name or password before its host."),
        N_("Leave them out: whoever is called knows smsbox by the signature."),
    ),
    "hooks.bad_address.host": (N_("{url} names no host that can be looked up."), _COPY),
    "hooks.bad_address.port": (N_("The port of {url} is no number from 1 to 65535."), _COPY),
    "hooks.bad_address.dots": (N_("The path of {url} has “..” in it."), _COPY),
    "hooks.bad_address.unknown": (
        N_("Nobody knows where {url} leads."),
        N_("Is its name right, and does the Internet work? Try it in a browser."),
    ),
    "hooks.bad_address.inside": (
        N_("{url} leads to {address}, which is no address of the Internet."),
        N_("If that is a program of the shop, whoever may change settings lists its network: programs.networks"),
    ),
    "hooks.bad_hook.kinds": (N_("No event is chosen, or one that is not known: {text}"), N_("Choose what it hears.")),
    "hooks.bad_hook.name": (N_("The name has more than 64 characters, or odd ones."), N_("Take a shorter one.")),
    "hooks.bad_hook.secret": (
        N_("The secret has less than 8 or more than 200 characters, or odd ones."),
        N_("Leave it out: then smsbox makes one."),
    ),
    "hooks.bad_hook.many": (N_("There are too many webhooks already: {text}."), N_("Remove those that nobody needs.")),
}
"""By `key.reason`: what is known more exactly."""
