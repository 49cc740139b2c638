"""Cause and next step of what goes wrong when people use a modem by hand: USSD codes, the console."""

from __future__ import annotations

from smsbox.i18n.marks import N_

HAND: dict[str, tuple[str, str]] = {
    "modem.bad_ussd": (
        N_("“{text}” is no USSD code and no answer to a menu."),
        N_("A code begins with * or # and ends with #, like *100#. An answer is one line without quotation marks."),
    ),
    "modem.ussd_refused": (
        N_("The modem refused {code} ({answer}). Nothing was asked."),
        N_("Check that the modem has a network, and try again in a minute."),
    ),
    "modem.ussd_silent": (
        N_("The modem took {code}, but the network did not answer within {seconds} seconds."),
        N_("Whether the code had its effect is unknown. Look at the balance before you send it again."),
    ),
    "modem.ussd_over": (
        N_("The network waits for no answer any more; “{text}” was not sent."),
        N_("Send the code again; menus close after a while."),
    ),
    "modem.no_command": (
        N_("“{command}” is no AT command and was not given to the modem."),
        N_("Commands begin with AT, such as AT+CSQ or AT+COPS?."),
    ),
    "modem.command_refused": (
        N_("{command} may change settings and was not given to the modem."),
        N_("The console only asks. Who knows what it does can add --force."),
    ),
    "modem.command_forbidden": (
        N_("{command} was not given to the modem: the console never sends, deletes, dials, locks or resets."),
        N_("Messages are sent with smsbox send, USSD codes with smsbox ussd."),
    ),
    "relay.console": (
        N_("Somebody is working at this modem by hand."),
        N_("Sending goes on by itself when that ends, at the latest after two minutes without a word."),
    ),
    "relay.modem_busy": (
        N_("Modem {modem} is in use by somebody else. Nothing was done."),
        N_("Try again in a minute or two."),
    ),
    "relay.modem_down": (
        N_("Modem {modem} does not work at present ({why}). Nothing was done."),
        N_("What is wrong with it: smsbox modems"),
    ),
    "relay.errand_unfinished": (
        N_("Modem {modem} did not finish within {seconds} seconds; what came of it is unknown."),
        N_("Wait a minute, then look at it: smsbox modems"),
    ),
    "relay.hold_ended": (
        N_("Your turn at modem {modem} is over: nothing was asked for a while, or the connection to it broke."),
        N_("Begin again."),
    ),
    "relay.no_modem": (
        N_("No modem is called {modem}. There are: {known}."),
        N_("The names stand in the configuration, under [[modem]]."),
    ),
    "cli.which_modem": (
        N_("There are several modems: {known}."),
        N_("Say which one: --modem NAME"),
    ),
    "cli.daemon_refuses": (
        N_("This account may not talk to the daemon that works in {directory}."),
        N_("Use the daemon's account: sudo -u smsbox smsbox …"),
    ),
    "cli.transcript": (
        N_("The transcript {path} cannot be written: {problem}."),
        N_("Give another place. Nothing was asked of the modem."),
    ),
}
"""Key → cause, next step."""
