PRAGMA application_id = 1397576514;
PRAGMA user_version = 12;
BEGIN TRANSACTION;
CREATE TABLE alarm_channels (
    box TEXT NOT NULL, channel TEXT NOT NULL, failures INTEGER NOT NULL, next_at BIGINT NOT NULL, tried_at BIGINT,
    reached_at BIGINT, error TEXT, PRIMARY KEY (box, channel)) WITHOUT ROWID;
CREATE TABLE alarm_log (
    id INTEGER NOT NULL PRIMARY KEY, box TEXT NOT NULL, at BIGINT NOT NULL, channel TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL,
    error TEXT);
CREATE TABLE alarms (
    id INTEGER NOT NULL PRIMARY KEY, box TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, severity SMALLINT NOT NULL,
    facts TEXT NOT NULL, opened_at BIGINT NOT NULL, gone_at BIGINT, ended_at BIGINT, turns INTEGER NOT NULL,
    heard TEXT NOT NULL);
CREATE TABLE applications (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, version BIGINT NOT NULL, number TEXT NOT NULL, at BIGINT NOT NULL,
    answers TEXT NOT NULL, dialog_id BIGINT, received_id BIGINT);
CREATE TABLE appointments (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, number TEXT NOT NULL, service TEXT NOT NULL, resource TEXT NOT NULL,
    at BIGINT NOT NULL, until BIGINT NOT NULL, state SMALLINT NOT NULL, held_until BIGINT, dialog_id BIGINT,
    made_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, remind_at BIGINT, reminded_at BIGINT, confirmed_at BIGINT,
    moved_from BIGINT, note TEXT NOT NULL, by_whom TEXT NOT NULL);
CREATE TABLE audiences (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, filter TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    changed_at BIGINT NOT NULL);
INSERT INTO "audiences" VALUES(1,'coffee lovers','{"all_tags": ["coffee"]}',1795417930443057,'root',1795417930443057);
CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL, address TEXT NOT NULL, area TEXT NOT NULL,
    what TEXT NOT NULL, subject TEXT NOT NULL, changes TEXT NOT NULL);
