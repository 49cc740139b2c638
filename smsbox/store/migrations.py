"""The schema as an append-only list: a database that has run the first n entries has version n. Never edit an entry.

One text serves both dialects; `{…}` are the words in which they differ (`smsbox.store.dialect`). Columns are lean on
purpose: partial indexes hold only the rows somebody is going to look for, so that a settled segment is in none of
them but its own table.

A segment has its row from its first claim on; rows with `seq` below 1 are shadows of doubtful attempts that were
repeated. A message waits in exactly one of two ways: ready (`queue_key`, `lane`) or not yet due (`due_at`). `lane` is
twice the SIM that must send it (0: any) plus one when it carries times of its own, so that a box without a trusted
clock never meets timed rows; since version 2 it may also say which SIM or operator is best (`smsbox.routing.lanes`).
"""

from __future__ import annotations

from smsbox.store.alarms import ALARMS
from smsbox.store.customers import CUSTOMERS
from smsbox.store.dialogs import DIALOGS
from smsbox.store.programs import PROGRAMS
from smsbox.store.refinements import REFINEMENTS

_FIRST = """
CREATE TABLE sims (
    id {id}, imsi TEXT NOT NULL UNIQUE, iccid TEXT, modem TEXT, number TEXT,
    first_seen_at BIGINT NOT NULL, last_seen_at BIGINT NOT NULL, last_reference SMALLINT);

CREATE TABLE messages (
    id {id}, recipient TEXT NOT NULL, text TEXT NOT NULL, kind SMALLINT NOT NULL, priority SMALLINT NOT NULL,
    alphabet SMALLINT NOT NULL, total SMALLINT NOT NULL, cuts TEXT,
    flash SMALLINT NOT NULL, report SMALLINT NOT NULL, validity_s BIGINT, state SMALLINT NOT NULL, reason TEXT,
    created_at BIGINT NOT NULL, send_after BIGINT, send_before BIGINT, due_at BIGINT, queue_key BIGINT, lane BIGINT,
    pinned_sim_id BIGINT, sim_id BIGINT, concat_reference SMALLINT, reply_to BIGINT, batch TEXT);
CREATE INDEX messages_ready ON messages (lane, queue_key) WHERE queue_key IS NOT NULL;
CREATE INDEX messages_due ON messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX messages_deadline ON messages (send_before) WHERE send_before IS NOT NULL AND state IN (0, 3);
CREATE INDEX messages_standing ON messages (state, id) WHERE state <> 5;
CREATE INDEX messages_batch ON messages (batch, id) WHERE batch IS NOT NULL;

CREATE TABLE segments (
    message_id BIGINT NOT NULL, seq INTEGER NOT NULL, state SMALLINT NOT NULL, attempts INTEGER NOT NULL,
    refusals INTEGER NOT NULL, maybe_duplicate SMALLINT NOT NULL, sim_id BIGINT, reference SMALLINT,
    reference_before SMALLINT, submitted_at BIGINT, await_until BIGINT, reported_at BIGINT, report_status SMALLINT,
    doubted_at BIGINT, owner TEXT, lease_until BIGINT, early TEXT, error TEXT,
    PRIMARY KEY (message_id, seq)) {clustered};
CREATE INDEX segments_unsettled ON segments (sim_id, state) WHERE state = 1 OR doubted_at IS NOT NULL;
CREATE INDEX segments_awaiting ON segments (sim_id, reference, await_until) WHERE await_until IS NOT NULL;

CREATE TABLE counters (
    kind SMALLINT NOT NULL, state SMALLINT NOT NULL, messages BIGINT NOT NULL, segments BIGINT NOT NULL,
    PRIMARY KEY (kind, state)) {clustered};
CREATE TABLE usage (
    sim_id BIGINT NOT NULL, minute BIGINT NOT NULL, segments BIGINT NOT NULL, last_at BIGINT NOT NULL,
    PRIMARY KEY (sim_id, minute)) {clustered};
CREATE TABLE concat_references (
    sim_id BIGINT NOT NULL, recipient TEXT NOT NULL, reference SMALLINT NOT NULL,
    PRIMARY KEY (sim_id, recipient)) {clustered};

CREATE TABLE received (
    id {id}, sim_id BIGINT NOT NULL, sender TEXT NOT NULL, sender_kind SMALLINT NOT NULL, text TEXT NOT NULL,
    received_at BIGINT NOT NULL, sent_at BIGINT, reference BIGINT, wide SMALLINT NOT NULL, total SMALLINT NOT NULL,
    state SMALLINT NOT NULL, missing SMALLINT NOT NULL, flash SMALLINT NOT NULL, damaged SMALLINT NOT NULL,
    settled_at BIGINT);
CREATE INDEX received_groups ON received (sim_id, sender, reference, id) WHERE total > 1;
CREATE INDEX received_waiting ON received (id) WHERE settled_at IS NULL AND state > 0;
CREATE INDEX received_pending ON received (received_at) WHERE state = 0;
CREATE TABLE received_segments (
    id {id}, received_id BIGINT NOT NULL, seq SMALLINT NOT NULL, repeated SMALLINT NOT NULL, sim_id BIGINT NOT NULL,
    memory TEXT NOT NULL, slot BIGINT, live SMALLINT NOT NULL, pdu {blob} NOT NULL, received_at BIGINT NOT NULL);
CREATE INDEX received_segments_whole ON received_segments (received_id, seq);
CREATE INDEX received_segments_live ON received_segments (sim_id, memory, slot) WHERE live = 1;

CREATE TABLE events (
    id {id}, at BIGINT NOT NULL, kind TEXT NOT NULL, message_id BIGINT, modem TEXT, data TEXT);
CREATE INDEX events_message ON events (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE modem_states (name TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, at BIGINT NOT NULL) {clustered};
CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, at BIGINT NOT NULL) {clustered};
CREATE TABLE users (
    id {id}, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password_hash TEXT NOT NULL, created_at BIGINT NOT NULL);
CREATE TABLE sessions (
    token_hash {blob} NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL) {clustered};
CREATE TABLE throttle (
    key TEXT NOT NULL PRIMARY KEY, failures INTEGER NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL)
    {clustered};
"""

