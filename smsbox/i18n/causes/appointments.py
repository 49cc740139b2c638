"""What goes wrong with appointments."""

from smsbox.i18n.marks import N_

APPOINTMENTS: dict[str, tuple[str, str]] = {
    "appointment.not_free": (
        N_("Somebody has this time already, or a part of it."),
        N_("Look at the day and choose another time."),
    ),
    "appointment.not_possible": (
        N_("Appointment {id} is not what it was: it was called off, moved, or it is over."),
        N_("Look at it again."),
    ),
    "appointment.day_over": (
        N_("{day} is over: nobody can be booked on it any more."),
        N_("Choose today or a later day."),
    ),
    "cli.no_appointment": (
        N_("There is no appointment or scenario “{name}”."),
        N_("`smsbox appointment list` shows appointments, `smsbox dialog list` the scenarios."),
    ),
    "appointment.no_such_place": (
        N_("Nothing and nobody is called “{name}” in this scenario."),
        N_("Choose one of these: {known}."),
    ),
}
"""Key → cause, next step."""
