"""Words for what is found at the modems: ports, other programs, sticks, how each modem is, its recoveries."""

from __future__ import annotations

from smsbox.doctor.phrases.phrase import Phrase
from smsbox.i18n.marks import N_

_DOWN = N_("This modem neither sends nor receives. What waits leaves by other SIMs that may carry it.")
_MANAGER = N_("Install the udev rule of smsbox, or: sudo systemctl disable --now ModemManager")
_NO_MANAGER = "sudo systemctl disable --now ModemManager"

MODEMS: dict[str, Phrase] = {
    "doctor.modems_none": Phrase(
        N_("No modem is configured."),
        N_("Messages can be queued, and none is sent."),
        N_(
            "Add one on the page, under Modems, or write a block [[modem]] with its port or IMEI "
            "into the configuration."
        ),
    ),
    # ── port
    "doctor.port_missing": Phrase(
        N_("Modem {name}: there is no device {port}. Serial devices here: {found}"),
        _DOWN,
        N_("Plug the modem in, or correct its port in the configuration."),
    ),
    "doctor.port_denied": Phrase(
        N_("Modem {name}: the account {account} may not use {port} (group {group})."),
        _DOWN,
        N_("Use the account of the daemon, or: sudo usermod -aG {group} {account}, then log in anew."),
        "sudo usermod -aG {group} {account}",
    ),
    "doctor.port_group": Phrase(
        N_("Modem {name}: the account of the daemon, {account}, is not in the group {group} of {port}."),
        _DOWN,
        N_("Add it, and start the daemon anew: sudo usermod -aG {group} {account}"),
        "sudo usermod -aG {group} {account}",
    ),
    "doctor.port_busy": Phrase(
        N_("Modem {name}: {port} is in use by {program} (process {pid})."),
        N_("The daemon waits for the port; this modem neither sends nor receives."),
        N_("Stop that program; two of them on one modem lose messages."),
        "sudo kill {pid}",
    ),
    "doctor.port_no_terminal": Phrase(
        N_("Modem {name}: {port} is no serial port."),
        _DOWN,
        N_("Give the path of the modem's serial port, best one below /dev/serial/by-id."),
        "ls -l /dev/serial/by-id",
    ),
    "doctor.port_unstable": Phrase(
        N_("Modem {name} is configured as {port}, a name that may change when it is plugged in again."),
        N_("After a restart another modem may answer there, with another SIM."),
        N_("Write its IMEI into the configuration (imei = …), or a path below /dev/serial/by-id."),
        "ls -l /dev/serial/by-id",
    ),
    "doctor.port_ok": Phrase(N_("Modem {name}: the port {port} is there and may be used.")),
    "doctor.modem_manager": Phrase(
        N_("ModemManager runs: it opens modems whenever it likes."),
        N_("Answers of the modem get lost between two programs, and the port is taken at the wrong moment."),
        _MANAGER,
        _NO_MANAGER,
    ),
    "doctor.modem_manager_ignores": Phrase(
        N_("ModemManager runs, and leaves the modems of smsbox alone (udev rule)."),
        N_("A stick that the rule does not list would be taken by it."),
        N_("Nothing to do. It may go altogether if nothing else here needs it."),
        _NO_MANAGER,
    ),
    # ── sticks
    "doctor.sticks": Phrase(N_("Modems on USB: {sticks}")),
    "doctor.udev_missing": Phrase(
        N_("The udev rule of smsbox does not know the stick {device} ({ids})."),
        N_("ModemManager, once installed, would take it, and its port may belong to another group."),
        N_("Add its two numbers to 70-smsbox.rules, then: sudo udevadm control --reload"),
        "sudo udevadm control --reload",
    ),
    # ── state
    "doctor.modem_ready": Phrase(N_("Modem {name} is ready: {operator}, signal {dbm} dBm, SIM {imsi}.")),
    "doctor.modem_down": Phrase(N_("Modem {name} does not work: {reason}"), _DOWN, "{step}", page="/"),
    "doctor.modem_holds": Phrase(
        N_("Modem {name} sends nothing: {reason}"),
        N_("It receives. What waits leaves by other SIMs that may carry it, or later."),
        "{step}",
        page="/",
    ),
    "doctor.modem_partly": Phrase(
        N_("Modem {name} does not send everything: {reason}"),
        N_("Answers to customers go out; the rest waits and nothing fails."),
        "{step}",
        page="/",
    ),
    "doctor.modem_slow": Phrase(
        N_("Modem {name} sends more slowly: {reason}"), N_("The queue takes longer."), "{step}", page="/"
    ),
    "doctor.modem_starting": Phrase(
        N_("Modem {name} is being set up."),
        N_("Until then it neither sends nor receives."),
        N_("Ask again in a minute."),
    ),
    "doctor.modem_remembered": Phrase(
        N_("Modem {name} was last seen at {at}, when a daemon last worked: {operator}, SIM {imsi}."),
        N_("How it is now nobody knows."),
        N_("Start the daemon, or stop what holds its port and ask again."),
        "sudo systemctl start smsbox",
    ),
    "doctor.modem_never": Phrase(
        N_("Modem {name} has never been seen."),
        N_("Nothing was ever sent by it."),
        N_("Plug it in and start the daemon."),
    ),
    # ── recovery
    "doctor.recovering": Phrase(
        N_("smsbox is bringing modem {name} back; the last measure was {rung} (attempt {tries})."),
        N_("Until then it neither sends nor receives."),
        N_("Nothing to do yet: smsbox goes on by itself."),
        page="/",
    ),
    "doctor.given_up": Phrase(
        N_("Nothing has brought modem {name} back; the next attempt is at {next_at}."),
        _DOWN,
        N_("Unplug it for ten seconds, use another USB socket or a powered hub, check the SIM; or replace the modem."),
    ),
    "doctor.resets": Phrase(
        N_("Modem {name} had to be reset {tried} times so far; {helped} times that helped. The last time: {last}."),
        N_("While it is reset nothing is sent or received by it."),
        N_("If it happens often, the stick needs a better power supply, less heat, or replacing."),
    ),
    "doctor.resets_lately": Phrase(
        N_(
            "Modem {name} had to be reset within the last day ({last}); {tried} times so far, {helped} times it helped."
        ),
        N_("While it is reset nothing is sent or received by it."),
        N_("If it happens often, the stick needs a better power supply, less heat, or replacing."),
    ),
}
