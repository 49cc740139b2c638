"""A vote through the whole box: every message that came in is counted once, and answered once; killed in the middle."""

from __future__ import annotations

from pathlib import Path

from smsbox.dialogs import ballots
from smsbox.store import Store
from tests.bench.box import people
from tests.whole.box import box, until
from tests.whole.voting import SOURCE, crowd

VOTERS = 150


def test_a_crowd_is_counted_exactly_though_the_daemon_dies_among_it(tmp_path: Path) -> None:
    voters = crowd(people(VOTERS))
    with box(tmp_path) as made:
        (tmp_path / "vote.toml").write_text(SOURCE, encoding="utf-8")
        flow_id = int(made.run("dialog", "put", str(tmp_path / "vote.toml")).stdout)
        made.run("dialog", "open", str(flow_id))
        for number, text in voters.messages[:50]:
            made.do("inbound", sender=number, text=text)
        made.start()
        made.await_modems()
        for number, text in voters.messages[50:100]:
            made.do("inbound", sender=number, text=text)
        until(lambda: len(made.accepted()) > 20, what="some answers")
        until(made.settled, what="answers to the first hundred")  # nothing under way: no answer may stand in doubt
        made.kill()
        for number, text in voters.messages[100:]:
            made.do("inbound", sender=number, text=text)
        made.start()
        until(lambda: len(made.accepted()) >= len(voters.messages), what="all answers")
        until(made.settled, what="the end")
        voters.judge(made.accepted())
        made.stop()
        store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
        assert ballots.counts(store, flow_id) == ballots.recounted(store, flow_id) == voters.counts
        store.close()