_SEVERAL_SIMS = """
ALTER TABLE usage ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN delivered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE usage ADD COLUMN undelivered BIGINT NOT NULL DEFAULT 0;

CREATE TABLE seats (
    modem TEXT NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, accepted_at BIGINT NOT NULL, accepted_by TEXT) {clustered};
CREATE TABLE pauses (modem TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, by_whom TEXT, why TEXT) {clustered};
CREATE TABLE recoveries (
    modem TEXT NOT NULL, rung TEXT NOT NULL, tried BIGINT NOT NULL, helped BIGINT NOT NULL, last_at BIGINT NOT NULL,
    PRIMARY KEY (modem, rung)) {clustered};
CREATE TABLE ladders (modem TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, at BIGINT NOT NULL) {clustered};
CREATE TABLE signals (
    modem TEXT NOT NULL, minute BIGINT NOT NULL, rssi SMALLINT, registration TEXT, technology TEXT,
    PRIMARY KEY (modem, minute)) {clustered};

CREATE TABLE readings (
    id {id}, sim_id BIGINT NOT NULL, at BIGINT NOT NULL, code TEXT NOT NULL, answer TEXT NOT NULL, money BIGINT,
    currency TEXT, sms_left BIGINT, sms_of BIGINT, renews_on TEXT);
CREATE INDEX readings_sim ON readings (sim_id, at);

CREATE TABLE prefixes (prefix TEXT NOT NULL PRIMARY KEY, operator TEXT NOT NULL, at BIGINT NOT NULL) {clustered};
CREATE TABLE ported (
    number TEXT NOT NULL PRIMARY KEY, operator TEXT NOT NULL, evidence TEXT NOT NULL, at BIGINT NOT NULL) {clustered};
CREATE TABLE correspondents (number TEXT NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, at BIGINT NOT NULL) {clustered};
CREATE TABLE carriers (
    sim_id BIGINT NOT NULL PRIMARY KEY, operator TEXT, weight SMALLINT NOT NULL, kinds SMALLINT NOT NULL,
    allow TEXT NOT NULL, at BIGINT NOT NULL) {clustered};

CREATE TABLE calls (
    id {id}, sim_id BIGINT, modem TEXT NOT NULL, number TEXT NOT NULL, at BIGINT NOT NULL, last_at BIGINT NOT NULL,
    rings INTEGER NOT NULL, rule TEXT NOT NULL, state SMALLINT NOT NULL, message_id BIGINT, settled_at BIGINT,
    settled_by TEXT, note TEXT);
CREATE INDEX calls_number ON calls (number, id);
CREATE INDEX calls_open ON calls (id) WHERE state = 0;
"""

# Asked for by every page that shows a SIM. Some databases of schema 2 have them already, from before it was released.
_NEWEST_READINGS = """
CREATE INDEX IF NOT EXISTS readings_newest ON readings (sim_id, id);
CREATE INDEX IF NOT EXISTS readings_money ON readings (sim_id, id) WHERE money IS NOT NULL;
CREATE INDEX IF NOT EXISTS readings_package ON readings (sim_id, id) WHERE sms_left IS NOT NULL;
"""

