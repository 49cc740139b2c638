"""How states and kinds are said on the page: for each its picture, its tone (a CSS class) and its English word."""

from __future__ import annotations

from dataclasses import dataclass

from smsbox.i18n.marks import N_, NN_
from smsbox.outbox import MessageClass, State
from smsbox.web import notices


@dataclass(frozen=True, slots=True)
class Word:
    """`icon` is a symbol of icons.svg, `tone` one of good, warn, bad, busy, idle; `hint` is a sentence about it."""

    icon: str
    tone: str
    text: str
    hint: str = ""


STATES = {
    "queued": Word("waiting", "idle", State.QUEUED.text, N_("In the queue; it leaves when its turn comes.")),
    "sending": Word("sending", "busy", State.SENDING.text, N_("The modem is handing it to the network now.")),
    "uncertain": Word(
        "doubt",
        "warn",
        State.UNCERTAIN.text,
        N_("The modem fell silent at the wrong moment: it may have left. smsbox waits for a sign."),
    ),
    "held": Word("held", "warn", State.HELD.text, N_("Stopped until somebody decides: send it, or cancel it.")),
    "sent": Word("sent", "busy", State.SENT.text, N_("The network took it; no delivery report yet.")),
    "delivered": Word("delivered", "good", State.DELIVERED.text, N_("The phone confirmed that it arrived.")),
    "undelivered": Word(
        "failed", "bad", State.UNDELIVERED.text, N_("The network gave up: it did not reach the phone.")
    ),
    "unreported": Word("sent", "idle", State.UNREPORTED.text, N_("The network took it; no report came in time.")),
    "failed": Word("failed", "bad", State.FAILED.text, N_("The network refused it for good.")),
    "cancelled": Word("cancelled", "idle", State.CANCELLED.text, N_("Withdrawn before it left.")),
    "refused": Word("waiting", "warn", N_("Refused, will retry"), N_("Refused for now; it is tried again later.")),
}
"""Message and segment states."""

MODEM_STATES = {
    "ready": Word("ok", "good", N_("Ready")),
    "starting": Word("sending", "busy", N_("Starting")),
    "holding": Word("held", "warn", N_("Holding")),
    "down": Word("failed", "bad", N_("Not working")),
}

KINDS = {
    "reply": Word("reply", "idle", MessageClass.REPLY.text, N_("An answer to a customer. Goes first.")),
    "service": Word("info", "idle", MessageClass.SERVICE.text, N_("An order, a reminder, a code. Goes after replies.")),
    "marketing": Word(
        "send", "idle", MessageClass.MARKETING.text, N_("An offer or news. Goes last; only to people who agreed to it.")
    ),
}
"""Classes of messages."""

REGISTRATIONS = {
    "idle": N_("not in a network"),
    "home": N_("in the home network"),
    "roaming": N_("roaming"),
    "searching": N_("searching for a network"),
    "denied": N_("refused by the network"),
    "emergency": N_("emergency calls only"),
    "sms_only_home": N_("home network, SMS only"),
    "sms_only_roaming": N_("roaming, SMS only"),
    "csfb_home": N_("in the home network"),
    "csfb_roaming": N_("roaming"),
    "unknown": N_("unknown"),
}

RUNGS = {
    "resync": N_("Line cleaned"),
    "reopen": N_("Port opened again"),
    "radio": N_("Radio switched off and on"),
    "reboot": N_("Modem restarted"),
    "usb": N_("Reset over USB"),
    "alarm": N_("Alarm"),
}
"""Measures of recovery, from the mildest (`smsbox.recovery.ladder.Rung`)."""

STEPS = {
    "pacing.slow": N_("Goes slowly, because more goes wrong than usual."),
    "pacing.pause": N_("Rests, because more goes wrong than usual."),
    "pacing.move": N_("Rests and leaves its queue to other SIMs, because more goes wrong than usual."),
}
"""What a SIM does while it is watched (`smsbox.pacing.drift.Step`)."""

CALLS = {
    "open": Word("call", "warn", N_("To call back")),
    "logged": Word("info", "idle", N_("Noted")),
    "answered": Word("reply", "good", N_("Answered by SMS")),
    "done": Word("ok", "good", N_("Done")),
}
"""What became of a call (`smsbox.inbox.calls.CallState`)."""

