"""Owns how the suite is spread over processes: with `--workers N` it is collected once, and forks of that share it out.

What was read and collected is the same memory in all of them, so a worker costs nothing until it runs a test. Tests of
one module go to one worker, in their order, as far as nobody idles because of it. What waits much, or is long, is begun
first; a browser and a PostgreSQL are for few workers, because each costs seconds.
"""

from __future__ import annotations

import atexit
import gc
import os
import random
import signal
import sys
import threading
import traceback
import warnings
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Literal

import pytest
from _pytest._io import TerminalWriter

_FEW = 3
"""Workers that start a browser, and workers that start a PostgreSQL."""
_RUNS = {"plain": 12, "postgresql": 12, "machine": 1000}
"""Tests of one module a worker takes at once, where they are short, or share what is made for a minute; else one."""
_MACHINES = ("tests/systemd/", "tests/package/")
_WAITING = ("tests/whole/", "tests/foreign/")

_KINDS = ("machine", "waiting", "chromium", "postgresql", "plain")
_place: int | None = None


def place() -> int | None:
    """Which worker this process is, from 0; None where tests run in one process."""
    return _place


def together(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder all workers of this run see."""
    own = factory.getbasetemp()
    return own if _place is None else own.parent


def kind_of(item: pytest.Item) -> str:
    """What an item mostly does, or has to have started for it."""
    if "driver" in getattr(item, "fixturenames", ()):
        return "chromium"
    if item.nodeid.startswith(_MACHINES):
        return "machine"
    if item.nodeid.startswith(_WAITING):
        return "waiting"
    return "postgresql" if "[postgresql" in item.nodeid else "plain"


@dataclass
class _Worker:
    place: int
    pid: int
    line: Connection
    """What it asks and tells comes here."""
    kinds: tuple[str, ...]
    """Which tests it may be given, those it should be given first at the beginning."""
    run: deque[int] = field(default_factory=deque)
    """Tests set aside for it."""
    given: deque[int] = field(default_factory=deque)
    """Tests it was given and has not ended, the one it is at first."""


class Crowd:
    """The process that has collected: gives tests out, and reports what came of them as if it had run them."""

    def __init__(self, session: pytest.Session, workers: int) -> None:
        self._session = session
        self._hook = session.config.hook
        self._most = workers
        self._few = min(_FEW, max(1, workers // 2))
        self._workers: list[_Worker] = []
        self._waiting: dict[str, deque[deque[int]]] = {kind: deque() for kind in _KINDS}
        for kind, run in _runs(session.items):
            self._waiting[kind].append(run)

    def run(self) -> None:
        """All tests. Raises what pytest raises where it stops early."""
        assert threading.active_count() == 1, "a fork takes one thread along"
        factory = self._session.config._tmp_path_factory  # type: ignore[attr-defined]
        factory.getbasetemp()
        gc.collect()
        gc.freeze()
        try:
            for number in range(min(self._most, len(self._session.items))):
                self._begin(number)
            while self._workers:
                for line in wait([worker.line for worker in self._workers]):
                    self._hear(next(worker for worker in self._workers if worker.line is line))
        finally:
            for worker in self._workers:
                os.kill(worker.pid, signal.SIGTERM)
        if self._session.shouldfail:
            raise self._session.Failed(self._session.shouldfail)
        if self._session.shouldstop:
            raise self._session.Interrupted(self._session.shouldstop)

    def _begin(self, number: int) -> None:
        ours, theirs = Pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if not pid:
            for worker in self._workers:
                worker.line.close()
            ours.close()
            _live(self._session, number, theirs)
        theirs.close()
        self._workers.append(_Worker(number, pid, ours, self._kinds(number)))

    def _kinds(self, number: int) -> tuple[str, ...]:
        if self._most == 1:
            return _KINDS
        if number < self._few:
            return ("chromium", "plain", "machine", "waiting")
        if number >= self._most - self._few:
            return ("postgresql", "machine", "waiting", "plain")
        return ("machine", "waiting", "plain")

    def _hear(self, worker: _Worker) -> None:
        try:
            what, told = worker.line.recv()
        except (EOFError, ConnectionError):
            self._end(worker)
            return
        if what == "next":
            worker.line.send(self._next(worker))
        elif what == "report":
            report = self._hook.pytest_report_from_serializable(config=self._session.config, data=told)
            self._hook.pytest_runtest_logreport(report=report)
        elif what == "ended":
            worker.given.popleft()
            self._hook.pytest_runtest_logfinish(nodeid=told[0], location=told[1])
        elif what == "warning":
            self._hook.pytest_warning_recorded.call_historic(kwargs=told)

    def _next(self, worker: _Worker) -> int | None:
        if self._session.shouldfail or self._session.shouldstop:
            return None
        if not worker.run:
            worker.run = self._share(worker)
        if not worker.run:
            return None
        worker.given.append(worker.run.popleft())
        return worker.given[-1]

    def _share(self, worker: _Worker) -> deque[int]:
        for kind in worker.kinds:
            if self._waiting[kind]:
                return self._waiting[kind].popleft()
        return deque()

    def _end(self, worker: _Worker) -> None:
        """It has nothing to do any more, or it died: then another takes its place."""
        self._workers.remove(worker)
        worker.line.close()
        _, status = os.waitpid(worker.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if worker.given:
            self._report_died(self._session.items[worker.given.popleft()], code)
            for rest in (worker.given, worker.run):
                if rest:
                    self._waiting[kind_of(self._session.items[rest[0]])].appendleft(rest)
            self._begin(worker.place)
        elif code:
            self._session.shouldfail = f"a worker ended with {code} after its last test"

    def _report_died(self, item: pytest.Item, code: int) -> None:
        said = f"the worker of {item.nodeid} ended with {code}"
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", said, "call")
        self._hook.pytest_runtest_logreport(report=report)


def _runs(items: list[pytest.Item]) -> Iterable[tuple[str, deque[int]]]:
    """Tests of one module and of one kind, in their order."""
    modules: dict[tuple[str, str], list[int]] = {}
    for number, item in enumerate(items):
        modules.setdefault((kind_of(item), item.nodeid.partition("::")[0]), []).append(number)
    for (kind, _), numbers in modules.items():
        most = _RUNS.get(kind, 1)
        for first in range(0, len(numbers), most):
            yield kind, deque(numbers[first : first + most])


# ── A worker


class _Teller:
    """What pytest would show on the terminal goes to the process that has one."""

    def __init__(self, config: pytest.Config, line: Connection) -> None:
        self._config = config
        self._line = line

    def next(self) -> int | None:
        """The place of the next test; None when there is none for this worker."""
        self._line.send(("next", None))
        return self._line.recv()  # type: ignore[no-any-return]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._line.send(("report", told))

    def pytest_runtest_logfinish(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self._line.send(("ended", (nodeid, location)))

    def pytest_warning_recorded(
        self,
        warning_message: warnings.WarningMessage,
        when: Literal["config", "collect", "runtest"],
        nodeid: str,
        location: tuple[str, int, str] | None,
    ) -> None:
        plain = warnings.WarningMessage(
            UserWarning(f"{warning_message.category.__name__}: {warning_message.message}"),
            UserWarning,
            warning_message.filename,
            warning_message.lineno,
        )
        told: dict[str, Any] = {"warning_message": plain, "when": when, "nodeid": nodeid, "location": location}
        self._line.send(("warning", told))


def _live(session: pytest.Session, number: int, line: Connection) -> None:
    """Be a worker until there is nothing left to do; never returns."""
    global _place
    atexit._clear()  # what the other process would put away
    code = 1
    try:
        _place = number
        random.seed()
        _settle(session, line)
        code = 0
    except BaseException:  # noqa: BLE001 - nothing of this process may go on in the code above the fork
        traceback.print_exc(file=sys.__stderr__)
    finally:
        atexit._run_exitfuncs()
        os._exit(code)


def _settle(session: pytest.Session, line: Connection) -> None:
    config = session.config
    factory = config._tmp_path_factory  # type: ignore[attr-defined]
    own = factory.getbasetemp() / f"w{_place}"  # sockets lie below; their paths may have 107 octets
    factory._basetemp = own.with_name(f"{own.name}.{os.getpid()}") if own.exists() else own
    factory._basetemp.mkdir(mode=0o700)
    capture = config.pluginmanager.getplugin("capturemanager")
    if capture.is_globally_capturing():  # its file is one with the other process'
        capture.stop_global_capturing()
        capture.start_global_capturing()
    teller = _Teller(config, line)
    with open(os.devnull, "w") as nowhere:
        config.pluginmanager.getplugin("terminalreporter")._tw = TerminalWriter(nowhere)
        config.pluginmanager.register(teller, "crowd-teller")
        here = teller.next()
        while here is not None:
            following = teller.next()
            items = session.items
            config.hook.pytest_runtest_protocol(
                item=items[here], nextitem=None if following is None else items[following]
            )
            here = following
