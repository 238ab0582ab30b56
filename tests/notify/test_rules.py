"""Where it may go, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsea.notify import Answer, DeliveryState, Failure, PauseReason
from landsea.notify.model import BadWebhookUrl
from landsea.notify.rules import ATTEMPTS_MAX, LONGEST_WAIT, backoff, matches, may_reach, outcome, require_url
from landsea.runtime import explain

PRIVATE = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "2001:db8::1",
]
LOOPBACK = ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]
NEVER = ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "::ffff:0.0.0.0"]  # noqa: S104  # nothing binds to it
PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


@pytest.mark.parametrize("text", PRIVATE + LOOPBACK + NEVER)
def test_an_address_that_is_not_public_is_not_reached(text: str) -> None:
    assert not may_reach(ip_address(text), private=False, loopback=False)


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_reached(text: str) -> None:
    assert may_reach(ip_address(text), private=False, loopback=False)


@pytest.mark.parametrize("text", NEVER)
def test_some_addresses_are_never_reached(text: str) -> None:
    assert not may_reach(ip_address(text), private=True, loopback=True)


@pytest.mark.parametrize("text", PRIVATE)
def test_a_sandbox_reaches_its_own_machine_and_no_private_network(text: str) -> None:
    assert not may_reach(ip_address(text), private=False, loopback=True)
    assert may_reach(ip_address(text), private=True, loopback=True)


@pytest.mark.parametrize("text", LOOPBACK)
def test_the_own_machine_is_reached_where_that_is_said(text: str) -> None:
    assert may_reach(ip_address(text), private=False, loopback=True)
    assert not may_reach(ip_address(text), private=True, loopback=False)


@given(st.sampled_from([one for one in PRIVATE if "." in one]))
def test_an_address_inside_another_is_judged_too(text: str) -> None:
    """IPv4-mapped, 6to4 and NAT64 carry an IPv4 address to where it leads."""
    inner = int(IPv4Address(text))
    for outer in (0xFFFF << 32 | inner, 0x2002 << 112 | inner << 80, int(IPv6Address("64:ff9b::")) | inner):
        assert not may_reach(IPv6Address(outer), private=False, loopback=False)


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example/a?b=c",
        "https://hooks.example:8443",
        "https://8.8.8.8/hook",
        "https://[2606:4700::1111]/hook",
        "https://xn--fiq228c.example/",
    ],
)
def test_https_to_the_public_net_is_taken_by_every_node(url: str) -> None:
    require_url(url, sandbox=False, any_address=False)


BAD = [
    "http://hooks.example/",
    "https://user:secret@hooks.example/",
    "https://token@hooks.example/",
    "ftp://hooks.example/",
    "file:///etc/passwd",
    "hooks.example",
    "https://",
    "https:///path",
    "https://hooks.example/#part",
    "https://hooks.example:99999/",
    "https://hooks.example:0/",
    "https://hooks.example/a b",
    "https://hooks.example/\n",
    "https://例子.example/",
    "https://[::1/",
    "https://hooks.example/" + "a" * 1000,
    "https://127.0.0.1/",
    "https://localhost/",
    "https://my.localhost/",
    "https://[::1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.1/",
    "https://0.0.0.0/",
]


@pytest.mark.parametrize("url", BAD)
def test_what_a_real_node_does_not_send_to_is_refused_with_its_reason(url: str) -> None:
    with pytest.raises(BadWebhookUrl) as refused:
        require_url(url, sandbox=False, any_address=False)
    assert refused.value.pointer == "/url"
    english, chinese = explain(refused.value, "en"), explain(refused.value, "zh")
    assert english != chinese
    assert not chinese.isascii()
    assert "https keeps" not in chinese


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "http://localhost:9000/", "http://hooks.example/"])
def test_a_sandbox_sends_to_its_own_machine_and_without_tls(url: str) -> None:
    require_url(url, sandbox=True, any_address=False)


def test_the_operator_can_allow_private_addresses_but_not_without_tls() -> None:
    require_url("https://10.0.0.1/", sandbox=False, any_address=True)
    require_url("http://localhost:9000/", sandbox=False, any_address=True)
    with pytest.raises(BadWebhookUrl):
        require_url("http://10.0.0.1/", sandbox=False, any_address=True)
    with pytest.raises(BadWebhookUrl):
        require_url("https://10.0.0.1/", sandbox=True, any_address=False)


@given(st.text(max_size=60), st.booleans(), st.booleans())
def test_any_text_is_taken_or_refused_by_name(text: str, sandbox: bool, any_address: bool) -> None:
    try:
        require_url(text, sandbox=sandbox, any_address=any_address)
    except BadWebhookUrl:
        return
    assert text.lower().startswith(("http://", "https://"))


@given(st.integers(1, ATTEMPTS_MAX), st.floats(0, 1, exclude_max=True))
def test_each_wait_is_within_a_fifth_of_its_step_and_never_longer_than_a_day_and_its_jitter(
    attempts: int, chance: float
) -> None:
    step = min(timedelta(seconds=5) * 4 ** (attempts - 1), LONGEST_WAIT)
    wait = backoff(attempts, chance)
    assert step * 0.8 <= wait <= step * 1.2


def test_the_waits_add_up_to_days() -> None:
    total = sum((backoff(one, 0.5) for one in range(1, ATTEMPTS_MAX)), timedelta())
    assert timedelta(days=2) < total < timedelta(days=4)


def test_a_receiver_may_ask_for_a_longer_wait_but_not_for_more_than_a_day() -> None:
    assert backoff(1, 0.5, 600) == timedelta(minutes=10)
    assert backoff(1, 0.5, 10**8) == LONGEST_WAIT
    assert backoff(9, 0.5, 1) == LONGEST_WAIT


@given(st.integers(100, 999), st.integers(1, ATTEMPTS_MAX), st.booleans())
def test_only_2xx_is_success(code: int, attempts: int, test: bool) -> None:
    led = outcome(Answer(code), attempts, 0.5, test=test)
    assert (led.state is DeliveryState.DELIVERED) == (200 <= code < 300)
    assert (led.failure is None) == (200 <= code < 300)
    if led.state is DeliveryState.FAILED:
        assert attempts < ATTEMPTS_MAX
        assert led.wait > timedelta()
        assert code != 410
    if test:
        assert led.pause is None


def test_no_answer_is_a_failure_with_its_reason() -> None:
    led = outcome(Answer(failure=Failure.TLS), ATTEMPTS_MAX, 0.5, test=False)
    assert (led.state, led.failure, led.pause) == (DeliveryState.GIVEN_UP, Failure.TLS, PauseReason.GAVE_UP)


def test_a_name_is_no_prefix_and_a_room_no_kind() -> None:
    assert matches("document-issued", "lading", "document-issued/2")
    assert not matches("document", "lading", "document-issued/2")
    assert not matches("document-issued/1", "lading", "document-issued/2")
    assert not matches("lading.*", "tracking", "document-issued/2")
