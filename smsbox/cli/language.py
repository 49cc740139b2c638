"""The language of the command line: click's own phrases and our help texts, told in the language of the terminal."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterator
from copy import copy
from typing import TYPE_CHECKING

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from smsbox.cli.console import escaped, speech
from smsbox.cli.examples import EXAMPLES
from smsbox.i18n.languages import of_environment
from smsbox.i18n.marks import N_, NN_

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator

PHRASES = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("required"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Missing parameter: {param_name}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Argument {name!r} takes {nargs} values."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Choose from:\n\t{choices}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is a file."),
    N_("Aborted!"),
)
"""What click says to people; a test compares them with the click that is installed."""

COUNTED = (
    NN_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    NN_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    NN_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    NN_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)

OURS = (N_("Examples"),)
"""What we say in its help beside."""

_BROKEN_LINE = re.compile(r"(?<!\n)\n(?!\n)")


class Context(click.Context):
    """A context whose help is told in the language of the terminal."""

    def get_help(self) -> str:
        """The help of this command."""
        told = super().get_help() if _english() else spoken(self.command, speech()).get_help(self)
        shown = EXAMPLES.get(self.command_path.partition(" ")[2], ())
        return "\n  ".join((f"{told}\n\n{_told('Examples')}:", *shown)) if shown else told


def teach_click() -> None:
    """Let click ask our catalogues instead of those of the system, and make our contexts."""
    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        for name, ours in (("_", _told), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, ours)
    click.Command.context_class = Context


def show(error: click.ClickException) -> None:
    """Say on stderr what is wrong with what was typed, and nothing that a terminal would obey."""
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        error.show()
        return
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        hint = _told("Try '{command} {option}' for help.")
        click.echo(hint.format(command=error.ctx.command_path, option="--help") + "\n", err=True)
    told = _told("Error: {message}").format(message=error.format_message())
    click.echo("\n".join(escaped(line) for line in told.replace("\t", "  ").split("\n")), err=True)


def spoken(command: click.Command, tr: Translator) -> click.Command:
    """A copy of `command`, with all below it, whose texts are in the language of `tr`."""
    told = copy(command)
    told.help = tr.gettext(plain(command.help)) if command.help else None
    told.params = [_spoken_parameter(parameter, tr) for parameter in command.params]
    if isinstance(told, click.Group):
        told.commands = {name: spoken(each, tr) for name, each in told.commands.items()}
    return told


def help_texts(command: click.Command) -> Iterator[str]:
    """Every text that `spoken` translates, for the catalogues."""
    if command.help:
        yield plain(command.help)
    yield from (each.help for each in command.params if isinstance(each, click.Option) and each.help)
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from help_texts(each)


def plain(text: str) -> str:
    """A docstring with one line for each paragraph."""
    return _BROKEN_LINE.sub(" ", inspect.cleandoc(text))


def _spoken_parameter(parameter: click.Parameter, tr: Translator) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    told = copy(parameter)
    told.help = tr.gettext(parameter.help)
    return told


def _english() -> bool:
    """Whether nothing has to be translated: then the catalogues are not even loaded."""
    return of_environment(os.environ) == "en"


def _told(text: str) -> str:
    return text if _english() else speech().gettext(text)


def _counted(one: str, many: str, count: int) -> str:
    return (one if count == 1 else many) if _english() else speech().ngettext(one, many, count)
