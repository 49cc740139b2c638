"""What the tables lacked once a shop of any size had used them."""

from __future__ import annotations

# Damaged messages and those with gaps are few, and somebody looks for them.
_SELDOM_RECEIVED = """
CREATE INDEX received_damaged ON received (id) WHERE damaged = 1;
CREATE INDEX received_gaps ON received (id) WHERE missing > 0;
"""

# What two customers were before they became one, to be taken back; gone after a month.
_MERGES = """
CREATE TABLE merges (
    id {id}, kept_id BIGINT NOT NULL, gone_id BIGINT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    memory TEXT NOT NULL);
CREATE INDEX merges_kept ON merges (kept_id, id);
"""

# What customers are asked in campaigns, and who was asked what; the answers are fields of theirs.
_QUESTIONS = """
CREATE TABLE questions (
    id {id}, field TEXT NOT NULL, text TEXT NOT NULL, options TEXT NOT NULL, days INTEGER NOT NULL,
    made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, closed_at BIGINT);
ALTER TABLE recipients ADD COLUMN question_id BIGINT;
CREATE INDEX recipients_question ON recipients (question_id, at) WHERE question_id IS NOT NULL;
"""

# When somebody who was erased bought, and was heard of, last: campaigns are counted by it, and nobody is known by it.
_COUNTED = """
ALTER TABLE recipients ADD COLUMN bought_at BIGINT;
ALTER TABLE recipients ADD COLUMN heard_at BIGINT;
"""

REFINEMENTS = _SELDOM_RECEIVED + _MERGES + _QUESTIONS + _COUNTED
