"""The follower: each fact that a subscribed party may see becomes a delivery."""

from __future__ import annotations

from landsea.journal import Entry, Follower, Journal, View, Work, follow
from landsea.kernel import Actor, Fact, PartyId, Recorded, Role
from landsea.notify import rules, store, store_sending
from landsea.notify.model import Delivery, DeliveryState, Subscription, Topic, WebhookSubscribed
from landsea.notify.service.courier import Courier

AT_ONCE = 500
NAME = "notify"


def listen(node: Journal, courier: Courier) -> int:
    """Follows the journal to its end; how many entries it went past."""
    passed = 0
    while (moved := _listen(node, courier)) == AT_ONCE:
        passed += moved
    return passed + moved


def _listen(node: Journal, courier: Courier) -> int:
    kinds = frozenset(courier.topics) | {WebhookSubscribed}
    return follow(node, Follower(NAME, kinds, _Listener(courier).handle), AT_ONCE)


class _Listener:
    """One run of the follower: the subscriptions are read once for it."""

    def __init__(self, courier: Courier) -> None:
        self.courier = courier
        self.listening: list[tuple[Subscription, int]] | None = None

    def handle(self, work: Work, entry: Entry, recorded: Recorded[Fact]) -> None:
        if isinstance(recorded.fact, WebhookSubscribed):
            store_sending.open_lane(work.connection, entry.stream.removeprefix(store.STREAM), entry.position)
            self.listening = None
        if (topic := self.courier.topics.get(type(recorded.fact))) is not None:
            self._tell(work, entry, recorded, topic)

    def _tell(self, work: Work, entry: Entry, recorded: Recorded[Fact], topic: Topic) -> None:
        if self.listening is None:
            self.listening = store_sending.listening(work.connection)
        wanted = [
            one
            for one, since in self.listening
            if since < entry.position and any(rules.matches(pattern, topic.room, entry.kind) for pattern in one.kinds)
        ]
        parties = {one.party for one in wanted}
        seeing = {party for party in parties if may_see(work, party, topic, recorded)}
        now = self.courier.now(work)
        store_sending.add_deliveries(
            work.connection,
            [
                Delivery(
                    id=work.new_id("msg"),
                    subscription=one.id,
                    position=entry.position,
                    kind=entry.kind,
                    stream=entry.stream,
                    state=DeliveryState.PENDING,
                    attempts=0,
                    made_at=now,
                    next_at=now,
                )
                for one in wanted
                if one.party in seeing
            ],
        )


def may_see(view: View, party: PartyId, topic: Topic, recorded: Recorded[Fact]) -> bool:
    """Asked of the fact's room, in the name of the party."""
    return topic.may_see(View(view.journal, view.connection, Actor(party, Role.VIEWER)), recorded)
