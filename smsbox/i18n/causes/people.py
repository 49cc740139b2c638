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
    "people.phone_taken": (
        N_("Orders from {number} are taken already."),
        N_("One telephone belongs to one user. Take it away there first."),
    ),
    "people.phone_proved": (N_("{number} may give orders already."), N_("There is nothing to do.")),
    "people.phone_locked": (
        N_("Too many wrong codes came from {number}."),
        N_("Try again a day after the first of them."),
    ),
    "people.too_many_phones": (N_("One user has at most {most} telephones."), N_("Take one away first.")),
    "people.not_a_phone": (
        N_("{number} cannot give orders: it is a SIM of this box, or got too many codes today."),
        N_("Give the number of a telephone that you have with you, or try again tomorrow."),
    ),
    "people.takes_no_sms": (
        N_("{number} is no mobile number: an SMS does not reach it."),
        N_("Give the number of a mobile telephone that you have with you."),
    ),
    "people.crowded": (
        N_("Too many log-ins are being tried at this moment."),
        N_("Try again in a few seconds. In a browser in which you were signed in before you need not wait."),
    ),
    "people.no_token": (N_("There is no token {id}."), N_("Look what there is: smsbox tokens list")),
    "people.bad_token": (
        N_("A token cannot be made like this: {text}"),
        N_("Look at its rights, beginnings of numbers, limit and last day."),
    ),
}
