"""A customer and the desk, through the daemon: what the network took is what stands in the conversation, once."""

from __future__ import annotations

from pathlib import Path

from tests.whole.box import box, until
from tests.whole.test_page_by_hand import Page

ANNA, PATH = "+380500000011", "/desk/380500000011"


def test_a_customer_is_answered_once_and_comes_back(tmp_path: Path) -> None:
    """Also when the box dies between his word and the answer, and the form is sent twice."""
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        made.do("inbound", sender=ANNA, text="Чи є у вас півонії?")
        until(lambda: "Чи є у вас півонії?" in page.open("/desk"))
        page.open(PATH)
        form = page.fields(f"{PATH}/answer") | {"text": "Так, рожеві й білі"}
        made.kill()
        made.start()
        made.await_modems()
        for _ in range(2):
            page.send(f"{PATH}/answer", form)
        until(lambda: len(made.accepted()) == 1)
        until(lambda: "Delivered" in page.open(PATH))
        assert "The customer’s turn" in page.text and "owner · " in page.text
        made.do("inbound", sender=ANNA, text="А на суботу?")
        until(lambda: "А на суботу?" in page.open("/desk"), what="his next word opens it again")
        late = page.send(f"{PATH}/answer", form | {"once": "z" * 22, "text": "До побачення"})
        assert "Not sent yet" in late and "А на суботу?" in late and "До побачення" in late
        assert len(made.accepted()) == 1
        made.do("inbound", sender=ANNA, text="СТОП")
        until(lambda: len(made.accepted()) == 2, what="the confirmation of STOP")
        assert "left" in page.open(PATH), "what happened stands between the messages"


def test_an_answer_that_did_not_arrive_brings_the_conversation_back(tmp_path: Path) -> None:
    """The network says so after the desk took it for answered, and the box dies in between."""
    unreachable = "380500009646"  # accepted, then reported as expired
    path = f"/desk/{unreachable}"
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        made.do("reports", hold=True)
        made.do("inbound", sender=f"+{unreachable}", text="Чи є у вас півонії?")
        until(lambda: "Чи є у вас півонії?" in page.open("/desk"))
        page.open(path)
        page.press(f"{path}/answer", text="Так, рожеві й білі")
        until(lambda: len(made.accepted()) == 1)
        assert "The customer’s turn" in page.open(path) and path not in page.open("/desk")
        made.kill()
        made.start()
        made.await_modems()
        made.do("release_reports")
        until(lambda: f'href="{path}#end"' in page.open("/desk"), what="it is to be answered again")
        assert 'class="unread"' in page.raw
        assert "an answer may not have reached the customer" in page.open(path) and "Not delivered" in page.text
        page.press(f"{path}/answer", done="yes", text="Зателефонуємо вам")
        until(lambda: len(made.accepted()) == 2)
        until(lambda: f'href="{path}#end"' in page.open("/desk"), what="and so is the next one that fails")