INSERT INTO "audit" VALUES(1,1795417929178078,'root','console','','customer','customer.added','1','{}');
INSERT INTO "audit" VALUES(2,1795417929319109,'root','console','','customer','customer.added','2','{}');
INSERT INTO "audit" VALUES(3,1795417929413082,'root','console','','customer','customer.added','3','{}');
INSERT INTO "audit" VALUES(4,1795417929502161,'root','console','','customer','customer.note','1','{}');
INSERT INTO "audit" VALUES(5,1795417929621682,'root','console','','customer','customer.agreed','1','{}');
INSERT INTO "audit" VALUES(6,1795417929744803,'root','console','','customer','customer.agreed','2','{}');
INSERT INTO "audit" VALUES(7,1795417929873956,'root','console','','customer','customer.agreed','3','{}');
INSERT INTO "audit" VALUES(8,1795417930026910,'root','console','','customer','customer.left','2','{}');
INSERT INTO "audit" VALUES(9,1795417930168378,'root','console','','customer','customer.choice','1','{}');
INSERT INTO "audit" VALUES(10,1795417930276548,'root','console','','source','source.made','At the till','{"kind": [null, "poster"], "word": [null, "КАВА"]}');
INSERT INTO "audit" VALUES(11,1795417930364224,'root','console','','question','question.made','Що ви п’єте?','{"field": [null, "drink"]}');
INSERT INTO "audit" VALUES(12,1795417930443620,'root','console','','campaign','campaign.audience_kept','coffee lovers','{}');
INSERT INTO "audit" VALUES(13,1795417930520153,'root','console','','user','user.added','Olena','{"role": [null, "marketer"]}');
INSERT INTO "audit" VALUES(14,1795417930969744,'root','console','','message','message.queued','1–2','{"messages": [null, 2]}');
INSERT INTO "audit" VALUES(15,1795417931003789,'root','console','','message','message.queued','3','{"messages": [null, 1]}');
INSERT INTO "audit" VALUES(16,1795417931326753,'root','console','','campaign','campaign.made','1 Spring','{}');
INSERT INTO "audit" VALUES(17,1795417931424312,'root','console','','campaign','campaign.approved','1 Spring','{}');
INSERT INTO "audit" VALUES(18,1795417931636505,'root','console','','message','message.queued','5','{"messages": [null, 1]}');
INSERT INTO "audit" VALUES(19,1795417939702179,'root','console','','message','message.queued','6–8','{"messages": [null, 3]}');
INSERT INTO "audit" VALUES(20,1795417939719031,'root','console','','message','message.queued','9','{"messages": [null, 1]}');
INSERT INTO "audit" VALUES(21,1795417939796835,'root','console','','message','message.queued','10','{"messages": [null, 1]}');
INSERT INTO "audit" VALUES(22,1795417939904956,'root','console','','message','message.hold','7','{}');
INSERT INTO "audit" VALUES(23,1795417940003081,'root','console','','message','message.cancel','8','{}');
INSERT INTO "audit" VALUES(24,1795492433111605,'root','console','','customer','customer.added','4','{}');
CREATE TABLE browsers (
    token_hash BLOB NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, last_at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE calls (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT, modem TEXT NOT NULL, number TEXT NOT NULL, at BIGINT NOT NULL, last_at BIGINT NOT NULL,
    rings INTEGER NOT NULL, rule TEXT NOT NULL, state SMALLINT NOT NULL, message_id BIGINT, settled_at BIGINT,
    settled_by TEXT, note TEXT);
CREATE TABLE campaign_results (
    campaign_id BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, counted TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE campaigns (
    id INTEGER NOT NULL PRIMARY KEY, parent_id BIGINT, name TEXT NOT NULL, state SMALLINT NOT NULL, plan TEXT NOT NULL, version BIGINT NOT NULL,
    seed TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, changed_at BIGINT NOT NULL, approved_at BIGINT,
    approved_by TEXT, override TEXT, start_at BIGINT, next_at BIGINT, launched_at BIGINT, place BIGINT NOT NULL,
    high BIGINT NOT NULL, pilot_until BIGINT, pilot TEXT, paused_why TEXT, ended_at BIGINT, fed BIGINT NOT NULL,
    skipped BIGINT NOT NULL, apart BIGINT NOT NULL, judged_from TEXT, tested_at BIGINT);
INSERT INTO "campaigns" VALUES(1,NULL,'Spring',1,'{"audience": {"everyone": true}, "variants": [{"text": "Вітаємо, кава -20% до неділі. 0500000001. СТОП: більше ні", "weight": 1}]}',2,'da8b7c1d83f9f635',1795417931325878,'root',1795417931423452,1795417931423452,'root',NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,0,0,0,NULL,NULL);
CREATE TABLE canned (
    id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL, used BIGINT NOT NULL,
    changed_at BIGINT NOT NULL, by_whom TEXT NOT NULL);
CREATE TABLE carriers (
    sim_id BIGINT NOT NULL PRIMARY KEY, operator TEXT, weight SMALLINT NOT NULL, kinds SMALLINT NOT NULL,
    allow TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "carriers" VALUES(1,'vodafone',1,7,'+380',1795417928780484);
CREATE TABLE concat_references (
    sim_id BIGINT NOT NULL, recipient TEXT NOT NULL, reference SMALLINT NOT NULL,
    PRIMARY KEY (sim_id, recipient)) WITHOUT ROWID;
INSERT INTO "concat_references" VALUES(1,'+380500000101',148);
CREATE TABLE consents (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, at BIGINT NOT NULL, act TEXT NOT NULL, how TEXT NOT NULL, words TEXT NOT NULL,
    scope TEXT NOT NULL, language TEXT NOT NULL, evidence_id BIGINT, evidence TEXT NOT NULL, operator TEXT NOT NULL,
    source_id BIGINT, campaign_id BIGINT, terms TEXT NOT NULL);
INSERT INTO "consents" VALUES(1,'+380500000101',1795417929620620,'agreed','cli','May we?','marketing','uk',NULL,'paper 1','root',NULL,NULL,'');
INSERT INTO "consents" VALUES(2,'+380500000102',1795417929743699,'agreed','cli','May we?','marketing','uk',NULL,'paper 1','root',NULL,NULL,'');
INSERT INTO "consents" VALUES(3,'+380500000103',1795417929872851,'agreed','cli','May we?','marketing','uk',NULL,'paper 1','root',NULL,NULL,'');
INSERT INTO "consents" VALUES(4,'+380500000102',1795417930024240,'left','cli','','marketing','',NULL,'','root',NULL,NULL,'');
INSERT INTO "consents" VALUES(5,'+380500000101',1795417930166405,'choice','cli','','marketing','',NULL,'','root',NULL,NULL,'{"every_days": 30}');
INSERT INTO "consents" VALUES(6,'+380500000103',1795417931221024,'left','sms','СТОП','marketing','',3,'','',NULL,NULL,'');
CREATE TABLE contact_fields (
    contact_id BIGINT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, at BIGINT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (contact_id, name)) WITHOUT ROWID;
INSERT INTO "contact_fields" VALUES(1,'drink','latte',1795417929176223,'staff:root');
CREATE TABLE contact_notes (
    id INTEGER NOT NULL PRIMARY KEY, contact_id BIGINT NOT NULL, at BIGINT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL);
INSERT INTO "contact_notes" VALUES(1,1,1795417929501893,'root','asked for oat milk');
CREATE TABLE contact_numbers (number TEXT NOT NULL PRIMARY KEY, contact_id BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE contact_tags (
    contact_id BIGINT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (contact_id, tag)) WITHOUT ROWID;
INSERT INTO "contact_tags" VALUES(1,'coffee');
CREATE TABLE contact_words (
    word TEXT  NOT NULL, contact_id BIGINT NOT NULL, PRIMARY KEY (word, contact_id)) WITHOUT ROWID;
INSERT INTO "contact_words" VALUES('=оксана',1);
INSERT INTO "contact_words" VALUES('оксана',1);
INSERT INTO "contact_words" VALUES('=богдан',2);
INSERT INTO "contact_words" VALUES('богдан',2);
INSERT INTO "contact_words" VALUES('=ганна',4);
INSERT INTO "contact_words" VALUES('ганна',4);
CREATE TABLE contacts (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL, salutation TEXT NOT NULL, language TEXT, zone TEXT,
    state SMALLINT NOT NULL, birthday TEXT, source_id BIGINT, import_id BIGINT, created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL, heard_at BIGINT, bought_at BIGINT);
INSERT INTO "contacts" VALUES(1,'+380500000101','Оксана','',NULL,NULL,0,'03-14',NULL,NULL,1795417929176223,1795417929176223,1795417931221024,NULL);
INSERT INTO "contacts" VALUES(2,'+380500000102','Богдан','',NULL,NULL,0,NULL,NULL,NULL,1795417929317794,1795417929317794,NULL,NULL);
INSERT INTO "contacts" VALUES(3,'+380500000103','','',NULL,NULL,0,NULL,NULL,NULL,1795417929411928,1795417929411928,1795417931221024,NULL);
INSERT INTO "contacts" VALUES(4,'+380500000077','Ганна','',NULL,NULL,0,NULL,NULL,NULL,1795492433101820,1795492433101820,NULL,NULL);
CREATE TABLE correspondents (number TEXT NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE counters (
    kind SMALLINT NOT NULL, state SMALLINT NOT NULL, messages BIGINT NOT NULL, segments BIGINT NOT NULL,
    PRIMARY KEY (kind, state)) WITHOUT ROWID;
INSERT INTO "counters" VALUES(0,0,0,0);
INSERT INTO "counters" VALUES(0,1,0,0);
INSERT INTO "counters" VALUES(0,4,0,0);
INSERT INTO "counters" VALUES(0,5,1,1);
INSERT INTO "counters" VALUES(1,0,3,5);
INSERT INTO "counters" VALUES(1,1,0,0);
INSERT INTO "counters" VALUES(1,2,1,1);
INSERT INTO "counters" VALUES(1,3,1,1);
INSERT INTO "counters" VALUES(1,4,0,0);
INSERT INTO "counters" VALUES(1,5,3,5);
INSERT INTO "counters" VALUES(1,9,1,1);
CREATE TABLE coupon_series (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, prefix TEXT NOT NULL, length SMALLINT NOT NULL,
    offer TEXT NOT NULL, valid_from BIGINT, valid_until BIGINT, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    closed_at BIGINT);
CREATE TABLE coupons (
    id INTEGER NOT NULL PRIMARY KEY, series_id BIGINT NOT NULL, code TEXT NOT NULL UNIQUE, written TEXT NOT NULL, state SMALLINT NOT NULL,
    number TEXT, campaign_id BIGINT, given_at BIGINT, redeemed_at BIGINT, redeemed_by TEXT, redeemed_how TEXT,
    press TEXT, worth BIGINT);
CREATE TABLE dialog_steps (
    dialog_id BIGINT NOT NULL, seq INTEGER NOT NULL, at BIGINT NOT NULL, received_id BIGINT, step TEXT NOT NULL,
    message_ids TEXT NOT NULL, PRIMARY KEY (dialog_id, seq)) WITHOUT ROWID;
CREATE TABLE dialogs (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, version BIGINT NOT NULL, number TEXT NOT NULL, sim_id BIGINT NOT NULL,
    step TEXT NOT NULL, state TEXT NOT NULL, misses INTEGER NOT NULL, opened_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, ended_at BIGINT, outcome TEXT);
CREATE TABLE draw_places (
    draw_id BIGINT NOT NULL, place INTEGER NOT NULL, mark TEXT NOT NULL, entry_id BIGINT NOT NULL, message_id BIGINT,
    told_at BIGINT, PRIMARY KEY (draw_id, place)) WITHOUT ROWID;
CREATE TABLE draws (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL UNIQUE, committed_at BIGINT NOT NULL, commitment TEXT NOT NULL, seed TEXT NOT NULL,
    rules TEXT, listed_at BIGINT, list_hash TEXT, list TEXT, entries BIGINT, value TEXT, drawn_at BIGINT,
    by_whom TEXT);
CREATE TABLE entries (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, code TEXT NOT NULL, shown TEXT NOT NULL, number TEXT NOT NULL, at BIGINT NOT NULL,
    received_id BIGINT, state SMALLINT NOT NULL, note TEXT NOT NULL);
CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL, kind TEXT NOT NULL, message_id BIGINT, modem TEXT, data TEXT);
INSERT INTO "events" VALUES(1,1795417927751306,'daemon.started',NULL,NULL,NULL);
INSERT INTO "events" VALUES(2,1795417930949403,'outbox.queued',NULL,NULL,'{"first":1,"last":2,"count":2}');
INSERT INTO "events" VALUES(3,1795417930991379,'outbox.sent',1,NULL,'{"sim":1,"ref":0}');
INSERT INTO "events" VALUES(4,1795417930996455,'outbox.queued',3,NULL,NULL);
INSERT INTO "events" VALUES(5,1795417930999402,'outbox.sent',2,NULL,'{"sim":1,"ref":1}');
INSERT INTO "events" VALUES(6,1795417931011192,'outbox.sent',3,NULL,'{"sim":1,"ref":2,"seq":1}');
INSERT INTO "events" VALUES(7,1795417931017517,'outbox.sent',3,NULL,'{"sim":1,"ref":3,"seq":2}');
INSERT INTO "events" VALUES(8,1795417931027389,'outbox.sent',3,NULL,'{"sim":1,"ref":4,"seq":3}');
INSERT INTO "events" VALUES(9,1795417931048303,'outbox.delivered',1,NULL,NULL);
INSERT INTO "events" VALUES(10,1795417931048303,'outbox.delivered',2,NULL,NULL);
INSERT INTO "events" VALUES(11,1795417931048303,'outbox.delivered',3,NULL,'{"seq":1}');
INSERT INTO "events" VALUES(12,1795417931048303,'outbox.delivered',3,NULL,'{"seq":2}');
INSERT INTO "events" VALUES(13,1795417931048303,'outbox.delivered',3,NULL,'{"seq":3}');
INSERT INTO "events" VALUES(14,1795417931221024,'inbox.received',2,NULL,'{"sim":1}');
INSERT INTO "events" VALUES(15,1795417931221024,'inbox.received',3,NULL,'{"sim":1}');
INSERT INTO "events" VALUES(16,1795417931221024,'inbox.received',1,NULL,'{"sim":1}');
INSERT INTO "events" VALUES(17,1795417931223886,'outbox.queued',4,NULL,'{"batch":"auto"}');
INSERT INTO "events" VALUES(18,1795417931223886,'inbox.routed',3,NULL,'{"by":"stop"}');
INSERT INTO "events" VALUES(19,1795417931362962,'outbox.sent',4,NULL,'{"sim":1,"ref":5}');
INSERT INTO "events" VALUES(20,1795417931383535,'outbox.delivered',4,NULL,NULL);
INSERT INTO "events" VALUES(21,1795417931423452,'campaign.approved',NULL,NULL,'{"campaign":1,"name":"Spring","who":"root"}');
INSERT INTO "events" VALUES(22,1795417931632407,'outbox.queued',5,NULL,NULL);
INSERT INTO "events" VALUES(23,1795417939655296,'outbox.uncertain',5,NULL,'{"sim":1,"seq":1,"attempt":1,"reason":"restart"}');
INSERT INTO "events" VALUES(24,1795417939655296,'daemon.stopped',NULL,NULL,NULL);
INSERT INTO "events" VALUES(25,1795417939700180,'outbox.queued',NULL,NULL,'{"first":6,"last":8,"count":3}');
INSERT INTO "events" VALUES(26,1795417939716056,'outbox.queued',9,NULL,NULL);
INSERT INTO "events" VALUES(27,1795417939793385,'outbox.queued',10,NULL,NULL);
INSERT INTO "events" VALUES(28,1795417939904011,'outbox.held',7,NULL,'{"reason":"person","who":"root"}');
INSERT INTO "events" VALUES(29,1795417940001959,'outbox.cancelled',8,NULL,'{"who":"root"}');
CREATE TABLE flow_versions (
    flow_id BIGINT NOT NULL, version BIGINT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (flow_id, version)) WITHOUT ROWID;
CREATE TABLE flow_words (word TEXT NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE flows (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL, state SMALLINT NOT NULL,
    version BIGINT NOT NULL, source TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    changed_at BIGINT NOT NULL, launched_at BIGINT, closed_at BIGINT);
CREATE TABLE goods (
    flow_id BIGINT NOT NULL, code TEXT NOT NULL, stock BIGINT, taken BIGINT NOT NULL, changed_at BIGINT NOT NULL,
    PRIMARY KEY (flow_id, code)) WITHOUT ROWID;
CREATE TABLE half_log_ins (
    token_hash BLOB NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, expires_at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE import_rows (
    import_id BIGINT NOT NULL, line BIGINT NOT NULL, contact_id BIGINT, what SMALLINT NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (import_id, line)) WITHOUT ROWID;
CREATE TABLE imports (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, home TEXT NOT NULL,
    plan TEXT NOT NULL, looked TEXT NOT NULL, found TEXT NOT NULL, state SMALLINT NOT NULL, total BIGINT NOT NULL,
    place BIGINT NOT NULL, added BIGINT NOT NULL, changed BIGINT NOT NULL, same BIGINT NOT NULL, bad BIGINT NOT NULL,
    agreed BIGINT NOT NULL, stayed BIGINT NOT NULL, undone BIGINT NOT NULL, problem TEXT, ended_at BIGINT);
CREATE TABLE ladders (modem TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "ladders" VALUES('m0','{"ladder":{"since":0,"rung":null,"tries":0,"failed":0,"losses":0,"rounds":0,"appeared":1795417927755208,"not_before":0,"resets":[]},"imei":"350000000000006","port":"/dev/ttyUSB0","usb":"","ids":""}',1795417928775360);
CREATE TABLE merges (
    id INTEGER NOT NULL PRIMARY KEY, kept_id BIGINT NOT NULL, gone_id BIGINT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    memory TEXT NOT NULL);
CREATE TABLE messages (
    id INTEGER NOT NULL PRIMARY KEY, recipient TEXT NOT NULL, text TEXT NOT NULL, kind SMALLINT NOT NULL, priority SMALLINT NOT NULL,
    alphabet SMALLINT NOT NULL, total SMALLINT NOT NULL, cuts TEXT,
    flash SMALLINT NOT NULL, report SMALLINT NOT NULL, validity_s BIGINT, state SMALLINT NOT NULL, reason TEXT,
    created_at BIGINT NOT NULL, send_after BIGINT, send_before BIGINT, due_at BIGINT, queue_key BIGINT, lane BIGINT,
    pinned_sim_id BIGINT, sim_id BIGINT, concat_reference SMALLINT, reply_to BIGINT, batch TEXT, topic TEXT);
INSERT INTO "messages" VALUES(1,'+380500000101','Замовлення готове',1,0,1,1,NULL,0,1,NULL,5,NULL,1795417930949403,NULL,NULL,NULL,NULL,0,NULL,1,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(2,'+380500000102','Замовлення готове',1,0,1,1,NULL,0,1,NULL,5,NULL,1795417930949403,NULL,NULL,NULL,NULL,0,NULL,1,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(3,'+380500000101','Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. ',1,0,1,3,'67,67,38',0,1,NULL,5,NULL,1795417930996455,NULL,NULL,NULL,NULL,2,NULL,1,148,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(4,'+380500000103','Магазин: вас відписано, реклами більше не буде. Повернутись: СТАРТ',0,0,1,1,NULL,0,1,NULL,5,NULL,1795417931223886,NULL,NULL,NULL,NULL,0,NULL,1,NULL,3,'auto',NULL);
INSERT INTO "messages" VALUES(5,'+380500000105','мовчання',1,0,1,1,NULL,0,0,NULL,2,'restart',1795417931632407,NULL,NULL,NULL,NULL,0,NULL,1,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(6,'+380500000101','У черзі',1,0,1,1,NULL,0,1,NULL,0,NULL,1795417939700180,NULL,NULL,NULL,107804916080181254,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(7,'+380500000102','У черзі',1,0,1,1,NULL,0,1,NULL,3,'person',1795417939700180,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(8,'+380500000103','У черзі',1,0,1,1,NULL,0,1,NULL,9,NULL,1795417939700180,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(9,'+380500000104','Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. ',1,0,1,3,'67,67,38',0,1,NULL,0,NULL,1795417939716056,NULL,NULL,NULL,107804916080181257,0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "messages" VALUES(10,'+380500000105','колись',1,0,1,1,NULL,0,1,NULL,0,NULL,1795417939793385,1925020800000000,NULL,1925020800000000,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE modem_states (name TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "modem_states" VALUES('m0','{"name": "m0", "port": "/dev/ttyUSB0", "state": "ready", "reason": null, "facts": {}, "manufacturer": "SMSBOX", "model": "Simulated modem", "imei": "350000000000006", "imsi": "255010000000001", "iccid": "8938001000000000019", "sim_id": 1, "smsc": "+380500001000", "operator": "SAMPLE UA", "registration": "home", "technology": "GSM", "rssi": 21, "dbm": -71, "storage": "ME", "storage_used": 0, "storage_capacity": 100, "limits_left": {}, "resets_at": {}, "drift": null, "recovery": null, "last_sent_at": null, "last_received_at": null, "next_send_at": null, "kinds": null, "since": "2026-11-23T09:12:08.986036+02:00", "at": "2026-11-23T09:12:08.986036+02:00"}',1795417928986264);
CREATE TABLE order_days (day TEXT NOT NULL PRIMARY KEY, orders BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE order_lines (
    order_id BIGINT NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL, price BIGINT NOT NULL,
    amount BIGINT NOT NULL, PRIMARY KEY (order_id, place)) WITHOUT ROWID;
CREATE TABLE order_steps (
    order_id BIGINT NOT NULL, state SMALLINT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL, note TEXT NOT NULL,
    message_id BIGINT, PRIMARY KEY (order_id, state)) WITHOUT ROWID;
CREATE TABLE orders (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, version BIGINT NOT NULL, said TEXT NOT NULL, number TEXT NOT NULL,
    state SMALLINT NOT NULL, made_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, worth BIGINT NOT NULL,
    currency TEXT NOT NULL, delivery BIGINT, address TEXT NOT NULL, note TEXT NOT NULL, taken_by TEXT,
    dialog_id BIGINT, received_id BIGINT);
CREATE TABLE pauses (modem TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, by_whom TEXT, why TEXT) WITHOUT ROWID;
CREATE TABLE permissions (
    number TEXT NOT NULL PRIMARY KEY, state SMALLINT NOT NULL, since BIGINT NOT NULL, consent_id BIGINT NOT NULL,
    source_id BIGINT, asked_at BIGINT, answer_until BIGINT, every_days INTEGER, hours TEXT, topics TEXT, language TEXT,
    prefers_call SMALLINT NOT NULL) WITHOUT ROWID;
INSERT INTO "permissions" VALUES('+380500000101',2,1795417929620620,1,NULL,NULL,NULL,30,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500000102',4,1795417930024240,4,NULL,NULL,NULL,NULL,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500000103',4,1795417931221024,6,NULL,NULL,NULL,NULL,NULL,NULL,'uk',0);
CREATE TABLE ported (
    number TEXT NOT NULL PRIMARY KEY, operator TEXT NOT NULL, evidence TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE prefixes (prefix TEXT NOT NULL PRIMARY KEY, operator TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (
    id INTEGER NOT NULL PRIMARY KEY, box TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, severity SMALLINT NOT NULL,
    facts TEXT NOT NULL, opened_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, closed_at BIGINT, snoozed_until BIGINT);
CREATE TABLE questions (
    id INTEGER NOT NULL PRIMARY KEY, field TEXT NOT NULL, text TEXT NOT NULL, options TEXT NOT NULL, days INTEGER NOT NULL,
    made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, closed_at BIGINT);
INSERT INTO "questions" VALUES(1,'drink','Що ви п’єте?','["coffee", "tea"]',180,1795417930345238,'root',NULL);
CREATE TABLE quiz_results (
    flow_id BIGINT NOT NULL, number TEXT NOT NULL, attempt INTEGER NOT NULL, begun_at BIGINT NOT NULL,
    ended_at BIGINT, score INTEGER NOT NULL, took BIGINT NOT NULL, counts SMALLINT NOT NULL, answers TEXT NOT NULL,
    PRIMARY KEY (flow_id, number, attempt)) WITHOUT ROWID;
CREATE TABLE readings (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, at BIGINT NOT NULL, code TEXT NOT NULL, answer TEXT NOT NULL, money BIGINT,
    currency TEXT, sms_left BIGINT, sms_of BIGINT, renews_on TEXT);
CREATE TABLE received (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, sender TEXT NOT NULL, sender_kind SMALLINT NOT NULL, text TEXT NOT NULL,
    received_at BIGINT NOT NULL, sent_at BIGINT, reference BIGINT, wide SMALLINT NOT NULL, total SMALLINT NOT NULL,
    state SMALLINT NOT NULL, missing SMALLINT NOT NULL, flash SMALLINT NOT NULL, damaged SMALLINT NOT NULL,
    settled_at BIGINT, routed_at BIGINT, routed_by TEXT);
INSERT INTO "received" VALUES(1,1,'+380500000104',1,'Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. Доброго дня! Ваше замовлення чекає на вас. ',1795417931095878,1795417931000000,1,0,3,2,0,0,0,NULL,1795417931223886,NULL);
INSERT INTO "received" VALUES(2,1,'+380500000101',1,'Дякую! Чи є хліб?',1795417931221024,1795417931000000,NULL,0,1,2,0,0,0,NULL,1795417931223886,NULL);
INSERT INTO "received" VALUES(3,1,'+380500000103',1,'СТОП',1795417931221024,1795417931000000,NULL,0,1,2,0,0,0,1795417931223886,1795417931223886,'stop');
CREATE TABLE received_segments (
    id INTEGER NOT NULL PRIMARY KEY, received_id BIGINT NOT NULL, seq SMALLINT NOT NULL, repeated SMALLINT NOT NULL, sim_id BIGINT NOT NULL,
    memory TEXT NOT NULL, slot BIGINT, live SMALLINT NOT NULL, pdu BLOB NOT NULL, received_at BIGINT NOT NULL);
INSERT INTO "received_segments" VALUES(1,1,3,0,1,'ME',5,0,X'440C91835000001040000862113290211180520500030103030433043E00200434043D044F002100200412043004480435002004370430043C043E0432043B0435043D043D044F002004470435043A043004540020043D04300020043204300441002E0020',1795417931095878);
INSERT INTO "received_segments" VALUES(2,2,1,0,1,'ME',1,0,X'040C91835000001010000862113290211180220414044F043A0443044E00210020042704380020045400200445043B04560431003F',1795417931221024);
INSERT INTO "received_segments" VALUES(3,3,1,0,1,'ME',2,0,X'040C918350000010300008621132902111800804210422041E041F',1795417931221024);
INSERT INTO "received_segments" VALUES(4,1,1,0,1,'ME',3,0,X'440C918350000010400008621132902111808C0500030103010414043E04310440043E0433043E00200434043D044F002100200412043004480435002004370430043C043E0432043B0435043D043D044F002004470435043A043004540020043D04300020043204300441002E00200414043E04310440043E0433043E00200434043D044F002100200412043004480435002004370430043C043E0432043B',1795417931221024);
INSERT INTO "received_segments" VALUES(5,1,2,0,1,'ME',4,0,X'440C918350000010400008621132902111808C0500030103020435043D043D044F002004470435043A043004540020043D04300020043204300441002E00200414043E04310440043E0433043E00200434043D044F002100200412043004480435002004370430043C043E0432043B0435043D043D044F002004470435043A043004540020043D04300020043204300441002E00200414043E04310440043E',1795417931221024);
CREATE TABLE recipients (
    campaign_id BIGINT NOT NULL, number TEXT NOT NULL, contact_id BIGINT NOT NULL, customer SMALLINT NOT NULL,
    variant SMALLINT NOT NULL, state SMALLINT NOT NULL, reason TEXT, message_id BIGINT, coupon_id BIGINT, code TEXT,
    at BIGINT NOT NULL, replied_at BIGINT, left_at BIGINT, called_at BIGINT, question_id BIGINT, bought_at BIGINT, heard_at BIGINT,
    PRIMARY KEY (campaign_id, number)) WITHOUT ROWID;
CREATE TABLE recoveries (
    modem TEXT NOT NULL, rung TEXT NOT NULL, tried BIGINT NOT NULL, helped BIGINT NOT NULL, last_at BIGINT NOT NULL,
    PRIMARY KEY (modem, rung)) WITHOUT ROWID;
CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL, code_hash BLOB NOT NULL, made_at BIGINT NOT NULL, used_at BIGINT,
    PRIMARY KEY (user_id, code_hash)) WITHOUT ROWID;
CREATE TABLE seats (
    modem TEXT NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, accepted_at BIGINT NOT NULL, accepted_by TEXT) WITHOUT ROWID;
INSERT INTO "seats" VALUES('m0',1,1795417928777754,NULL);
CREATE TABLE segments (
    message_id BIGINT NOT NULL, seq INTEGER NOT NULL, state SMALLINT NOT NULL, attempts INTEGER NOT NULL,
    refusals INTEGER NOT NULL, maybe_duplicate SMALLINT NOT NULL, sim_id BIGINT, reference SMALLINT,
    reference_before SMALLINT, submitted_at BIGINT, await_until BIGINT, reported_at BIGINT, report_status SMALLINT,
    doubted_at BIGINT, owner TEXT, lease_until BIGINT, early TEXT, error TEXT,
    PRIMARY KEY (message_id, seq)) WITHOUT ROWID;
INSERT INTO "segments" VALUES(1,1,5,1,0,0,1,0,NULL,1795417930958995,1795680730958995,1795417931048303,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(2,1,5,1,0,0,1,1,0,1795417930991379,1795680730991379,1795417931048303,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(3,1,5,1,0,0,1,2,1,1795417930999402,1795680730999402,1795417931048303,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(3,2,5,1,0,0,1,3,2,1795417931011192,1795680731011192,1795417931048303,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(3,3,5,1,0,0,1,4,3,1795417931017517,1795680731017517,1795417931048303,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(4,1,5,1,0,0,1,5,4,1795417931337462,1795680731337462,1795417931383535,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(5,1,2,1,0,0,1,NULL,5,1795417931634186,NULL,NULL,NULL,1795417939655296,NULL,NULL,NULL,'restart');
CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, agent TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "settings" VALUES('campaigns.leaving_seen','6',1795417931221024);
INSERT INTO "settings" VALUES('consent.salt','a5039736ca94f923e92c5172adb643376fc08ad2943ae6dcab890bd93dcd9026',0);
INSERT INTO "settings" VALUES('desk.backfill','0',1795417927774114);
INSERT INTO "settings" VALUES('routing','{"on_net": true, "help": true, "sticky": true, "prefixes": []}',1795417928780484);
INSERT INTO "settings" VALUES('web.setup_code_hash','scrypt$16384$8$1$AHjQTLOJXj2F7g/N//9e/g==$P+12jkKtMPf2tXHPdUyZXbY7s24CTnt5SCMt54zxdoI=',1795417927776861);
CREATE TABLE signals (
    modem TEXT NOT NULL, minute BIGINT NOT NULL, rssi SMALLINT, registration TEXT, technology TEXT,
    PRIMARY KEY (modem, minute)) WITHOUT ROWID;
INSERT INTO "signals" VALUES('m0',29923632,21,'home','GSM');
CREATE TABLE silences (
    number TEXT NOT NULL PRIMARY KEY, why TEXT NOT NULL, count BIGINT NOT NULL, at BIGINT NOT NULL,
    until BIGINT NOT NULL, lifted_at BIGINT, lifted_by TEXT) WITHOUT ROWID;
CREATE TABLE sim_probes (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, code TEXT NOT NULL UNIQUE, message_id BIGINT NOT NULL, made_at BIGINT NOT NULL,
    heard_at BIGINT);
CREATE TABLE sims (
    id INTEGER NOT NULL PRIMARY KEY, imsi TEXT NOT NULL UNIQUE, iccid TEXT, modem TEXT, number TEXT,
    first_seen_at BIGINT NOT NULL, last_seen_at BIGINT NOT NULL, last_reference SMALLINT);
INSERT INTO "sims" VALUES(1,'255010000000001','8938001000000000019','m0','+380500000000',1795417928777754,1795417928777754,5);
CREATE TABLE sources (
    id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, word TEXT, words TEXT NOT NULL, language TEXT NOT NULL,
    topics TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, closed_at BIGINT);
INSERT INTO "sources" VALUES(1,'poster','At the till','КАВА','','uk','',1795417930249481,'root',NULL);
CREATE TABLE staff_orders (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, what TEXT NOT NULL, code_hash TEXT NOT NULL, at BIGINT NOT NULL,
    until BIGINT NOT NULL, tries INTEGER NOT NULL, used_at BIGINT);
CREATE TABLE staff_phones (
    number TEXT NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, added_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    confirmed_at BIGINT) WITHOUT ROWID;
CREATE TABLE suppressed (mark BLOB NOT NULL PRIMARY KEY, at BIGINT NOT NULL, why TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "suppressed" VALUES(X'28BF55274243F84A6B99BB162BC1B1468607F6C346870AEA51B9EFE8A4E4CA57',1795417930024240,'left');
INSERT INTO "suppressed" VALUES(X'4F82B10EF866FAAEAAC138AF45D941E14395F32619C47533071D80A51EC881E7',1795417931221024,'left');
CREATE TABLE survey_answers (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, number TEXT NOT NULL, question TEXT NOT NULL, at BIGINT NOT NULL,
    answered_at BIGINT, answer TEXT NOT NULL, free SMALLINT NOT NULL);
CREATE TABLE sweeps (
    id INTEGER NOT NULL PRIMARY KEY, act TEXT NOT NULL, filter TEXT NOT NULL, sim_id BIGINT, twice SMALLINT NOT NULL, by_whom TEXT NOT NULL,
    made_at BIGINT NOT NULL, last_id BIGINT NOT NULL, place BIGINT NOT NULL, counted BIGINT NOT NULL,
    doubtful BIGINT NOT NULL, examples TEXT NOT NULL, state SMALLINT NOT NULL, changed BIGINT NOT NULL,
    ended_at BIGINT);
CREATE TABLE tasks (
    id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, ref_id BIGINT, title TEXT NOT NULL, due_at BIGINT,
    turn_at BIGINT NOT NULL, state SMALLINT NOT NULL, taken_by TEXT, taken_at BIGINT, ended_at BIGINT, ended_by TEXT,
    note TEXT NOT NULL, made_at BIGINT NOT NULL);
CREATE TABLE thread_answers (message_id BIGINT NOT NULL PRIMARY KEY, who TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE thread_labels (
    number TEXT NOT NULL, label TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (number, label)) WITHOUT ROWID;
CREATE TABLE thread_notes (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, at BIGINT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE threads (
    number TEXT NOT NULL PRIMARY KEY, state SMALLINT NOT NULL, assigned_to TEXT, until BIGINT, version BIGINT NOT NULL,
    waiting_since BIGINT, waiting_id BIGINT, unread INTEGER NOT NULL, last_at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "threads" VALUES('+380500000101',0,NULL,NULL,1,1795417931221024,2,1,1795417931221024);
INSERT INTO "threads" VALUES('+380500000103',3,NULL,NULL,1,NULL,NULL,0,1795417931221024);
INSERT INTO "threads" VALUES('+380500000104',0,NULL,NULL,1,1795417931095878,1,1,1795417931095878);
CREATE TABLE throttle (
    key TEXT NOT NULL PRIMARY KEY, failures INTEGER NOT NULL, first_at BIGINT NOT NULL, last_at BIGINT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE tokens (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, prefix TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE, rights TEXT NOT NULL,
    allow TEXT NOT NULL, per_day BIGINT, made_by TEXT NOT NULL, made_at BIGINT NOT NULL, expires_at BIGINT,
    last_used_at BIGINT, revoked_at BIGINT, revoked_by TEXT);
CREATE TABLE usage (
    sim_id BIGINT NOT NULL, minute BIGINT NOT NULL, segments BIGINT NOT NULL, last_at BIGINT NOT NULL, refused BIGINT NOT NULL DEFAULT 0, delivered BIGINT NOT NULL DEFAULT 0, undelivered BIGINT NOT NULL DEFAULT 0, failed BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (sim_id, minute)) WITHOUT ROWID;
INSERT INTO "usage" VALUES(1,29923632,7,1795417931634186,0,6,0,0);
CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password_hash TEXT NOT NULL, created_at BIGINT NOT NULL, language TEXT, disabled_at BIGINT, password_changed_at BIGINT, invitation_hash TEXT, invited_until BIGINT, totp_secret TEXT, totp_since BIGINT, totp_step BIGINT);
INSERT INTO "users" VALUES(1,'Olena','marketer','!',1795417930520153,NULL,NULL,NULL,'scrypt$16384$8$1$jCLipt8nSno6NaswGZuARg==$734yr0GNlnxqfzkHsrNdl58JZfMOk3jUS2AVmkuOlk4=',1796022730520153,NULL,NULL,NULL);
CREATE TABLE vote_aliases (
    flow_id BIGINT NOT NULL, same TEXT NOT NULL, choice TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (flow_id, same)) WITHOUT ROWID;
CREATE TABLE vote_counts (
    flow_id BIGINT NOT NULL, choice TEXT NOT NULL, votes BIGINT NOT NULL, PRIMARY KEY (flow_id, choice)) WITHOUT ROWID;
CREATE TABLE votes (
    flow_id BIGINT NOT NULL, number TEXT NOT NULL, choice TEXT NOT NULL, said TEXT NOT NULL, same TEXT NOT NULL,
    received_id BIGINT, at BIGINT NOT NULL, changed INTEGER NOT NULL, by_whom TEXT, PRIMARY KEY (flow_id, number))
    WITHOUT ROWID;
CREATE TABLE waiting (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, number TEXT NOT NULL, service TEXT NOT NULL, wish TEXT NOT NULL,
    at BIGINT NOT NULL, until BIGINT NOT NULL, told_at BIGINT, appointment_id BIGINT, ended_at BIGINT);
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
CREATE INDEX events_seldom ON events (kind, id)
    WHERE kind NOT IN ('outbox.queued', 'outbox.sent', 'outbox.delivered', 'inbox.received');
CREATE INDEX events_modem ON events (modem, id) WHERE modem IS NOT NULL;
CREATE UNIQUE INDEX contacts_number ON contacts (number );
CREATE INDEX contacts_birthday ON contacts (birthday ) WHERE birthday IS NOT NULL;
CREATE INDEX contacts_import ON contacts (import_id, id) WHERE import_id IS NOT NULL;
CREATE INDEX contact_numbers_contact ON contact_numbers (contact_id);
CREATE INDEX contact_fields_value ON contact_fields (name, value, contact_id);
CREATE INDEX contact_tags_tag ON contact_tags (tag, contact_id);
CREATE INDEX contact_words_contact ON contact_words (contact_id, word);
CREATE INDEX contact_notes_contact ON contact_notes (contact_id, id);
CREATE INDEX consents_number ON consents (number, id);
CREATE INDEX consents_acts ON consents (act, at, source_id);
CREATE INDEX permissions_asked ON permissions (answer_until) WHERE answer_until IS NOT NULL;
CREATE UNIQUE INDEX sources_word ON sources (word) WHERE word IS NOT NULL AND closed_at IS NULL;
CREATE INDEX imports_open ON imports (id) WHERE state IN (1, 3, 6);
CREATE INDEX import_rows_contact ON import_rows (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX coupons_series ON coupons (series_id, state, id);
CREATE INDEX coupons_number ON coupons (number, id) WHERE number IS NOT NULL;
CREATE INDEX coupons_redeemed ON coupons (redeemed_at) WHERE redeemed_at IS NOT NULL;
CREATE UNIQUE INDEX coupons_campaign ON coupons (campaign_id, number, series_id)
    WHERE campaign_id IS NOT NULL AND number IS NOT NULL;
CREATE INDEX campaigns_due ON campaigns (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX campaigns_state ON campaigns (state, id);
CREATE INDEX campaigns_parent ON campaigns (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX recipients_number ON recipients (number, campaign_id);
CREATE INDEX recipients_message ON recipients (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX recipients_to_call ON recipients (campaign_id, number) WHERE reason = 'prefers_call' AND called_at IS NULL;
CREATE INDEX recipients_left ON recipients (campaign_id, left_at) WHERE left_at IS NOT NULL;
CREATE INDEX received_unrouted ON received (id) WHERE routed_at IS NULL AND state > 0;
CREATE INDEX received_damaged ON received (id) WHERE damaged = 1;
CREATE INDEX received_gaps ON received (id) WHERE missing > 0;
CREATE INDEX merges_kept ON merges (kept_id, id);
CREATE INDEX recipients_question ON recipients (question_id, at) WHERE question_id IS NOT NULL;
CREATE UNIQUE INDEX dialogs_open ON dialogs (number, sim_id) WHERE ended_at IS NULL;
CREATE INDEX dialogs_expiry ON dialogs (expires_at) WHERE ended_at IS NULL;
CREATE INDEX dialogs_number ON dialogs (number, id);
CREATE INDEX dialogs_flow ON dialogs (flow_id, id);
CREATE INDEX dialog_steps_received ON dialog_steps (received_id) WHERE received_id IS NOT NULL;
CREATE INDEX votes_choice ON votes (flow_id, choice, at);
CREATE INDEX votes_same ON votes (flow_id, choice, same, at);
CREATE INDEX votes_number ON votes (number);
CREATE INDEX quiz_results_number ON quiz_results (number);
CREATE INDEX quiz_results_begun ON quiz_results (flow_id, number) WHERE ended_at IS NULL;
CREATE INDEX quiz_results_leaders ON quiz_results (flow_id, score DESC, took, ended_at, counts) WHERE counts = 1;
CREATE UNIQUE INDEX entries_code ON entries (flow_id, code) WHERE state = 0;
CREATE INDEX entries_find ON entries (flow_id, code);
CREATE INDEX entries_number ON entries (number, flow_id, id);
CREATE INDEX entries_flow ON entries (flow_id, id);
CREATE INDEX entries_state ON entries (flow_id, state, id);
CREATE INDEX entries_people ON entries (flow_id, number) WHERE state = 0;
CREATE INDEX orders_number ON orders (number, id);
CREATE INDEX orders_state ON orders (state, id);
CREATE INDEX orders_said ON orders (said, id);
CREATE UNIQUE INDEX appointments_taken ON appointments (flow_id, resource, at) WHERE state IN (0, 1);
CREATE INDEX appointments_time ON appointments (at, id);
CREATE INDEX appointments_number ON appointments (number, at);
CREATE INDEX appointments_held ON appointments (held_until) WHERE held_until IS NOT NULL;
CREATE INDEX appointments_remind ON appointments (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX waiting_open ON waiting (flow_id, id) WHERE ended_at IS NULL;
CREATE INDEX waiting_number ON waiting (number, id);
CREATE INDEX waiting_until ON waiting (until) WHERE ended_at IS NULL;
CREATE INDEX survey_answers_number ON survey_answers (number, flow_id, question, at);
CREATE INDEX survey_answers_flow ON survey_answers (flow_id, question, free, answer, answered_at);
CREATE INDEX survey_answers_told ON survey_answers (flow_id, free, id) WHERE answered_at IS NOT NULL;
CREATE INDEX applications_flow ON applications (flow_id, id);
CREATE INDEX applications_number ON applications (number, id);
CREATE INDEX threads_state ON threads (state, last_at);
CREATE INDEX threads_last ON threads (last_at);
CREATE INDEX threads_assigned ON threads (assigned_to, state, last_at) WHERE assigned_to IS NOT NULL;
CREATE INDEX threads_snoozed ON threads (until) WHERE until IS NOT NULL;
CREATE INDEX threads_unread ON threads (number) WHERE unread > 0;
CREATE INDEX thread_labels_label ON thread_labels (label, at);
CREATE INDEX thread_notes_number ON thread_notes (number, id);
CREATE INDEX tasks_open ON tasks (turn_at, id) WHERE state IN (0, 1);
CREATE INDEX tasks_open_kind ON tasks (kind, turn_at, id) WHERE state IN (0, 1);
CREATE INDEX tasks_ended ON tasks (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX tasks_number ON tasks (number, id);
CREATE UNIQUE INDEX tasks_ref ON tasks (kind, ref_id) WHERE ref_id IS NOT NULL AND state IN (0, 1);
CREATE INDEX staff_orders_number ON staff_orders (number, id);
CREATE INDEX silences_until ON silences (until) WHERE lifted_at IS NULL;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit WHEN NOT EXISTS (SELECT 1 FROM audit WHERE area = 'audit' AND id > OLD.id AND CASE what WHEN 'audit.pruned' THEN CAST(subject AS BIGINT) >= OLD.id ELSE FALSE END)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER consents_update BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'the ledger of consents is append-only'); END;
CREATE TRIGGER consents_delete BEFORE DELETE ON consents WHEN NOT EXISTS (SELECT 1 FROM consents AS last WHERE last.number = OLD.number AND last.id >= OLD.id AND last.act = 'erased')
BEGIN SELECT RAISE(ABORT, 'the ledger of consents is append-only'); END;
CREATE TRIGGER audit_update BEFORE UPDATE ON audit WHEN NOT (NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.who = OLD.who AND NEW.role = OLD.role AND NEW.address = OLD.address AND NEW.area = OLD.area AND NEW.what = OLD.what AND NEW.subject IN (OLD.subject, '–') AND NEW.changes IN (OLD.changes, '{}') AND EXISTS (SELECT 1 FROM audit WHERE area = 'customer' AND id > OLD.id AND what = 'customer.erased'))
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE UNIQUE INDEX alarms_open ON alarms (box, key, subject) WHERE ended_at IS NULL;
CREATE INDEX alarms_ended ON alarms (box, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX alarm_log_box ON alarm_log (box, id);
CREATE INDEX alarm_log_at ON alarm_log (at);
CREATE INDEX sim_probes_sim ON sim_probes (sim_id, id);
COMMIT;
