"""The doctor reads both kinds of database, and packs neither's secrets."""

from __future__ import annotations

import io
from pathlib import Path

from smsbox.config import Config, ModemConfig, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.doctor import Means, Severity, bundle, examine_box
from smsbox.doctor.ground import Ground
from smsbox.store import Store
from tests.doctor import planted
from tests.web.desk import FixedClock


def test_findings_and_bundle(store: Store, tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path}/smsbox.db" if store.dialect.sole_owner else "postgresql://nobody:hidden@host/smsbox"
    modem = ModemConfig("main", "/dev/none", call_prompt=planted.PROMPT, balance_code=planted.TOP_UP)
    web = WebConfig("127.0.0.1", 1)
    config = Config(StoreConfig(url, tmp_path), web, RegionConfig(), SendingConfig(), modems=(modem,))
    planted.fill(store)
    means = Means(ground=Ground(tmp_path))
    found = list(examine_box(config, store, [planted.status()], clock=FixedClock(), means=means))
    keys = {finding.key for finding in found}
    assert {"doctor.store_ok", "doctor.modem_holds", "doctor.last_traffic", "doctor.money_unread"} <= keys
    assert not [each for each in found if each.key.startswith("store.") and each.severity is Severity.PROBLEM]
    (tmp_path / "setup-code").write_text(planted.SETUP_CODE)
    made = io.BytesIO()
    lines = [line for line in planted.log_lines() if planted.PIN not in line]
    bundle.write(made, bundle.Patient(found, config, store, [planted.status()], lines), planted.NOW)
    assert planted.leaks(made.getvalue()) == []
    files = planted.unpacked(made.getvalue())
    assert "hidden" not in files["config.json"]
    assert not [name for name, text in files.items() if text.startswith("store.")]
