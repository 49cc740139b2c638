"""The command line: each command parses, calls one function of the house and renders; it holds no policy and no SQL."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module

import click

from smsbox import __version__
from smsbox.cli.console import complain, make_output_safe
from smsbox.cli.language import show, teach_click
from smsbox.cli.opening import SystemRefuses
from smsbox.cli.rooms import Rooms
from smsbox.errors import SmsboxError

INTERRUPTED = 130
_OUTPUT_FAILS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)
"""What a full disk under `> file` looks like; a full disk under the store is a StoreFull."""


class OutputFailed(SmsboxError):
    """What a command prints cannot be written where it was sent. Facts: `problem`."""

    key = "cli.output_failed"
    exit_code = 74


_WHERE = {
    "run": "daemon",
    "demo": "daemon",
    "simulate": "daemon",
    **{name: name for name in ("send", "outbox", "inbox", "modems", "problems", "calls", "balance", "ussd", "at")},
    **{name: name for name in ("routes", "settings", "user", "doctor", "audience", "campaign", "coupon", "order")},
    **{name: name for name in ("customers", "sources", "questions", "automatons", "table", "dialog")},
    **{name: name for name in ("appointment", "alarms", "programs", "tokens", "webhooks")},
    "desk": "conversations",
    "vote": "vote",
    "quiz": "vote",
    "contest": "contest",
    "survey": "answered",
    "form": "answered",
    **dict.fromkeys(("backup", "verify", "restore"), "backup"),
}
"""Every command, and the module of this package it stands in."""


class _Commands(Mapping[str, click.Command]):
    """Loads the module of a command when it is asked for: the daemon, which stays, needs none of the others."""

    def __getitem__(self, name: str) -> click.Command:
        found: click.Command = getattr(import_module(f"smsbox.cli.{_WHERE[name]}"), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_WHERE)

    def __len__(self) -> int:
        return len(_WHERE)


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="smsbox", message="%(prog)s %(version)s")
def smsbox() -> None:
    """Send and answer SMS through a USB GSM modem.

    Every command that lists takes --json (one object a line). Exit codes: 0 done, 1 failed, 2 wrong usage,
    65 bad data, 69 nothing there, 74 output cannot be written, 75 try again later, 77 not allowed,
    78 configuration.
    """


smsbox.commands = _Commands()  # type: ignore[assignment]  # nothing is ever added


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: the one place where errors become sentences and exit codes."""
    make_output_safe()
    teach_click()
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: list[str]) -> int:
    try:
        with smsbox.make_context("smsbox", list(arguments)) as context:
            smsbox.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        return _told(partial(show, error), error.exit_code)
    except SmsboxError as error:
        return _told(partial(complain, error), error.exit_code)
    except BrokenPipeError:
        # The reader went away (`| head`): there is nobody to tell.
        _drop_output()
    except OSError as error:
        return _refused(error)
    except (KeyboardInterrupt, click.Abort):
        return _told(_drop_output, INTERRUPTED)
    return 0


def _told(tell: Callable[[], None], code: int) -> int:
    """`code`, after telling; a stderr that is full or gone changes nothing about it."""
    try:
        tell()
        sys.stderr.flush()
    except OSError:
        _drop_output()
    return code


def _refused(error: OSError) -> int:
    """What the system refused: the output of a command, or a file or socket it was to use."""
    path = error.filename2 or error.filename
    if path is None and error.errno == errno.ENOENT:
        path = os.curdir  # the folder this was started in is gone
    if path is not None:
        refusal = SystemRefuses(path=path, problem=error.strerror or str(error))
        return _told(partial(complain, refusal), refusal.exit_code)
    if error.errno not in _OUTPUT_FAILS:
        raise error
    _drop_output()
    return _told(partial(complain, OutputFailed(problem=error.strerror)), OutputFailed.exit_code)


def _drop_output() -> None:
    """Python's own flush at exit must not fail once more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
