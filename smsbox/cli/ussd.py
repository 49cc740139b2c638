"""`smsbox ussd`: asks the network by USSD – balance, packages, services – and follows its menus."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path
from typing import Any

import click

from smsbox.cli.audited import noted_by_itself
from smsbox.cli.console import complain, escaped, note, print_json
from smsbox.cli.desk import at_ussd, chosen
from smsbox.cli.opening import config_option, json_option, load_config
from smsbox.i18n.marks import N_

_WITHOUT_TEXT = {
    "ended": N_("smsbox: the network ended the session without a word"),
    "other_client": N_("smsbox: another program at the same modem got the answer"),
    "unsupported": N_("smsbox: the network does not know this code"),
    "network_timeout": N_("smsbox: the network took too long"),
}


@click.command()
@config_option
@click.option("--modem", "name", metavar="NAME", help="Which modem; may be left out when there is only one.")
@click.argument("code", metavar="CODE")
@click.option("--answer", "answers", multiple=True, metavar="TEXT", help="What to type into the menu; repeat for more.")
@json_option
def ussd(config_path: Path, name: str | None, code: str, answers: tuple[str, ...], as_json: bool) -> None:
    """Ask the network by USSD, such as '*100#', and show what it says.

    On a terminal menus ask on; an empty line leaves them. The queue of that modem waits meanwhile. Codes can cost
    money: none is ever asked twice by itself.
    """
    from smsbox.modem.ussd import answer as checked_answer
    from smsbox.modem.ussd import code as checked_code

    asked = checked_code(code)
    typed = deque(checked_answer(text) for text in answers)
    config = load_config(config_path)
    modem = chosen(config, name)
    with at_ussd(config, modem) as desk:
        noted_by_itself(config, "modem.ussd", modem.name)
        reply = desk.ussd(asked)
        _show(reply, modem.name, asked, as_json)
        while reply["state"] == "reply_wanted":
            text = typed.popleft() if typed else _typed(as_json)
            if not text:
                break
            noted_by_itself(config, "modem.ussd_answered", modem.name)
            reply = desk.answer(text)
            _show(reply, modem.name, text, as_json)
    if not reply["text"]:
        sys.exit(1)


def _typed(as_json: bool) -> str:
    """What the person types, "" when there is none or he leaves."""
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return ""
    from smsbox.modem.ussd import BadUssd, answer

    while text := str(click.prompt(">", default="", show_default=False, prompt_suffix=" ")).strip():
        try:
            return answer(text)
        except BadUssd as error:
            complain(error)
    return ""


def _show(reply: dict[str, Any], modem: str, asked: str, as_json: bool) -> None:
    if as_json:
        print_json({"modem": modem, "asked": asked, **reply})
        return
    for line in reply["text"].split("\n") if reply["text"] else []:
        print(escaped(line))
    if not reply["text"]:
        note(_WITHOUT_TEXT.get(reply["state"], N_("smsbox: the network answered nothing")), modem=modem)
    sys.stdout.flush()
