"""What customers of two years did in seven scenarios: talks, votes, orders, appointments and so on, straight into the
tables.
"""

from __future__ import annotations

from pathlib import Path

from smsbox.clock import DAY, HOUR, MINUTE, Micros
from smsbox.config import Config
from smsbox.config.model import RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.dialogs.examples import examples
from smsbox.dialogs.flows import rows as flows
from smsbox.store import Store

PEOPLE = "SELECT row_number() OVER (ORDER BY number) AS n, number FROM threads WHERE number LIKE '+380%'"
_TALKS = f"""
INSERT INTO dialogs (id, flow_id, version, number, sim_id, step, state, misses, opened_at, touched_at, expires_at,
    ended_at, outcome)
SELECT (f.n - 1) * 100000 + p.n, f.id, 1, p.number, 1, 'asked', '{{}}', 0, :at, :at, :at,
    CASE WHEN p.n % 1000 = f.n THEN NULL ELSE :at + p.n END, CASE WHEN p.n % 1000 = f.n THEN NULL WHEN p.n % 9 = 0
    THEN 'late' ELSE 'done' END
FROM (SELECT row_number() OVER (ORDER BY id) AS n, id FROM flows) AS f JOIN ({PEOPLE}) AS p WHERE p.n <= :people"""
_VOTES = f"""
INSERT INTO votes (flow_id, number, choice, said, same, at, changed)
SELECT :flow, number, CASE n % 10 WHEN 0 THEN '' WHEN 1 THEN 'Джаз' WHEN 2 THEN 'Диско' ELSE 'Рок' END,
    'за ' || n % 700, 'за ' || n % 700, :at + n, 0 FROM ({PEOPLE}) AS p WHERE n <= :people"""
_COUNTS = """
INSERT INTO vote_counts (flow_id, choice, votes) SELECT flow_id, choice, count(*) FROM votes GROUP BY flow_id, choice"""
_PLAYERS = f"""
INSERT INTO quiz_results (flow_id, number, attempt, begun_at, ended_at, score, took, counts, answers)
SELECT :flow, number, 1, :at + n, :at + n + 60000000, n % 4, n * 977 % 300000000, 1, '[]' FROM ({PEOPLE}) AS p
WHERE n <= :people"""
_ENTRIES = f"""
INSERT INTO entries (id, flow_id, code, shown, number, at, state, note)
SELECT n, :flow, 'K' || n, 'K' || n, number, :at + n, CASE WHEN n % 20 = 0 THEN 1 ELSE 0 END, '' FROM ({PEOPLE}) AS p
WHERE n <= :people"""
_ORDERS = f"""
INSERT INTO orders (id, flow_id, version, said, number, state, made_at, changed_at, worth, currency, address, note)
SELECT n, :flow, 1, n % 28 + 1 || '-' || n, number, CASE WHEN n % 200 = 0 THEN n / 200 % 3 ELSE 3 END,
    :at + n * {MINUTE}, :at + n * {MINUTE}, 25500, 'UAH', '', '' FROM ({PEOPLE}) AS p WHERE n <= :people"""
_LINES = "INSERT INTO order_lines SELECT id, 1, 'Т1', 'Троянда червона', 8500, 3 FROM orders"
_BOOKED = f"""
INSERT INTO appointments (id, flow_id, number, service, resource, at, until, state, made_at, changed_at, note, by_whom)
SELECT n, :flow, number, 'стрижка', CASE WHEN n % 2 = 0 THEN 'Оля' ELSE 'Іра' END, :at + n / 2 * {HOUR},
    :at + n / 2 * {HOUR} + {45 * MINUTE}, 1, :at, :at, '', '' FROM ({PEOPLE}) AS p WHERE n <= :people / 5"""
_ANSWERS = f"""
INSERT INTO survey_answers (id, flow_id, number, question, at, answered_at, answer, free)
SELECT n, :flow, number, 'напій', :at + n, :at + n, CASE WHEN n % 3 = 0 THEN 'чай' ELSE 'кава' END, 0
FROM ({PEOPLE}) AS p WHERE n <= :people"""
_APPLICATIONS = f"""
INSERT INTO applications (id, flow_id, version, number, at, answers)
SELECT n, :flow, 1, number, :at + n, '{{}}' FROM ({PEOPLE}) AS p WHERE n <= :people / 10"""
_OF_KIND = {
    "vote": (_VOTES, _COUNTS),
    "quiz": (_PLAYERS,),
    "contest": (_ENTRIES,),
    "order": (_ORDERS, _LINES),
    "appointment": (_BOOKED,),
    "survey": (_ANSWERS,),
    "form": (_APPLICATIONS,),
}


FLOWS = {"vote": 1, "order": 2, "appointment": 3, "quiz": 4, "contest": 5, "survey": 6, "form": 7}
"""The ids of the flows of an empty database, by their kind."""
CONFIG = Config(StoreConfig("sqlite:///none", Path()), WebConfig("127.0.0.1", 0), RegionConfig(), SendingConfig())


def talk(store: Store, config: Config, people: int, now: Micros) -> None:
    """Open the shipped examples and have up to so many people go through each, for a database that has lived
    (`lived.live`).
    """
    for example in examples("uk"):
        kept = flows.create(store, config, example.source, by="owner", now=now - 300 * DAY)
        flows.open(store, config, kept.id, by="owner", now=now - 300 * DAY)
        assert FLOWS[example.kind] == kept.id
    with store.write(durable=False):
        facts = {"at": now - 200 * DAY, "people": people}
        _fill(store, _TALKS, facts)
        for kind, filled in _OF_KIND.items():
            for sql in filled:
                _fill(store, sql, {**facts, "flow": FLOWS[kind]})
    store.checkpoint()


def _fill(store: Store, sql: str, facts: dict[str, int]) -> None:
    """Numbers of ours in the place of names."""
    for name, value in facts.items():
        sql = sql.replace(f":{name}", str(value))
    store.run(sql)
