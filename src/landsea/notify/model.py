"""Values, commands, facts and refusals of notify."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from landsea.kernel import Fact, PartyId, Recorded, Refusal

TEST_KIND = "webhook-test/1"
"""What a test delivery is called; no fact has this kind."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a room registers for a fact of its own: whom it may be shown, and what it is to the law of data.

    `may_see(view, recorded)` is asked with a view in the name of the subscribed party. A fact without a topic is shown to nobody.
    `data_class` is the value of a `policy.DataClass`.
    """

    room: str
    data_class: str
    may_see: Callable[[Any, Recorded[Any]], bool]


class SubscriptionState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    """Nothing is sent; what happens meanwhile waits in its order."""
    DELETED = "deleted"


class PauseReason(StrEnum):
    ASKED = "asked"
    GAVE_UP = "gave-up"
    """A delivery had no attempt left."""
    GONE = "gone"
    """The receiver answered 410."""


class DeliveryState(StrEnum):
    PENDING = "pending"
    """Not tried yet."""
    FAILED = "failed"
    """Tried, and to be tried again."""
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"
    """Tried to the end."""
    REFUSED = "refused"
    """Not to be sent: policy says no, or the party may no longer see it."""


WAITING = (DeliveryState.PENDING, DeliveryState.FAILED)


class Failure(StrEnum):
    """Why a delivery stands where it does."""

    TIMEOUT = "timeout"
    NOT_REACHED = "not-reached"
    TLS = "tls"
    ADDRESS = "address-refused"
    """The name leads to an address that this node does not send to."""
    NOT_HTTP = "not-http"
    CODE = "bad-answer"
    """An answer that is not 2xx."""
    GONE = "gone"
    POLICY = "policy-refused"
    UNSEEN = "no-longer-visible"


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Command. `kinds` are kinds of facts with their version (`document-issued/1`), without (all versions), or a room's (`lading.*`).

    `jurisdiction`: the law the receiver is under, ISO 3166-1 alpha-2, as the subscriber states it.
    """

    url: str
    kinds: tuple[str, ...]
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """A party's webhook as it stands."""

    id: str
    party: PartyId
    url: str
    kinds: tuple[str, ...]
    jurisdiction: str
    state: SubscriptionState
    made_at: datetime
    pause_reason: PauseReason | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One fact for one subscription. `id` is the `webhook-id` of every attempt; `position` that of the entry, `None` for a test.

    Times are the world's, also in a sandbox. `decision` is the release decision under which it went or did not go.
    """

    id: str
    subscription: str
    position: int | None
    kind: str
    stream: str
    state: DeliveryState
    attempts: int
    made_at: datetime
    next_at: datetime
    attempted_at: datetime | None = None
    code: int | None = None
    failure: Failure | None = None
    decision: str | None = None
    rules_version: int | None = None

    @property
    def waits(self) -> bool:
        """Whether it is still to be sent."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class Posting:
    """One request, ready to be sent: no redirect is followed, and nothing but the status is taken from the answer."""

    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    private_allowed: bool
    loopback_allowed: bool
    seconds_max: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: a status code, or why there is none. `wait_seconds`: for how long the receiver asked not to be tried again."""

    code: int | None = None
    failure: Failure | None = None
    wait_seconds: int = 0


@dataclass(frozen=True)
class WebhookSubscribed(Fact):
    """Stream `webhook:<id>`, as the others. The secret is nowhere in the journal."""

    kind: ClassVar[str] = "webhook-subscribed/1"
    url: str
    kinds: tuple[str, ...]
    jurisdiction: str


@dataclass(frozen=True)
class WebhookPaused(Fact):
    """By its party, or by the node, which sends no more to a receiver that does not answer."""

    kind: ClassVar[str] = "webhook-paused/1"
    reason: PauseReason


@dataclass(frozen=True)
class WebhookResumed(Fact):
    kind: ClassVar[str] = "webhook-resumed/1"


@dataclass(frozen=True)
class WebhookSecretRotated(Fact):
    kind: ClassVar[str] = "webhook-secret-rotated/1"


@dataclass(frozen=True)
class WebhookDeleted(Fact):
    kind: ClassVar[str] = "webhook-deleted/1"


class BadWebhookUrl(Refusal):
    code = "bad-webhook-url"
    text = "{url} cannot receive webhooks: {why}"


class UnknownKind(Refusal):
    code = "unknown-fact-kind"
    text = "{kind} is no kind of fact that can be subscribed to. `GET /v1/webhooks/kinds` lists them; `{example}.*` are all of a room."


class TooManyWebhooks(Refusal):
    code = "too-many-webhooks"
    status = 409
    text = "Your party has {most} webhooks already. Delete one, or let one receive more kinds."


class WebhookNotActive(Refusal):
    code = "webhook-not-active"
    status = 409
    text = "The webhook {webhook} is paused. Resume it first."


class WebhookNotPaused(Refusal):
    code = "webhook-not-paused"
    status = 409
    text = "The webhook {webhook} is active already. Nothing was changed."


class DeliveryIsWaiting(Refusal):
    code = "delivery-is-waiting"
    status = 409
    text = "The delivery {delivery} has not been tried yet; it is sent in its turn."
