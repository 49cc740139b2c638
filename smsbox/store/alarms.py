"""The tables of alarms: what people were told of, by which way, what became of it; and SMS a box sends to itself."""

from __future__ import annotations

# One row for a matter from its beginning until everybody who heard of it has heard that it is over.
_MATTERS = """
CREATE TABLE alarms (
    id {id}, box TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, severity SMALLINT NOT NULL,
    facts TEXT NOT NULL, opened_at BIGINT NOT NULL, gone_at BIGINT, ended_at BIGINT, turns INTEGER NOT NULL,
    heard TEXT NOT NULL);
CREATE UNIQUE INDEX alarms_open ON alarms (box, key, subject) WHERE ended_at IS NULL;
CREATE INDEX alarms_ended ON alarms (box, ended_at) WHERE ended_at IS NOT NULL;
"""

_WAYS = """
CREATE TABLE alarm_channels (
    box TEXT NOT NULL, channel TEXT NOT NULL, failures INTEGER NOT NULL, next_at BIGINT NOT NULL, tried_at BIGINT,
    reached_at BIGINT, error TEXT, PRIMARY KEY (box, channel)) {clustered};
CREATE TABLE alarm_log (
    id {id}, box TEXT NOT NULL, at BIGINT NOT NULL, channel TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL,
    error TEXT);
CREATE INDEX alarm_log_box ON alarm_log (box, id);
CREATE INDEX alarm_log_at ON alarm_log (at);
"""

# What is sent to a SIM of ours to learn whether it hears; `code` is how it is known again.
_PROBES = """
CREATE TABLE sim_probes (
    id {id}, sim_id BIGINT NOT NULL, code TEXT NOT NULL UNIQUE, message_id BIGINT NOT NULL, made_at BIGINT NOT NULL,
    heard_at BIGINT);
CREATE INDEX sim_probes_sim ON sim_probes (sim_id, id);
"""

ALARMS = _MATTERS + _WAYS + _PROBES
