"""The package for Debian: what lies in it, and what it does on bare machines with both releases."""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
import subprocess
import tarfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smsbox import __version__
from smsbox.cli.reference import leaves
from tests.package import machine

FOLDER = machine.PROJECT / "package"
NEWER = "999.0"
Facts = dict[str, Any]
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "package"
    folder.mkdir(exist_ok=True)
    return folder


def had(place: Path, make: Callable[[], Any]) -> Any:
    try:
        return machine.once(place, make)
    except machine.CannotTry as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def deb(shared: Path) -> Path:
    return Path(had(shared / "deb", lambda: str(machine.made(shared / "made"))))


@pytest.fixture(scope="session")
def newer(shared: Path) -> Path:
    return Path(had(shared / "newer", lambda: str(machine.made(shared / "made", "--version", NEWER))))


@pytest.fixture(scope="session")
def tree(deb: Path) -> tarfile.TarFile:
    done = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb], capture_output=True, check=True)
    return tarfile.open(fileobj=io.BytesIO(done.stdout))


@pytest.fixture(params=machine.RELEASES)
def facts(request: pytest.FixtureRequest, shared: Path, deb: Path, newer: Path) -> Facts:
    release = request.param
    found: Facts = had(shared / release, lambda: machine.tried(shared / f"on-{release}", release, deb, newer))
    return found


def text(tree: tarfile.TarFile, name: str) -> str:
    member = tree.extractfile("./" + name)
    assert member is not None
    return member.read().decode()


def field(deb: Path, name: str) -> str:
    return subprocess.run(["dpkg-deb", "--field", deb, name], capture_output=True, text=True, check=True).stdout.strip()


# ── the package


def test_the_package_has_the_version_of_the_program_and_is_for_every_machine(deb: Path) -> None:
    assert (field(deb, "Version"), field(deb, "Architecture")) == (__version__, "all")
    assert deb.stat().st_size < 6_000_000


