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
INSERT INTO "appointments" VALUES(1,7,'+380500008601','хліб','Оленка',1795852800000000,1795860000000000,1,NULL,5,1795486853485713,1795486861856908,1795795200000000,NULL,NULL,NULL,'','');
INSERT INTO "appointments" VALUES(2,7,'+380500008607','рогалики','Богдан',1795618800000000,1795622400000000,0,1795487783824447,23,1795486883824447,1795486883824447,NULL,NULL,NULL,NULL,'','');
CREATE TABLE audiences (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, filter TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    changed_at BIGINT NOT NULL);
CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL, address TEXT NOT NULL, area TEXT NOT NULL,
    what TEXT NOT NULL, subject TEXT NOT NULL, changes TEXT NOT NULL);
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
INSERT INTO "campaigns" VALUES(1,NULL,'Круасан до кави',3,'{"audience": {"everyone": true}, "variants": [{"text": "{звертання|Вітаємо}, {?напій=кава}до кави{:напій=чай}до чаю{:}до какао{/} круасан за півціни. Код {coupon}. {питання}\nЗерно, 050 000 00 01", "weight": 1}, {"text": "Зерно: круасан за півціни до неділі. Код {coupon}. {питання}\n050 000 00 01", "weight": 1}], "holdout": 0.1, "series_id": 1}',3,'587a2151cfe99a68',1795486828771275,'smsbox',1795486828771275,1795486828771275,'smsbox',NULL,NULL,1795486887262146,1795486828771275,142,142,NULL,NULL,NULL,NULL,116,13,13,NULL,NULL);
INSERT INTO "campaigns" VALUES(2,NULL,'Суботня паляниця',0,'{"audience": {"fields": [{"name": "напій", "op": "=", "value": "чай"}]}, "variants": [{"text": "{звертання|Вітаємо}, у суботу печемо паляницю на заквасці. Відкласти для вас? Зерно, 050 000 00 01", "weight": 1}]}',1,'24525af11408a443',1795486828771275,'smsbox',1795486828771275,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,0,0,0,NULL,NULL);
CREATE TABLE canned (
    id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL, used BIGINT NOT NULL,
    changed_at BIGINT NOT NULL, by_whom TEXT NOT NULL);
