"""The words of problems, by key: title, cause, consequence and next step; what is explained elsewhere is left empty."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.i18n.marks import N_, NN_

_RECEIVES = N_("It goes on receiving; what it would send waits, or leaves by other SIMs.")
_DOWN = N_("This modem neither sends nor receives. What waits leaves by other SIMs that may carry it.")
_LATER = N_("What may not go waits; nothing fails.")
_PACE = N_("Its messages leave more slowly, or by other SIMs; nothing is lost.")
_WORSE = N_("More SMS than usual go wrong at modem %(name)s")
_UNSAVED = N_("If the card fails now, all since the last good backup is lost.")
_CARD_ONLY = N_("If the card fails, the backups on it are lost with it.")
_REFUSED = N_(
    "Further SMS of programs that fall under this limit are refused until midnight, and the programs told so."
)
_SPENT = N_("{spent} SMS of at most {most} a day.")
_WHO = N_("Look which program sends so much. If it is right so, raise the limit.")
_NOTHING = N_("Nothing can be queued, sent or received.")


@dataclass(frozen=True, slots=True)
class Words:
    """`title` has `%(name)s` for the subject and `%(num)s` for the count; the others `{facts}`. An empty `cause` is
    explained by the fact `because`, or by the doctor's finding of the same key. `step` goes before theirs.
    """

    title: str | tuple[str, str]
    consequence: str = ""
    cause: str = ""
    step: str = ""


WORDS: dict[str, Words] = {
    # ── modems
    "modem.down": Words(N_("Modem %(name)s does not work"), _DOWN),
    "modem.alarm": Words(N_("Nothing has brought modem %(name)s back"), _DOWN),
    "modem.recovery": Words(N_("Modem %(name)s is being brought back"), N_("Until then it may send nothing.")),
    "modem.paused": Words(N_("Modem %(name)s is paused"), N_("What it would send waits, or leaves by other SIMs.")),
    "modem.roaming": Words(N_("Modem %(name)s is abroad"), _RECEIVES),
    "modem.smsc": Words(N_("The SIM in modem %(name)s has no SMS centre"), _RECEIVES),
    "modem.no_network": Words(N_("Modem %(name)s has no network"), N_("This modem neither sends nor receives.")),
    "modem.console": Words(N_("Somebody works at modem %(name)s"), _RECEIVES),
    "modem.holding": Words(N_("Modem %(name)s is holding"), _RECEIVES),
    "modem.weak_signal": Words(
        N_("Weak signal at modem %(name)s"),
        N_("Some fail, and what is doubtful stays held until somebody decides."),
        N_("{dbm} dBm: SMS may take long or fail."),
        N_("Move the modem to a window, use a USB extension cable or an antenna."),
    ),
    "modem.storage": Words(
        N_("The SMS memory of modem %(name)s is filling up"),
        N_("When it is full, the network delivers nothing more."),
        N_("{used} of {capacity} places are taken by messages that stay on the SIM."),
        N_("smsbox empties it by itself. If it stays full, delete SMS in a phone."),
    ),
    # ── SIMs
    "sim.locked": Words(N_("The SIM in modem %(name)s is locked"), _DOWN),
    "sim.swapped": Words(
        N_("There is another SIM in modem %(name)s"), _RECEIVES, step=N_("Agree to it, or put the old SIM back.")
    ),
    "sim.rests": Words(N_("The SIM in modem %(name)s rests"), _LATER),
    "sim.limit": Words(N_("A limit of modem %(name)s is reached"), _LATER),
    "sim.money": Words(N_("Money is short on the SIM in modem %(name)s"), _LATER),
    "sim.drift": Words(_WORSE, _PACE),
    "sim.silent": Words(
        N_("Modem %(name)s hears nothing any more"),
        N_("Perhaps nobody wrote; perhaps what people write does not arrive, and stop words go unheard."),
        N_("Nothing has come in for {days} days, and messages used to come more often."),
        N_("Write a message to its number from your own phone and see whether it comes in."),
    ),
    "sim.deaf": Words(
        N_("Modem %(name)s does not receive"),
        N_("What customers write does not arrive, and stop words go unheard. It may still send."),
        N_("Its SIM sent an SMS to its own number, and it has not come in for {hours} hours."),
        N_("Write to its number from your phone. If that does not come in, restart the modem, then ask the operator."),
    ),
    "doctor.runs_out": Words(N_("Money runs out on the SIM in modem %(name)s")),
    # ── the queue
    "queue.no_modem": Words(
        N_("Nothing can be sent now"),
        N_("They leave by themselves as soon as a modem is back. Nothing is lost."),
        N_("Messages wait, and no modem works."),
        N_("Bring one of the modems back: what is wrong with each stands here too."),
    ),
    "queue.stuck": Words(
        N_("The queue stands still"),
        N_("What waits leaves late or not at all; nothing is lost."),
        N_("Messages wait, a modem is ready, and yet nothing has left for {minutes} minutes."),
        N_("Look whether they were given to a SIM that is not here, and run the doctor."),
    ),
    "queue.restored": Words(
        NN_(
            "%(num)s message is held: the database is an older copy",
            "%(num)s messages are held: the database is an older copy",
        ),
        N_("They stay until somebody decides."),
        N_("A backup, or an older copy of the database, was put back. What waited in it may have left since."),
        N_("Look which of them left: cancel those and release the others. Then let the campaigns go on."),
    ),
    "queue.cloned": Words(
        NN_(
            "%(num)s message is held: the database comes from another machine",
            "%(num)s messages are held: the database comes from another machine",
        ),
        N_("They stay until somebody decides."),
        N_(
            "This database was last used on another machine or in another folder. If it is still used there, each "
            "message would leave twice."
        ),
        N_("If it is used nowhere else any more, release them all. Otherwise cancel them here."),
    ),
    "queue.held": Words(
        NN_("%(num)s message is held", "%(num)s messages are held"),
        N_("They stay until somebody decides."),
        N_("Somebody stopped them."),
        N_("Release them, or cancel them."),
    ),
    "queue.unsure": Words(
        NN_("Nobody knows whether %(num)s message left", "Nobody knows whether %(num)s messages left"),
        N_("They stay until somebody decides."),
        N_("The modem fell silent at the wrong moment, and no delivery report came."),
        N_("Ask the customers, or send them again: then some may arrive twice."),
    ),
    "queue.forbidden": Words(
        NN_("%(num)s message may not be sent any more", "%(num)s messages may not be sent any more"),
        N_("They stay. Once their numbers are permitted again, they leave by themselves."),
        N_("Their numbers may no longer be written to ([sending] allow)."),
        N_("Cancel them, or permit the beginnings of their numbers in the settings."),
    ),
    "queue.doubt": Words(
        NN_("%(num)s message is in doubt", "%(num)s messages are in doubt"),
        N_("They may have arrived or not; none is sent twice by itself without your rule."),
        N_("The modem fell silent at the wrong moment. smsbox waits for a delivery report."),
        N_("Nothing to do yet. Without a sign they are held."),
    ),
    "queue.burst": Words(
        NN_(
            "%(num)s message of a program is held: numbers one after the other",
            "%(num)s messages of programs are held: numbers one after the other",
        ),
        N_("They wait until somebody has looked. All other messages go their way."),
        N_("A program wrote to many numbers one after the other, as thieves of tokens do."),
        N_("Ask whose program it is. Then release them; or cancel them, and revoke its token."),
    ),
    "calls.open": Words(
        NN_("%(num)s call to return", "%(num)s calls to return"),
        N_("These customers wait for an answer."),
        N_("Customers rang the number of a SIM, where nobody answers."),
        N_("Call them back, or write to them; then mark them as done."),
    ),
    "automaton.silent": Words(
        NN_("%(num)s number gets no automatic answers", "%(num)s numbers get no automatic answers"),
        N_("What they write is kept and waits for you; smsbox says nothing to them by itself for a day."),
        N_("An automaton seems to answer there: two of them would go on writing to each other for ever."),
        N_("Read what they wrote. If one is a person after all, have it answered again, or write to it yourself."),
    ),
    # ── campaigns
    "campaign.stopped": Words(
        N_("The campaign “%(name)s” has stopped by itself"),
        N_("Nothing more of it leaves until somebody lets it go on."),
    ),
    # ── programs
    "programs.stopped": Words(
        N_("All programs are stopped"),
        N_("Tills, web shops and monitoring are refused until somebody lets them go on. People go on working as ever."),
        N_("{by} stopped them."),
        N_("If the danger is over, let them send again."),
    ),
    "programs.all_spent": Words(N_("Programs have used up their day"), _REFUSED, _SPENT, _WHO),
    "programs.token_spent": Words(N_("The program %(name)s has used up its day"), _REFUSED, _SPENT, _WHO),
    "programs.prefix_spent": Words(
        N_("Programs have used up their day to numbers with %(name)s"), _REFUSED, _SPENT, _WHO
    ),
    # ── settings
    "settings.undone": Words(N_("A change of settings was undone"), N_("What was set before holds again: {keys}.")),
    "settings.trial": Words(
        N_("A change is being tried"),
        N_("It stays if it works; otherwise the old values come back by themselves."),
        N_("A new value could lock you out: {keys}."),
        N_("If it is the address of the page: sign in at the new one."),
    ),
    "settings.ignored": Words(
        N_("A setting is not in force"),
        N_("Its default, or the value of the file, holds instead."),
        N_("What the database has for {keys} is not valid."),
        N_("Open the settings and set it anew."),
    ),
    # ── backups
    "backup.failed": Words(N_("No backup could be made"), _UNSAVED),
    "backup.stick": Words(N_("The backup did not get to the USB stick"), _CARD_ONLY),
    "backup.server": Words(N_("The backup did not get to the server"), _CARD_ONLY),
    "backup.old": Words(
        N_("The last backup is old"),
        _UNSAVED,
        N_("None was made for {days} days."),
        N_("Make one now, and look into the log why none was made: sudo journalctl -u smsbox"),
    ),
    "backup.stick_away": Words(
        N_("The USB stick for backups is away"),
        _CARD_ONLY,
        N_("It was not in for {days} days."),
        N_("Plug it in again, or another one with the label SMSBOX."),
    ),
    "backup.unsound": Words(N_("The newest backup is not whole"), _UNSAVED, step=N_("Make a new one now.")),
    # ── alarms
    "alarms.untold": Words(
        N_("Alarms do not get through (%(name)s)"),
        N_("Nobody is told this way when something is wrong. It is tried again by itself."),
    ),
    "hooks.dead": Words(
        N_("Webhook %(name)s does not get through"),
        N_("That program does not know what happened here. Calls given up: {count}. Nothing else waits for it."),
        N_("It did not take them, although smsbox tried for two days."),
        N_("Look why it does not, mend that, then try them again on the page of webhooks."),
    ),
    "mail.deaf": Words(
        N_("No letters can be taken at %(name)s"),
        N_("Letters that should become SMS are not taken here; their senders keep them for a while."),
        N_("smsbox cannot listen at {address}: {problem}."),
        N_("Give letters another address in the settings, or end what listens there. It is tried again by itself."),
    ),
    "mail.untold": Words(
        N_("What customers write does not get through by e-mail"),
        N_("It waits and is in the inbox as always. It is tried again by itself."),
    ),
    "selftest.found": Words(
        N_("The daily self-test has found something"),
        N_("It may keep smsbox from working well."),
        step=N_("Run the doctor, which says more."),
    ),
    # ── the box
    "store.trouble": Words(N_("The database refuses"), _NOTHING),
    "store.replaced": Words(
        N_("A backup stands in the place of a damaged database"),
        N_("What came in, left or was changed since that backup is missing here; stop words are missing too."),
        N_("The database was damaged when smsbox started. It is kept as {aside}; the backup of {made} is in use."),
        N_("Decide what becomes of the held messages, and take a new SD card: this one may be going bad."),
    ),
    "clock.untrusted": Words(
        N_("The clock cannot be right"),
        N_("Messages with a time and advertising wait, because nobody knows whether theirs has come; answers go out."),
        N_("It shows {time}."),
        N_("Set it: sudo timedatectl set-ntp true. Until then timed messages and advertising wait."),
    ),
    "doctor.disk_low": Words(N_("The disk is nearly full")),
    "doctor.inodes_low": Words(N_("The disk takes hardly any more files")),
    "doctor.disk_forgets": Words(N_("The database does not survive a restart of the machine")),
    "doctor.disk_readonly": Words(N_("The disk can only be read")),
    "doctor.directory_missing": Words(N_("The folder of the database is gone")),
    "doctor.directory_denied": Words(N_("The folder of the database cannot be written")),
}
"""Keys that begin with `doctor.` have the doctor's own words."""
