"""Words for what is found on the machine: configuration, database, disk, power, clock, service, page."""

from __future__ import annotations

from smsbox.doctor.phrases.phrase import Phrase
from smsbox.i18n.marks import N_

_STOPS = N_("Nothing can be queued, sent or received.")
_TIMED = N_("Messages with a time wait, because nobody knows whether theirs has come; answers go out.")
_SEEN = N_("Whoever shares that network can read along: messages, numbers and the password.")

BOX: dict[str, Phrase] = {
    "doctor.version": Phrase(N_("smsbox {version} on Python {python}, SQLite {sqlite}, {system}.")),
    "doctor.config_ok": Phrase(N_("The configuration {path} is in order.")),
    "doctor.config_problem": Phrase(
        N_("{path}: {problem}"),
        N_("The daemon does not start."),
        N_("Correct that line; the daemon does not start before."),
    ),
    "doctor.config_warning": Phrase(
        N_("{path}: {problem}"),
        N_("The daemon works with it, perhaps not as you meant it."),
        N_("Nothing has to be done if that is what you want."),
    ),
    "doctor.shop_words": Phrase(
        N_("The words of the shop: {problem}"),
        N_("Customers are told something else than you wrote."),
        N_("Correct it on the page Shop, or take your own text away."),
        page="/shop",
    ),
    # ── database
    "doctor.store_ok": Phrase(N_("The database answers and can be written: {store}")),
    "doctor.store_size": Phrase(N_("The database is {size} MB large, its schema is number {schema}.")),
    "doctor.store_whole": Phrase(N_("The quick check of the database has found no damage.")),
    "doctor.store_unchecked": Phrase(
        N_("The database ({size} MB) was not searched for damage: that takes a while."),
        N_("Damage, if there is any, shows only when somebody comes across it."),
        N_("Have it searched when little is going on."),
        "smsbox doctor --deep",
    ),
    "doctor.store_log": Phrase(
        N_("{size} MB of the database's log wait to be moved into it."),
        N_("The disk fills up, and a start after a power cut takes longer."),
        N_("Look for a program that keeps the database open, for example sqlite3 in a forgotten terminal."),
    ),
    "doctor.store_none": Phrase(
        N_("There is no database at {store} yet."),
        N_("Until then nothing can be queued."),
        N_("The daemon makes it when it starts."),
    ),
    # ── folder and disk
    "doctor.directory_ok": Phrase(N_("The folder {directory} can be written.")),
    "doctor.directory_missing": Phrase(
        N_("The folder {directory} does not exist."),
        _STOPS,
        N_("Make it and give it to the account of the daemon, or correct [store] url."),
    ),
    "doctor.directory_denied": Phrase(
        N_("The account {account} may not write into {directory}."),
        N_("This account cannot use smsbox; the daemon may well work."),
        N_("Use the account of the daemon: sudo -u {owner} smsbox doctor"),
        "sudo -u {owner} smsbox doctor",
    ),
    "doctor.disk_readonly": Phrase(
        N_("The file system of {directory} is mounted read-only, as the kernel does after errors of a card or disk."),
        _STOPS,
        N_("Look into the kernel's log. A memory card that does so should be replaced; back it up first."),
        "sudo dmesg --level=err",
    ),
    "doctor.disk_forgets": Phrase(
        N_("What is written to {directory} is gone after the next start of this machine: it lies in memory."),
        N_("The box would not know what it has sent already, and who has said STOP."),
        N_("Give the folder a file system of its own on a card or disk, not below an overlay."),
        "findmnt --target {directory}",
    ),
    "doctor.disk_ok": Phrase(N_("{free} MB are free on the disk.")),
    "doctor.disk_low": Phrase(
        N_("Only {free} MB are free on the disk."),
        N_("Without any, sending stops, and what comes in stays on the SIM until that is full."),
        N_("Make room; without any, sending stops."),
        "sudo journalctl --vacuum-size=50M",
    ),
    "doctor.inodes_low": Phrase(
        N_("The disk can take only {free} more files, although it has room."),
        N_("Without any, the database cannot make its log, and everything stops."),
        N_("Delete files that nobody needs; often they are thousands of small ones below /var or /tmp."),
        "sudo du --inodes -xd3 / | sort -n | tail",
    ),
    # ── power
    "doctor.power_ok": Phrase(N_("The power supply of this Raspberry Pi is sufficient.")),
    "doctor.power_low": Phrase(
        N_("This Raspberry Pi gets too little voltage at this moment."),
        N_("Modems drop out while they send, and the card may be damaged."),
        N_("Use the power supply made for it and a short cable; give the modems a hub with a supply of its own."),
    ),
    "doctor.power_was_low": Phrase(
        N_("This Raspberry Pi has had too little voltage since it was started."),
        N_("Modems drop out while they send, and the card may be damaged."),
        N_("Use the power supply made for it and a short cable; give the modems a hub with a supply of its own."),
    ),
    "doctor.too_hot": Phrase(
        N_("This Raspberry Pi is so hot that it slows down."),
        N_("Everything takes longer; in the long run parts fail."),
        N_("Let air get to it, and keep it off the radiator and out of the sun."),
    ),
    # ── daemon
    "doctor.daemon_running": Phrase(N_("The daemon runs and answers.")),
    "doctor.daemon_silent": Phrase(
        N_("The daemon runs but does not answer."),
        N_("Probably nothing is sent or received."),
        N_("Wait a minute: if it hangs, systemd starts it anew. Otherwise: systemctl restart smsbox"),
        "sudo systemctl restart smsbox",
    ),
    "doctor.daemon_stopped": Phrase(
        N_("The daemon does not run: nothing is sent or received."),
        N_("What is queued waits; what is sent to you waits at the operator, for some days."),
        N_("systemctl start smsbox, or: smsbox run --config FILE"),
        "sudo systemctl start smsbox",
    ),
    "doctor.other_daemon": Phrase(
        N_("{program} (process {pid}) runs on this machine too."),
        N_("Two programs at one modem take each other's answers, and messages are lost."),
        N_("Stop it, unless it has a modem of its own: sudo systemctl disable --now {program}"),
        "sudo systemctl disable --now {program}",
    ),
    # ── unit
    "doctor.unit_ok": Phrase(N_("The service {unit} is installed, starts with the machine and is watched by systemd.")),
    "doctor.unit_none": Phrase(
        N_("smsbox is not installed as a service."),
        N_("It does not start with the machine, and nobody starts it anew when it hangs."),
        N_("Install the package, or the files of the folder systemd: docs/install.md says how."),
    ),
    "doctor.unit_disabled": Phrase(
        N_("The service {unit} does not start with the machine."),
        N_("After a power cut nothing is sent or received until somebody comes."),
        N_("Switch it on: sudo systemctl enable --now smsbox"),
        "sudo systemctl enable --now smsbox",
    ),
    "doctor.unit_unwatched": Phrase(
        N_("systemd does not watch the service {unit} (WatchdogSec, Type=notify or Restart are missing)."),
        N_("If the daemon hangs, it stays so until somebody notices."),
        N_("Use the unit file of smsbox, and put changes of your own into a drop-in."),
        "sudo systemctl edit smsbox",
    ),
    "doctor.unit_sandboxed": Phrase(N_("The service is locked in: systemd rates its exposure {exposure} of 10.")),
    "doctor.unit_exposed": Phrase(
        N_("The service is locked in badly: systemd rates its exposure {exposure} of 10."),
        N_("Whoever breaks into the page gets more of this machine than need be."),
        N_("Use the unit file of smsbox, and put changes of your own into a drop-in."),
        "systemd-analyze security smsbox",
    ),
    "doctor.unprotected": Phrase(
        N_("The daemon (process {pid}) runs without the sandbox of its service."),
        N_("It works; whoever breaks into the page gets all that this account may do."),
        N_("Outside of a test, start it as a service: systemctl start smsbox"),
        "sudo systemctl start smsbox",
    ),
    # ── clock
    "doctor.clock_ok": Phrase(N_("The clock is set by the time service: {time} in {timezone}.")),
    "doctor.clock_unseen": Phrase(
        N_("The clock shows {time} in {timezone}. Whether a time service sets it cannot be seen from here.")
    ),
    "doctor.clock_alone": Phrase(
        N_("The clock is not set by a time service. It shows {time} in {timezone}."),
        N_("It may be wrong, most of all after a power cut; then messages with a time go out at a wrong one."),
        N_("Connect the box to a network with Internet, or switch on: sudo timedatectl set-ntp true"),
        "sudo timedatectl set-ntp true",
    ),
    "doctor.clock_wrong": Phrase(
        N_("The clock is wrong: it shows {time}."),
        _TIMED,
        N_("Set it: sudo timedatectl set-ntp true. Until then timed messages and advertising wait."),
        "sudo timedatectl set-ntp true",
    ),
    "doctor.clock_behind": Phrase(
        N_("The clock shows {time}, and smsbox has seen {seen} already."),
        _TIMED,
        N_("Set it: sudo timedatectl set-ntp true. Until then timed messages and advertising wait."),
        "sudo timedatectl set-ntp true",
    ),
    # ── page
    "doctor.web_local": Phrase(N_("The page is seen from this machine only: {listen}")),
    "doctor.web_public": Phrase(
        N_("The page is seen from the whole network, unencrypted: {listen}"),
        _SEEN,
        N_("Switch encryption on if other people share that network: Settings → Page, or [web] tls."),
    ),
    "doctor.web_encrypted": Phrase(N_("The page is seen from the network, encrypted: {listen}")),
    "doctor.web_taken": Phrase(
        N_("The page cannot come up on {listen}: {problem}."),
        N_("The daemon does not start as long as that is so."),
        N_("Stop the other program, or change [web] listen."),
        "sudo ss -tlnp",
    ),
}
