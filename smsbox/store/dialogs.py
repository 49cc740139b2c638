"""The tables of dialogs and of the desk, as they came into the schema at once."""

from __future__ import annotations

# A flow is kept as it was written; every version of it, since an open dialog ends with the one it began with.
_FLOWS = """
CREATE TABLE flows (
    id {id}, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL, state SMALLINT NOT NULL,
    version BIGINT NOT NULL, source TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    changed_at BIGINT NOT NULL, launched_at BIGINT, closed_at BIGINT);
CREATE TABLE flow_versions (
    flow_id BIGINT NOT NULL, version BIGINT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (flow_id, version)) {clustered};
CREATE TABLE flow_words (word TEXT NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL) {clustered};

CREATE TABLE dialogs (
    id {id}, flow_id BIGINT NOT NULL, version BIGINT NOT NULL, number TEXT NOT NULL, sim_id BIGINT NOT NULL,
    step TEXT NOT NULL, state TEXT NOT NULL, misses INTEGER NOT NULL, opened_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, ended_at BIGINT, outcome TEXT);
CREATE UNIQUE INDEX dialogs_open ON dialogs (number, sim_id) WHERE ended_at IS NULL;
CREATE INDEX dialogs_expiry ON dialogs (expires_at) WHERE ended_at IS NULL;
CREATE INDEX dialogs_number ON dialogs (number, id);
CREATE INDEX dialogs_flow ON dialogs (flow_id, id);
CREATE TABLE dialog_steps (
    dialog_id BIGINT NOT NULL, seq INTEGER NOT NULL, at BIGINT NOT NULL, received_id BIGINT, step TEXT NOT NULL,
    message_ids TEXT NOT NULL, PRIMARY KEY (dialog_id, seq)) {clustered};
CREATE INDEX dialog_steps_received ON dialog_steps (received_id) WHERE received_id IS NOT NULL;
"""

_VOTES_AND_QUIZZES = """
CREATE TABLE votes (
    flow_id BIGINT NOT NULL, number TEXT NOT NULL, choice TEXT NOT NULL, said TEXT NOT NULL, same TEXT NOT NULL,
    received_id BIGINT, at BIGINT NOT NULL, changed INTEGER NOT NULL, by_whom TEXT, PRIMARY KEY (flow_id, number))
    {clustered};
CREATE INDEX votes_choice ON votes (flow_id, choice, at);
CREATE INDEX votes_same ON votes (flow_id, choice, same, at);
CREATE INDEX votes_number ON votes (number);
CREATE TABLE vote_counts (
    flow_id BIGINT NOT NULL, choice TEXT NOT NULL, votes BIGINT NOT NULL, PRIMARY KEY (flow_id, choice)) {clustered};
CREATE TABLE vote_aliases (
    flow_id BIGINT NOT NULL, same TEXT NOT NULL, choice TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (flow_id, same)) {clustered};
CREATE TABLE quiz_results (
    flow_id BIGINT NOT NULL, number TEXT NOT NULL, attempt INTEGER NOT NULL, begun_at BIGINT NOT NULL,
    ended_at BIGINT, score INTEGER NOT NULL, took BIGINT NOT NULL, counts SMALLINT NOT NULL, answers TEXT NOT NULL,
    PRIMARY KEY (flow_id, number, attempt)) {clustered};
CREATE INDEX quiz_results_number ON quiz_results (number);
CREATE INDEX quiz_results_begun ON quiz_results (flow_id, number) WHERE ended_at IS NULL;
CREATE INDEX quiz_results_leaders ON quiz_results (flow_id, score DESC, took, ended_at, counts) WHERE counts = 1;
"""

# `code`: by which an entry is compared; `shown`: as it is printed. What does not count keeps its row, too, so that
# people see what was tried. The list of a draw, once made, is what counts; no number can be read from it.
_CONTESTS = """
CREATE TABLE entries (
    id {id}, flow_id BIGINT NOT NULL, code TEXT NOT NULL, shown TEXT NOT NULL, number TEXT NOT NULL, at BIGINT NOT NULL,
    received_id BIGINT, state SMALLINT NOT NULL, note TEXT NOT NULL);
CREATE UNIQUE INDEX entries_code ON entries (flow_id, code) WHERE state = 0;
CREATE INDEX entries_find ON entries (flow_id, code);
CREATE INDEX entries_number ON entries (number, flow_id, id);
CREATE INDEX entries_flow ON entries (flow_id, id);
CREATE INDEX entries_state ON entries (flow_id, state, id);
CREATE INDEX entries_people ON entries (flow_id, number) WHERE state = 0;
CREATE TABLE draws (
    id {id}, flow_id BIGINT NOT NULL UNIQUE, committed_at BIGINT NOT NULL, commitment TEXT NOT NULL, seed TEXT NOT NULL,
    rules TEXT, listed_at BIGINT, list_hash TEXT, list TEXT, entries BIGINT, value TEXT, drawn_at BIGINT,
    by_whom TEXT);
CREATE TABLE draw_places (
    draw_id BIGINT NOT NULL, place INTEGER NOT NULL, mark TEXT NOT NULL, entry_id BIGINT NOT NULL, message_id BIGINT,
    told_at BIGINT, PRIMARY KEY (draw_id, place)) {clustered};
"""

