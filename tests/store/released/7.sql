PRAGMA application_id = 1397576514;
PRAGMA user_version = 7;
BEGIN TRANSACTION;
CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL, address TEXT NOT NULL, area TEXT NOT NULL,
    what TEXT NOT NULL, subject TEXT NOT NULL, changes TEXT NOT NULL);
INSERT INTO "audit" VALUES(1,1795417857514241,'root','console','','user','user.added','Olena','{"role": [null, "marketer"]}');
INSERT INTO "audit" VALUES(2,1795417858585341,'root','console','','message','message.queued','1–2','{"messages": [null, 2]}');
INSERT INTO "audit" VALUES(3,1795417858608955,'root','console','','message','message.queued','3','{"messages": [null, 1]}');
INSERT INTO "audit" VALUES(4,1795417859605245,'root','console','','message','message.queued','4','{"messages": [null, 1]}');
INSERT INTO "audit" VALUES(5,1795417867684562,'root','console','','message','message.queued','5–7','{"messages": [null, 3]}');
INSERT INTO "audit" VALUES(6,1795417867697943,'root','console','','message','message.queued','8','{"messages": [null, 1]}');
INSERT INTO "audit" VALUES(7,1795417868459905,'root','console','','message','message.queued','9','{"messages": [null, 1]}');
INSERT INTO "audit" VALUES(8,1795417869261180,'root','console','','message','message.hold','6','{}');
INSERT INTO "audit" VALUES(9,1795417870170081,'root','console','','message','message.cancel','7','{}');
CREATE TABLE browsers (
    token_hash BLOB NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, last_at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE calls (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT, modem TEXT NOT NULL, number TEXT NOT NULL, at BIGINT NOT NULL, last_at BIGINT NOT NULL,
    rings INTEGER NOT NULL, rule TEXT NOT NULL, state SMALLINT NOT NULL, message_id BIGINT, settled_at BIGINT,
    settled_by TEXT, note TEXT);
CREATE TABLE carriers (
    sim_id BIGINT NOT NULL PRIMARY KEY, operator TEXT, weight SMALLINT NOT NULL, kinds SMALLINT NOT NULL,
    allow TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "carriers" VALUES(1,'vodafone',1,7,'+380',1795417854107790);
CREATE TABLE concat_references (
    sim_id BIGINT NOT NULL, recipient TEXT NOT NULL, reference SMALLINT NOT NULL,
    PRIMARY KEY (sim_id, recipient)) WITHOUT ROWID;
INSERT INTO "concat_references" VALUES(1,'+380500000101',148);
CREATE TABLE correspondents (number TEXT NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE counters (
    kind SMALLINT NOT NULL, state SMALLINT NOT NULL, messages BIGINT NOT NULL, segments BIGINT NOT NULL,
    PRIMARY KEY (kind, state)) WITHOUT ROWID;
INSERT INTO "counters" VALUES(1,0,3,5);
INSERT INTO "counters" VALUES(1,1,0,0);
INSERT INTO "counters" VALUES(1,2,1,1);
INSERT INTO "counters" VALUES(1,3,1,1);
INSERT INTO "counters" VALUES(1,4,0,0);
INSERT INTO "counters" VALUES(1,5,3,5);
INSERT INTO "counters" VALUES(1,9,1,1);
CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL, kind TEXT NOT NULL, message_id BIGINT, modem TEXT, data TEXT);
INSERT INTO "events" VALUES(1,1795417853012008,'daemon.started',NULL,NULL,NULL);
INSERT INTO "events" VALUES(2,1795417858575982,'outbox.queued',NULL,NULL,'{"first":1,"last":2,"count":2}');
INSERT INTO "events" VALUES(3,1795417858606043,'outbox.queued',3,NULL,NULL);
INSERT INTO "events" VALUES(4,1795417858617972,'outbox.sent',1,NULL,'{"sim":1,"ref":0}');
INSERT INTO "events" VALUES(5,1795417858626498,'outbox.sent',2,NULL,'{"sim":1,"ref":1}');
INSERT INTO "events" VALUES(6,1795417858636846,'outbox.sent',3,NULL,'{"sim":1,"ref":2,"seq":1}');
INSERT INTO "events" VALUES(7,1795417858640397,'outbox.sent',3,NULL,'{"sim":1,"ref":3,"seq":2}');
INSERT INTO "events" VALUES(8,1795417858643833,'outbox.sent',3,NULL,'{"sim":1,"ref":4,"seq":3}');
INSERT INTO "events" VALUES(9,1795417858670734,'outbox.delivered',1,NULL,NULL);
INSERT INTO "events" VALUES(10,1795417858670734,'outbox.delivered',2,NULL,NULL);
INSERT INTO "events" VALUES(11,1795417858670734,'outbox.delivered',3,NULL,'{"seq":1}');
INSERT INTO "events" VALUES(12,1795417858670734,'outbox.delivered',3,NULL,'{"seq":2}');
INSERT INTO "events" VALUES(13,1795417858670734,'outbox.delivered',3,NULL,'{"seq":3}');
INSERT INTO "events" VALUES(14,1795417858819524,'inbox.received',1,NULL,'{"sim":1}');
INSERT INTO "events" VALUES(15,1795417858819524,'inbox.received',2,NULL,'{"sim":1}');
INSERT INTO "events" VALUES(16,1795417858819524,'inbox.received',3,NULL,'{"sim":1}');
INSERT INTO "events" VALUES(17,1795417859601917,'outbox.queued',4,NULL,NULL);
INSERT INTO "events" VALUES(18,1795417867631037,'outbox.uncertain',4,NULL,'{"sim":1,"seq":1,"attempt":1,"reason":"restart"}');
INSERT INTO "events" VALUES(19,1795417867631037,'daemon.stopped',NULL,NULL,NULL);
INSERT INTO "events" VALUES(20,1795417867678142,'outbox.queued',NULL,NULL,'{"first":5,"last":7,"count":3}');
INSERT INTO "events" VALUES(21,1795417867695378,'outbox.queued',8,NULL,NULL);
INSERT INTO "events" VALUES(22,1795417868439598,'outbox.queued',9,NULL,NULL);
INSERT INTO "events" VALUES(23,1795417869257302,'outbox.held',6,NULL,'{"reason":"person","who":"root"}');
INSERT INTO "events" VALUES(24,1795417870161677,'outbox.cancelled',7,NULL,'{"who":"root"}');
CREATE TABLE half_log_ins (
    token_hash BLOB NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, expires_at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE ladders (modem TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "ladders" VALUES('m0','{"ladder":{"since":0,"rung":null,"tries":0,"failed":0,"losses":0,"rounds":0,"appeared":1795417853015498,"not_before":0,"resets":[]},"imei":"350000000000006","port":"/dev/ttyUSB0","usb":"","ids":""}',1795417854103386);
CREATE TABLE messages (
    id INTEGER NOT NULL PRIMARY KEY, recipient TEXT NOT NULL, text TEXT NOT NULL, kind SMALLINT NOT NULL, priority SMALLINT NOT NULL,
    alphabet SMALLINT NOT NULL, total SMALLINT NOT NULL, cuts TEXT,
    flash SMALLINT NOT NULL, report SMALLINT NOT NULL, validity_s BIGINT, state SMALLINT NOT NULL, reason TEXT,
    created_at BIGINT NOT NULL, send_after BIGINT, send_before BIGINT, due_at BIGINT, queue_key BIGINT, lane BIGINT,
    pinned_sim_id BIGINT, sim_id BIGINT, concat_reference SMALLINT, reply_to BIGINT, batch TEXT);
INSERT INTO "messages" VALUES(1,'+380500000101','Замовлення готове',1,0,1,1,NULL,0,1,NULL,5,NULL,1795417858575982,NULL,NULL,NULL,NULL,0,NULL,1,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(2,'+380500000102','Замовлення готове',1,0,1,1,NULL,0,1,NULL,5,NULL,1795417858575982,NULL,NULL,NULL,NULL,0,NULL,1,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(3,'+380500000101','Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. ',1,0,1,3,'67,67,38',0,1,NULL,5,NULL,1795417858606043,NULL,NULL,NULL,NULL,2,NULL,1,148,NULL,NULL);
INSERT INTO "messages" VALUES(4,'+380500000105','мовчання',1,0,1,1,NULL,0,0,NULL,2,'restart',1795417859601917,NULL,NULL,NULL,NULL,0,NULL,1,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(5,'+380500000101','У черзі',1,0,1,1,NULL,0,1,NULL,0,NULL,1795417867678142,NULL,NULL,NULL,107804916080181253,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(6,'+380500000102','У черзі',1,0,1,1,NULL,0,1,NULL,3,'person',1795417867678142,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(7,'+380500000103','У черзі',1,0,1,1,NULL,0,1,NULL,9,NULL,1795417867678142,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(8,'+380500000104','Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. ',1,0,1,3,'67,67,38',0,1,NULL,0,NULL,1795417867695378,NULL,NULL,NULL,107804916080181256,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(9,'+380500000105','колись',1,0,1,1,NULL,0,1,NULL,0,NULL,1795417868439598,1925020800000000,NULL,1925020800000000,NULL,1,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE modem_states (name TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "modem_states" VALUES('m0','{"name": "m0", "port": "/dev/ttyUSB0", "state": "ready", "reason": null, "facts": {}, "manufacturer": "SMSBOX", "model": "Simulated modem", "imei": "350000000000006", "imsi": "255010000000001", "iccid": "8938001000000000019", "sim_id": 1, "smsc": "+380500001000", "operator": "SAMPLE UA", "registration": "home", "technology": null, "rssi": 21, "dbm": -71, "storage": "ME", "storage_used": 0, "storage_capacity": 100, "limits_left": {}, "resets_at": {}, "drift": null, "recovery": null, "last_sent_at": null, "last_received_at": null, "next_send_at": null, "kinds": null, "since": "2026-11-23T09:10:54.314694+02:00", "at": "2026-11-23T09:10:54.314694+02:00"}',1795417854315174);
CREATE TABLE pauses (modem TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, by_whom TEXT, why TEXT) WITHOUT ROWID;
CREATE TABLE ported (
    number TEXT NOT NULL PRIMARY KEY, operator TEXT NOT NULL, evidence TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE prefixes (prefix TEXT NOT NULL PRIMARY KEY, operator TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (
    id INTEGER NOT NULL PRIMARY KEY, box TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, severity SMALLINT NOT NULL,
    facts TEXT NOT NULL, opened_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, closed_at BIGINT, snoozed_until BIGINT);
CREATE TABLE readings (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, at BIGINT NOT NULL, code TEXT NOT NULL, answer TEXT NOT NULL, money BIGINT,
    currency TEXT, sms_left BIGINT, sms_of BIGINT, renews_on TEXT);
CREATE TABLE received (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, sender TEXT NOT NULL, sender_kind SMALLINT NOT NULL, text TEXT NOT NULL,
    received_at BIGINT NOT NULL, sent_at BIGINT, reference BIGINT, wide SMALLINT NOT NULL, total SMALLINT NOT NULL,
    state SMALLINT NOT NULL, missing SMALLINT NOT NULL, flash SMALLINT NOT NULL, damaged SMALLINT NOT NULL,
    settled_at BIGINT);
INSERT INTO "received" VALUES(1,1,'+380500000101',1,'Дякую! Чи є хліб?',1795417858819524,1795417858000000,NULL,0,1,2,0,0,0,NULL);
INSERT INTO "received" VALUES(2,1,'+380500000103',1,'СТОП',1795417858819524,1795417858000000,NULL,0,1,2,0,0,0,NULL);
INSERT INTO "received" VALUES(3,1,'+380500000104',1,'Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. ',1795417858819524,1795417858000000,1,0,3,2,0,0,0,NULL);
CREATE TABLE received_segments (
    id INTEGER NOT NULL PRIMARY KEY, received_id BIGINT NOT NULL, seq SMALLINT NOT NULL, repeated SMALLINT NOT NULL, sim_id BIGINT NOT NULL,
    memory TEXT NOT NULL, slot BIGINT, live SMALLINT NOT NULL, pdu BLOB NOT NULL, received_at BIGINT NOT NULL);
INSERT INTO "received_segments" VALUES(1,1,1,0,1,'ME',6,0,X'040C91835000001010000862113290018580220414044F043A0443044E00210020042704380020045400200445043B04560431003F',1795417858819524);
INSERT INTO "received_segments" VALUES(2,2,1,0,1,'ME',7,0,X'040C918350000010300008621132900185800804210422041E041F',1795417858819524);
INSERT INTO "received_segments" VALUES(3,3,1,0,1,'ME',8,0,X'440C918350000010400008621132900185808C0500030103010414043E04310440043E0433043E00200434043D044F002100200412043004480435002004370430043C043E0432043B0435043D043D044F002004470435043A043004540020043D04300020043204300441002E00200414043E04310440043E0433043E00200434043D044F002100200412043004480435002004370430043C043E0432043B',1795417858819524);
INSERT INTO "received_segments" VALUES(4,3,2,0,1,'ME',9,0,X'440C918350000010400008621132900185808C0500030103020435043D043D044F002004470435043A043004540020043D04300020043204300441002E00200414043E04310440043E0433043E00200434043D044F002100200412043004480435002004370430043C043E0432043B0435043D043D044F002004470435043A043004540020043D04300020043204300441002E00200414043E04310440043E',1795417858819524);
INSERT INTO "received_segments" VALUES(5,3,3,0,1,'ME',10,0,X'440C91835000001040000862113290018580520500030103030433043E00200434043D044F002100200412043004480435002004370430043C043E0432043B0435043D043D044F002004470435043A043004540020043D04300020043204300441002E0020',1795417858819524);
CREATE TABLE recoveries (
    modem TEXT NOT NULL, rung TEXT NOT NULL, tried BIGINT NOT NULL, helped BIGINT NOT NULL, last_at BIGINT NOT NULL,
    PRIMARY KEY (modem, rung)) WITHOUT ROWID;
CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL, code_hash BLOB NOT NULL, made_at BIGINT NOT NULL, used_at BIGINT,
    PRIMARY KEY (user_id, code_hash)) WITHOUT ROWID;
CREATE TABLE seats (
    modem TEXT NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, accepted_at BIGINT NOT NULL, accepted_by TEXT) WITHOUT ROWID;
INSERT INTO "seats" VALUES('m0',1,1795417854104869,NULL);
CREATE TABLE segments (
    message_id BIGINT NOT NULL, seq INTEGER NOT NULL, state SMALLINT NOT NULL, attempts INTEGER NOT NULL,
    refusals INTEGER NOT NULL, maybe_duplicate SMALLINT NOT NULL, sim_id BIGINT, reference SMALLINT,
    reference_before SMALLINT, submitted_at BIGINT, await_until BIGINT, reported_at BIGINT, report_status SMALLINT,
    doubted_at BIGINT, owner TEXT, lease_until BIGINT, early TEXT, error TEXT,
    PRIMARY KEY (message_id, seq)) WITHOUT ROWID;
INSERT INTO "segments" VALUES(1,1,5,1,0,0,1,0,NULL,1795417858582837,1795680658582837,1795417858670734,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(2,1,5,1,0,0,1,1,0,1795417858617972,1795680658617972,1795417858670734,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(3,1,5,1,0,0,1,2,1,1795417858626498,1795680658626498,1795417858670734,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(3,2,5,1,0,0,1,3,2,1795417858636846,1795680658636846,1795417858670734,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(3,3,5,1,0,0,1,4,3,1795417858640397,1795680658640397,1795417858670734,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(4,1,2,1,0,0,1,NULL,4,1795417859603882,NULL,NULL,NULL,1795417867631037,NULL,NULL,NULL,'restart');
CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, agent TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "settings" VALUES('routing','{"on_net": true, "help": true, "sticky": true, "prefixes": []}',1795417854107790);
INSERT INTO "settings" VALUES('web.setup_code_hash','scrypt$16384$8$1$lnrTKU53HQAgSVq+yqkxeg==$yg29gR7h5iOOCJ19pYyk8YqSRExLFRdylKefZqfhH54=',1795417853095727);
CREATE TABLE signals (
    modem TEXT NOT NULL, minute BIGINT NOT NULL, rssi SMALLINT, registration TEXT, technology TEXT,
    PRIMARY KEY (modem, minute)) WITHOUT ROWID;
INSERT INTO "signals" VALUES('m0',29923630,21,'home',NULL);
CREATE TABLE sims (
    id INTEGER NOT NULL PRIMARY KEY, imsi TEXT NOT NULL UNIQUE, iccid TEXT, modem TEXT, number TEXT,
    first_seen_at BIGINT NOT NULL, last_seen_at BIGINT NOT NULL, last_reference SMALLINT);
INSERT INTO "sims" VALUES(1,'255010000000001','8938001000000000019','m0',NULL,1795417854104869,1795417854104869,4);
CREATE TABLE sweeps (
    id INTEGER NOT NULL PRIMARY KEY, act TEXT NOT NULL, filter TEXT NOT NULL, sim_id BIGINT, twice SMALLINT NOT NULL, by_whom TEXT NOT NULL,
    made_at BIGINT NOT NULL, last_id BIGINT NOT NULL, place BIGINT NOT NULL, counted BIGINT NOT NULL,
    doubtful BIGINT NOT NULL, examples TEXT NOT NULL, state SMALLINT NOT NULL, changed BIGINT NOT NULL,
    ended_at BIGINT);
CREATE TABLE throttle (
    key TEXT NOT NULL PRIMARY KEY, failures INTEGER NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE tokens (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, prefix TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE, rights TEXT NOT NULL,
    allow TEXT NOT NULL, per_day BIGINT, made_by TEXT NOT NULL, made_at BIGINT NOT NULL, expires_at BIGINT,
    last_used_at BIGINT, revoked_at BIGINT, revoked_by TEXT);
CREATE TABLE usage (
    sim_id BIGINT NOT NULL, minute BIGINT NOT NULL, segments BIGINT NOT NULL, last_at BIGINT NOT NULL, refused BIGINT NOT NULL DEFAULT 0, delivered BIGINT NOT NULL DEFAULT 0, undelivered BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (sim_id, minute)) WITHOUT ROWID;
INSERT INTO "usage" VALUES(1,29923630,6,1795417859603882,0,5,0);
CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password_hash TEXT NOT NULL, created_at BIGINT NOT NULL, language TEXT, disabled_at BIGINT, password_changed_at BIGINT, invitation_hash TEXT, invited_until BIGINT, totp_secret TEXT, totp_since BIGINT, totp_step BIGINT);
INSERT INTO "users" VALUES(1,'Olena','marketer','!',1795417857514241,NULL,NULL,NULL,'scrypt$16384$8$1$CXv3NtAXex9QMdUmWIQ8TA==$L7SvHxpUpjymS0/E4fzJmx7gZhI1k1yMZlVlUx2j7aU=',1796022657514241,NULL,NULL,NULL);
CREATE INDEX messages_ready ON messages (lane, queue_key) WHERE queue_key IS NOT NULL;
CREATE INDEX messages_due ON messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX messages_deadline ON messages (send_before) WHERE send_before IS NOT NULL AND state IN (0, 3);
CREATE INDEX messages_standing ON messages (state, id) WHERE state <> 5;
CREATE INDEX messages_batch ON messages (batch, id) WHERE batch IS NOT NULL;
CREATE INDEX segments_unsettled ON segments (sim_id, state) WHERE state = 1 OR doubted_at IS NOT NULL;
CREATE INDEX segments_awaiting ON segments (sim_id, reference, await_until) WHERE await_until IS NOT NULL;
CREATE INDEX received_groups ON received (sim_id, sender, reference, id) WHERE total > 1;
CREATE INDEX received_waiting ON received (id) WHERE settled_at IS NULL AND state > 0;
CREATE INDEX received_pending ON received (received_at) WHERE state = 0;
CREATE INDEX received_segments_whole ON received_segments (received_id, seq);
CREATE INDEX received_segments_live ON received_segments (sim_id, memory, slot) WHERE live = 1;
CREATE INDEX events_message ON events (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX readings_sim ON readings (sim_id, at);
CREATE INDEX calls_number ON calls (number, id);
CREATE INDEX calls_open ON calls (id) WHERE state = 0;
CREATE INDEX readings_newest ON readings (sim_id, id);
CREATE INDEX readings_money ON readings (sim_id, id) WHERE money IS NOT NULL;
CREATE INDEX readings_package ON readings (sim_id, id) WHERE sms_left IS NOT NULL;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX browsers_user ON browsers (user_id, last_at);
CREATE INDEX audit_who ON audit (who, id);
CREATE INDEX audit_area ON audit (area, id);
CREATE INDEX messages_recipient ON messages (recipient , id);
CREATE INDEX received_sender ON received (sender , id);
CREATE INDEX sweeps_open ON sweeps (id) WHERE state IN (0, 2);
CREATE UNIQUE INDEX problems_open ON problems (box, key, subject) WHERE closed_at IS NULL;
CREATE INDEX problems_closed ON problems (box, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX events_seldom ON events (kind, id) WHERE message_id IS NULL;
CREATE INDEX events_modem ON events (modem, id) WHERE modem IS NOT NULL;
CREATE TRIGGER audit_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit WHEN NOT EXISTS (SELECT 1 FROM audit WHERE area = 'audit' AND id > OLD.id AND CASE what WHEN 'audit.pruned' THEN CAST(subject AS BIGINT) >= OLD.id ELSE FALSE END)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
COMMIT;
