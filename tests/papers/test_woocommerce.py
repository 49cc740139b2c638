"""The plugin of docs/woocommerce.md, run with stand-ins for WordPress and real requests to a box."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsbox.people.rights import Right
from tests.doors.counter import ANNA, BOHDAN, Counter, make_counter, served
from tests.papers.borrowed import BOX, ask, block, both
from tests.papers.pages import Page
from tests.ports import free_port

PAGES = both("woocommerce.md")
PHP = shutil.which("php") or ""

_WORDPRESS = r"""
$given = json_decode($argv[1], true);
$hooks = []; $waiting = []; $notes = [];
function add_action($name, $call, $priority = 10, $count = 1) { $GLOBALS['hooks'][$name][] = [$call, $count]; }
function happens($name, ...$with) {
    foreach ($GLOBALS['hooks'][$name] ?? [] as [$call, $count]) $call(...array_slice($with, 0, $count));
}
class WC_Order {
    function get_billing_phone() { return $GLOBALS['given']['phone']; }
    function get_billing_country() { return $GLOBALS['given']['country']; }
    function get_billing_first_name() { return 'Олена'; }
    function get_order_number() { return '1207'; }
    function get_total() { return '120.50'; }
    function get_currency() { return 'UAH'; }
    function get_meta($name) { return $name === '_wc_other/smsbox/offers' ? $GLOBALS['given']['ticked'] : ''; }
    function add_order_note($text) { $GLOBALS['notes'][] = $text; }
}
class WP_Error { function get_error_message() { return 'no connection'; } }
class Countries {
    function get_country_calling_code($of) { return ['UA' => '+380', 'PL' => '+48', 'US' => '+1'][$of] ?? ''; }
}
function WC() { return (object) ['countries' => new Countries()]; }
function wc_get_order($id) { return $id === 7 ? new WC_Order() : false; }
function get_bloginfo($what) { return 'Хліб &amp; сіль'; }
function wp_specialchars_decode($text, $flags) { return htmlspecialchars_decode($text, $flags); }
function wp_json_encode($what) { return json_encode($what); }
function is_wp_error($what) { return $what instanceof WP_Error; }
function wp_remote_retrieve_response_code($answer) { return $answer['code']; }
function wp_remote_retrieve_body($answer) { return $answer['body']; }
function woocommerce_register_additional_checkout_field($field) { $GLOBALS['fields'][] = $field['id']; }
function as_enqueue_async_action($hook, $with, $group) { $GLOBALS['waiting'][] = [0, $hook, $with]; }
function as_schedule_single_action($at, $hook, $with, $group) { $GLOBALS['waiting'][] = [$at - time(), $hook, $with]; }
function wp_remote_post($url, $how) {
    $lines = array_map(fn ($name) => "$name: {$how['headers'][$name]}", array_keys($how['headers']));
    $http = ['method' => 'POST', 'header' => $lines, 'content' => $how['body'], 'timeout' => 15];
    $http['ignore_errors'] = true;
    $body = @file_get_contents($url, false, stream_context_create(['http' => $http]));
    if ($body === false) return new WP_Error();
    return ['code' => (int) explode(' ', $http_response_header[0])[1], 'body' => $body];
}
"""
_DAY = r"""
happens('woocommerce_init');
foreach ($given['statuses'] as $status) {
    happens("woocommerce_order_status_$status", 7);
    happens('woocommerce_order_status_changed', 7, 'pending', $status, new WC_Order());
}
$waits = [];
for ($done = 0; $waiting && $done < 30; $done++) {
    [$wait, $hook, $with] = array_shift($waiting);
    $waits[] = $wait;
    happens($hook, ...json_decode(json_encode($with), true));
}
$number = smsbox_number(new WC_Order());
echo json_encode(['notes' => $notes, 'waits' => $waits, 'number' => $number, 'fields' => $fields]);
"""

pytestmark = pytest.mark.skipif(not PHP, reason="no php")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[tuple[Counter, str]]:
    with served(tmp_path) as found:
        yield found


def played(folder: Path, page: Page, url: str, secret: str, *statuses: str, **order: str) -> dict[str, Any]:
    """What the order says, when the web shop goes through these statuses and all that it scheduled."""
    config = block(page, "php", "SMSBOX_URL', ").replace("PUT-THE-TOKEN-HERE", secret)
    config = config.replace("https://10.8.0.2:8080", url)
    plugin = block(page, "php", "Plugin Name").removeprefix("<?php\n")
    offers = block(page, "php", "woocommerce_init")
    path = folder / "shop.php"
    path.write_text("<?php\n" + config + _WORDPRESS + plugin + offers + _DAY, encoding="utf-8")
    given = {"phone": "050 000-00-01", "country": "UA", "ticked": "", "statuses": statuses, **order}
    done = subprocess.run([PHP, str(path), json.dumps(given)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr and done.stdout.startswith("{"), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_status_is_told_once(tmp_path: Path, box: tuple[Counter, str], page: Page) -> None:
    counter, url = box
    told = played(tmp_path, page, url, counter.secret, "processing", "on-hold", "processing", "completed")
    first, second = counter.queued()
    assert first[0] == second[0] == ANNA and "1207" in first[1] and "120.50 UAH" in first[1]
    assert first[1].startswith("Хліб & сіль: ") and "{" not in first[1] + second[1]
    assert len(told["notes"]) == 3 and told["waits"] == [0, 0, 0]
    assert counter.origin(counter.views()[0].id).name == "order-7"
    played(tmp_path, page, url, counter.secret, "processing", "completed")
    assert len(counter.views()) == 2


def test_a_box_that_is_away_is_tried_for_six_hours(tmp_path: Path) -> None:
    told = played(tmp_path, PAGES[0], f"http://127.0.0.1:{free_port()}", "x", "completed")
    waits = [wait for wait in told["waits"] if wait]
    assert len(told["waits"]) == 12 and 58 <= waits[0] <= 61 and 5.5 < sum(waits) / 3600 < 6.5
    (note,) = told["notes"]
    assert note.endswith(": no connection")


def test_what_is_refused_is_not_tried_again(tmp_path: Path, box: tuple[Counter, str]) -> None:
    counter, url = box
    told = played(tmp_path, PAGES[0], url, "wrong", "completed")
    assert told["waits"] == [0] and len(told["notes"][0]) > 40
    few = counter.token(rights=[Right.WRITE], allow=(BOHDAN,))
    told = played(tmp_path, PAGES[0], url, few, "completed")
    assert told["waits"] == [0] and "+380500000001" in told["notes"][0] and not counter.views()


def test_while_programs_are_stopped_it_waits(tmp_path: Path, box: tuple[Counter, str]) -> None:
    counter, url = box
    counter.stop()
    assert len(played(tmp_path, PAGES[0], url, counter.secret, "completed")["waits"]) == 12


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_who_ticked_the_box_is_asked_once(tmp_path: Path, box: tuple[Counter, str], page: Page) -> None:
    counter, url = box
    token = counter.token(rights=[Right.WRITE])
    assert played(tmp_path, page, url, token, "processing")["fields"] == ["smsbox/offers"]
    assert len(counter.views()) == 1, "not ticked"
    played(tmp_path, page, url, token, "processing", ticked="1")
    played(tmp_path, page, url, token, "processing", ticked="1")
    _, (number, text) = counter.queued()
    assert number == ANNA and text


@pytest.mark.parametrize(
    ("phone", "country", "number"),
    [
        ("050 000-00-01", "UA", ANNA),
        ("+38 (050) 000 00 01", "UA", ANNA),
        ("380500000001", "UA", ANNA),
        ("80500000001", "UA", ANNA),
        ("00380500000001", "PL", ANNA),
        ("500 000 001", "PL", "+48500000001"),
        ("48 500 000 001", "PL", "+48500000001"),
        ("(212) 555-0100", "US", "+12125550100"),
        ("1 212 555 0100", "US", "+12125550100"),
        ("0500000001", "", "0500000001"),
        ("", "UA", ""),
    ],
)
def test_numbers_as_customers_type_them(tmp_path: Path, phone: str, country: str, number: str) -> None:
    found = played(tmp_path, PAGES[0], "http://127.0.0.1:9", "x", phone=phone, country=country)
    assert found["number"] == number and found["waits"] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_address_for_other_plugins(tmp_path: Path, page: Page) -> None:
    counter = make_counter(tmp_path)
    (url,) = re.findall(r"^https://10\.8\.0\.2:8080(/\S+\{message\})$", page.text, re.M)
    filled = {"PUT-THE-TOKEN-HERE": counter.secret, "{phone}": "0500000001", "{message}": "%D0%A2%D0%B0%D0%BA+%26+so"}
    for name, value in filled.items():
        url = url.replace(name, value)
    answer = ask(counter, "GET", BOX + url, {})
    assert answer.status == 200 and answer.text.startswith("OK")
    assert counter.queued() == [(ANNA, "Так & so")]
