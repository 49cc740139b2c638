"""`smsbox at`: single AT commands by hand, those that only ask, with answers in words and a transcript if wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import noted_by_itself
from smsbox.cli.console import complain, escaped, note, print_json, speech
from smsbox.cli.desk import Desk, at_console, chosen
from smsbox.cli.opening import config_option, json_option, load_config, moment, now
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config

Write = Callable[[str], None]


class TranscriptFailed(SmsboxError):
    """The transcript cannot be written. Facts: `path`, `problem`."""

    key = "cli.transcript"
    exit_code = 74


@click.command()
@config_option
@click.option("--modem", "name", metavar="NAME", help="Which modem; may be left out when there is only one.")
@click.argument("commands", nargs=-1, metavar="[COMMAND]…")
@click.option("--force", is_flag=True, help="Also commands that change settings; never those that send or delete.")
@click.option("--transcript", type=click.Path(dir_okay=False, path_type=Path), help="A file to append it all to.")
@json_option
def at(
    config_path: Path, name: str | None, commands: tuple[str, ...], force: bool, transcript: Path | None, as_json: bool
) -> None:
    """Give AT commands to a modem and show what it answers, in its words and in yours.

    Without a COMMAND they are read from the terminal or a pipe, one a line. The queue of that modem waits meanwhile.
    """
    config = load_config(config_path)
    modem = chosen(config, name)
    ends: set[int] = set()
    with ExitStack() as stack:
        write = _transcript(stack, transcript, config, modem.name)
        desk = stack.enter_context(at_console(config, modem, force=force))
        for command in commands or _read(modem.name):
            ends.add(_give(desk, command, write, as_json, partial(_noted, config, modem.name)))
    # Done in part is 1, as everywhere.
    sys.exit(ends.pop() if len(ends) == 1 else int(bool(ends)))


def _read(name: str) -> Iterator[str]:
    """Commands as they are typed, or come through a pipe, until the end."""
    if not sys.stdin.isatty():
        yield from (line.strip() for line in sys.stdin if line.strip())
        return
    note(N_("smsbox: at modem {name}; its queue waits. Commands such as AT+CSQ; an empty line ends it."), name=name)
    while text := click.prompt("AT", default="", show_default=False, prompt_suffix="> ").strip():
        yield text


def _noted(config: Config, modem: str, command: str) -> None:
    """A line in the audit log, before it is given; what a command sets is left out, it may be a secret."""
    from smsbox.modem.console import changes

    name, equals, _ = command.partition("=")
    told = f"{name}=…" if equals and changes(command) else command
    noted_by_itself(config, "modem.console", modem, command=(None, told))


def _give(desk: Desk, command: str, write: Write, as_json: bool, noted: Write) -> int:
    """One command, shown and written down; the exit code it ends with. Raises what ends the whole conversation."""
    from smsbox.modem.console import checked

    write(f"> {command}")
    try:
        # Refused here already with --force left to the desk: what nobody lets through never leaves this process.
        noted(checked(command, force=True))
        said = desk.command(command)
    except SmsboxError as error:
        write(f"! {error.key}")
        if error.key in ("relay.hold_ended", "relay.modem_down", "modem.link_lost"):
            raise
        complain(error)
        return error.exit_code
    for line in (*said["lines"], said["final"]):
        write(f"< {line}")
    meanings = _meanings(said)
    if as_json:
        print_json({**said, "meanings": [text for _, text in meanings if text]})
    else:
        _show(meanings)
    return 0 if said["final"] in ("OK", "") else 1


def _meanings(said: dict[str, Any]) -> list[tuple[str, str]]:
    """Each line of the answer with what it means in the language of the terminal, "" where nothing is to be said."""
    from smsbox.modem.meanings import in_words

    return in_words(speech(), said["lines"], said["final"])


def _show(lines: Iterable[tuple[str, str]]) -> None:
    for line, meaning in lines:
        if line:
            print(escaped(line))
        if meaning:
            print(f"    {escaped(meaning)}")
    sys.stdout.flush()


def _transcript(stack: ExitStack, path: Path | None, config: Config, modem: str) -> Write:
    """Where everything is written down, with its moments; only the owner may read it. Raises TranscriptFailed."""
    if path is None:
        return lambda line: None
    try:
        file = stack.enter_context(open(path, "a", encoding="utf-8", opener=lambda p, f: os.open(p, f, 0o600)))  # noqa: SIM115
        file.write(f"# {modem}\n")
        file.flush()
    except OSError as error:
        raise TranscriptFailed(path=str(path), problem=error.strerror) from error
    at_moment = moment(config)

    def write(line: str) -> None:
        file.write(f"{at_moment(now())} {escaped(line)}\n")
        file.flush()

    return write