_PEOPLE = """
ALTER TABLE users ADD COLUMN language TEXT;
ALTER TABLE users ADD COLUMN disabled_at BIGINT;
ALTER TABLE users ADD COLUMN password_changed_at BIGINT;
ALTER TABLE users ADD COLUMN invitation_hash TEXT;
ALTER TABLE users ADD COLUMN invited_until BIGINT;
ALTER TABLE users ADD COLUMN totp_secret TEXT;
ALTER TABLE users ADD COLUMN totp_since BIGINT;
ALTER TABLE users ADD COLUMN totp_step BIGINT;
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL, code_hash {blob} NOT NULL, made_at BIGINT NOT NULL, used_at BIGINT,
    PRIMARY KEY (user_id, code_hash)) {clustered};
CREATE TABLE half_log_ins (
    token_hash {blob} NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, expires_at BIGINT NOT NULL) {clustered};
CREATE TABLE browsers (
    token_hash {blob} NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, last_at BIGINT NOT NULL) {clustered};
CREATE INDEX browsers_user ON browsers (user_id, last_at);

CREATE TABLE audit (
    id {id}, at BIGINT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL, address TEXT NOT NULL, area TEXT NOT NULL,
    what TEXT NOT NULL, subject TEXT NOT NULL, changes TEXT NOT NULL);
CREATE INDEX audit_who ON audit (who, id);
CREATE INDEX audit_area ON audit (area, id);
{audit_is_append_only}

CREATE TABLE tokens (
    id {id}, name TEXT NOT NULL, prefix TEXT NOT NULL, token_hash {blob} NOT NULL UNIQUE, rights TEXT NOT NULL,
    allow TEXT NOT NULL, per_day BIGINT, made_by TEXT NOT NULL, made_at BIGINT NOT NULL, expires_at BIGINT,
    last_used_at BIGINT, revoked_at BIGINT, revoked_by TEXT);
"""

_SEARCH = """
CREATE INDEX messages_recipient ON messages (recipient {octets}, id);
CREATE INDEX received_sender ON received (sender {octets}, id);

CREATE TABLE sweeps (
    id {id}, act TEXT NOT NULL, filter TEXT NOT NULL, sim_id BIGINT, twice SMALLINT NOT NULL, by_whom TEXT NOT NULL,
    made_at BIGINT NOT NULL, last_id BIGINT NOT NULL, place BIGINT NOT NULL, counted BIGINT NOT NULL,
    doubtful BIGINT NOT NULL, examples TEXT NOT NULL, state SMALLINT NOT NULL, changed BIGINT NOT NULL,
    ended_at BIGINT);
CREATE INDEX sweeps_open ON sweeps (id) WHERE state IN (0, 2);
"""

_PROBLEMS = """
CREATE TABLE problems (
    id {id}, box TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, severity SMALLINT NOT NULL,
    facts TEXT NOT NULL, opened_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, closed_at BIGINT, snoozed_until BIGINT);
CREATE UNIQUE INDEX problems_open ON problems (box, key, subject) WHERE closed_at IS NULL;
CREATE INDEX problems_closed ON problems (box, closed_at) WHERE closed_at IS NOT NULL;
"""

# Four kinds are nearly all of the log: they are met anyway, and cost no index on the way of each message.
_EVENT_LOG = """
CREATE INDEX events_seldom ON events (kind, id)
    WHERE kind NOT IN ('outbox.queued', 'outbox.sent', 'outbox.delivered', 'inbox.received');
CREATE INDEX events_modem ON events (modem, id) WHERE modem IS NOT NULL;
"""

# What the watch over a SIM leaves out – a wrong number, a phone that is off – has failed all the same.
_FAILED = """
ALTER TABLE usage ADD COLUMN failed BIGINT NOT NULL DEFAULT 0;
"""

MIGRATIONS: tuple[str, ...] = (
    *(_FIRST, _SEVERAL_SIMS, _NEWEST_READINGS, _PEOPLE, _SEARCH, _PROBLEMS, _EVENT_LOG, _FAILED),
    CUSTOMERS,
    REFINEMENTS,
    DIALOGS,
    ALARMS,
    PROGRAMS,
)
"""Each entry is one transaction of statements parted by `;` at the end of a line."""


def statements(migration: str, words: dict[str, str]) -> list[str]:
    """The single statements of a migration, with the dialect's `words` filled in."""
    return [part.strip() for part in migration.format(**words).split(";\n") if part.strip()]