# `stock`: pieces there have ever been, None where nobody counts; `taken` of them by orders. `said`: the number that
# customers and staff call an order by, of the shop's day and its place in it.
_ORDERS = """
CREATE TABLE goods (
    flow_id BIGINT NOT NULL, code TEXT NOT NULL, stock BIGINT, taken BIGINT NOT NULL, changed_at BIGINT NOT NULL,
    PRIMARY KEY (flow_id, code)) {clustered};
CREATE TABLE order_days (day TEXT NOT NULL PRIMARY KEY, orders BIGINT NOT NULL) {clustered};
CREATE TABLE orders (
    id {id}, flow_id BIGINT NOT NULL, version BIGINT NOT NULL, said TEXT NOT NULL, number TEXT NOT NULL,
    state SMALLINT NOT NULL, made_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, worth BIGINT NOT NULL,
    currency TEXT NOT NULL, delivery BIGINT, address TEXT NOT NULL, note TEXT NOT NULL, taken_by TEXT,
    dialog_id BIGINT, received_id BIGINT);
CREATE INDEX orders_number ON orders (number, id);
CREATE INDEX orders_state ON orders (state, id);
CREATE INDEX orders_said ON orders (said, id);
CREATE TABLE order_lines (
    order_id BIGINT NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL, price BIGINT NOT NULL,
    amount BIGINT NOT NULL, PRIMARY KEY (order_id, place)) {clustered};
CREATE TABLE order_steps (
    order_id BIGINT NOT NULL, state SMALLINT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL, note TEXT NOT NULL,
    message_id BIGINT, PRIMARY KEY (order_id, state)) {clustered};
"""

# A place of a resource is somebody's while it is held (0) or kept (1). Who waits has a wish as JSON that means nothing
# any more after `until`; what he was offered is held for him as an appointment.
_APPOINTMENTS = """
CREATE TABLE appointments (
    id {id}, flow_id BIGINT NOT NULL, number TEXT NOT NULL, service TEXT NOT NULL, resource TEXT NOT NULL,
    at BIGINT NOT NULL, until BIGINT NOT NULL, state SMALLINT NOT NULL, held_until BIGINT, dialog_id BIGINT,
    made_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, remind_at BIGINT, reminded_at BIGINT, confirmed_at BIGINT,
    moved_from BIGINT, note TEXT NOT NULL, by_whom TEXT NOT NULL);
CREATE UNIQUE INDEX appointments_taken ON appointments (flow_id, resource, at) WHERE state IN (0, 1);
CREATE INDEX appointments_time ON appointments (at, id);
CREATE INDEX appointments_number ON appointments (number, at);
CREATE INDEX appointments_held ON appointments (held_until) WHERE held_until IS NOT NULL;
CREATE INDEX appointments_remind ON appointments (remind_at) WHERE remind_at IS NOT NULL;
CREATE TABLE waiting (
    id {id}, flow_id BIGINT NOT NULL, number TEXT NOT NULL, service TEXT NOT NULL, wish TEXT NOT NULL,
    at BIGINT NOT NULL, until BIGINT NOT NULL, told_at BIGINT, appointment_id BIGINT, ended_at BIGINT);
CREATE INDEX waiting_open ON waiting (flow_id, id) WHERE ended_at IS NULL;
CREATE INDEX waiting_number ON waiting (number, id);
CREATE INDEX waiting_until ON waiting (until) WHERE ended_at IS NULL;
"""

