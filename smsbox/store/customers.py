"""The tables of customers, of their permission, of coupons and of campaigns, as they came into the schema at once."""

from __future__ import annotations

CUSTOMERS = """
CREATE TABLE contacts (
    id {id}, number TEXT NOT NULL, name TEXT NOT NULL, salutation TEXT NOT NULL, language TEXT, zone TEXT,
    state SMALLINT NOT NULL, birthday TEXT, source_id BIGINT, import_id BIGINT, created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL, heard_at BIGINT, bought_at BIGINT);
CREATE UNIQUE INDEX contacts_number ON contacts (number {octets});
CREATE INDEX contacts_birthday ON contacts (birthday {octets}) WHERE birthday IS NOT NULL;
CREATE INDEX contacts_import ON contacts (import_id, id) WHERE import_id IS NOT NULL;
CREATE TABLE contact_numbers (number TEXT NOT NULL PRIMARY KEY, contact_id BIGINT NOT NULL) {clustered};
CREATE INDEX contact_numbers_contact ON contact_numbers (contact_id);
CREATE TABLE contact_fields (
    contact_id BIGINT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, at BIGINT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (contact_id, name)) {clustered};
CREATE INDEX contact_fields_value ON contact_fields (name, value, contact_id);
CREATE TABLE contact_tags (
    contact_id BIGINT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (contact_id, tag)) {clustered};
CREATE INDEX contact_tags_tag ON contact_tags (tag, contact_id);
CREATE TABLE contact_words (
    word TEXT {octets} NOT NULL, contact_id BIGINT NOT NULL, PRIMARY KEY (word, contact_id)) {clustered};
CREATE INDEX contact_words_contact ON contact_words (contact_id, word);
CREATE TABLE contact_notes (
    id {id}, contact_id BIGINT NOT NULL, at BIGINT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX contact_notes_contact ON contact_notes (contact_id, id);

CREATE TABLE consents (
    id {id}, number TEXT NOT NULL, at BIGINT NOT NULL, act TEXT NOT NULL, how TEXT NOT NULL, words TEXT NOT NULL,
    scope TEXT NOT NULL, language TEXT NOT NULL, evidence_id BIGINT, evidence TEXT NOT NULL, operator TEXT NOT NULL,
    source_id BIGINT, campaign_id BIGINT, terms TEXT NOT NULL);
CREATE INDEX consents_number ON consents (number, id);
CREATE INDEX consents_acts ON consents (act, at, source_id);
{consents_are_append_only}
CREATE TABLE permissions (
    number TEXT NOT NULL PRIMARY KEY, state SMALLINT NOT NULL, since BIGINT NOT NULL, consent_id BIGINT NOT NULL,
    source_id BIGINT, asked_at BIGINT, answer_until BIGINT, every_days INTEGER, hours TEXT, topics TEXT, language TEXT,
    prefers_call SMALLINT NOT NULL) {clustered};
CREATE INDEX permissions_asked ON permissions (answer_until) WHERE answer_until IS NOT NULL;
CREATE TABLE suppressed (mark {blob} NOT NULL PRIMARY KEY, at BIGINT NOT NULL, why TEXT NOT NULL) {clustered};
CREATE TABLE sources (
    id {id}, kind TEXT NOT NULL, title TEXT NOT NULL, word TEXT, words TEXT NOT NULL, language TEXT NOT NULL,
    topics TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, closed_at BIGINT);
CREATE UNIQUE INDEX sources_word ON sources (word) WHERE word IS NOT NULL AND closed_at IS NULL;

CREATE TABLE imports (
    id {id}, name TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, home TEXT NOT NULL,
    plan TEXT NOT NULL, looked TEXT NOT NULL, found TEXT NOT NULL, state SMALLINT NOT NULL, total BIGINT NOT NULL,
    place BIGINT NOT NULL, added BIGINT NOT NULL, changed BIGINT NOT NULL, same BIGINT NOT NULL, bad BIGINT NOT NULL,
    agreed BIGINT NOT NULL, stayed BIGINT NOT NULL, undone BIGINT NOT NULL, problem TEXT, ended_at BIGINT);
CREATE INDEX imports_open ON imports (id) WHERE state IN (1, 3, 6);
CREATE TABLE import_rows (
    import_id BIGINT NOT NULL, line BIGINT NOT NULL, contact_id BIGINT, what SMALLINT NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (import_id, line)) {clustered};
CREATE INDEX import_rows_contact ON import_rows (contact_id) WHERE contact_id IS NOT NULL;

CREATE TABLE coupon_series (
    id {id}, name TEXT NOT NULL, kind TEXT NOT NULL, prefix TEXT NOT NULL, length SMALLINT NOT NULL,
    offer TEXT NOT NULL, valid_from BIGINT, valid_until BIGINT, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    closed_at BIGINT);
CREATE TABLE coupons (
    id {id}, series_id BIGINT NOT NULL, code TEXT NOT NULL UNIQUE, written TEXT NOT NULL, state SMALLINT NOT NULL,
    number TEXT, campaign_id BIGINT, given_at BIGINT, redeemed_at BIGINT, redeemed_by TEXT, redeemed_how TEXT,
    press TEXT, worth BIGINT);
CREATE INDEX coupons_series ON coupons (series_id, state, id);
CREATE INDEX coupons_number ON coupons (number, id) WHERE number IS NOT NULL;
CREATE INDEX coupons_redeemed ON coupons (redeemed_at) WHERE redeemed_at IS NOT NULL;
CREATE UNIQUE INDEX coupons_campaign ON coupons (campaign_id, number, series_id)
    WHERE campaign_id IS NOT NULL AND number IS NOT NULL;

CREATE TABLE audiences (
    id {id}, name TEXT NOT NULL, filter TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    changed_at BIGINT NOT NULL);
CREATE TABLE campaigns (
    id {id}, parent_id BIGINT, name TEXT NOT NULL, state SMALLINT NOT NULL, plan TEXT NOT NULL, version BIGINT NOT NULL,
    seed TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, changed_at BIGINT NOT NULL, approved_at BIGINT,
    approved_by TEXT, override TEXT, start_at BIGINT, next_at BIGINT, launched_at BIGINT, place BIGINT NOT NULL,
    high BIGINT NOT NULL, pilot_until BIGINT, pilot TEXT, paused_why TEXT, ended_at BIGINT, fed BIGINT NOT NULL,
    skipped BIGINT NOT NULL, apart BIGINT NOT NULL, judged_from TEXT, tested_at BIGINT);
CREATE INDEX campaigns_due ON campaigns (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX campaigns_state ON campaigns (state, id);
CREATE INDEX campaigns_parent ON campaigns (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE TABLE recipients (
    campaign_id BIGINT NOT NULL, number TEXT NOT NULL, contact_id BIGINT NOT NULL, customer SMALLINT NOT NULL,
    variant SMALLINT NOT NULL, state SMALLINT NOT NULL, reason TEXT, message_id BIGINT, coupon_id BIGINT, code TEXT,
    at BIGINT NOT NULL, replied_at BIGINT, left_at BIGINT, called_at BIGINT,
    PRIMARY KEY (campaign_id, number)) {clustered};
CREATE INDEX recipients_number ON recipients (number, campaign_id);
CREATE INDEX recipients_message ON recipients (message_id) WHERE message_id IS NOT NULL;
CREATE TABLE campaign_results (
    campaign_id BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, counted TEXT NOT NULL) {clustered};
CREATE INDEX recipients_to_call ON recipients (campaign_id, number) WHERE reason = 'prefers_call' AND called_at IS NULL;
CREATE INDEX recipients_left ON recipients (campaign_id, left_at) WHERE left_at IS NOT NULL;

{audit_forgets_people}
ALTER TABLE messages ADD COLUMN topic TEXT;
ALTER TABLE received ADD COLUMN routed_at BIGINT;
ALTER TABLE received ADD COLUMN routed_by TEXT;
UPDATE received SET routed_at = received_at WHERE state > 0;
CREATE INDEX received_unrouted ON received (id) WHERE routed_at IS NULL AND state > 0;
"""
