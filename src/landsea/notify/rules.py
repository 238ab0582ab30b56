"""The law of sending: which kinds match, where it may go, when to try again. Pure; chance and addresses are arguments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from landsea.kernel import Phrase
from landsea.notify.model import Answer, BadWebhookUrl, DeliveryState, Failure, PauseReason, Topic, UnknownKind

ATTEMPTS_MAX = 10
FIRST_WAIT = timedelta(seconds=5)
FACTOR = 4
LONGEST_WAIT = timedelta(hours=24)
JITTER = 0.2
"""A wait is up to a fifth shorter or longer than its step."""
URL_LONGEST = 1000
_NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


def room_pattern(room: str) -> str:
    return f"{room}.*"


def matches(pattern: str, room: str, kind: str) -> bool:
    """`document-issued/1`, `document-issued` (any version) or `lading.*` (any of the room)."""
    return pattern in (kind, kind.partition("/")[0], room_pattern(room))


def require_known(patterns: Iterable[str], topics: dict[str, Topic]) -> None:
    """`topics` by kind. Raises `UnknownKind` for the first pattern that matches none."""
    for pattern in patterns:
        if not any(matches(pattern, topic.room, kind) for kind, topic in topics.items()):
            example = next(iter(sorted(topic.room for topic in topics.values())), "room")
            raise UnknownKind(kind=repr(pattern[:80]), example=example)


def require_url(url: str, *, sandbox: bool, any_address: bool) -> None:
    """https to a host that may be sent to; in a sandbox, and to the own machine, also http.

    Where a name leads is known only when it is sent to; addresses written out are checked here.
    """
    parts = _split(url)
    host = parts.hostname or ""
    literal = _literal(host)
    here = is_loopback(literal) if literal else host == "localhost" or host.endswith(".localhost")
    if parts.scheme == "http" and not (sandbox or here):
        raise _bad(url, HTTPS)
    if here and not (sandbox or any_address):
        raise _bad(url, PRIVATE)
    if literal and not may_reach(literal, private=any_address, loopback=sandbox or any_address):
        raise _bad(url, PRIVATE)


def _split(url: str) -> SplitResult:
    """Raises `BadWebhookUrl` for what is no plain absolute http(s) URL in ASCII."""
    if len(url) > URL_LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise _bad(url, SHAPE)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _bad(url, SHAPE) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment or port == 0:
        raise _bad(url, SHAPE)
    if parts.username is not None or parts.password is not None:
        raise _bad(url, CREDENTIALS)
    return parts


def _bad(url: str, why: str) -> BadWebhookUrl:
    return BadWebhookUrl(url=repr(url[:120]), why=Phrase(why), pointer="/url")


SHAPE = "it is not an absolute URL of printable ASCII without a fragment, of at most 1000 characters."
HTTPS = "only https keeps what is sent from being read on the way."
PRIVATE = "this node sends to public addresses only (setting webhook_addresses)."
CREDENTIALS = "it holds a user name or password. Check the signature of what you receive instead."


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_loopback(address: Address) -> bool:
    return all(one.is_loopback for one in _meant(address))


def may_reach(address: Address, *, private: bool, loopback: bool) -> bool:
    """Whether webhooks may be sent there: public addresses; `private` ones and the own machine where that is said.

    An IPv6 address that carries an IPv4 one is as good as both. Never multicast, nor the unspecified address, which is the own machine.
    """
    return all(_may_reach(one, private=private, loopback=loopback) for one in _meant(address))


def _may_reach(address: Address, *, private: bool, loopback: bool) -> bool:
    if address.is_multicast or address.is_unspecified:
        return False
    if isinstance(address, IPv6Address) and address.is_site_local:
        return private
    if address.is_loopback:
        return loopback
    return private or address.is_global


def _meant(address: Address) -> tuple[Address, ...]:
    """Whom a packet to the address may reach: IPv4-mapped, 6to4 (RFC 3056), Teredo (RFC 4380) and NAT64 (RFC 6052) carry another."""
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    inner = address.sixtofour or (address.teredo[1] if address.teredo else None)
    if address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return (address,) if inner is None else (address, inner)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt leads to: the delivery's state, after which time it is tried again, and whether the webhook pauses."""

    state: DeliveryState
    failure: Failure | None = None
    wait: timedelta = timedelta()
    pause: PauseReason | None = None


def outcome(answer: Answer, attempts: int, chance: float, *, test: bool) -> Outcome:
    """`attempts` counts this one; `chance` is from 0 up to, and without, 1. Standard Webhooks 1.0, "Delivery success and failure".

    2xx is success; everything else, redirects too, is failure; 410 pauses at once. A test is tried once and pauses nothing.
    """
    if answer.code is not None and 200 <= answer.code < 300:
        return Outcome(DeliveryState.DELIVERED)
    failure = answer.failure or (Failure.GONE if answer.code == 410 else Failure.CODE)
    if test:
        return Outcome(DeliveryState.GIVEN_UP, failure)
    if answer.code == 410:
        return Outcome(DeliveryState.GIVEN_UP, failure, pause=PauseReason.GONE)
    if attempts >= ATTEMPTS_MAX:
        return Outcome(DeliveryState.GIVEN_UP, failure, pause=PauseReason.GAVE_UP)
    return Outcome(DeliveryState.FAILED, failure, wait=backoff(attempts, chance, answer.wait_seconds))


def backoff(attempts: int, chance: float, asked_seconds: int = 0) -> timedelta:
    """The wait behind the attempt of that number: 5 s, 20 s, 80 s, ... 24 h, each with its jitter; longer if the receiver asked."""
    step = min(FIRST_WAIT * int(FACTOR ** (attempts - 1)), LONGEST_WAIT)
    jittered = step * (1 - JITTER + 2 * JITTER * chance)
    return max(jittered, min(timedelta(seconds=asked_seconds), LONGEST_WAIT))