APPOINTMENTS = {
    "held": Word("waiting", "busy", N_("Waits for a yes")),
    "kept": Word("ok", "good", N_("Booked")),
    "reminded": Word("doubt", "warn", N_("Not confirmed")),
    "confirmed": Word("delivered", "good", N_("Confirmed")),
    "cancelled": Word("cancelled", "idle", N_("Cancelled")),
    "lapsed": Word("cancelled", "idle", N_("Not answered")),
    "moved": Word("next", "idle", N_("Moved")),
    "missed": Word("failed", "bad", N_("Did not come")),
}
"""How an appointment stands (`smsbox.dialogs.appointments.rows.State`)."""

ACCOUNTS = {
    "active": Word("ok", "good", N_("May log in")),
    "invited": Word("waiting", "busy", N_("Invited")),
    "lapsed": Word("warning", "warn", N_("Code lapsed")),
    "disabled": Word("cancelled", "idle", N_("Disabled")),
}
"""How an account is."""

NOTICES: dict[str, str | tuple[str, str]] = {
    **notices.NOTICES,
    "queued": NN_("%(num)s message is in the queue.", "%(num)s messages are in the queue."),
    "already": N_("This form was sent before: nothing was sent twice."),
    "cancel": N_("Cancelled."),
    "hold": N_("Held. It stays until you release it."),
    "release": N_("Released. It is in the queue again."),
    "resend": N_("It will be sent again."),
    "confirm": N_("Noted: it counts as sent."),
    "which_sim": N_("Nothing was done: choose the SIM that is to send them."),
    "one_file": N_("Another file is being made. Try again when it is done."),
    "unchanged": N_("Nothing changed: the message had moved on before you pressed."),
    "paused": N_("Paused. It receives, but sends nothing until you resume it."),
    "resumed": N_("It sends again."),
    "all_paused": N_("All modems are paused. They receive, but send nothing."),
    "all_resumed": N_("All modems may send again."),
    "as_before": N_("Nothing to do: that was so already."),
    "accepted": N_("Agreed: it sends from this SIM from now on."),
    "other_sim": N_("Nothing changed: there is yet another SIM in the modem now. Look at it first."),
    "in_use": N_("Nothing was asked: a conversation with this modem is going on."),
    "console_taken": N_("Nothing was asked: a command is under way, or somebody else works at this modem."),
    "over": N_("Nothing was sent: the network waits for no answer any more."),
    "settled": N_("Done. The call is off the list."),
    "settled_before": N_("Somebody has settled this call already."),
    "prefix_set": N_("Noted. Messages you write from now on follow it."),
    "prefix_dropped": N_("Dropped. The numbering plan holds again."),
    "noted": N_("Noted."),
    "answered": N_("Your answer is in the queue."),
    "joined": N_("Welcome. Your password is set; the code is used up."),
    "phone_asked": N_("The code is on its way. Send it back from that telephone."),
    "password_changed": N_("Your password is changed. Everybody else who was signed in as you is signed out."),
    "session_ended": N_("Signed out there."),
    "code_off": N_("No code is asked any more. The recovery codes are void."),
    "token_revoked": N_("Revoked. Whoever uses this token is refused from now on."),
    "too_slow": N_("That took too long. Give name and password again."),
    "settings_changed": N_("Done. It is in force."),
    "modem_removed": N_("The modem is taken away."),
    "pin_kept": N_("The PIN is kept and tried once."),
    "pin_forgotten": N_("No PIN is given any more."),
    "snoozed": N_("Put off until tomorrow. It stays in the list below."),
    "woken": N_("You are reminded of it again."),
    "no_problem": N_("It is over already."),
    "coupons_made": N_("The series is there. Name it in a campaign, and each customer gets a code of his own."),
    "coupons_changed": N_("Changed. It holds for codes that are out, too."),
    "coupons_added": NN_("%(num)s code more.", "%(num)s codes more."),
    "coupons_printed": NN_("%(num)s code for paper.", "%(num)s codes for paper."),
    "coupons_closed": N_("Closed. Codes that are out still count."),
    "coupon_void": N_("Void: this code counts no more."),
    "coupons_void": NN_("%(num)s code counts no more.", "%(num)s codes count no more."),
    "not_sure": N_("Nothing was done: tick that you are sure."),
    "source_made": N_("The source is there. From now on it is counted."),
    "source_closed": N_("Closed. Nobody comes this way any more."),
    "question_made": N_("The question is there. Put it into the text of a campaign."),
    "question_closed": N_("Closed. What was answered stays."),
    "newcomer": N_("Written down."),
    "newcomer_agreed": N_("Written down. He had agreed before, so nothing was sent."),
    "newcomer_waiting": N_("Written down. He was asked already and may still answer, so nothing was sent."),
    "newcomer_asked_before": N_("Written down. He was asked not long ago, so nothing was sent."),
    "newcomer_left": N_(
        "Written down. He has left: only his own START, or words you read to him, bring him back. Nothing was sent."
    ),
    "newcomer_number": N_("Written down. This number cannot be asked now, so nothing was sent."),
    "customer_saved": N_("Saved."),
    "customer_agreed": N_("Noted: the customer agreed, to these words, today."),
    "customer_left": N_("Noted. No more offers go to this number; what waited is withdrawn."),
    "customer_merged": N_("They are one customer now. What differed stands in a note."),
    "customer_parted": N_("They are two customers again; this is the one who had been merged."),
    "customer_erased": N_("Erased, everywhere and for good."),
    "customers_tagged": NN_("%(num)s customer has the tag now.", "%(num)s customers have the tag now."),
    "customers_untagged": NN_("Taken from %(num)s customer.", "Taken from %(num)s customers."),
    "no_tag": N_("Nothing was done: write a tag."),
    "words_first": N_("Nothing was noted: read the words out and tick that the answer was yes."),
    "erase_not_sure": N_("Nothing was erased: tick that you are sure."),
    "under_way": N_("Nothing was erased: a message to or from this customer is under way. Try again in a few minutes."),
    "no_draft": N_("It is no draft any more: what is launched is not changed. Make another like it."),
    "campaign_saved": N_("Saved."),
    "campaign_first_this": N_("This comes first; then it can be checked."),
    "campaign_changed": N_("Somebody has changed it meanwhile. This is how it stands now: look at it once more."),
    "campaign_tested": NN_("%(num)s test message is in the queue.", "%(num)s test messages are in the queue."),
    "campaign_launched": N_("Launched. You may leave this page; it goes on by itself."),
    "campaign_scheduled": N_("Scheduled. It begins by itself when its moment comes."),
    "campaign_pause": N_("Paused. Nothing more of it leaves until somebody lets it go on."),
    "campaign_go_on": N_("It goes on to all others."),
    "campaign_skip": N_("That time is left out; when it comes next is shown below."),
    "campaign_resume": N_("It goes on where it was."),
    "campaign_cancel": N_("Ended. What had not left is withdrawn."),
    "campaign_copied": N_("This is the copy. Change what you like; the other one stays as it is."),
    "campaign_moved_on": N_("Nothing changed: the campaign had moved on before you pressed."),
    "audience_kept": N_("The conditions are kept by this name."),
    "audience_renamed": N_("The audience has its new name."),
    "audience_forgotten": N_("The kept audience is forgotten. Campaigns made from it stay as they are."),
    "read_anew": N_("Read anew. Look at the columns once more."),
    "moved_on": N_("Nothing was done: the import had moved on before you pressed."),
    "welcome_in": N_("smsbox is yours now, and it is at work already."),
    "welcome": N_("smsbox is yours now. A few questions more, and it can send."),
}
"""What a page says after a redirect; the address carries only the key and a count."""


