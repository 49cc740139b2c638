"""`smsbox customers`: the people the shop knows."""

from __future__ import annotations

import click

from smsbox.cli.customer_import import import_customers, undo_import


@click.group()
def customers() -> None:
    """The customers of the shop: take them out of a file, and put that back."""


customers.add_command(import_customers)
customers.add_command(undo_import)
