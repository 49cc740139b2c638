"""Every mistake in a configuration file is named with key, line, what is allowed and the nearest right name."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.config import ConfigErrors, ConfigMissing, PinFileUnusable, Problem, load

SMALLEST = '[[modem]]\nname = "main"\nport = "/dev/ttyUSB0"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str, **options: bool) -> tuple[Problem, ...]:
    with pytest.raises(ConfigErrors) as caught:
        load(write(folder, text), **options)
    assert caught.value.exit_code == 78
    return caught.value.problems


def test_the_smallest_file_gets_all_defaults(tmp_path: Path) -> None:
    config = load(write(tmp_path, SMALLEST))
    assert config.store.url == "sqlite:///var/lib/smsbox/smsbox.db"
    assert config.store.directory == Path("/var/lib/smsbox")
    assert (config.web.host, config.web.port, config.web.listen) == ("127.0.0.1", 8080, "127.0.0.1:8080")
    assert (config.region.country, config.region.timezone) == ("UA", "Europe/Kyiv")
    assert config.sending.allow == ("+380",)
    assert config.sending.uncertain_window_s == 900
    assert config.sending.validity_s is None
    modem = config.modems[0]
    assert (modem.name, modem.port, modem.baudrate, modem.per_day) == ("main", "/dev/ttyUSB0", 115200, 0)
    assert config.warnings == ()


def test_a_modem_overrides_the_common_rates(tmp_path: Path) -> None:
    text = '[sending]\ngap = 5\nper_day = 100\nallow = ["+380"]\n' + SMALLEST + "per_day = 7\nallow = [\n  '+48',\n]\n"
    text += '[[modem]]\nname = "other"\nimei = "860000000000000"\n'
    config = load(write(tmp_path, text))
    first, second = config.modems
    assert (first.gap, first.per_day, first.allow) == (5.0, 7, ("+48",))
    assert (second.gap, second.per_day, second.allow, second.port) == (5.0, 100, ("+380",), None)
    assert config.allow_any == ("+48", "+380")
    assert {"sending.gap", "modem.0.per_day"} <= config.pinned


def test_the_default_destinations_follow_the_country(tmp_path: Path) -> None:
    config = load(write(tmp_path, '[region]\ncountry = "PL"\ntimezone = "Europe/Warsaw"\n' + SMALLEST))
    assert config.sending.allow == ("+48",) == config.modems[0].allow


@pytest.mark.parametrize(
    ("text", "key", "line", "said", "nearest"),
    [
        ("[sending]\ngpa = 1\n", "sending.gpa", 2, "unknown key", '"gap"'),
        ("[sending]\nper_dya = 1\n", "sending.per_dya", 2, "unknown key", '"per_day"'),
        ("[seding]\ngap = 1\n", "seding", 1, "unknown table", '"sending"'),
        ("gap = 1\n", "gap", 1, "belongs below [sending]", ""),
        ("nonsense = 1\n", "nonsense", 1, "above all tables", ""),
        ('[web]\ntimezone = "UTC"\n', "web.timezone", 2, "belongs below [region]", ""),
        ("[sending]\nper_minute = -1\n", "sending.per_minute", 2, "too small", ""),
        ("[sending]\nper_minute = 1.5\n", "sending.per_minute", 2, "not a whole number", ""),
        ("[sending]\nper_minute = true\n", "sending.per_minute", 2, "not a whole number", ""),
        ("[sending]\nper_minute = 99999999\n", "sending.per_minute", 2, "too large", ""),
        ("[sending]\n\n\ngap = -0.5\n", "sending.gap", 4, "too small", ""),
        ("[sending]\ngap = nan\n", "sending.gap", 2, "not a number", ""),
        ("[sending]\ngap = inf\n", "sending.gap", 2, "not a number", ""),
        ('[sending]\ngap = "1"\n', "sending.gap", 2, "not a number", ""),
        ("[sending]\nspread = 1.5\n", "sending.spread", 2, "too large", '"1.5 %"'),
        ('[sending]\nspread = "150 %"\n', "sending.spread", 2, "150 % is too large", ""),
        ('[sending]\nspread = "half"\n', "sending.spread", 2, "no share", ""),
        ('[shop]\nmost_leaving = "0.05 %"\n', "shop.most_leaving", 2, "0.05 % is too small", ""),
        ('[sending]\nvalidity = "1 day"\n', "sending.validity", 2, "not a time", ""),
        ('[sending]\nvalidity = "10s"\n', "sending.validity", 2, "too short", ""),
        ('[sending]\nin_doubt_reply = "resned"\n', "sending.in_doubt_reply", 2, "not known", '"resend"'),
        ("[sending]\nallow = []\n", "sending.allow", 2, "empty", ""),
        ('[sending]\nallow = ["380"]\n', "sending.allow", 2, "does not fit", ""),
        ('[sending]\nallow = "+380"\n', "sending.allow", 2, "not a list", ""),
        ('[web]\nlisten = "127.0.0.1"\n', "web.listen", 2, "no port", '"127.0.0.1:8080"'),
        ('[web]\nlisten = "127.0.0.1:"\n', "web.listen", 2, "no port", '"127.0.0.1:8080"'),
        ('[web]\nlisten = "127.0.0.1:99999"\n', "web.listen", 2, "not a port", ""),
        ('[web]\nlisten = "300.0.0.1:80"\n', "web.listen", 2, "not an address", ""),
        ('[web]\nlisten = "::1:8080"\n', "web.listen", 2, "brackets", '"[::1]:8080"'),
        ("[web]\nlisten = 8080\n", "web.listen", 2, "not a text", ""),
        ('[store]\nurl = "sqlite://smsbox.db"\n', "store.url", 2, "full path", ""),
        ('[store]\nurl = "sqllite:///x.db"\n', "store.url", 2, "only sqlite and postgresql", '"sqlite://"'),
        ('[store]\nurl = "mysql://a/b"\n', "store.url", 2, "only sqlite and postgresql", ""),
        ('[store]\nurl = "postgresql://host/"\n', "store.url", 2, "names no database", ""),
        ('[region]\ntimezone = "Europe/Kyev"\n', "region.timezone", 2, "no time zone", '"Europe/Kyiv"'),
        ('[region]\ntimezone = "../../etc/passwd"\n', "region.timezone", 2, "no time zone", ""),
        ('[region]\ntimezone = "Europe"\n', "region.timezone", 2, "no time zone", '"Europe/Rome"'),
        ('[region]\ncountry = "ua"\n', "region.country", 2, "no country", '"UA"'),
        ('[region]\nlanguage = "EN"\n', "region.language", 2, "not known", '"en"'),
        ('[[modem]]\nport = "/dev/ttyUSB0"\n', "modem.name", 1, "no name", ""),
        ('[[modem]]\nname = ""\nport = "/dev/x"\n', "modem.name", 2, "empty", ""),
        ('[[modem]]\nname = "a\\u001b"\nport = "/dev/x"\n', "modem.name", 2, "control character", ""),
        ('[[modem]]\nname = "a"\n', "modem.port", 1, "neither port nor imei", ""),
        ('[[modem]]\nname = "a"\nimei = "12"\n', "modem.imei", 3, "not 15 digits", ""),
        ('[modem]\nname = "a"\nport = "/dev/x"\n', "modem", 1, "two brackets", ""),
        ('[[store]]\nurl = "sqlite:///x.db"\n', "store", 1, "one table", ""),
        (SMALLEST + '[[modem]]\nname = "MAIN"\nport = "/dev/x"\n', "modem.name", 5, "on line 2", ""),
        (SMALLEST + '[[modem]]\nname = "b"\nport = "/dev/ttyUSB0"\n', "modem.port", 6, "on line 3", ""),
        (SMALLEST + '[[modem]]\nname = "b"\nport = "/dev/../dev/ttyUSB0"\n', "modem.port", 6, "already", ""),
    ],
)
def test_one_mistake(tmp_path: Path, text: str, key: str, line: int, said: str, nearest: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert (problem.key, problem.line, problem.nearest) == (key, line, nearest)
    assert said in problem.said
    if "unknown" not in said and problem.line and "already" not in problem.said and "belongs" not in problem.said:
        assert problem.allowed


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[sending]\ngap = 1\nspread = 0\ngap = 2\n", 4, "written twice, first on line 2"),
        ("[sending]\ngap = 1\n[web]\n[sending]\nspread = 0.1\n", 4, "written twice, first on line 1"),
        ('[modem]\nname = "a"\n[modem]\nname = "b"\n', 3, "[[modem]]"),
        ("[sending]\ngap =\n", 2, "not TOML"),
        ("[sending\ngap = 1\n", 1, "not TOML"),
        ("gap : 1\n", 1, "not TOML"),
    ],
)
def test_syntax_mistakes_name_their_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    found = problems(tmp_path, text)
    assert any(problem.line == line and said in problem.said for problem in found), found


def test_all_mistakes_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[web]\nlisten = "x"\n\n[sending]\ngap = -1\ngap = 2\nper_hour = no\nspeed = 1\n\n'
    text += '[[modem]]\nname = "a"\nbaud = 1\n'
    found = problems(tmp_path, text)
    assert [problem.line for problem in found] == [2, 5, 6, 7, 8, 12]
    assert found[-1].nearest == '"baudrate"'


def test_the_message_is_readable_and_complete(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors) as caught:
        load(write(tmp_path, "[sending]\ngpa = 1\nper_day = -1\n"))
    assert str(caught.value).splitlines() == [
        f"{tmp_path / 'config.toml'}: 2 problems",
        '  line 2: sending.gpa: unknown key; did you mean "gap"?',
        "  line 3: sending.per_day: -1 is too small; allowed: a whole number from 0 to 10000000",
    ]


def test_lines_are_found_past_long_strings_arrays_and_comments(tmp_path: Path) -> None:
    text = '[web] # [sending]\nhosts = [ # "]"\n  "a.lan", # gap = 1\n  "b.lan",\n]\n'
    text += '[sending]\n"gap" = """\nspread = 3\n"""\nspread = -3\n'
    assert [(problem.key, problem.line) for problem in problems(tmp_path, text)] == [
        ("sending.gap", 7),
        ("sending.spread", 10),
    ]


def test_inline_and_dotted_keys_have_lines_too(tmp_path: Path) -> None:
    found = problems(tmp_path, 'store.url = "x"\nweb = { listen = 1 }\n')
    assert [(problem.key, problem.line) for problem in found] == [("store.url", 1), ("web.listen", 2)]


def test_a_windows_editor_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.replace("\n", "\r\n").encode())
    assert load(path).modems[0].name == "main"


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"# ok\n# \xcc\xe0\xe3\n")
    with pytest.raises(ConfigErrors) as caught:
        load(path)
    assert (caught.value.problems[0].line, "UTF-8" in caught.value.problems[0].said) == (2, True)


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(ConfigMissing) as caught:
        load(tmp_path / "none.toml")
    assert caught.value.exit_code == 78
    with pytest.raises(ConfigMissing):
        load(tmp_path)


def test_without_a_modem_there_is_a_warning_and_a_start(tmp_path: Path) -> None:
    config = load(write(tmp_path, ""))
    assert config.modems == ()
    assert "nothing can be sent" in config.warnings[0].said


def test_a_country_without_its_zone_is_warned_about(tmp_path: Path) -> None:
    warnings = load(write(tmp_path, '[region]\ncountry = "PL"\n' + SMALLEST)).warnings
    assert [(warning.key, warning.line) for warning in warnings] == [("region.timezone", 2)]


class TestSecrets:
    def with_pin(self, folder: Path, content: str, mode: int) -> Path:
        pin = folder / "main.pin"
        pin.write_text(content)
        pin.chmod(mode)
        return write(folder, SMALLEST + 'pin_file = "main.pin"\n')

    def test_a_private_pin_file_is_read(self, tmp_path: Path) -> None:
        config = load(self.with_pin(tmp_path, "1234\n", 0o600), secrets=True)
        assert config.modems[0].read_pin() == "1234"
        assert "1234" not in repr(config)

    def test_one_open_to_all_is_refused(self, tmp_path: Path) -> None:
        path = self.with_pin(tmp_path, "1234\n", 0o644)
        for secrets in (False, True):
            with pytest.raises(ConfigErrors) as caught:
                load(path, secrets=secrets)
            (problem,) = caught.value.problems
            assert (problem.key, problem.line) == ("modem.pin_file", 4)
            assert "chmod 600" in problem.allowed

    @pytest.mark.parametrize("content", ["", "abcd", "12", "123456789", "12 34", "1234\n5678\n"])
    def test_what_is_no_pin_is_refused_and_not_shown(self, tmp_path: Path, content: str) -> None:
        with pytest.raises(ConfigErrors) as caught:
            load(self.with_pin(tmp_path, content, 0o600), secrets=True)
        assert "4 to 8 digits" in str(caught.value)
        if content:
            assert content.strip() not in str(caught.value).replace(str(tmp_path), "")

    def test_a_missing_one_matters_only_to_the_daemon(self, tmp_path: Path) -> None:
        path = write(tmp_path, SMALLEST + 'pin_file = "none"\n')
        config = load(path)
        with pytest.raises(PinFileUnusable):
            config.modems[0].read_pin()
        with pytest.raises(ConfigErrors):
            load(path, secrets=True)

    def test_a_database_password_is_never_shown(self, tmp_path: Path) -> None:
        path = write(tmp_path, '[store]\nurl = "postgresql://shop:hush@host/db"\n' + SMALLEST)
        path.chmod(0o644)
        config = load(path)
        assert "hush" not in repr(config)
        assert [warning.key for warning in config.warnings] == ["store.url"]
        for url in (
            "postgres ql://shop:hush@host/db",
            "postgresql://shop:hush@host:x/db",
            "postgresql://shop:hush@host",
        ):
            assert "hush" not in str(problems(tmp_path, f'[store]\nurl = "{url}"\n'))
        assert "hush" not in str(problems(tmp_path, '[store]\nurl = "postgresql://shop:hush@host\n'))