def state(label: str) -> Word:
    """The word for a message or segment state."""
    return STATES.get(label) or Word("info", "idle", label)


def modem_state(label: str) -> Word:
    """The word for a modem state."""
    return MODEM_STATES.get(label) or Word("info", "idle", label)


def kind(label: str) -> Word:
    """The word for a class of messages."""
    return KINDS.get(label) or Word("info", "idle", label)


def registration(label: str | None) -> str:
    """A registration in words (27.007 +CREG)."""
    if not label:
        return REGISTRATIONS["unknown"]
    return REGISTRATIONS.get(label.lower().replace(" ", "_"), label)


def rung(label: str) -> str:
    """A measure of recovery."""
    return RUNGS.get(label, label)


def step(key: str) -> str:
    """What a SIM that is watched does."""
    return STEPS.get(key, key)


def call(label: str) -> Word:
    """The word for what became of a call."""
    return CALLS.get(label) or Word("info", "idle", label)


@dataclass(frozen=True, slots=True)
class SignalWord:
    """Signal strength as `bars` (0–4), a tone and a verdict."""

    bars: int
    tone: str
    text: str


def signal(dbm: int | None) -> SignalWord:
    """A verdict on a received power in dBm (27.007 +CSQ: −113 … −51)."""
    if dbm is None:
        return SignalWord(0, "none", N_("No reading"))
    if dbm >= -75:
        return SignalWord(4, "good", N_("Excellent"))
    if dbm >= -87:
        return SignalWord(3, "good", N_("Good"))
    if dbm >= -97:
        return SignalWord(2, "fair", N_("Fair"))
    if dbm >= -105:
        return SignalWord(1, "poor", N_("Weak"))
    return SignalWord(1, "poor", N_("Very weak: move the antenna"))