# Who was asked what in a survey, and when: for rotation and for how often one may be asked. `free`: in his own words.
_SURVEYS = """
CREATE TABLE survey_answers (
    id {id}, flow_id BIGINT NOT NULL, number TEXT NOT NULL, question TEXT NOT NULL, at BIGINT NOT NULL,
    answered_at BIGINT, answer TEXT NOT NULL, free SMALLINT NOT NULL);
CREATE INDEX survey_answers_number ON survey_answers (number, flow_id, question, at);
CREATE INDEX survey_answers_flow ON survey_answers (flow_id, question, free, answer, answered_at);
CREATE INDEX survey_answers_told ON survey_answers (flow_id, free, id) WHERE answered_at IS NOT NULL;
CREATE TABLE applications (
    id {id}, flow_id BIGINT NOT NULL, version BIGINT NOT NULL, number TEXT NOT NULL, at BIGINT NOT NULL,
    answers TEXT NOT NULL, dialog_id BIGINT, received_id BIGINT);
CREATE INDEX applications_flow ON applications (flow_id, id);
CREATE INDEX applications_number ON applications (number, id);
"""

_DESK = """
CREATE TABLE threads (
    number TEXT NOT NULL PRIMARY KEY, state SMALLINT NOT NULL, assigned_to TEXT, until BIGINT, version BIGINT NOT NULL,
    waiting_since BIGINT, waiting_id BIGINT, unread INTEGER NOT NULL, last_at BIGINT NOT NULL) {clustered};
CREATE INDEX threads_state ON threads (state, last_at);
CREATE INDEX threads_last ON threads (last_at);
CREATE INDEX threads_assigned ON threads (assigned_to, state, last_at) WHERE assigned_to IS NOT NULL;
CREATE INDEX threads_snoozed ON threads (until) WHERE until IS NOT NULL;
CREATE INDEX threads_unread ON threads (number) WHERE unread > 0;
CREATE TABLE thread_labels (
    number TEXT NOT NULL, label TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (number, label)) {clustered};
CREATE INDEX thread_labels_label ON thread_labels (label, at);
CREATE TABLE thread_notes (
    id {id}, number TEXT NOT NULL, at BIGINT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX thread_notes_number ON thread_notes (number, id);
CREATE TABLE thread_answers (message_id BIGINT NOT NULL PRIMARY KEY, who TEXT NOT NULL) {clustered};
CREATE TABLE canned (
    id {id}, title TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL, used BIGINT NOT NULL,
    changed_at BIGINT NOT NULL, by_whom TEXT NOT NULL);
CREATE TABLE tasks (
    id {id}, kind TEXT NOT NULL, number TEXT NOT NULL, ref_id BIGINT, title TEXT NOT NULL, due_at BIGINT,
    turn_at BIGINT NOT NULL, state SMALLINT NOT NULL, taken_by TEXT, taken_at BIGINT, ended_at BIGINT, ended_by TEXT,
    note TEXT NOT NULL, made_at BIGINT NOT NULL);
CREATE INDEX tasks_open ON tasks (turn_at, id) WHERE state IN (0, 1);
CREATE INDEX tasks_open_kind ON tasks (kind, turn_at, id) WHERE state IN (0, 1);
CREATE INDEX tasks_ended ON tasks (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX tasks_number ON tasks (number, id);
CREATE UNIQUE INDEX tasks_ref ON tasks (kind, ref_id) WHERE ref_id IS NOT NULL AND state IN (0, 1);
"""

# Telephones from which the box may be asked and ordered, and the orders that wait for their code.
_STAFF = """
CREATE TABLE staff_phones (
    number TEXT NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, added_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    confirmed_at BIGINT) {clustered};
CREATE TABLE staff_orders (
    id {id}, number TEXT NOT NULL, what TEXT NOT NULL, code_hash TEXT NOT NULL, at BIGINT NOT NULL,
    until BIGINT NOT NULL, tries INTEGER NOT NULL, used_at BIGINT);
CREATE INDEX staff_orders_number ON staff_orders (number, id);
"""

# Numbers behind which an automaton seems to answer, until somebody says that it is a person.
_SILENCES = """
CREATE TABLE silences (
    number TEXT NOT NULL PRIMARY KEY, why TEXT NOT NULL, count BIGINT NOT NULL, at BIGINT NOT NULL,
    until BIGINT NOT NULL, lifted_at BIGINT, lifted_by TEXT) {clustered};
CREATE INDEX silences_until ON silences (until) WHERE lifted_at IS NULL;
"""

DIALOGS = _FLOWS + _VOTES_AND_QUIZZES + _CONTESTS + _ORDERS + _APPOINTMENTS + _SURVEYS + _DESK + _STAFF + _SILENCES
