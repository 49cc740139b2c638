"""What the commands of campaigns share: which campaign is meant."""

from __future__ import annotations

import click

id_argument = click.argument("campaign_id", type=int, metavar="ID")
