"""Cause and next step of errors of campaigns."""

from __future__ import annotations

from smsbox.i18n.marks import N_

CAMPAIGNS: dict[str, tuple[str, str]] = {
    "campaigns.none": (N_("There is no campaign {id}."), N_("List them: smsbox campaign list")),
    "campaigns.bad_plan": (
        N_("The campaign cannot run as it is: {reason}."),
        N_("Complete it, then approve it again."),
    ),
    "campaigns.illegal_move": (
        N_("Campaign {id} stands at “{old}”; no way leads from there to “{new}”."),
        N_("Look at it again. A copy of it can begin anew."),
    ),
    "campaigns.changed_meanwhile": (
        N_("Somebody else has changed campaign {id} meanwhile."),
        N_("Look at it as it is now, then decide again."),
    ),
    "campaigns.no_audience": (
        N_("There is no saved audience {id}."),
        N_("Choose another one, or set the filter anew."),
    ),
    "cli.no_call_wanted": (
        N_("{number} waits for no call about campaign {id}."),
        N_("See who does with: smsbox customers calls"),
    ),
    "cli.no_audience": (
        N_("No audience is kept as {name}."),
        N_("See which there are with: smsbox audience list"),
    ),
    "campaigns.audience_name": (
        N_("An audience needs a name that no other one has."),
        N_("Choose another name."),
    ),
    "campaigns.no_staff": (
        N_("{number} is no telephone of the staff; a test goes to those alone."),
        N_("Add it to the telephones of the staff in the settings of the shop."),
    ),
    "campaigns.unwritable": (
        N_("The text cannot be made for this customer ({reason})."),
        N_("Give each field a fallback, as {{name|friend}}, and keep the text short."),
    ),
}

CAMPAIGNS |= {
    "campaigns.against_advice": (
        N_("The look before the launch speaks against it."),
        N_("Mend what it says, or say why it has to be all the same: that is kept with your name."),
    ),
    # ── why a campaign is paused
    "campaigns.leaving": (
        N_("It paused by itself: {left} of {sent} people who got it left."),
        N_("Ask yourself what they did not like. Going on means only those who leave from now on count."),
    ),
    "campaigns.failing": (
        N_("It paused by itself: {failed} of {tried} messages did not arrive."),
        N_("Look at the failed messages: is it the SIM, the network, or old numbers? Then let it go on."),
    ),
    "campaigns.pilot_leaving": (
        N_("It stopped after the first few: {left} of {sent} people who got it left."),
        N_("Ask yourself what they did not like. A copy with another text can begin anew."),
    ),
    "campaigns.pilot_failing": (
        N_("It stopped after the first few: {failed} of {tried} messages did not arrive."),
        N_("Look at the failed messages: is it the SIM, the network, or old numbers? Then let it go on."),
    ),
    "campaigns.pilot_silent": (
        N_("It stopped after the first few: for a long time none of them could be sent."),
        N_("Look at the modems. Then let it go on."),
    ),
    "campaigns.coupons": (
        N_("It paused by itself: the series “{series}” has no coupon to give any more."),
        N_("Add codes to the series, then let it go on: it begins where it stopped."),
    ),
    "campaigns.trouble": (
        N_("It paused by itself, for it cannot be carried out. {answer:sentence}"),
        N_("Mend that, then let it go on: it begins where it stopped."),
    ),
    "campaigns.restored": (
        N_("The database is an older copy: more customers may have got it since than this copy knows of."),
        N_("Compare it with what was really sent. Let it go on only if some may get it twice; otherwise end it."),
    ),
    "campaigns.cloned": (
        N_("The database comes from another machine, which may go on with it too."),
        N_("If that machine is off for good, let it go on; otherwise end it here."),
    ),
    "campaigns.turn": (
        N_("One of its turns paused by itself, and nobody has looked at it: no other follows."),
        N_("Open that turn and let it go on or end it. Then let this one go on, too."),
    ),
    "campaigns.parent": (
        N_("It is paused together with the campaign it belongs to."),
        N_("It goes on together with that one."),
    ),
}

CAMPAIGNS_BY_REASON: dict[str, tuple[str, str]] = {
    "campaigns.bad_plan.audience": (
        N_("Nobody has chosen yet who is to get it."),
        N_("Choose the audience; if all customers are meant, say so."),
    ),
    "campaigns.bad_plan.text": (N_("The campaign has no text yet."), N_("Write the text, also of each variant.")),
    "campaigns.bad_plan.template": (
        N_("A text cannot be read: its braces do not fit together."),
        N_("Look at the braces: each field stands in a pair of them, as {{name|friend}}."),
    ),
    "campaigns.bad_plan.contact": (
        N_("Nobody is told how to answer."),
        N_("Give a telephone number, or a word to reply with: “Reply COFFEE”."),
    ),
    "campaigns.bad_plan.footer": (
        N_("The last line of a text names no word by which one leaves."),
        N_("Put STOP into it, or leave it out: then the usual line is used."),
    ),
    "campaigns.bad_plan.unsendable": (
        N_("The text cannot be sent as it is."),
        N_("Shorten it, and delete invisible characters."),
    ),
    "campaigns.bad_plan.unknown_field": (
        N_("A text asks for a field that no customer has, and says nothing else instead."),
        N_("Mend the name of the field, or give it a fallback: {{name|friend}}."),
    ),
    "campaigns.bad_plan.series": (
        N_("The text puts in a coupon, but no series is chosen: nobody would get it."),
        N_("Choose the series, or leave {{coupon}} out."),
    ),
    "campaigns.bad_plan.variants": (
        N_("The variants cannot be used as they are."),
        N_("At most 8 texts, each with a weight of 1 to 99."),
    ),
    "campaigns.bad_plan.holdout": (
        N_("The share that gets nothing cannot be used."),
        N_("At most half of the recipients can be left out to compare with."),
    ),
    "campaigns.bad_plan.pilot": (
        N_("The pilot cannot be used as it is."),
        N_("Give the number of people who go first, and how long their reports are waited for."),
    ),
    "campaigns.bad_plan.per_hour": (
        N_("The number of messages an hour cannot be used."),
        N_("Give a number, or leave it out."),
    ),
    "campaigns.bad_plan.start": (N_("The time of day cannot be used."), N_("Write a time such as 10:00.")),
    "campaigns.bad_plan.start_at": (N_("The moment of the start is missing."), N_("Give the day and the time.")),
    "campaigns.bad_plan.start_passed": (
        N_("The moment it was to begin has passed."),
        N_("Choose another moment, or to begin at once."),
    ),
    "campaigns.bad_plan.every": (
        N_("How often it runs cannot be used."),
        N_("Choose days, weeks with their weekdays, or months with a day of the month."),
    ),
    "campaigns.bad_plan.days": (
        N_("The number of days cannot be used."),
        N_("Give a number of days from 0 to 3660; at least 1 to win somebody back."),
    ),
    "campaigns.bad_plan.event": (
        N_("The event after which it is sent is missing."),
        N_("Choose the last purchase, the consent, or a field with a date."),
    ),
    "campaigns.bad_plan.until": (
        N_("The campaign would never run: its last day has passed."),
        N_("Give a later last day, or none."),
    ),
    "campaigns.bad_plan.valid": (
        N_("The offer would end before the campaign begins."),
        N_("Give a later end of the offer, or none."),
    ),
}
