"""Which commands belong together, for the help of all and for docs/commands.md."""

from __future__ import annotations

import click

from smsbox.i18n.marks import N_

ROOMS = (
    (N_("Customers and permission"), ("customers", "sources", "questions", "calls")),
    (N_("Campaigns and coupons"), ("audience", "campaign", "coupon")),
    (
        N_("Scenarios and the desk"),
        ("desk", "dialog", "order", "appointment", "vote", "quiz", "contest", "survey", "form"),
    ),
    (N_("Messages"), ("send", "outbox", "inbox", "table", "automatons")),
    (N_("The box"), ("problems", "alarms", "doctor", "modems", "balance", "ussd", "at", "routes", "settings", "user")),
    (N_("Other programs"), ("programs", "tokens", "webhooks")),
    (N_("Backups"), ("backup", "verify", "restore")),
    (N_("Programs that stay"), ("run", "demo", "simulate")),
)
"""The chapters; every command stands in one of them."""


class Rooms(click.Group):
    """The group of all commands, whose help lists them by rooms."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """All commands with the beginnings of their helps."""
        from smsbox.cli.console import speech

        limit = formatter.width - 6 - max(map(len, self.commands))
        for title, names in ROOMS:
            with formatter.section(speech().gettext(title)):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(limit)) for name in names])
