"""`smsbox programs`: what they spent, stopping them all, letting them go on."""

from __future__ import annotations

from tests.cli.conftest import Run


def test_stopping_and_going_on(run: Run) -> None:
    assert run("programs", "stop").code == 0
    shown = run("programs")
    assert "all programs are stopped, by" in shown.err
    assert "all programs" in shown.out
    assert "it was so already" in run("programs", "stop").err
    assert "may send again" in run("programs", "go-on").err
    assert "it was so already" in run("programs", "go-on").err
    assert run("programs").err == ""


def test_what_is_spent_for_scripts(run: Run) -> None:
    run("programs", "stop")
    lines = run("programs", "--json").rows
    assert lines == [{"kind": "all", "name": "", "sms": 0, "most": 1000}]
