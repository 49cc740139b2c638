"""The word to end may come at any moment, even while an earlier one is being taken in."""

from __future__ import annotations

import subprocess
import sys

_INTERRUPTED = """
import signal, sys, threading
from smsbox.daemon.ending import Ending

places = set()

def interrupt(frame, event, argument):
    place = frame.f_code, frame.f_lineno
    if event == "line" and place not in places:
        places.add(place)
        signal.raise_signal(signal.SIGTERM)
    return interrupt

ending = Ending()
ending.listen()
sys.settrace(interrupt)
said = [ending.wait(0.1) for _ in range(3)]
sys.settrace(None)
print(all(said), len(places) > 2)
"""


def test_a_second_word_in_the_middle_of_the_first() -> None:
    """At each line that runs while the word is waited for or taken in, another one comes."""
    command = [sys.executable, "-c", _INTERRUPTED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == ["True", "True"]
