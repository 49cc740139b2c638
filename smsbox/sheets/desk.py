"""The desk as tables: every conversation with its labels and last words, every task; short reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsbox import contacts
from smsbox.desk import labels, lasts, tasks, threads
from smsbox.desk.thread import Thread
from smsbox.i18n.marks import N_
from smsbox.sheets import exports
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader
from smsbox.store import Store
from smsbox.store.scanning import octets

_STEP = 400
_THREADS = (
    *((N_("Number"), 16), (N_("Name"), 24), (N_("State"), 20), (N_("Whose"), 18), (N_("Labels"), 30)),
    *((N_("Unread"), 9), (N_("Waits since"), 19), (N_("Put off until"), 19), (N_("Last spoken"), 19)),
    *((N_("By whom"), 12), (N_("Last words"), 80)),
)
_TASKS = (
    *((N_("No."), 9), (N_("What"), 40), (N_("Number"), 16), (N_("Name"), 24), (N_("State"), 14), (N_("Due"), 19)),
    *((N_("Whose"), 18), (N_("Made"), 19), (N_("Finished at"), 19), (N_("Note"), 40)),
)
LISTS = ("threads", "tasks")


def contents(store: Store, what: str, reader: Reader) -> tuple[Table, Iterator[list[Cell]]]:
    """Heads and rows of one of `LISTS`."""
    if what == "tasks":
        return exports.table(reader, N_("Tasks"), _TASKS, []), _task_rows(store, reader)
    return exports.table(reader, N_("Conversations"), _THREADS, []), _thread_rows(store, reader)


def _thread_rows(store: Store, reader: Reader) -> Iterator[list[Cell]]:
    """By number."""
    by = f"number{octets(store)}"
    sql, after = f"SELECT number FROM threads WHERE {by} > ? ORDER BY {by} LIMIT ?", ""  # noqa: S608 – constants
    while numbers := [row[0] for row in store.run(sql, after, _STEP).fetchall()]:
        after = numbers[-1]
        yield from _threads(store, numbers, reader)


def _threads(store: Store, numbers: Sequence[str], reader: Reader) -> Iterator[list[Cell]]:
    names, tagged, words = (
        contacts.names(store, numbers),
        labels.of_numbers(store, numbers),
        lasts.words(store, numbers),
    )
    for each in sorted(threads.of_numbers(store, numbers), key=lambda each: each.number):
        name = names[each.number][1] if each.number in names else ""
        yield _thread(each, name, ", ".join(tagged.get(each.number, ())), words.get(each.number), reader)


def _thread(each: Thread, name: str, tagged: str, last: lasts.Last | None, reader: Reader) -> list[Cell]:
    who = "" if last is None else reader.word(N_("the shop") if last.ours else N_("the customer"))
    return [
        *(each.number, name, reader.word(each.state.text), each.assigned_to or "", tagged, each.unread),
        *(reader.moment(each.waiting_since), reader.moment(each.until), reader.moment(each.last_at)),
        *(who, "" if last is None else last.text),
    ]


def _task_rows(store: Store, reader: Reader) -> Iterator[list[Cell]]:
    """Oldest first."""
    after, sql = 0, "SELECT id FROM tasks WHERE id > ? ORDER BY id LIMIT ?"
    while ids := [row[0] for row in store.run(sql, after, _STEP).fetchall()]:
        after = ids[-1]
        found = [each for each in (tasks.get(store, one) for one in ids) if each is not None]
        names = contacts.names(store, (each.number for each in found))
        for each in found:
            name = names[each.number][1] if each.number in names else ""
            yield [
                *(each.id, each.title, each.number, name, reader.word(each.state.text), reader.moment(each.due_at)),
                *(each.taken_by or "", reader.moment(each.made_at), reader.moment(each.ended_at), each.note),
            ]
