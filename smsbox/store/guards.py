"""The triggers that guard what is only appended to: the audit log and the ledger of consents, in both dialects.

Each lets go exactly what a younger line of its own says is gone.
"""

from __future__ import annotations

_TOLD = (
    "SELECT 1 FROM audit WHERE area = 'audit' AND id > OLD.id AND "
    "CASE what WHEN 'audit.pruned' THEN CAST(subject AS BIGINT) >= OLD.id ELSE FALSE END"
)
"""Whether a younger line of the audit log says that this one is removed: only then it may be."""

_ERASED = "SELECT 1 FROM consents AS last WHERE last.number = OLD.number AND last.id >= OLD.id AND last.act = 'erased'"
"""Whether the ledger says that its owner is to be forgotten: only then his lines may go."""

_FORGETTING = (
    "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.who = OLD.who AND NEW.role = OLD.role AND NEW.address = OLD.address "
    "AND NEW.area = OLD.area AND NEW.what = OLD.what AND NEW.subject IN (OLD.subject, '–') "
    "AND NEW.changes IN (OLD.changes, '{}') "
    "AND EXISTS (SELECT 1 FROM audit WHERE area = 'customer' AND id > OLD.id AND what = 'customer.erased')"
)
"""Whether nothing but the person whom a line speaks of is taken out of it, and a younger line says that one was."""

SQLITE = {
    "audit_is_append_only": f"""CREATE TRIGGER audit_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit WHEN NOT EXISTS ({_TOLD})
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;""",
    "consents_are_append_only": f"""CREATE TRIGGER consents_update BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'the ledger of consents is append-only'); END;
CREATE TRIGGER consents_delete BEFORE DELETE ON consents WHEN NOT EXISTS ({_ERASED})
BEGIN SELECT RAISE(ABORT, 'the ledger of consents is append-only'); END;""",
    "audit_forgets_people": f"""DROP TRIGGER audit_update;
CREATE TRIGGER audit_update BEFORE UPDATE ON audit WHEN NOT ({_FORGETTING})
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;""",
}
"""Words of migrations (`smsbox.store.dialect`) for SQLite."""

POSTGRES = {
    "audit_is_append_only": f"""CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF TG_OP = 'DELETE' AND EXISTS ({_TOLD}) THEN RETURN OLD; END IF; \
RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();""",
    "consents_are_append_only": f"""CREATE FUNCTION consents_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF TG_OP = 'DELETE' AND EXISTS ({_ERASED}) THEN RETURN OLD; END IF; \
RAISE EXCEPTION 'the ledger of consents is append-only'; END $$;
CREATE TRIGGER consents_stay BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION consents_stay();""",
    "audit_forgets_people": f"""CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF TG_OP = 'DELETE' THEN IF EXISTS ({_TOLD}) THEN RETURN OLD; END IF; \
ELSIF {_FORGETTING} THEN RETURN NEW; END IF; \
RAISE EXCEPTION 'the audit log is append-only'; END $$;""",
}
"""The same for PostgreSQL."""
