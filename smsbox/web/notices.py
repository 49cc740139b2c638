"""What a page says after something was done with scenarios and what came of them, with conversations and tasks."""

from __future__ import annotations

from smsbox.i18n.marks import N_, NN_

NOTICES: dict[str, str | tuple[str, str]] = {
    "order_taken": N_("The order is yours."),
    "order_moved": N_("Noted. The customer is told, where the scenario says so."),
    "order_stock": N_("The stock is what you counted."),
    "thread_taken": N_("This conversation is yours."),
    "thread_done": N_("Done. When the customer writes, it is open again."),
    "thread_open": N_("It is open again."),
    "thread_put_off": N_("Put off. It comes back by itself, or when the customer writes."),
    "task_taken": N_("The task is yours."),
    "task_given": N_("Somebody else may take it."),
    "task_done": N_("Done."),
    "task_dropped": N_("Dropped: it need not be done."),
    "task_over": N_("Nothing changed: somebody has it, or it is done already."),
    "contest_listed": N_("The list is closed. Publish it, then draw."),
    "contest_drawn": N_("Drawn. Publish the file, and write to the winners."),
    "contest_told": N_("The good news is in the queue; nobody is woken by it."),
    "contest_not_told": N_("Nobody was written to: they know already, or cannot be reached."),
    "appointment_booked": N_("Booked."),
    "appointment_moved": N_("Moved. The old time is free again."),
    "appointment_called_off": N_("Called off. The time is free again."),
    "appointment_missed": N_("Noted: did not come."),
    "appointment_elsewhere": N_("Nothing was done: it was moved meanwhile. So it stands now."),
    "appointment_taken": N_("Somebody has this time already, or a part of it."),
    "appointment_untold": N_("Done. No SMS can reach the customer in time: better ring."),
    "appointment_came": N_("Noted: came after all."),
    "flow_made": N_("Here it is, still a draft. Make it yours, then try it."),
    "flow_changed": N_("Saved."),
    "flow_opened": N_("It is open: who sends one of its words gets an answer."),
    "flow_discarded": N_("Thrown away."),
    "flow_closed": N_("Closed. Who still writes is told so."),
    "vote_settled": NN_("%(num)s vote is counted now.", "%(num)s votes are counted now."),
    "backup_begun": N_("The backup is being made. smsbox goes on working meanwhile."),
    "backup_checking": N_("The backup is being read to its end."),
    "backup_busy": N_("Nothing was begun: a backup is being made or read at this moment."),
    "alarm_tested": N_("A test is on its way. What came of it stands here in some seconds."),
    "alarm_not_set": N_("Nothing was sent: this way is not set up."),
    "programs_stopped": N_("All programs are stopped. What they wrote and has not left waits."),
    "programs_go_on": N_("Programs may send again. What waited goes its way."),
    "vote_choose": N_("Nothing was done: choose what was meant."),
}
"""By the key that the address carries; a part of `words.NOTICES`."""
