"""The part of a line that people and their schedules use: USSD codes, and single commands at the console."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping

from smsbox.modem import console, setup, sim
from smsbox.modem.console import Said
from smsbox.modem.dialog import Dialog
from smsbox.modem.identity import Identity
from smsbox.modem.link import Link
from smsbox.modem.troubles import GivenUp, LineError
from smsbox.modem.ussd import Form, UssdReply, answer, code

log = logging.getLogger(__name__)


class Handwork:
    """Mixed into the line; each method raises LinkLost, NotAnswering, Restarted, GivenUp besides its own errors."""

    _link: Link
    identity: Identity
    _dialog: Dialog | None = None
    _touched = False
    ussd_forms: MutableMapping[str, Form] | None = None
    """By IMEI the way of writing codes that works; who opens line after line keeps it and hands it on."""

    def ussd(self, text: str) -> UssdReply:
        """Ask the network by USSD, up to 80 s. Raises BadUssd, UssdRefused, UssdSilent."""
        return self._talk().ask(code(text))

    def ussd_answer(self, text: str) -> UssdReply:
        """Answer the menu the network has shown. Raises BadUssd, UssdOver, UssdRefused, UssdSilent."""
        return self._talk().answer(answer(text))

    def ussd_cancel(self) -> None:
        """End the USSD session, if one is open."""
        if self._link.demux.ussd_open:
            self._talk().cancel()

    def console(self, text: str, *, force: bool = False) -> Said:
        """Give one command by hand; settings that it may have changed are set again at once, as the line needs them.

        Raises CommandRefused, CommandForbidden, NoCommand, CommandTimeout.
        """
        said = console.give(self._link, text, force=force)
        if console.changes(said.command):
            self._touched = True
            try:
                self._renew()
            except GivenUp:
                raise
            except LineError as error:
                log.info("after %s the line must be opened anew: %s", said.command, error)  # its next use says so
        return said

    def pin_tries_left(self) -> int | None:
        """How many wrong PINs the SIM still forgives; None when this make does not tell."""
        return sim.tries_left(self._link)

    def console_over(self) -> None:
        """The person has gone: the radio is on, and the service centre is the one that the SIM names now."""
        if self._touched:
            self._touched = False
            setup.full_function(self._link)
            self.read_smsc()

    def _renew(self) -> None:
        """Set the line up again; the line itself does it."""
        raise NotImplementedError

    def read_smsc(self) -> str:
        """Ask for the service centre anew; the line itself does it."""
        raise NotImplementedError

    def _talk(self) -> Dialog:
        """The dialog of this session; a new port needs a new one."""
        if self._dialog is None or self._dialog.link is not self._link:
            if self.ussd_forms is None:
                self.ussd_forms = {}
            self._dialog = Dialog(self._link, self.identity.manufacturer, self.identity.imei, self.ussd_forms)
        return self._dialog