CREATE TABLE carriers (
    sim_id BIGINT NOT NULL PRIMARY KEY, operator TEXT, weight SMALLINT NOT NULL, kinds SMALLINT NOT NULL,
    allow TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "carriers" VALUES(1,'vodafone',1,7,'+380',1795486830035355);
INSERT INTO "carriers" VALUES(2,'vodafone',1,7,'+380',1795486830067570);
CREATE TABLE concat_references (
    sim_id BIGINT NOT NULL, recipient TEXT NOT NULL, reference SMALLINT NOT NULL,
    PRIMARY KEY (sim_id, recipient)) WITHOUT ROWID;
INSERT INTO "concat_references" VALUES(1,'+380500008012',177);
INSERT INTO "concat_references" VALUES(1,'+380500008600',112);
INSERT INTO "concat_references" VALUES(1,'+380500008601',252);
INSERT INTO "concat_references" VALUES(1,'+380500008603',214);
INSERT INTO "concat_references" VALUES(1,'+380500008657',138);
INSERT INTO "concat_references" VALUES(2,'+380500008000',165);
INSERT INTO "concat_references" VALUES(2,'+380500008001',51);
INSERT INTO "concat_references" VALUES(2,'+380500008002',137);
CREATE TABLE consents (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, at BIGINT NOT NULL, act TEXT NOT NULL, how TEXT NOT NULL, words TEXT NOT NULL,
    scope TEXT NOT NULL, language TEXT NOT NULL, evidence_id BIGINT, evidence TEXT NOT NULL, operator TEXT NOT NULL,
    source_id BIGINT, campaign_id BIGINT, terms TEXT NOT NULL);
INSERT INTO "consents" VALUES(1,'+380500008000',1794450028676470,'agreed','staff','Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць.','marketing','uk',NULL,'','Оленка',3,NULL,'');
INSERT INTO "consents" VALUES(2,'+380500008001',1794104428676470,'agreed','staff','Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць.','marketing','uk',NULL,'','Оленка',1,NULL,'');
INSERT INTO "consents" VALUES(3,'+380500008002',1791685228676470,'agreed','staff','Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць.','marketing','uk',NULL,'','Оленка',3,NULL,'');
INSERT INTO "consents" VALUES(4,'+380500008003',1789784428676470,'agreed','staff','Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць.','marketing','uk',NULL,'','Оленка',3,NULL,'');
INSERT INTO "consents" VALUES(5,'+380500008004',1793845228676470,'agreed','staff','Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць.','marketing','uk',NULL,'','Оленка',2,NULL,'');
INSERT INTO "consents" VALUES(6,'+380500008005',1791771628676470,'agreed','staff','Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць.','marketing','uk',NULL,'','Оленка',2,NULL,'');
INSERT INTO "consents" VALUES(7,'+380500008006',1790994028676470,'agreed','staff','Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць.','marketing','uk',NULL,'','Оленка',2,NULL,'');
INSERT INTO "consents" VALUES(8,'+380500008007',1792722028676470,'agreed','staff','Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць.','marketing','uk',NULL,'','Оленка',2,NULL,'');
CREATE TABLE contact_fields (
    contact_id BIGINT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, at BIGINT NOT NULL, origin TEXT NOT NULL,
    PRIMARY KEY (contact_id, name)) WITHOUT ROWID;
INSERT INTO "contact_fields" VALUES(1,'місто','Київ',1795486828676470,'demo');
INSERT INTO "contact_fields" VALUES(1,'напій','какао',1795486828676470,'demo');
INSERT INTO "contact_fields" VALUES(1,'смаколик','хліб',1795486879003448,'poll:1');
INSERT INTO "contact_fields" VALUES(2,'місто','Львів',1795486828676470,'demo');
INSERT INTO "contact_fields" VALUES(2,'напій','чай',1795486828676470,'demo');
INSERT INTO "contact_fields" VALUES(2,'смаколик','рогалик',1795486881451089,'poll:1');
INSERT INTO "contact_fields" VALUES(3,'місто','Полтава',1795486828676470,'demo');
INSERT INTO "contact_fields" VALUES(3,'напій','чай',1795486828676470,'demo');
CREATE TABLE contact_notes (
    id INTEGER NOT NULL PRIMARY KEY, contact_id BIGINT NOT NULL, at BIGINT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE contact_numbers (number TEXT NOT NULL PRIMARY KEY, contact_id BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE contact_tags (
    contact_id BIGINT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (contact_id, tag)) WITHOUT ROWID;
INSERT INTO "contact_tags" VALUES(1,'постійний');
INSERT INTO "contact_tags" VALUES(2,'постійний');
INSERT INTO "contact_tags" VALUES(4,'постійний');
INSERT INTO "contact_tags" VALUES(9,'постійний');
INSERT INTO "contact_tags" VALUES(10,'постійний');
INSERT INTO "contact_tags" VALUES(17,'постійний');
INSERT INTO "contact_tags" VALUES(20,'постійний');
INSERT INTO "contact_tags" VALUES(27,'постійний');
CREATE TABLE contact_words (
    word TEXT  NOT NULL, contact_id BIGINT NOT NULL, PRIMARY KEY (word, contact_id)) WITHOUT ROWID;
INSERT INTO "contact_words" VALUES('=зерненко оксана',1);
INSERT INTO "contact_words" VALUES('зерненко',1);
INSERT INTO "contact_words" VALUES('оксана',1);
INSERT INTO "contact_words" VALUES('=андрій пшенична',2);
INSERT INTO "contact_words" VALUES('андрій',2);
INSERT INTO "contact_words" VALUES('пшенична',2);
INSERT INTO "contact_words" VALUES('=житник марія',3);
INSERT INTO "contact_words" VALUES('житник',3);
CREATE TABLE contacts (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL, salutation TEXT NOT NULL, language TEXT, zone TEXT,
    state SMALLINT NOT NULL, birthday TEXT, source_id BIGINT, import_id BIGINT, created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL, heard_at BIGINT, bought_at BIGINT);
INSERT INTO "contacts" VALUES(1,'+380500008000','Оксана Зерненко','',NULL,NULL,1,'08-15-1995',3,NULL,1795486828676470,1795486879003448,1795486879003448,1790734828676470);
INSERT INTO "contacts" VALUES(2,'+380500008001','Андрій Пшенична','',NULL,NULL,1,'10-26-2000',1,NULL,1795486828676470,1795486881451089,1795486881451089,1795486887449558);
INSERT INTO "contacts" VALUES(3,'+380500008002','Марія Житник','',NULL,NULL,1,'11-02-2004',3,NULL,1795486828676470,1795486828676470,NULL,1793240428676470);
INSERT INTO "contacts" VALUES(4,'+380500008003','Олександр Колосок','',NULL,NULL,0,'01-27-1999',3,NULL,1795486828676470,1795486828676470,NULL,NULL);
INSERT INTO "contacts" VALUES(5,'+380500008004','Ірина Млинар','',NULL,NULL,0,'01-25-1998',2,NULL,1795486828676470,1795486828676470,NULL,NULL);
INSERT INTO "contacts" VALUES(6,'+380500008005','Богдан Хлібороб','',NULL,NULL,1,'11-10-1974',2,NULL,1795486828676470,1795486828676470,NULL,1795400428676470);
INSERT INTO "contacts" VALUES(7,'+380500008006','Наталія Паляниця','',NULL,NULL,1,'02-23-1995',2,NULL,1795486828676470,1795486828676470,NULL,1793672428676470);
INSERT INTO "contacts" VALUES(8,'+380500008007','Василь Булочник','',NULL,NULL,1,'07-04-1966',2,NULL,1795486828676470,1795486828676470,NULL,1793326828676470);
CREATE TABLE correspondents (number TEXT NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "correspondents" VALUES('+380500008000',2,1795486873551571);
INSERT INTO "correspondents" VALUES('+380500008001',2,1795486877159125);
INSERT INTO "correspondents" VALUES('+380500008002',2,1795486885072703);
INSERT INTO "correspondents" VALUES('+380500008009',2,1795486846576492);
INSERT INTO "correspondents" VALUES('+380500008012',1,1795486831746374);
INSERT INTO "correspondents" VALUES('+380500008015',2,1795486835413855);
INSERT INTO "correspondents" VALUES('+380500008101',2,1795486831781113);
INSERT INTO "correspondents" VALUES('+380500008107',2,1795486854140926);
CREATE TABLE counters (
    kind SMALLINT NOT NULL, state SMALLINT NOT NULL, messages BIGINT NOT NULL, segments BIGINT NOT NULL,
    PRIMARY KEY (kind, state)) WITHOUT ROWID;
INSERT INTO "counters" VALUES(0,0,27,32);
INSERT INTO "counters" VALUES(0,1,0,0);
INSERT INTO "counters" VALUES(0,4,0,0);
INSERT INTO "counters" VALUES(0,5,24,31);
INSERT INTO "counters" VALUES(1,0,1,1);
INSERT INTO "counters" VALUES(1,1,0,0);
INSERT INTO "counters" VALUES(1,4,0,0);
INSERT INTO "counters" VALUES(1,5,11,21);
CREATE TABLE coupon_series (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, prefix TEXT NOT NULL, length SMALLINT NOT NULL,
    offer TEXT NOT NULL, valid_from BIGINT, valid_until BIGINT, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    closed_at BIGINT);
INSERT INTO "coupon_series" VALUES(1,'Круасан за півціни','made','K',8,'-50 %',NULL,1798078828771275,1795486828771275,'smsbox',NULL);
CREATE TABLE coupons (
    id INTEGER NOT NULL PRIMARY KEY, series_id BIGINT NOT NULL, code TEXT NOT NULL UNIQUE, written TEXT NOT NULL, state SMALLINT NOT NULL,
    number TEXT, campaign_id BIGINT, given_at BIGINT, redeemed_at BIGINT, redeemed_by TEXT, redeemed_how TEXT,
    press TEXT, worth BIGINT);
INSERT INTO "coupons" VALUES(1,1,'K6752H3CC','K6752H3CC',1,'+380500008000',1,1795486828859219,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "coupons" VALUES(2,1,'KP8KM43P2','KP8KM43P2',2,'+380500008001',1,1795486828859219,1795486887449558,'smsbox','page',NULL,12000);
INSERT INTO "coupons" VALUES(3,1,'KP48P3A2T','KP48P3A2T',1,'+380500008002',1,1795486828859219,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "coupons" VALUES(4,1,'KCCP7HK44','KCCP7HK44',1,'+380500008003',1,1795486828859219,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "coupons" VALUES(5,1,'KAKPH9CC6','KAKPH9CC6',1,'+380500008004',1,1795486828859219,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "coupons" VALUES(6,1,'KA39HM5PM','KA39HM5PM',1,'+380500008005',1,1795486828859219,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "coupons" VALUES(7,1,'K26MH96PC','K26MH96PC',1,'+380500008006',1,1795486828859219,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "coupons" VALUES(8,1,'KXEMCHHHT','KXEMCHHHT',1,'+380500008007',1,1795486828859219,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE dialog_steps (
    dialog_id BIGINT NOT NULL, seq INTEGER NOT NULL, at BIGINT NOT NULL, received_id BIGINT, step TEXT NOT NULL,
    message_ids TEXT NOT NULL, PRIMARY KEY (dialog_id, seq)) WITHOUT ROWID;
INSERT INTO "dialog_steps" VALUES(1,1,1795486837743798,3,'done','129');
INSERT INTO "dialog_steps" VALUES(2,1,1795486839648679,5,'where','130');
INSERT INTO "dialog_steps" VALUES(2,2,1795486847695977,12,'confirm','137');
INSERT INTO "dialog_steps" VALUES(2,3,1795486857711377,20,'done','144');
INSERT INTO "dialog_steps" VALUES(3,1,1795486839648679,6,'done','131');
INSERT INTO "dialog_steps" VALUES(4,1,1795486841752969,8,'done','132');
INSERT INTO "dialog_steps" VALUES(5,1,1795486843692776,9,'offered','133');
INSERT INTO "dialog_steps" VALUES(5,2,1795486853485713,17,'confirm','141');
CREATE TABLE dialogs (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, version BIGINT NOT NULL, number TEXT NOT NULL, sim_id BIGINT NOT NULL,
    step TEXT NOT NULL, state TEXT NOT NULL, misses INTEGER NOT NULL, opened_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, ended_at BIGINT, outcome TEXT);
INSERT INTO "dialogs" VALUES(1,1,1,'+380500008614',1,'voted','{}',0,1795486837743798,1795486837743798,1795573237743798,1795486837743798,'done');
INSERT INTO "dialogs" VALUES(2,6,1,'+380500008600',1,'ordered','{}',0,1795486839648679,1795486857711377,1795494057711377,1795486857711377,'done');
INSERT INTO "dialogs" VALUES(3,1,1,'+380500008615',1,'voted','{}',0,1795486839648679,1795486839648679,1795573239648679,1795486839648679,'done');
INSERT INTO "dialogs" VALUES(4,1,1,'+380500008616',1,'voted','{}',0,1795486841752969,1795486841752969,1795573241752969,1795486841752969,'done');
INSERT INTO "dialogs" VALUES(5,7,1,'+380500008601',1,'kept','{}',0,1795486843692776,1795486861856908,1795490461856908,1795486861856908,'done');
INSERT INTO "dialogs" VALUES(6,3,1,'+380500008617',1,'entered','{}',0,1795486845433183,1795486845433183,1795573245433183,1795486845433183,'done');
INSERT INTO "dialogs" VALUES(7,1,1,'+380500008618',1,'voted','{}',0,1795486847294695,1795486847294695,1795573247294695,1795486847294695,'done');
INSERT INTO "dialogs" VALUES(8,2,1,'+380500008602',1,'done','{}',0,1795486849157389,1795486875772888,1795490475772888,1795486875772888,'done');
CREATE TABLE draw_places (
    draw_id BIGINT NOT NULL, place INTEGER NOT NULL, mark TEXT NOT NULL, entry_id BIGINT NOT NULL, message_id BIGINT,
    told_at BIGINT, PRIMARY KEY (draw_id, place)) WITHOUT ROWID;
CREATE TABLE draws (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL UNIQUE, committed_at BIGINT NOT NULL, commitment TEXT NOT NULL, seed TEXT NOT NULL,
    rules TEXT, listed_at BIGINT, list_hash TEXT, list TEXT, entries BIGINT, value TEXT, drawn_at BIGINT,
    by_whom TEXT);
INSERT INTO "draws" VALUES(1,3,1795486828777115,'81c6398bdf7a91e4a95780e5c62db1220e34caf49979e5199068ed68cc9b74e8','77b3681f6b8daafe237104c50ce315f29f55b771a83fe46d4c9b5e34b132aab7',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE entries (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, code TEXT NOT NULL, shown TEXT NOT NULL, number TEXT NOT NULL, at BIGINT NOT NULL,
    received_id BIGINT, state SMALLINT NOT NULL, note TEXT NOT NULL);
INSERT INTO "entries" VALUES(1,3,'1200361','1200361','+380500008617',1795486844000000,10,0,'');
INSERT INTO "entries" VALUES(2,3,'1200389','1200389','+380500008621',1795486854000000,19,0,'');
INSERT INTO "entries" VALUES(3,3,'1200417','1200417','+380500008625',1795486864000000,31,0,'');
INSERT INTO "entries" VALUES(4,3,'1200445','1200445','+380500008629',1795486874000000,43,0,'');
INSERT INTO "entries" VALUES(5,3,'1200473','1200473','+380500008633',1795486884000000,57,0,'');
CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY, at BIGINT NOT NULL, kind TEXT NOT NULL, message_id BIGINT, modem TEXT, data TEXT);
INSERT INTO "events" VALUES(1,1795486828771275,'campaign.approved',NULL,NULL,'{"campaign":1,"name":"Круасан до кави","who":"smsbox"}');
INSERT INTO "events" VALUES(2,1795486828771275,'campaign.launched',NULL,NULL,'{"campaign":1,"name":"Круасан до кави","who":"smsbox"}');
INSERT INTO "events" VALUES(3,1795486828732749,'daemon.started',NULL,NULL,NULL);
INSERT INTO "events" VALUES(4,1795486828859219,'outbox.queued',NULL,NULL,'{"first":1,"last":44,"count":44,"batch":"campaign:1"}');
INSERT INTO "events" VALUES(5,1795486828957903,'outbox.queued',NULL,NULL,'{"first":45,"last":116,"count":72,"batch":"campaign:1"}');
INSERT INTO "events" VALUES(6,1795486829321695,'outbox.queued',NULL,NULL,'{"first":117,"last":128,"count":12}');
INSERT INTO "events" VALUES(7,1795486831746374,'outbox.sent',118,NULL,'{"sim":1,"ref":0,"seq":1}');
INSERT INTO "events" VALUES(8,1795486831781113,'outbox.sent',124,NULL,'{"sim":2,"ref":0,"seq":1}');
CREATE TABLE flow_versions (
    flow_id BIGINT NOT NULL, version BIGINT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (flow_id, version)) WITHOUT ROWID;
INSERT INTO "flow_versions" VALUES(1,1,'# Голосування: гості пишуть слово з плаката і свій вибір, а пристрій рахує голоси.
kind = "vote"
name = "saturday-vote"
title = "Музика в суботу"
words = ["ГОЛОС", "МУЗИКА", "ПРОГОЛОСУВАТИ"]
language = "uk"
# closes = 2026-11-28T20:00:00     # до суботи, 20:00; без цього рядка – доки не закриєте самі

question = "Що грати в суботу?"
changeable = true                  # хто передумав, може написати ще раз: рахується останнє

[[option]]
title = "Рок"
words = ["rock", "рок-н-рол", "Океан Ельзи"]

[[option]]
title = "Джаз"
words = ["jazz", "блюз"]

[[option]]
title = "Диско"
words = ["80-ті", "дискотека"]

[texts]
thanks = "Дякуємо! Ваш голос: {option}. До зустрічі в суботу!"
',1795486828777115,'smsbox');
INSERT INTO "flow_versions" VALUES(2,1,'# Вікторина про ціни: хто знає меню, набирає бали; перші троє отримують десерт.
kind = "quiz"
name = "price-quiz"
title = "Вгадай ціну"
words = ["ЦІНА", "ЦЕНА", "ВІКТОРИНА"]
language = "uk"
patience = "1h"                    # скільки чекати на відповідь
# closes = 2026-11-30T22:00:00

attempts = 1                       # скільки разів можна грати з одного телефону
told = true                        # одразу казати, чи правильно

[[question]]
text = "Скільки коштує піца «Маргарита»?"
options = ["119 грн", "149 грн", "179 грн"]
right = "149 грн"

[[question]]
text = "Що в нас найдешевше?"
options = ["еспресо", "узвар", "лимонад"]
right = "узвар"

[[question]]
text = "Скільки сирів у піці «Чотири сири»?"
right = ["4", "чотири"]            # без options: відповідають своїми словами
points = 2
',1795486828777115,'smsbox');
INSERT INTO "flow_versions" VALUES(3,1,'# Розіграш за чеками: номер чека в SMS – шанс на приз; переможців обирає жеребкування, яке кожен може перевірити.
kind = "contest"
name = "receipt-draw"
title = "Кавоварка за чек"
words = ["ЧЕК", "ПРИЗ"]
language = "uk"
# opens = 2026-12-01T00:00:00
# closes = 2026-12-24T20:00:00

winners = 2                        # скільки переможців
reserves = 2                       # запасні: якщо переможець не відгукнеться
prizes = ["кавоварка", "кава на місяць"]
most_a_day = 5                     # чеків на день з одного телефону
once = true                        # один телефон – один приз
rules = "Чек від 200 грн = 1 шанс, до 5 на день. Жеребкування 25.12 о 12:00 у пекарні. Чек зберігайте."

[code]
pattern = ["#######"]              # номер чека: сім цифр, як надрукувала каса
',1795486828777115,'smsbox');
INSERT INTO "flow_versions" VALUES(4,1,'# Смаки гостей: одне-два питання, відповідь лишається з клієнтом – і любитель суші отримає пропозицію про суші.
kind = "survey"
name = "preferences"
title = "Що ви любите"
words = ["СМАК", "АНКЕТА"]
language = "uk"
patience = "1d"

ask = 2                            # щонайбільше два питання за розмову, решта – іншим разом
rest = 30                          # і не частіше ніж раз на 30 днів

[[question]]
text = "Що берете найчастіше?"
options = ["суші", "піца", "паста", "салати"]
field = "кухня"                    # так відповідь зберігається з клієнтом: {?кухня=суші}…{/} у тексті розсилки
days = 365                         # за рік можна перепитати

[[question]]
text = "Коли вам зручніше до нас?"
options = ["обід", "вечір", "вихідні"]
field = "час"
[question.aliases]                 # як ще це кажуть
"обід" = ["вдень", "на обід"]
"вечір" = ["ввечері", "увечері", "після роботи"]
"вихідні" = ["у вихідні", "субота", "неділя"]

[[question]]
text = "Чи їсте м''ясо?"
options = ["так", "ні"]
field = "м''ясо"
',1795486828777115,'smsbox');
INSERT INTO "flow_versions" VALUES(5,1,'# Анкета на роботу: питання одне за одним, кожну відповідь перевірено, готова анкета – у завданнях.
kind = "form"
name = "job-application"
title = "Робота в пекарні"
words = ["РОБОТА", "РАБОТА", "ВАКАНСІЯ"]
language = "uk"
patience = "1d"

task = "Передзвонити кандидатові"  # що мають зробити ваші люди
within = "2d"
once = true                        # одна анкета з одного телефону

[[step]]
key = "ім''я"
text = "Як вас звати?"

[[step]]
key = "посада"
text = "Ким хочете працювати?"
options = ["пекар", "продавець", "кур''єр"]

[[step]]
key = "вік"
text = "Скільки вам років?"
check = "number"
least = 16
most = 75

[[step]]
key = "початок"
text = "З якого дня можете почати?"
check = "date"
when = "future"

[[step]]
key = "досвід"
text = "Де працювали раніше?"
optional = true
',1795486828777115,'smsbox');
INSERT INTO "flow_versions" VALUES(6,1,'# Хліб на завтра: код або назва й кількість в SMS, ціна у відповідь, замовлення – у списку пекарні.
kind = "order"
name = "bread"
title = "Хліб на замовлення"
words = ["ЗАМОВИТИ", "ЗАМОВЛЮ"]
language = "uk"
patience = "2h"
delivery = "ask"
delivery_price = 50
delivery_free_from = 600

[[goods]]
code = "Х1"
title = "Паляниця на заквасці"
price = 72
stock = 40
words = ["паляниці", "хлібина", "хлібини"]

[[goods]]
code = "Х2"
title = "Житній з насінням"
price = 84
stock = 30
words = ["житній", "житнього"]

[[goods]]
code = "Р1"
title = "Рогалик з маком"
price = 28
stock = 120
words = ["рогалики", "рогаликів"]

[[goods]]
code = "П1"
title = "Пиріг вишневий"
price = 320
stock = 6
words = ["пиріг", "пирога", "вишневий"]
',1795486828777115,'smsbox');
INSERT INTO "flow_versions" VALUES(7,1,'# Майстер-клас: вільний час за один-два SMS, нагадування напередодні, перенесення без дзвінків.
kind = "appointment"
name = "baking"
title = "Майстер-клас у пекарні"
words = ["КЛАС", "МАЙСТЕР-КЛАС", "ЗАПИСАТИСЯ"]
language = "uk"
patience = "1h"
step = 60
notice = "3h"
ahead = 21

[hours]
weekdays = "15:00-20:00"
weekend = "10:00-18:00"

[[service]]
code = "хліб"
title = "Хліб на заквасці"
minutes = 120
also = ["закваска", "хлібний"]

[[service]]
code = "рогалики"
title = "Рогалики з дітьми"
minutes = 60
also = ["з дітьми", "діти"]

[[resource]]
name = "Оленка"

[[resource]]
name = "Богдан"
',1795486828777115,'smsbox');
CREATE TABLE flow_words (word TEXT NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "flow_words" VALUES('анкета',4);
INSERT INTO "flow_words" VALUES('вакансія',5);
INSERT INTO "flow_words" VALUES('вікторина',2);
INSERT INTO "flow_words" VALUES('голос',1);
INSERT INTO "flow_words" VALUES('замовити',6);
INSERT INTO "flow_words" VALUES('замовлю',6);
INSERT INTO "flow_words" VALUES('записатися',7);
INSERT INTO "flow_words" VALUES('клас',7);
CREATE TABLE flows (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL, state SMALLINT NOT NULL,
    version BIGINT NOT NULL, source TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    changed_at BIGINT NOT NULL, launched_at BIGINT, closed_at BIGINT);
INSERT INTO "flows" VALUES(1,'saturday-vote','vote','Музика в суботу',1,1,'# Голосування: гості пишуть слово з плаката і свій вибір, а пристрій рахує голоси.
kind = "vote"
name = "saturday-vote"
title = "Музика в суботу"
words = ["ГОЛОС", "МУЗИКА", "ПРОГОЛОСУВАТИ"]
language = "uk"
# closes = 2026-11-28T20:00:00     # до суботи, 20:00; без цього рядка – доки не закриєте самі

question = "Що грати в суботу?"
changeable = true                  # хто передумав, може написати ще раз: рахується останнє

[[option]]
title = "Рок"
words = ["rock", "рок-н-рол", "Океан Ельзи"]

[[option]]
title = "Джаз"
words = ["jazz", "блюз"]

[[option]]
title = "Диско"
words = ["80-ті", "дискотека"]

[texts]
thanks = "Дякуємо! Ваш голос: {option}. До зустрічі в суботу!"
',1795486828777115,'smsbox',1795486828777115,1795486828777115,NULL);
INSERT INTO "flows" VALUES(2,'price-quiz','quiz','Вгадай ціну',1,1,'# Вікторина про ціни: хто знає меню, набирає бали; перші троє отримують десерт.
kind = "quiz"
name = "price-quiz"
title = "Вгадай ціну"
words = ["ЦІНА", "ЦЕНА", "ВІКТОРИНА"]
language = "uk"
patience = "1h"                    # скільки чекати на відповідь
# closes = 2026-11-30T22:00:00

attempts = 1                       # скільки разів можна грати з одного телефону
told = true                        # одразу казати, чи правильно

[[question]]
text = "Скільки коштує піца «Маргарита»?"
options = ["119 грн", "149 грн", "179 грн"]
right = "149 грн"

[[question]]
text = "Що в нас найдешевше?"
options = ["еспресо", "узвар", "лимонад"]
right = "узвар"

[[question]]
text = "Скільки сирів у піці «Чотири сири»?"
right = ["4", "чотири"]            # без options: відповідають своїми словами
points = 2
',1795486828777115,'smsbox',1795486828777115,1795486828777115,NULL);
INSERT INTO "flows" VALUES(3,'receipt-draw','contest','Кавоварка за чек',1,1,'# Розіграш за чеками: номер чека в SMS – шанс на приз; переможців обирає жеребкування, яке кожен може перевірити.
kind = "contest"
name = "receipt-draw"
title = "Кавоварка за чек"
words = ["ЧЕК", "ПРИЗ"]
language = "uk"
# opens = 2026-12-01T00:00:00
# closes = 2026-12-24T20:00:00

winners = 2                        # скільки переможців
reserves = 2                       # запасні: якщо переможець не відгукнеться
prizes = ["кавоварка", "кава на місяць"]
most_a_day = 5                     # чеків на день з одного телефону
once = true                        # один телефон – один приз
rules = "Чек від 200 грн = 1 шанс, до 5 на день. Жеребкування 25.12 о 12:00 у пекарні. Чек зберігайте."

[code]
pattern = ["#######"]              # номер чека: сім цифр, як надрукувала каса
',1795486828777115,'smsbox',1795486828777115,1795486828777115,NULL);
INSERT INTO "flows" VALUES(4,'preferences','survey','Що ви любите',1,1,'# Смаки гостей: одне-два питання, відповідь лишається з клієнтом – і любитель суші отримає пропозицію про суші.
kind = "survey"
name = "preferences"
title = "Що ви любите"
words = ["СМАК", "АНКЕТА"]
language = "uk"
patience = "1d"

ask = 2                            # щонайбільше два питання за розмову, решта – іншим разом
rest = 30                          # і не частіше ніж раз на 30 днів

[[question]]
text = "Що берете найчастіше?"
options = ["суші", "піца", "паста", "салати"]
field = "кухня"                    # так відповідь зберігається з клієнтом: {?кухня=суші}…{/} у тексті розсилки
days = 365                         # за рік можна перепитати

[[question]]
text = "Коли вам зручніше до нас?"
options = ["обід", "вечір", "вихідні"]
field = "час"
[question.aliases]                 # як ще це кажуть
"обід" = ["вдень", "на обід"]
"вечір" = ["ввечері", "увечері", "після роботи"]
"вихідні" = ["у вихідні", "субота", "неділя"]

[[question]]
text = "Чи їсте м''ясо?"
options = ["так", "ні"]
field = "м''ясо"
',1795486828777115,'smsbox',1795486828777115,1795486828777115,NULL);
INSERT INTO "flows" VALUES(5,'job-application','form','Робота в пекарні',1,1,'# Анкета на роботу: питання одне за одним, кожну відповідь перевірено, готова анкета – у завданнях.
kind = "form"
name = "job-application"
title = "Робота в пекарні"
words = ["РОБОТА", "РАБОТА", "ВАКАНСІЯ"]
language = "uk"
patience = "1d"

task = "Передзвонити кандидатові"  # що мають зробити ваші люди
within = "2d"
once = true                        # одна анкета з одного телефону

[[step]]
key = "ім''я"
text = "Як вас звати?"

[[step]]
key = "посада"
text = "Ким хочете працювати?"
options = ["пекар", "продавець", "кур''єр"]

[[step]]
key = "вік"
text = "Скільки вам років?"
check = "number"
least = 16
most = 75

[[step]]
key = "початок"
text = "З якого дня можете почати?"
check = "date"
when = "future"

[[step]]
key = "досвід"
text = "Де працювали раніше?"
optional = true
',1795486828777115,'smsbox',1795486828777115,1795486828777115,NULL);
INSERT INTO "flows" VALUES(6,'bread','order','Хліб на замовлення',1,1,'# Хліб на завтра: код або назва й кількість в SMS, ціна у відповідь, замовлення – у списку пекарні.
kind = "order"
name = "bread"
title = "Хліб на замовлення"
words = ["ЗАМОВИТИ", "ЗАМОВЛЮ"]
language = "uk"
patience = "2h"
delivery = "ask"
delivery_price = 50
delivery_free_from = 600

[[goods]]
code = "Х1"
title = "Паляниця на заквасці"
price = 72
stock = 40
words = ["паляниці", "хлібина", "хлібини"]

[[goods]]
code = "Х2"
title = "Житній з насінням"
price = 84
stock = 30
words = ["житній", "житнього"]

[[goods]]
code = "Р1"
title = "Рогалик з маком"
price = 28
stock = 120
words = ["рогалики", "рогаликів"]

[[goods]]
code = "П1"
title = "Пиріг вишневий"
price = 320
stock = 6
words = ["пиріг", "пирога", "вишневий"]
',1795486828777115,'smsbox',1795486828777115,1795486828777115,NULL);
INSERT INTO "flows" VALUES(7,'baking','appointment','Майстер-клас у пекарні',1,1,'# Майстер-клас: вільний час за один-два SMS, нагадування напередодні, перенесення без дзвінків.
kind = "appointment"
name = "baking"
title = "Майстер-клас у пекарні"
words = ["КЛАС", "МАЙСТЕР-КЛАС", "ЗАПИСАТИСЯ"]
language = "uk"
patience = "1h"
step = 60
notice = "3h"
ahead = 21

[hours]
weekdays = "15:00-20:00"
weekend = "10:00-18:00"

[[service]]
code = "хліб"
title = "Хліб на заквасці"
minutes = 120
also = ["закваска", "хлібний"]

[[service]]
code = "рогалики"
title = "Рогалики з дітьми"
minutes = 60
also = ["з дітьми", "діти"]

[[resource]]
name = "Оленка"

[[resource]]
name = "Богдан"
',1795486828777115,'smsbox',1795486828777115,1795486828777115,NULL);
CREATE TABLE goods (
    flow_id BIGINT NOT NULL, code TEXT NOT NULL, stock BIGINT, taken BIGINT NOT NULL, changed_at BIGINT NOT NULL,
    PRIMARY KEY (flow_id, code)) WITHOUT ROWID;
INSERT INTO "goods" VALUES(6,'П1',6,0,1795486828777115);
INSERT INTO "goods" VALUES(6,'Р1',120,6,1795486828777115);
INSERT INTO "goods" VALUES(6,'Х1',40,2,1795486828777115);
INSERT INTO "goods" VALUES(6,'Х2',30,0,1795486828777115);
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
INSERT INTO "ladders" VALUES('kyivstar','{"ladder":{"since":0,"rung":null,"tries":0,"failed":0,"losses":0,"rounds":0,"appeared":1795486828810928,"not_before":0,"resets":[]},"imei":"350000000000006","port":"/var/lib/smsbox/modem-1","usb":"","ids":""}',1795486830031439);
INSERT INTO "ladders" VALUES('lifecell','{"ladder":{"since":0,"rung":null,"tries":0,"failed":0,"losses":0,"rounds":0,"appeared":1795486828811264,"not_before":0,"resets":[]},"imei":"350000000000007","port":"/var/lib/smsbox/modem-2","usb":"","ids":""}',1795486830062793);
CREATE TABLE merges (
    id INTEGER NOT NULL PRIMARY KEY, kept_id BIGINT NOT NULL, gone_id BIGINT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    memory TEXT NOT NULL);
CREATE TABLE messages (
    id INTEGER NOT NULL PRIMARY KEY, recipient TEXT NOT NULL, text TEXT NOT NULL, kind SMALLINT NOT NULL, priority SMALLINT NOT NULL,
    alphabet SMALLINT NOT NULL, total SMALLINT NOT NULL, cuts TEXT,
    flash SMALLINT NOT NULL, report SMALLINT NOT NULL, validity_s BIGINT, state SMALLINT NOT NULL, reason TEXT,
    created_at BIGINT NOT NULL, send_after BIGINT, send_before BIGINT, due_at BIGINT, queue_key BIGINT, lane BIGINT,
    pinned_sim_id BIGINT, sim_id BIGINT, concat_reference SMALLINT, reply_to BIGINT, batch TEXT, topic TEXT);
INSERT INTO "messages" VALUES(1,'+380500008000','Зерно: круасан за півціни до неділі. Код K6752H3CC. А що любите? 1-рогалик, 2-пиріг, 3-хліб
050 000 00 01
Відмова: СТОП',2,0,1,2,'67,52',0,1,NULL,5,NULL,1795486828859219,NULL,NULL,NULL,NULL,4,NULL,2,165,NULL,'campaign:1',NULL);
INSERT INTO "messages" VALUES(2,'+380500008001','Зерно: круасан за півціни до неділі. Код KP8KM43P2. А що любите? 1-рогалик, 2-пиріг, 3-хліб
050 000 00 01
Відмова: СТОП',2,0,1,2,'67,52',0,1,NULL,5,NULL,1795486828859219,NULL,NULL,NULL,NULL,4,NULL,2,51,NULL,'campaign:1',NULL);
INSERT INTO "messages" VALUES(3,'+380500008002','Зерно: круасан за півціни до неділі. Код KP48P3A2T. А що любите? 1-рогалик, 2-пиріг, 3-хліб
050 000 00 01
Відмова: СТОП',2,0,1,2,'67,52',0,1,NULL,4,NULL,1795486828859219,NULL,NULL,NULL,NULL,4,NULL,2,137,NULL,'campaign:1',NULL);
INSERT INTO "messages" VALUES(4,'+380500008003','Олександре, до кави круасан за півціни. Код KCCP7HK44. А що любите? 1-рогалик, 2-пиріг, 3-хліб
Зерно, 050 000 00 01
Відмова: СТОП',2,0,1,2,'67,62',0,1,NULL,0,NULL,1795486828859219,NULL,NULL,NULL,179862510118109188,0,NULL,NULL,NULL,NULL,'campaign:1',NULL);
INSERT INTO "messages" VALUES(5,'+380500008004','Зерно: круасан за півціни до неділі. Код KAKPH9CC6. А що любите? 1-рогалик, 2-пиріг, 3-хліб
050 000 00 01
Відмова: СТОП',2,0,1,2,'67,52',0,1,NULL,0,NULL,1795486828859219,NULL,NULL,NULL,179862510118109189,0,NULL,NULL,NULL,NULL,'campaign:1',NULL);
INSERT INTO "messages" VALUES(6,'+380500008005','Богдане, до какао круасан за півціни. Код KA39HM5PM. А що любите? 1-рогалик, 2-пиріг, 3-хліб
Зерно, 050 000 00 01
Відмова: СТОП',2,0,1,2,'67,60',0,1,NULL,0,NULL,1795486828859219,NULL,NULL,NULL,179862510118109190,0,NULL,NULL,NULL,NULL,'campaign:1',NULL);
INSERT INTO "messages" VALUES(7,'+380500008006','Зерно: круасан за півціни до неділі. Код K26MH96PC. А що любите? 1-рогалик, 2-пиріг, 3-хліб
050 000 00 01
Відмова: СТОП',2,0,1,2,'67,52',0,1,NULL,0,NULL,1795486828859219,NULL,NULL,NULL,179862510118109191,0,NULL,NULL,NULL,NULL,'campaign:1',NULL);
INSERT INTO "messages" VALUES(8,'+380500008007','Зерно: круасан за півціни до неділі. Код KXEMCHHHT. А що любите? 1-рогалик, 2-пиріг, 3-хліб
050 000 00 01
Відмова: СТОП',2,0,1,2,'67,52',0,1,NULL,0,NULL,1795486828859219,NULL,NULL,NULL,179862510118109192,0,NULL,NULL,NULL,NULL,'campaign:1',NULL);
CREATE TABLE modem_states (name TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "modem_states" VALUES('kyivstar','{"name": "kyivstar", "port": "/var/lib/smsbox/modem-1", "state": "ready", "reason": null, "facts": {}, "manufacturer": "SMSBOX", "model": "Simulated modem", "imei": "350000000000006", "imsi": "255010000000001", "iccid": "8938001000000000019", "sim_id": 1, "smsc": "+380500001000", "operator": "SAMPLE UA", "registration": "home", "technology": "GSM", "rssi": 21, "dbm": -71, "storage": "ME", "storage_used": 0, "storage_capacity": 100, "limits_left": {"per_hour": 6000}, "resets_at": {}, "drift": null, "recovery": null, "last_sent_at": null, "last_received_at": null, "next_send_at": null, "kinds": null, "since": "2026-11-24T04:20:30.305675+02:00", "at": "2026-11-24T04:20:30.305675+02:00"}',1795486830305984);
INSERT INTO "modem_states" VALUES('lifecell','{"name": "lifecell", "port": "/var/lib/smsbox/modem-2", "state": "ready", "reason": null, "facts": {}, "manufacturer": "SMSBOX", "model": "Simulated modem", "imei": "350000000000007", "imsi": "255010000000002", "iccid": "8938001000000000020", "sim_id": 2, "smsc": "+380500001000", "operator": "SAMPLE UA", "registration": "home", "technology": "GSM", "rssi": 21, "dbm": -71, "storage": "ME", "storage_used": 0, "storage_capacity": 100, "limits_left": {"per_hour": 6000}, "resets_at": {}, "drift": null, "recovery": null, "last_sent_at": null, "last_received_at": null, "next_send_at": null, "kinds": null, "since": "2026-11-24T04:20:30.348835+02:00", "at": "2026-11-24T04:20:30.348835+02:00"}',1795486830349184);
CREATE TABLE order_days (day TEXT NOT NULL PRIMARY KEY, orders BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "order_days" VALUES('2026-11-24',1);
CREATE TABLE order_lines (
    order_id BIGINT NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL, price BIGINT NOT NULL,
    amount BIGINT NOT NULL, PRIMARY KEY (order_id, place)) WITHOUT ROWID;
INSERT INTO "order_lines" VALUES(1,0,'Х1','Паляниця на заквасці',7200,2);
INSERT INTO "order_lines" VALUES(1,1,'Р1','Рогалик з маком',2800,6);
CREATE TABLE order_steps (
    order_id BIGINT NOT NULL, state SMALLINT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL, note TEXT NOT NULL,
    message_id BIGINT, PRIMARY KEY (order_id, state)) WITHOUT ROWID;
INSERT INTO "order_steps" VALUES(1,0,1795486857711377,'','',NULL);
CREATE TABLE orders (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, version BIGINT NOT NULL, said TEXT NOT NULL, number TEXT NOT NULL,
    state SMALLINT NOT NULL, made_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, worth BIGINT NOT NULL,
    currency TEXT NOT NULL, delivery BIGINT, address TEXT NOT NULL, note TEXT NOT NULL, taken_by TEXT,
    dialog_id BIGINT, received_id BIGINT);
INSERT INTO "orders" VALUES(1,6,1,'24-1','+380500008600',0,1795486857711377,1795486857711377,31200,'грн',NULL,'','',NULL,2,20);
CREATE TABLE pauses (modem TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, by_whom TEXT, why TEXT) WITHOUT ROWID;
CREATE TABLE permissions (
    number TEXT NOT NULL PRIMARY KEY, state SMALLINT NOT NULL, since BIGINT NOT NULL, consent_id BIGINT NOT NULL,
    source_id BIGINT, asked_at BIGINT, answer_until BIGINT, every_days INTEGER, hours TEXT, topics TEXT, language TEXT,
    prefers_call SMALLINT NOT NULL) WITHOUT ROWID;
INSERT INTO "permissions" VALUES('+380500008000',2,1794450028676470,1,3,NULL,NULL,NULL,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500008001',2,1794104428676470,2,1,NULL,NULL,NULL,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500008002',2,1791685228676470,3,3,NULL,NULL,NULL,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500008003',2,1789784428676470,4,3,NULL,NULL,NULL,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500008004',2,1793845228676470,5,2,NULL,NULL,NULL,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500008005',2,1791771628676470,6,2,NULL,NULL,NULL,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500008006',2,1790994028676470,7,2,NULL,NULL,NULL,NULL,NULL,'uk',0);
INSERT INTO "permissions" VALUES('+380500008007',2,1792722028676470,8,2,NULL,NULL,NULL,NULL,NULL,'uk',0);
CREATE TABLE ported (
    number TEXT NOT NULL PRIMARY KEY, operator TEXT NOT NULL, evidence TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE prefixes (prefix TEXT NOT NULL PRIMARY KEY, operator TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (
    id INTEGER NOT NULL PRIMARY KEY, box TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, severity SMALLINT NOT NULL,
    facts TEXT NOT NULL, opened_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, closed_at BIGINT, snoozed_until BIGINT);
CREATE TABLE questions (
    id INTEGER NOT NULL PRIMARY KEY, field TEXT NOT NULL, text TEXT NOT NULL, options TEXT NOT NULL, days INTEGER NOT NULL,
    made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, closed_at BIGINT);
INSERT INTO "questions" VALUES(1,'смаколик','А що любите?','["рогалик", "пиріг", "хліб"]',365,1795486828771275,'smsbox',NULL);
CREATE TABLE quiz_results (
    flow_id BIGINT NOT NULL, number TEXT NOT NULL, attempt INTEGER NOT NULL, begun_at BIGINT NOT NULL,
    ended_at BIGINT, score INTEGER NOT NULL, took BIGINT NOT NULL, counts SMALLINT NOT NULL, answers TEXT NOT NULL,
    PRIMARY KEY (flow_id, number, attempt)) WITHOUT ROWID;
INSERT INTO "quiz_results" VALUES(2,'+380500008602',1,1795486849157389,1795486875000000,4,23570724,1,'[["2", 1, 7842611, 1, "a3785ef9"], ["узвар", 1, 8207738, 1, "544fcc34"], ["чотири", 2, 7520375, 2, "aa6e8651"]]');
INSERT INTO "quiz_results" VALUES(2,'+380500008605',1,1795486863817358,NULL,1,15474438,0,'[["119", 0, 8182642, 1, "a3785ef9"], ["мабуть узвар", 1, 7291796, 1, "544fcc34"]]');
CREATE TABLE readings (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, at BIGINT NOT NULL, code TEXT NOT NULL, answer TEXT NOT NULL, money BIGINT,
    currency TEXT, sms_left BIGINT, sms_of BIGINT, renews_on TEXT);
CREATE TABLE received (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, sender TEXT NOT NULL, sender_kind SMALLINT NOT NULL, text TEXT NOT NULL,
    received_at BIGINT NOT NULL, sent_at BIGINT, reference BIGINT, wide SMALLINT NOT NULL, total SMALLINT NOT NULL,
    state SMALLINT NOT NULL, missing SMALLINT NOT NULL, flash SMALLINT NOT NULL, damaged SMALLINT NOT NULL,
    settled_at BIGINT, routed_at BIGINT, routed_by TEXT);
INSERT INTO "received" VALUES(1,1,'+380500008012',1,'3',1795486836341006,1795486836000000,NULL,0,1,2,0,0,0,NULL,1795486836343732,NULL);
INSERT INTO "received" VALUES(2,2,'+380500008101',1,'Ні',1795486837310619,1795486837000000,NULL,0,1,2,0,0,0,NULL,1795486837313832,NULL);
INSERT INTO "received" VALUES(3,1,'+380500008614',1,'Музика 3',1795486837741514,1795486836000000,NULL,0,1,2,0,0,0,1795486837743798,1795486837743798,'dialog');
INSERT INTO "received" VALUES(4,1,'+380500008306',1,'Добре 👍',1795486838050875,1795486838000000,NULL,0,1,2,0,0,0,NULL,1795486838053427,NULL);
INSERT INTO "received" VALUES(5,1,'+380500008600',1,'замовити 2 хлібини і 6 рогаликів',1795486839645158,1795486838000000,NULL,0,1,2,0,0,0,1795486839648679,1795486839648679,'dialog');
INSERT INTO "received" VALUES(6,1,'+380500008615',1,'голос рок-н-рол',1795486839645158,1795486839000000,NULL,0,1,2,0,0,0,1795486839648679,1795486839648679,'dialog');
INSERT INTO "received" VALUES(7,2,'+380500008015',1,'3',1795486840723652,1795486839000000,NULL,0,1,2,0,0,0,NULL,1795486840726359,NULL);
INSERT INTO "received" VALUES(8,1,'+380500008616',1,'голос 80-ті!!!',1795486841750155,1795486841000000,NULL,0,1,2,0,0,0,1795486841752969,1795486841752969,'dialog');
CREATE TABLE received_segments (
    id INTEGER NOT NULL PRIMARY KEY, received_id BIGINT NOT NULL, seq SMALLINT NOT NULL, repeated SMALLINT NOT NULL, sim_id BIGINT NOT NULL,
    memory TEXT NOT NULL, slot BIGINT, live SMALLINT NOT NULL, pdu BLOB NOT NULL, received_at BIGINT NOT NULL);
INSERT INTO "received_segments" VALUES(1,1,1,0,1,'ME',1,0,X'040C918350000008210000621142400263800133',1795486836341006);
INSERT INTO "received_segments" VALUES(2,2,1,0,2,'ME',1,0,X'040C9183500000181000086211424002738004041D0456',1795486837310619);
INSERT INTO "received_segments" VALUES(3,3,1,0,1,'ME',2,0,X'040C9183500000684100086211424002638010041C044304370438043A043000200033',1795486837741514);
INSERT INTO "received_segments" VALUES(4,4,1,0,1,'ME',1,0,X'040C91835000003860000862114240028380100414043E0431044004350020D83DDC4D',1795486838050875);
INSERT INTO "received_segments" VALUES(5,5,1,0,1,'ME',1,0,X'040C918350000068000008621142400283804004370430043C043E04320438044204380020003200200445043B045604310438043D0438002004560020003600200440043E04330430043B0438043A04560432',1795486839645158);
INSERT INTO "received_segments" VALUES(6,6,1,0,1,'ME',2,0,X'040C918350000068510008621142400293801E0433043E043B043E044100200440043E043A002D043D002D0440043E043B',1795486839645158);
INSERT INTO "received_segments" VALUES(7,7,1,0,2,'ME',2,0,X'040C918350000008510000621142400293800133',1795486840723652);
INSERT INTO "received_segments" VALUES(8,8,1,0,1,'ME',1,0,X'040C918350000068610008621142400214801C0433043E043B043E0441002000380030002D04420456002100210021',1795486841750155);
CREATE TABLE recipients (
    campaign_id BIGINT NOT NULL, number TEXT NOT NULL, contact_id BIGINT NOT NULL, customer SMALLINT NOT NULL,
    variant SMALLINT NOT NULL, state SMALLINT NOT NULL, reason TEXT, message_id BIGINT, coupon_id BIGINT, code TEXT,
    at BIGINT NOT NULL, replied_at BIGINT, left_at BIGINT, called_at BIGINT, question_id BIGINT, bought_at BIGINT, heard_at BIGINT,
    PRIMARY KEY (campaign_id, number)) WITHOUT ROWID;
INSERT INTO "recipients" VALUES(1,'+380500008000',1,1,1,0,NULL,1,1,NULL,1795486828859219,1795486879005731,NULL,NULL,1,NULL,NULL);
INSERT INTO "recipients" VALUES(1,'+380500008001',2,1,1,0,NULL,2,2,NULL,1795486828859219,1795486881453605,NULL,NULL,1,NULL,NULL);
INSERT INTO "recipients" VALUES(1,'+380500008002',3,1,1,0,NULL,3,3,NULL,1795486828859219,NULL,NULL,NULL,1,NULL,NULL);
INSERT INTO "recipients" VALUES(1,'+380500008003',4,0,0,0,NULL,4,4,NULL,1795486828859219,NULL,NULL,NULL,1,NULL,NULL);
INSERT INTO "recipients" VALUES(1,'+380500008004',5,0,1,0,NULL,5,5,NULL,1795486828859219,NULL,NULL,NULL,1,NULL,NULL);
INSERT INTO "recipients" VALUES(1,'+380500008005',6,1,0,0,NULL,6,6,NULL,1795486828859219,NULL,NULL,NULL,1,NULL,NULL);
INSERT INTO "recipients" VALUES(1,'+380500008006',7,1,1,0,NULL,7,7,NULL,1795486828859219,NULL,NULL,NULL,1,NULL,NULL);
INSERT INTO "recipients" VALUES(1,'+380500008007',8,1,1,0,NULL,8,8,NULL,1795486828859219,NULL,NULL,NULL,1,NULL,NULL);
CREATE TABLE recoveries (
    modem TEXT NOT NULL, rung TEXT NOT NULL, tried BIGINT NOT NULL, helped BIGINT NOT NULL, last_at BIGINT NOT NULL,
    PRIMARY KEY (modem, rung)) WITHOUT ROWID;
CREATE TABLE recovery_codes (
    user_id BIGINT NOT NULL, code_hash BLOB NOT NULL, made_at BIGINT NOT NULL, used_at BIGINT,
    PRIMARY KEY (user_id, code_hash)) WITHOUT ROWID;
CREATE TABLE seats (
    modem TEXT NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, accepted_at BIGINT NOT NULL, accepted_by TEXT) WITHOUT ROWID;
INSERT INTO "seats" VALUES('kyivstar',1,1795486830033495,NULL);
INSERT INTO "seats" VALUES('lifecell',2,1795486830064915,NULL);
CREATE TABLE segments (
    message_id BIGINT NOT NULL, seq INTEGER NOT NULL, state SMALLINT NOT NULL, attempts INTEGER NOT NULL,
    refusals INTEGER NOT NULL, maybe_duplicate SMALLINT NOT NULL, sim_id BIGINT, reference SMALLINT,
    reference_before SMALLINT, submitted_at BIGINT, await_until BIGINT, reported_at BIGINT, report_status SMALLINT,
    doubted_at BIGINT, owner TEXT, lease_until BIGINT, early TEXT, error TEXT,
    PRIMARY KEY (message_id, seq)) WITHOUT ROWID;
INSERT INTO "segments" VALUES(1,1,5,1,0,0,2,22,21,1795486872168904,1795749672168904,1795486875293357,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(1,2,5,1,0,0,2,23,22,1795486873982389,1795749673982389,1795486875757512,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(2,1,5,1,0,0,2,24,23,1795486875864812,1795749675864812,1795486879054008,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(2,2,5,1,0,0,2,25,24,1795486877601959,1795749677601959,1795486879447280,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(3,1,5,1,0,0,2,28,27,1795486883736382,1795749683736382,1795486885524402,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(3,2,4,1,0,0,2,29,28,1795486885801421,1795749685801421,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(117,1,5,1,0,0,1,2,1,1795486834558020,1795749634558020,1795486837792139,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "segments" VALUES(118,1,5,1,0,0,1,0,NULL,1795486830306181,1795749630306181,1795486832175719,0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, agent TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "settings" VALUES('backup.next','1795568400000000',1795486858853331);
INSERT INTO "settings" VALUES('campaigns.leaving_seen','135',1791166828676470);
INSERT INTO "settings" VALUES('desk.backfill','0',1795486828957167);
INSERT INTO "settings" VALUES('routing','{"on_net": true, "help": true, "sticky": true, "prefixes": []}',1795486830035355);
INSERT INTO "settings" VALUES('setting.shop.name','"\u0417\u0435\u0440\u043d\u043e"',1795486828661141);
INSERT INTO "settings" VALUES('setting.shop.number','"+380500000003"',1795486828661141);
INSERT INTO "settings" VALUES('setting.shop.phone','"050 000 00 01"',1795486828661141);
CREATE TABLE signals (
    modem TEXT NOT NULL, minute BIGINT NOT NULL, rssi SMALLINT, registration TEXT, technology TEXT,
    PRIMARY KEY (modem, minute)) WITHOUT ROWID;
INSERT INTO "signals" VALUES('kyivstar',29924780,21,'home','GSM');
INSERT INTO "signals" VALUES('lifecell',29924780,21,'home','GSM');
CREATE TABLE silences (
    number TEXT NOT NULL PRIMARY KEY, why TEXT NOT NULL, count BIGINT NOT NULL, at BIGINT NOT NULL,
    until BIGINT NOT NULL, lifted_at BIGINT, lifted_by TEXT) WITHOUT ROWID;
CREATE TABLE sim_probes (
    id INTEGER NOT NULL PRIMARY KEY, sim_id BIGINT NOT NULL, code TEXT NOT NULL UNIQUE, message_id BIGINT NOT NULL, made_at BIGINT NOT NULL,
    heard_at BIGINT);
CREATE TABLE sims (
    id INTEGER NOT NULL PRIMARY KEY, imsi TEXT NOT NULL UNIQUE, iccid TEXT, modem TEXT, number TEXT,
    first_seen_at BIGINT NOT NULL, last_seen_at BIGINT NOT NULL, last_reference SMALLINT);
INSERT INTO "sims" VALUES(1,'255010000000001','8938001000000000019','kyivstar','+380500000000',1795486830033495,1795486830033495,28);
INSERT INTO "sims" VALUES(2,'255010000000002','8938001000000000020','lifecell','+380500000001',1795486830064915,1795486830064915,29);
CREATE TABLE sources (
    id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, word TEXT, words TEXT NOT NULL, language TEXT NOT NULL,
    topics TEXT NOT NULL, made_at BIGINT NOT NULL, by_whom TEXT NOT NULL, closed_at BIGINT);
INSERT INTO "sources" VALUES(1,'poster','Плакат біля каси','ЗЕРНО','','uk','',1786846828676470,'smsbox',NULL);
INSERT INTO "sources" VALUES(2,'staff','На касі',NULL,'','uk','',1786846828676470,'smsbox',NULL);
INSERT INTO "sources" VALUES(3,'keyword','Паперовий пакет','ХЛІБ','','uk','',1786846828676470,'smsbox',NULL);
CREATE TABLE staff_orders (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, what TEXT NOT NULL, code_hash TEXT NOT NULL, at BIGINT NOT NULL,
    until BIGINT NOT NULL, tries INTEGER NOT NULL, used_at BIGINT);
CREATE TABLE staff_phones (
    number TEXT NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, added_at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    confirmed_at BIGINT) WITHOUT ROWID;
CREATE TABLE suppressed (mark BLOB NOT NULL PRIMARY KEY, at BIGINT NOT NULL, why TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE survey_answers (
    id INTEGER NOT NULL PRIMARY KEY, flow_id BIGINT NOT NULL, number TEXT NOT NULL, question TEXT NOT NULL, at BIGINT NOT NULL,
    answered_at BIGINT, answer TEXT NOT NULL, free SMALLINT NOT NULL);
INSERT INTO "survey_answers" VALUES(1,4,'+380500008604','кухня',1795486859697655,1795486867000000,'піца',0);
INSERT INTO "survey_answers" VALUES(2,4,'+380500008604','час',1795486867721131,1795486876000000,'вечір',0);
INSERT INTO "survey_answers" VALUES(3,4,'+380500008609','кухня',1795486883824447,NULL,'',0);
CREATE TABLE sweeps (
    id INTEGER NOT NULL PRIMARY KEY, act TEXT NOT NULL, filter TEXT NOT NULL, sim_id BIGINT, twice SMALLINT NOT NULL, by_whom TEXT NOT NULL,
    made_at BIGINT NOT NULL, last_id BIGINT NOT NULL, place BIGINT NOT NULL, counted BIGINT NOT NULL,
    doubtful BIGINT NOT NULL, examples TEXT NOT NULL, state SMALLINT NOT NULL, changed BIGINT NOT NULL,
    ended_at BIGINT);
CREATE TABLE tasks (
    id INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, number TEXT NOT NULL, ref_id BIGINT, title TEXT NOT NULL, due_at BIGINT,
    turn_at BIGINT NOT NULL, state SMALLINT NOT NULL, taken_by TEXT, taken_at BIGINT, ended_at BIGINT, ended_by TEXT,
    note TEXT NOT NULL, made_at BIGINT NOT NULL);
INSERT INTO "tasks" VALUES(1,'order','+380500008600',1,'24-1: Паляниця на заквасці x2, Рогалик з маком x6 - 312 грн',NULL,1795486857711377,0,NULL,NULL,NULL,NULL,'',1795486857711377);
CREATE TABLE thread_answers (message_id BIGINT NOT NULL PRIMARY KEY, who TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE thread_labels (
    number TEXT NOT NULL, label TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (number, label)) WITHOUT ROWID;
CREATE TABLE thread_notes (
    id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL, at BIGINT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE threads (
    number TEXT NOT NULL PRIMARY KEY, state SMALLINT NOT NULL, assigned_to TEXT, until BIGINT, version BIGINT NOT NULL,
    waiting_since BIGINT, waiting_id BIGINT, unread INTEGER NOT NULL, last_at BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "threads" VALUES('+380500008000',3,NULL,NULL,1,NULL,NULL,0,1795486879003448);
INSERT INTO "threads" VALUES('+380500008001',3,NULL,NULL,1,NULL,NULL,0,1795486881451089);
INSERT INTO "threads" VALUES('+380500008009',0,NULL,NULL,1,1795486850873634,15,1,1795486850873634);
INSERT INTO "threads" VALUES('+380500008012',0,NULL,NULL,1,1795486836341006,1,1,1795486836341006);
INSERT INTO "threads" VALUES('+380500008015',0,NULL,NULL,1,1795486840723652,7,1,1795486840723652);
INSERT INTO "threads" VALUES('+380500008101',0,NULL,NULL,1,1795486837310619,2,1,1795486837310619);
INSERT INTO "threads" VALUES('+380500008107',0,NULL,NULL,1,1795486859890027,25,1,1795486859890027);
INSERT INTO "threads" VALUES('+380500008302',0,NULL,NULL,1,1795486873590403,40,1,1795486873590403);
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
INSERT INTO "usage" VALUES(1,29924780,15,1795486858310192,0,14,0,0);
INSERT INTO "usage" VALUES(1,29924781,14,1795486885940631,0,14,0,0);
INSERT INTO "usage" VALUES(2,29924780,16,1795486858579262,0,15,0,0);
INSERT INTO "usage" VALUES(2,29924781,14,1795486885801421,0,14,0,0);
CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password_hash TEXT NOT NULL, created_at BIGINT NOT NULL, language TEXT, disabled_at BIGINT, password_changed_at BIGINT, invitation_hash TEXT, invited_until BIGINT, totp_secret TEXT, totp_since BIGINT, totp_step BIGINT);
CREATE TABLE vote_aliases (
    flow_id BIGINT NOT NULL, same TEXT NOT NULL, choice TEXT NOT NULL, at BIGINT NOT NULL, by_whom TEXT NOT NULL,
    PRIMARY KEY (flow_id, same)) WITHOUT ROWID;
CREATE TABLE vote_counts (
    flow_id BIGINT NOT NULL, choice TEXT NOT NULL, votes BIGINT NOT NULL, PRIMARY KEY (flow_id, choice)) WITHOUT ROWID;
INSERT INTO "vote_counts" VALUES(1,'Джаз',5);
INSERT INTO "vote_counts" VALUES(1,'Диско',4);
INSERT INTO "vote_counts" VALUES(1,'Рок',6);
CREATE TABLE votes (
    flow_id BIGINT NOT NULL, number TEXT NOT NULL, choice TEXT NOT NULL, said TEXT NOT NULL, same TEXT NOT NULL,
    received_id BIGINT, at BIGINT NOT NULL, changed INTEGER NOT NULL, by_whom TEXT, PRIMARY KEY (flow_id, number))
    WITHOUT ROWID;
INSERT INTO "votes" VALUES(1,'+380500008614','Диско','3','3',3,1795486836000000,0,NULL);
INSERT INTO "votes" VALUES(1,'+380500008615','Рок','рок-н-рол','рок-н-рол',6,1795486839000000,0,NULL);
INSERT INTO "votes" VALUES(1,'+380500008616','Диско','80-ті!!!','80-ті',8,1795486841000000,0,NULL);
INSERT INTO "votes" VALUES(1,'+380500008618','Джаз','джаз 🎷','джаз',11,1795486846000000,0,NULL);
INSERT INTO "votes" VALUES(1,'+380500008619','Диско','мій диско','мій диско',14,1795486849000000,0,NULL);
INSERT INTO "votes" VALUES(1,'+380500008620','Рок','рок-н-рол','рок-н-рол',16,1795486851000000,0,NULL);
INSERT INTO "votes" VALUES(1,'+380500008622','Джаз','Добрий день за блюз','добрий день за блюз',21,1795486856000000,0,NULL);
INSERT INTO "votes" VALUES(1,'+380500008623','Джаз','ДЖАС','джас',24,1795486859000000,0,NULL);
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
CREATE TRIGGER audit_delete BEFORE DELETE ON audit WHEN NOT EXISTS (SELECT 1 FROM audit WHERE area = 'audit' AND id > OLD.id AND CASE what WHEN 'audit.pruned' THEN CAST(subject AS BIGINT) >= OLD.id ELSE FALSE END)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
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
CREATE TRIGGER consents_update BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'the ledger of consents is append-only'); END;
CREATE TRIGGER consents_delete BEFORE DELETE ON consents WHEN NOT EXISTS (SELECT 1 FROM consents AS last WHERE last.number = OLD.number AND last.id >= OLD.id AND last.act = 'erased')
BEGIN SELECT RAISE(ABORT, 'the ledger of consents is append-only'); END;
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
CREATE TRIGGER audit_update BEFORE UPDATE ON audit WHEN NOT (NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.who = OLD.who AND NEW.role = OLD.role AND NEW.address = OLD.address AND NEW.area = OLD.area AND NEW.what = OLD.what AND NEW.subject IN (OLD.subject, '–') AND NEW.changes IN (OLD.changes, '{}') AND EXISTS (SELECT 1 FROM audit WHERE area = 'customer' AND id > OLD.id AND what = 'customer.erased'))
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
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
CREATE UNIQUE INDEX alarms_open ON alarms (box, key, subject) WHERE ended_at IS NULL;
CREATE INDEX alarms_ended ON alarms (box, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX alarm_log_box ON alarm_log (box, id);
CREATE INDEX alarm_log_at ON alarm_log (at);
CREATE INDEX sim_probes_sim ON sim_probes (sim_id, id);
COMMIT;
