"""What people like, from the question by SMS to the offer by SMS: who likes sushi gets the sushi offer, who does not
like it gets another, and who never answered gets neither.
"""

from __future__ import annotations

import json
from pathlib import Path

from smsbox.dialogs import examples
from tests.whole.box import box, until
from tests.whole.test_campaigns import SHOP, launch, over, people
from tests.whole.test_contest import told

SUSHI, PIZZA, SILENT, NEVER_AGREED = (f"+38050000120{each}" for each in range(1, 5))
OFFER = "Zerno: {name|friend}, coffee and {?cuisine=sushi}sushi -30%{:}{cuisine} -10%{/}! Answer 1 or call 0500000001"
LIKES_SOMETHING = json.dumps({"fields": [{"name": "cuisine", "op": "one_of", "value": "sushi, pizza"}]})


def test_who_likes_sushi_gets_the_sushi_offer(tmp_path: Path) -> None:
    (example,) = Path(examples.__path__[0]).glob("preferences.en.toml")
    with box(tmp_path, sending='quiet = "off"\n', modem_lines=SHOP) as made:
        flow = made.run("dialog", "put", str(example)).stdout.strip()
        made.run("dialog", "open", flow)
        made.start()
        made.await_modems()
        people(made, [SUSHI, PIZZA, SILENT])
        people(made, [NEVER_AGREED], agreed=False)
        for number, answer in ((SUSHI, "Sushi, every week"), (PIZZA, "2"), (NEVER_AGREED, "1")):
            made.do("inbound", sender=number, text="TASTE")
            until(lambda number=number: told(made, number))
            made.do("inbound", sender=number, text=answer)
            until(lambda number=number: len(told(made, number)) == 2)
        offer = launch(made, "--filter", LIKES_SOMETHING, text=OFFER)
        until(lambda: over(made, offer))
        got = {entry["number"]: entry["text"] for entry in made.accepted() if "coffee" in entry["text"]}
        assert set(got) == {SUSHI, PIZZA}
        assert "coffee and sushi -30%!" in got[SUSHI] and "coffee and pizza -10%!" in got[PIZZA]
