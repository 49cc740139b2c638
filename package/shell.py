"""What the shell is told, made from the commands themselves: manual pages, and the words Tab completes."""

from __future__ import annotations

from collections.abc import Iterator

import click

from smsbox.cli import smsbox
from smsbox.cli.examples import EXAMPLES
from smsbox.cli.language import plain
from smsbox.cli.rooms import ROOMS

_MANUAL = """\
.TH SMSBOX 1 "{day}" "smsbox {version}" "smsbox"
.SH NAME
smsbox \\- send and answer SMS through a USB GSM modem
.SH SYNOPSIS
.B smsbox
.I COMMAND
[\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...
.SH DESCRIPTION
A shop's own sender of SMS and answering desk. The service
.B smsbox.service
runs the daemon; its page, at first http://127.0.0.1:8080 on the machine itself, is where most people use it.
These commands do the same from a terminal, beside the running daemon or without one. They are for root
.RB ( "sudo smsbox" )
and for the account
.BR smsbox ;
nobody else may read what customers wrote.
.PP
.B smsbox
.I COMMAND
.B \\-\\-help
tells everything of one command, in the language of the terminal.
"""
_END = """\
.SH OPTIONS
.TP
.B \\-\\-config \\fIFILE\\fR
another configuration than /etc/smsbox/config.toml
.TP
.B \\-\\-json
for what lists: one object a line, with fields that do not change their names
.TP
.BR \\-h ", " \\-\\-help
.TP
.B \\-\\-version
.SH EXIT STATUS
0 done; 1 failed; 2 wrong usage; 65 bad data; 69 nothing there; 74 output cannot be written; 75 try again later;
77 not allowed; 78 the configuration is wrong.
.SH ENVIRONMENT
.TP
.B SMSBOX_CONFIG
the configuration file
.SH FILES
.TP
.I /etc/smsbox/config.toml
configuration; what stands in it cannot be changed on the page
.TP
.I /etc/smsbox/credentials/
secrets, a file each: PIN, passwords
.TP
.I /etc/smsbox/usb\\-devices
modems that may be reset through USB
.TP
.I /var/lib/smsbox/smsbox.db
everything that must not be lost
.SH SEE ALSO
.BR journalctl (1),
.BR systemctl (1),
/usr/share/doc/smsbox/README.md
"""
_HELPER = """\
.TH SMSBOX-USB 1 "{day}" "smsbox {version}" "smsbox"
.SH NAME
smsbox-usb \\- reset USB modems that hang, for smsbox
.SH SYNOPSIS
.B smsbox-usb
.SH DESCRIPTION
Started by
.B smsbox-usb.socket
when the daemon of smsbox asks for it; ends by itself. It resets only the devices listed in
.IR /etc/smsbox/usb\\-devices .
Nobody needs to start it by hand.
.SH SEE ALSO
.BR smsbox (1)
"""
_COMPLETION = """\
# bash completion of smsbox: commands, their options, then files.
_smsbox() {{
    local words="" path="" each
    for each in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case "$path $each" in
{moves}
        esac
    done
    case "$path" in
{words}
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}")
}}
complete -o default -F _smsbox smsbox
"""


def manual(version: str, day: str) -> str:
    """smsbox(1) in troff; `day` is an ISO date."""
    rooms = "\n".join(f".SS {_quoted(title)}\n" + "\n".join(map(_entry, names)) for title, names in ROOMS)
    examples = "\n".join(
        f".PP\n.nf\n{_quoted(line)}\n.fi"
        for name in (
            "send",
            "outbox list",
            "doctor",
            "settings list",
            "settings set",
            "backup now",
            "verify",
            "restore",
        )
        for line in EXAMPLES.get(name, ())
        if line.isascii()  # a terminal without UTF-8 gets a complaint of troff for each other letter
    )
    return "".join(
        (_MANUAL.format(day=day, version=version), f".SH COMMANDS\n{rooms}\n", f".SH EXAMPLES\n{examples}\n", _END)
    )


def helper_manual(version: str, day: str) -> str:
    """smsbox-usb(1) in troff."""
    return _HELPER.format(day=day, version=version)


def completion() -> str:
    """A bash function without a start of Python, which takes a second on a small machine."""
    known = dict(_known("", smsbox))
    moves = (f'            "{path}") path="{path}" ;;' for path in sorted(known) if path)
    words = (f'        "{path}") words="{" ".join(found)}" ;;' for path, found in sorted(known.items()))
    return _COMPLETION.format(moves="\n".join(moves), words="\n".join(words))


def _known(path: str, command: click.Command) -> Iterator[tuple[str, list[str]]]:
    """Each command by the words before it, each with a space before; and what may be typed next."""
    names = sorted(command.commands) if isinstance(command, click.Group) else []
    options = {
        each
        for option in command.params
        if isinstance(option, click.Option)
        for each in option.opts
        if each[:2] == "--"
    }
    yield path, [*names, *sorted(options | {"--help"})]
    for name in names:
        yield from _known(f"{path} {name}", command.commands[name])  # type: ignore[attr-defined]


def _entry(name: str) -> str:
    command = smsbox.commands[name]
    more = ", ".join(sorted(command.commands)) if isinstance(command, click.Group) else ""
    said = plain(command.help or "").strip().split("\n\n")[0].replace("\n", " ")
    return f".TP\n.B {_quoted(name)}\n{_quoted(said)}" + (f"\n.br\n\\fI{_quoted(more)}\\fR" if more else "")


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\(rs").replace("-", "\\-")
    return "\\&" + text if text[:1] in ".'" else text
