"""The tables of other programs: what they sent, what was answered to a request that may come again, what was spent, and
the calls by which they are told what happened.
"""

from __future__ import annotations

# Where a program may have itself called back, by the beginning of the address; which programs `doors` it may use.
_TOKENS = """
ALTER TABLE tokens ADD COLUMN callbacks TEXT NOT NULL DEFAULT '';
"""

# `name` is what the program itself calls a message, or several that it gave one name.
_SENT = """
CREATE TABLE program_messages (
    message_id BIGINT NOT NULL PRIMARY KEY, token_id BIGINT NOT NULL, at BIGINT NOT NULL, door TEXT NOT NULL, name TEXT,
    callback TEXT, callback_mask SMALLINT NOT NULL DEFAULT 0) {clustered};
CREATE INDEX program_messages_token ON program_messages (token_id, message_id);
CREATE INDEX program_messages_callback ON program_messages (message_id) WHERE callback IS NOT NULL;
CREATE INDEX program_messages_name ON program_messages (token_id, name) WHERE name IS NOT NULL;

CREATE TABLE answered (
    token_id BIGINT NOT NULL, name TEXT NOT NULL, digest {blob} NOT NULL, status SMALLINT NOT NULL,
    answer TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (token_id, name)) {clustered};
CREATE INDEX answered_at ON answered (at);

CREATE TABLE spending (
    day BIGINT NOT NULL, scope TEXT NOT NULL, segments BIGINT NOT NULL, PRIMARY KEY (day, scope)) {clustered};
"""

# `after_id`: what happened until then is not told. Of a call `hook_id` 0: where a program wants to hear of its SMS
# (`program_messages.callback`); `mark` names it for the receiver and never changes, `number` is whom it speaks of,
# `content` what is sent, or the address that is called; `claimed`: a postman has it until `due_at`.
_HOOKS = """
CREATE TABLE hooks (
    id {id}, url TEXT NOT NULL, kinds TEXT NOT NULL, secret TEXT NOT NULL, form TEXT NOT NULL, name TEXT,
    token_id BIGINT, made_by TEXT NOT NULL, made_at BIGINT NOT NULL, after_id BIGINT NOT NULL, ended_at BIGINT);
CREATE TABLE hook_calls (
    id {id}, hook_id BIGINT NOT NULL, kind TEXT NOT NULL, mark TEXT NOT NULL, number TEXT, made_at BIGINT NOT NULL,
    content TEXT NOT NULL, due_at BIGINT, tries SMALLINT NOT NULL, tried_at BIGINT, state SMALLINT NOT NULL,
    claimed SMALLINT NOT NULL, error TEXT);
CREATE INDEX hook_calls_due ON hook_calls (hook_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX hook_calls_claimed ON hook_calls (id) WHERE claimed = 1;
CREATE INDEX hook_calls_hook ON hook_calls (hook_id, id);
CREATE INDEX hook_calls_dead ON hook_calls (hook_id, id) WHERE state = 2;
CREATE INDEX hook_calls_over ON hook_calls (made_at) WHERE due_at IS NULL;
CREATE INDEX hook_calls_number ON hook_calls (number) WHERE number IS NOT NULL;
"""

PROGRAMS = _TOKENS + _SENT + _HOOKS
