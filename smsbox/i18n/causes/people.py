"""Cause and next step of every error about people: accounts, roles, tokens."""

from __future__ import annotations

from smsbox.i18n.marks import N_

PEOPLE: dict[str, tuple[str, str]] = {
    "people.no_user": (N_("There is no user “{name}”."), N_("See who there is: smsbox user list")),
    "people.name_taken": (N_("Somebody is called “{name}” already."), N_("Take another name.")),
    "people.bad_name": (
        N_("“{name}” cannot be a name."),
        N_("Take one of 1 to {most} letters that can be seen."),
    ),
    "people.last_owner": (
        N_("{name} is the last owner who can log in."),
        N_("Make somebody else an owner first, and let them set their password."),
    ),
    "people.disabled": (N_("{name} is disabled."), N_("Enable the account first.")),
    "people.crowded": (
        N_("Too many log-ins are being tried at this moment."),
        N_("Try again in a few seconds. In a browser in which you were signed in before you need not wait."),
    ),
    "people.bad_token": (
        N_("A token cannot be made like this: {text}"),
        N_("Look at its rights, beginnings of numbers, limit and last day."),
    ),
}
