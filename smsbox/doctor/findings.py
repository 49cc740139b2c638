"""What the doctor can find: facts with a severity; cause and next step are phrases of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator


class Severity(Enum):
    """How bad it is: an ERROR keeps smsbox from working, a WARNING may."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about this box. `key` names its explanation, `facts` fill it."""

    key: str
    severity: Severity
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: str) -> tuple[str, str]:
        """Cause and next step in `language`; the step of something that is in order is empty."""
        tr = translator(language)
        if self.key not in PHRASES:
            explained = explain(tr, self.key, self.facts)
            return explained.cause, explained.step
        facts = {name: "?" if value is None else value for name, value in self.facts.items()}
        if "because" in facts:
            # A finding that rests on another explanation quotes it in the same language.
            of = self.facts.get("of")
            quoted = explain(tr, str(facts["because"]), of if isinstance(of, Mapping) else {})
            facts |= {"reason": quoted.cause, "step": quoted.step}
        cause, step = (tr.gettext(phrase).format_map(facts) if phrase else "" for phrase in PHRASES[self.key])
        return cause, step


def ok(key: str, **facts: object) -> Finding:
    """Something is as it should be."""
    return Finding(key, Severity.OK, facts)


def warning(key: str, **facts: object) -> Finding:
    """Something may keep smsbox from working well."""
    return Finding(key, Severity.WARNING, facts)


def error(key: str, **facts: object) -> Finding:
    """Something keeps smsbox from working."""
    return Finding(key, Severity.ERROR, facts)


def failure(trouble: SmsboxError) -> Finding:
    """A typed error as a finding: its own explanation says what to do."""
    return Finding(trouble.key, Severity.ERROR, dict(trouble.facts))


PHRASES: dict[str, tuple[str, str]] = {
    "doctor.config_ok": (N_("The configuration {path} is in order."), ""),
    "doctor.config_problem": (N_("{path}: {problem}"), N_("Correct that line; the daemon does not start before.")),
    "doctor.config_warning": (N_("{path}: {problem}"), N_("Nothing has to be done if that is what you want.")),
    "doctor.store_ok": (N_("The database answers and can be written: {store}"), ""),
    "doctor.store_none": (N_("There is no database at {store} yet."), N_("The daemon makes it when it starts.")),
    "doctor.directory_ok": (N_("The folder {directory} can be written."), ""),
    "doctor.directory_missing": (
        N_("The folder {directory} does not exist."),
        N_("Make it and give it to the account of the daemon, or correct [store] url."),
    ),
    "doctor.directory_denied": (
        N_("The account {account} may not write into {directory}."),
        N_("Use the account of the daemon: sudo -u {owner} smsbox doctor"),
    ),
    "doctor.disk_ok": (N_("{free} MB are free on the disk."), ""),
    "doctor.disk_low": (N_("Only {free} MB are free on the disk."), N_("Make room; without any, sending stops.")),
    "doctor.daemon_running": (N_("The daemon runs and answers."), ""),
    "doctor.daemon_silent": (
        N_("The daemon runs but does not answer."),
        N_("Wait a minute: if it hangs, systemd starts it anew. Otherwise: systemctl restart smsbox"),
    ),
    "doctor.daemon_stopped": (
        N_("The daemon does not run: nothing is sent or received."),
        N_("systemctl start smsbox, or: smsbox run --config FILE"),
    ),
    "doctor.port_missing": (
        N_("Modem {name}: there is no device {port}. Serial devices here: {found}"),
        N_("Plug the modem in, or correct its port in the configuration."),
    ),
    "doctor.port_denied": (
        N_("Modem {name}: the account {account} may not use {port} (group {group})."),
        N_("Use the account of the daemon, or: sudo usermod -aG {group} {account}, then log in anew."),
    ),
    "doctor.port_busy": (
        N_("Modem {name}: {port} is in use by {program} (process {pid})."),
        N_("Stop that program; two of them on one modem lose messages."),
    ),
    "doctor.port_no_terminal": (
        N_("Modem {name}: {port} is no serial port."),
        N_("Give the path of the modem's serial port, best one below /dev/serial/by-id."),
    ),
    "doctor.port_ok": (N_("Modem {name}: the port {port} is there and may be used."), ""),
    "doctor.modem_manager": (
        N_("ModemManager runs: it opens modems whenever it likes."),
        N_("Install the udev rule of smsbox, or: sudo systemctl disable --now ModemManager"),
    ),
    "doctor.modem_ready": (N_("Modem {name} is ready: {operator}, signal {dbm} dBm, SIM {imsi}."), ""),
    "doctor.modem_not_ready": (N_("Modem {name} is not ready: {reason}"), "{step}"),
    "doctor.modem_starting": (N_("Modem {name} is being set up."), N_("Ask again in a minute.")),
    "doctor.pin_waits": (N_("Modem {name} waits for its PIN; the daemon enters the one in its file."), ""),
    "doctor.not_registered": (
        N_("Modem {name} is in no network ({registration})."),
        N_("Check the antenna and whether the SIM is active; wait two minutes after plugging it in."),
    ),
    "doctor.signal_weak": (
        N_("Modem {name}: the signal is weak ({dbm} dBm)."),
        N_("Use a USB extension lead to move the modem to a window, or an outside antenna."),
    ),
    "doctor.no_smsc": (
        N_("Modem {name}: the SIM has no number of a service centre, so nothing can be sent."),
        N_("Put the SIM into a phone and enter the number your operator gives for it."),
    ),
    "doctor.storage_full": (
        N_("Modem {name}: the message memory is full ({used} of {capacity})."),
        N_("The daemon empties it; if it stays full, look into its log."),
    ),
    "doctor.clock_ok": (N_("The clock is set by the time service: {time} in {timezone}."), ""),
    "doctor.clock_alone": (
        N_("The clock is not set by a time service. It shows {time} in {timezone}."),
        N_("Connect the box to a network with Internet, or switch on: sudo timedatectl set-ntp true"),
    ),
    "doctor.clock_wrong": (
        N_("The clock is wrong: it shows {time}."),
        N_("Set it: sudo timedatectl set-ntp true. Until then timed messages wait."),
    ),
    "doctor.web_local": (N_("The page is seen from this machine only: http://{listen}/"), ""),
    "doctor.web_public": (
        N_("The page is seen from the whole network, unencrypted: http://{listen}/"),
        N_("Put a TLS proxy in front of it if other people share that network."),
    ),
    "doctor.web_taken": (
        N_("The page cannot come up on {listen}: {problem}."),
        N_("Stop the other program, or change [web] listen."),
    ),
}
"""Key → cause, next step; other keys are those of typed errors and explained with them."""