def test_the_same_source_gives_the_same_package(deb: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        again = machine.made(tmp_path / "elsewhere")
    finally:
        os.umask(before)
    assert again.read_bytes() == deb.read_bytes()


def test_nothing_in_it_is_compiled_and_nothing_is_writable_for_others(tree: tarfile.TarFile) -> None:
    names = tree.getnames()
    assert not [each for each in names if re.search(r"\.(so|pyc|pyd|exe|dll)(\.|$)", each)]
    assert {(each.uid, each.gid) for each in tree.getmembers()} == {(0, 0)}
    assert not [each.name for each in tree.getmembers() if each.mode & 0o022 and not each.issym()]


def test_everything_the_project_asks_for_rides_along_or_is_debians(deb: Path, tree: tarfile.TarFile) -> None:
    project = tomllib.loads((machine.PROJECT / "pyproject.toml").read_text())["project"]
    asked = {re.split(r"[<>=\[ ]", each)[0].lower().replace("-", "_") for each in project["dependencies"]}
    there = {each.split("/")[-2].split("-")[0].lower() for each in tree.getnames() if each.endswith("/METADATA")}
    assert asked - there == {"tzdata"}
    assert "tzdata" in field(deb, "Depends") and "python3-markupsafe" in field(deb, "Depends")


def test_the_configuration_that_is_installed_locks_nothing(tree: tarfile.TarFile) -> None:
    found = tomllib.loads(text(tree, "etc/smsbox/config.toml"))
    assert found and not any(found.values()), "sections with nothing in them, and no modem"


def test_every_unit_and_rule_of_the_project_is_in_it(tree: tarfile.TarFile) -> None:
    lying = {each.name: each for each in (machine.PROJECT / "systemd").iterdir()}
    octets = {tree.extractfile(each).read() for each in tree.getmembers() if each.isfile() and each.size < 20_000}  # type: ignore[union-attr]
    assert [name for name, path in lying.items() if path.read_bytes() not in octets] == []


def test_every_library_is_named_with_its_licence(tree: tarfile.TarFile) -> None:
    said = text(tree, "usr/share/doc/smsbox/copyright")
    for name in (
        "python-gsmmodem-new-LGPL-3+",
        "psycopg-LGPL-3",
        "phonenumberslite-Apache-2.0",
        "pyserial-BSD-3-clause",
    ):
        assert f"License: {name}\n" in said
    assert all(line.strip() in said for line in (machine.PROJECT / "LICENSE").read_text().splitlines())
    listed = [line.split()[1] for line in text(tree, "usr/share/doc/smsbox/libraries.txt").splitlines()]
    assert len(listed) == said.count("\nFiles: ") - 1


def test_what_rich_needs_and_smsbox_never_shows_is_not_used() -> None:
    """package/build.py leaves pygments and markdown-it-py out; these parts of rich would need them."""
    used = "\n".join(each.read_text() for each in (machine.PROJECT / "smsbox").rglob("*.py"))
    assert not re.search(r"rich\.(markdown|syntax|traceback|json)|print_exception", used)


def test_no_link_in_a_paper_on_the_box_leads_to_nothing(tree: tarfile.TarFile) -> None:
    names = {each.removeprefix("./") for each in tree.getnames()}
    papers = {name for name in names if name.endswith(".md") and name.startswith("usr/share/doc/smsbox/")}
    assert len(papers) > 30
    dead = [
        (paper, link)
        for paper in papers
        for link in re.findall(r"\]\(([^)#:\s]+)[)#]", text(tree, paper))
        if os.path.normpath(os.path.join(os.path.dirname(paper), link)) not in names
    ]
    assert dead == []


def test_who_makes_the_package_answers_for_it(deb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word from him no address is made up: `.invalid` can belong to nobody."""
    assert os.environ.get("DEBEMAIL") or field(deb, "Maintainer").endswith("@smsbox.invalid>")
    monkeypatch.setenv("DEBFULLNAME", "Olena")
    monkeypatch.setenv("DEBEMAIL", "olena@shop.example")
    own = machine.made(tmp_path)
    assert field(own, "Maintainer") == "Olena <olena@shop.example>"
    done = subprocess.run(["dpkg-deb", "--fsys-tarfile", own], capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as inside:
        packed = inside.extractfile("./usr/share/doc/smsbox/changelog.gz")
        assert packed is not None and b" -- Olena <olena@shop.example>  " in gzip.decompress(packed.read())


def test_the_manual_tells_every_command(tree: tarfile.TarFile, tmp_path: Path) -> None:
    member = tree.extractfile("./usr/share/man/man1/smsbox.1.gz")
    assert member is not None
    page = gzip.decompress(member.read()).decode().replace("\\-", "-")
    for words, _ in leaves():
        assert f"\n.B {words.split()[0]}\n" in page
    assert page.isascii(), "a terminal without UTF-8 would get a complaint of troff for each other letter"


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_tab_completes_commands_and_options(tree: tarfile.TarFile, tmp_path: Path) -> None:
    file = tmp_path / "smsbox"
    file.write_text(text(tree, "usr/share/bash-completion/completions/smsbox"))

    every = [words.split() for words, _ in leaves()]
    asked = [["cust"], ["outbox", "rele"], ["send", "--fl"], ["--help", "doc"], *every]
    script = [f". {file}"]
    for words in asked:
        typed = " ".join(f"'{each}'" for each in words)
        script.append(f"COMP_WORDS=(smsbox {typed}); COMP_CWORD={len(words)}; _smsbox; echo ${{COMPREPLY[@]}}")
    done = subprocess.run(["bash", "-c", "\n".join(script)], capture_output=True, text=True, check=True)
    offered = [line.split() for line in done.stdout.splitlines()]
    assert offered[:4] == [["customers"], ["release"], ["--flash"], ["doctor"]]
    assert [words for words, found in zip(every, offered[4:], strict=True) if words[-1] not in found] == []


@pytest.mark.skipif(shutil.which("lintian") is None, reason="lintian is not installed")
def test_lintian_finds_no_error(deb: Path) -> None:
    done = subprocess.run(
        ["lintian", "--fail-on", "error", deb], capture_output=True, text=True, timeout=machine.SECONDS
    )
    assert done.returncode == 0, done.stdout


# ── on a bare machine


def test_installing_makes_account_folders_bytecode_and_enables_the_service(facts: Facts) -> None:
    found = facts["installed"]
    assert found["status"] == "install ok installed", found
    assert "Warning" not in found["said"]
    assert found["version"] == f"smsbox {__version__}"
    assert re.search(r"groups=\d+\(smsbox\),\d+\(dialout\)", found["account"])
    assert found["modes"] == {
        "/etc/smsbox": "0750 root:smsbox",
        "/etc/smsbox/credentials": "0700 root:root",
        "/etc/smsbox/config.toml": "0644 root:root",
        "/var/lib/smsbox": "0750 smsbox:smsbox",
    }
    assert found["units"]["smsbox.service"] == found["units"]["smsbox-usb.socket"] == "enabled"
    assert found["units"]["var-lib-smsbox-stick.mount"] == "static"
    assert found["modules"] > 500 and found["uncompiled"] == 0 and found["binary"] == []


def test_the_libraries_are_for_smsbox_alone(facts: Facts) -> None:
    assert "/usr/lib/python3/dist-packages/markupsafe" in facts["installed"]["whose"]
    assert "No module named 'smsbox'" in facts["installed"]["others"]


def test_a_stranger_on_the_machine_is_refused(facts: Facts) -> None:
    assert facts["installed"]["nobody"].endswith("exit status 77")


def test_as_it_comes_the_page_answers_and_root_sets_things_for_the_daemon(facts: Facts) -> None:
    found = facts["untouched"]
    assert "exit status" not in found["said"], found
    assert "shop.lan" in found["settings"] and "PL" in found["settings"]
    assert found["owner"] == "0640 smsbox:smsbox"
    assert found["page"] == "200" and found["ended"] == 0
    assert re.search(r"First start: open \S+/setup and enter the code \S+", found["log"])


def test_a_simulated_modem_works_as_a_device(facts: Facts) -> None:
    found = facts["used"]
    assert found.get("device", "").startswith("/dev/pts/"), found
    assert found["ended"] == 0
    assert "Olena" in found["table"] or "2" in found["table"], found["table"]
    bad = {key for key, severity in found["doctor"].items() if severity == "problem"}
    assert len(found["doctor"]) > 3 and not bad, bad


def test_an_upgrade_keeps_configuration_and_messages(facts: Facts) -> None:
    found = facts["upgraded"]
    assert found["version"] == NEWER, found
    assert found["config"] is True
    assert found["messages"] == ["delivered"]
    assert found["ended"] == 0, "and goes on sending"


def test_removing_keeps_the_data_for_whoever_installs_again(facts: Facts) -> None:
    assert facts["removed"]["database"] == "0640 smsbox:smsbox"
    assert facts["removed"]["config"] is True and facts["removed"]["program"] is False
    assert facts["put_back"]["messages"] == 2, facts["put_back"]


def test_a_purge_leaves_nothing(facts: Facts) -> None:
    found = facts["purged"]
    assert "exit status" not in found["said"], found["said"]
    assert "no such user" in found["account"]
    assert (found["left"], found["lost"], found["changed"]) == ([], [], {})


# ── where systemd runs


@pytest.fixture
def booted(shared: Path, deb: Path, newer: Path) -> Facts:
    found: Facts = had(shared / "booted", lambda: machine.booted(shared / "boot", "bookworm", deb, newer))
    return found


def test_installed_the_service_runs_without_another_word(booted: Facts) -> None:
    found = booted["installed"]
    assert (found.get("state"), found["page"], found["door"]) == ("active", "200", "active"), found
    assert found["path"].endswith("lib/systemd/system/smsbox.service")
    assert "exit status" not in found["queued"]


def test_an_upgrade_ends_the_old_program_and_starts_the_new_one(booted: Facts) -> None:
    found = booted["upgraded"]
    assert (found.get("state"), found["new"], found["page"]) == ("active", True, "200"), found
    assert found["messages"] == ["queued"]
    log = found["log"]
    assert log.index("Started smsbox") < log.index("Stopped smsbox") < log.rindex("Started smsbox")
    assert "Deactivated successfully" in log and log.count("Started smsbox") == 2


def test_a_purge_ends_the_service_and_leaves_no_trace_of_it(booted: Facts) -> None:
    found = booted["purged"]
    assert (found.get("state"), found["load"], found["answers"]) == ("inactive", "not-found", False), found
    assert found["left"] == []


def test_a_purge_goes_through_where_the_data_are_on_a_disk_of_their_own_and_spares_the_stick(booted: Facts) -> None:
    found = booted["purged"]
    assert found.get("mounted") == ["", ""], found
    assert sorted(found["disk"]) == ["stick", "stick/backup"]
    assert "exit status" not in found["said"] and "no such user" in found["account"], found["said"]
    assert "installed" not in found["status"].split()
