"""docs/commands.md, made from the commands themselves: `python -m smsbox.cli.reference > docs/commands.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from smsbox.cli import smsbox
from smsbox.cli.examples import EXAMPLES
from smsbox.cli.language import plain
from smsbox.cli.rooms import ROOMS

_EVERYWHERE = ("config_path", "as_json")
_HEAD = """\
# Commands

Everything a script needs. This page is made from the commands themselves (`python -m smsbox.cli.reference`);
`smsbox COMMAND --help` says the same in the language of your terminal.

* Every command works beside a running daemon and without one; what it queues leaves when the daemon runs.
* Use the daemon's account: `sudo -u smsbox smsbox …`. What a command changes stands in the audit log, with the name
  of whoever typed it.
* `--config FILE`, or the environment variable `SMSBOX_CONFIG`, names another configuration.
* `--json`, where a command has it, gives one object a line: whole lists, moments in ISO 8601, sums as text. Fields
  are added, never renamed.
* `-` in the place of a file is standard input or output. WHO is the id of a customer, or a telephone number in any
  usual form.
* Remarks and errors go to the error output, each with its cause and what to do. The exit codes stand in the
  [README](../README.md#the-command-line).
"""


def reference() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_contents(), *(line for title, names in ROOMS for line in _chapter(title, names))])


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its words."""
    for name, command in smsbox.commands.items():
        yield from _leaves(name, command)


def _leaves(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield words, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from _leaves(f"{words} {name}", each)


def _contents() -> Iterator[str]:
    for title, names in ROOMS:
        yield f"* {title}: " + ", ".join(f"[{name}](#smsbox-{name})" for name in names)
    yield ""


def _chapter(title: str, names: tuple[str, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    for name in names:
        command = smsbox.commands[name]
        yield from _section("###", name, command)
        if isinstance(command, click.Group):
            for word, each in command.commands.items():
                yield from _section("####", f"{name} {word}", each)


def _section(mark: str, words: str, command: click.Command) -> Iterator[str]:
    yield f"{mark} smsbox {words}\n"
    if not isinstance(command, click.Group):
        pieces = command.collect_usage_pieces(click.Context(command))
        yield f"`{' '.join((f'smsbox {words}', *filter(None, pieces)))}`\n"
    yield plain(command.help or "") + "\n"
    if words in EXAMPLES:
        yield "\n".join(("```sh", *EXAMPLES[words], "```\n"))
    options = [each for each in command.params if isinstance(each, click.Option) and each.name not in _EVERYWHERE]
    has_json = any(each.name == "as_json" for each in command.params)
    if options:
        yield "| option | meaning |\n|---|---|"
        yield from (f"| `{_spelled(each)}` | {_cell(each.help or '')} |" for each in options)
        if has_json:
            yield "| `--json` | One JSON object a line. |"
        yield ""
    elif has_json:
        yield "With `--json`: one JSON object a line.\n"


def _spelled(option: click.Option) -> str:
    """As it is typed, with what it takes."""
    names = ", ".join(option.opts + option.secondary_opts)
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {_cell('|'.join(map(str, option.type.choices)))}"
    return f"{names} {option.metavar or option.type.name.upper()}"


def _cell(text: str) -> str:
    return plain(text).replace("|", "\\|")


if __name__ == "__main__":
    print(reference(), end="")
