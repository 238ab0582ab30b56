"""The laws of notify over made-up histories: failures, crashes, pauses, rules that come and go, sight that is lost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landsea import notify, policy
from landsea.notify import Answer, Failure, Posting
from landsea.notify.service.sending import carry, claim
from tests.notify.world import World
from tests.support.people import Person

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(["shipper", "buyer", "both", "nobody"])),
        st.tuples(st.just("rule"), st.booleans()),
        st.tuples(st.just("pause"), st.integers(0, 2)),
        st.tuples(st.just("resume"), st.integers(0, 2)),
        st.tuples(st.just("deliver"), st.lists(st.sampled_from(["ok", "500", "timeout", "crash"]), max_size=6)),
        st.tuples(st.just("wait"), st.sampled_from([1, 10, 100, 10_000])),
    ),
    min_size=5,
    max_size=25,
)
ANSWERS = {"ok": Answer(200), "500": Answer(500), "timeout": Answer(failure=Failure.TIMEOUT)}


class Crash(BaseException):
    """The process ends here, behind the request."""


@dataclass
class Sent:
    """One request as a receiver saw it: to whom, under which id, what, and whether a decision allowed it by then."""

    webhook: str
    id: str
    box: str
    allowed: bool


class History:
    """Three webhooks: the shipper's at home and across the border, the buyer's across the border."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sent: list[Sent] = []
        self.moved: dict[str, str] = {}
        self.plan: list[str] = []
        self.hooks = [
            world.subscribe(who, url=f"https://hook{number}.example/", jurisdiction=where)[0]
            for number, (who, where) in enumerate([(world.shipper, "CN"), (world.shipper, "SG"), (world.buyer, "SG")])
        ]
        self.courier = replace(world.courier, post=self.receive)
        self.rule: policy.ReleaseRule | None = None

    def receive(self, posting: Posting) -> Answer:
        headers = dict(posting.headers)
        number = int(posting.url[len("https://hook")])
        box = posting.body.split(b'"box":"')[1].split(b'"')[0].decode()
        self.sent.append(Sent(self.hooks[number].id, headers["webhook-id"], box, self.is_allowed(number, box)))
        planned = self.plan.pop(0) if self.plan else "ok"
        if planned == "crash":
            raise Crash
        return ANSWERS[planned]

    def is_allowed(self, number: int, box: str) -> bool:
        """Whether a decision for this webhook and this fact is on record that allowed it."""
        with self.world.journal.view(self.world.operator.actor) as view:
            found = policy.list_decisions(view, allowed=True, subject=f"box:{box}@1")
        return any(one.release.receiver.name.startswith(f"webhook:{self.hooks[number].id}@") for one in found)

    def step(self, what: str, how: object) -> None:
        if what == "move":
            self.move(str(how))
        elif what == "rule":
            self.set_rule(bool(how))
        elif what in ("pause", "resume"):
            self.set_state(what, self.hooks[int(str(how))])
        elif what == "wait":
            self.world.clock.advance(timedelta(seconds=int(str(how))))
        elif isinstance(how, list):
            self.deliver(how)

    def move(self, seen_by: str) -> None:
        world, box = self.world, f"{self.hooks[0].id[-6:]}-{len(self.moved):03}"
        self.moved[box] = seen_by
        who = {"shipper": [world.shipper], "buyer": [world.buyer], "both": [world.shipper, world.buyer]}
        world.move(box, *who.get(seen_by, [world.operator]))

    def set_rule(self, wanted: bool) -> None:
        if wanted and self.rule is None:
            self.rule = self.world.allow("SG")
        elif not wanted and self.rule is not None:
            self.world.act(policy.withdraw_rule, self.rule.id, "synthetic", who=self.world.operator)
            self.rule = None

    def set_state(self, what: str, hook: notify.Subscription) -> None:
        who = self.world.buyer if hook is self.hooks[2] else self.world.shipper
        paused = self.world.subscription(hook.id, who).state is notify.SubscriptionState.PAUSED
        if paused != (what == "pause"):
            self.world.act(notify.pause if what == "pause" else notify.resume, hook.id, who=who)

    def deliver(self, plan: list[str]) -> None:
        self.plan = list(plan)
        notify.listen(self.world.journal, self.courier)
        for load in claim(self.world.journal, self.courier, 8):
            try:
                carry(self.world.journal, self.courier, load)
            except Crash:
                continue

    def settle(self) -> None:
        """Everybody is back, everything is allowed: what still waits goes out."""
        for hook in self.hooks:
            self.set_state("resume", hook)
        for _ in range(30):
            self.world.clock.advance(timedelta(days=2))
            self.deliver([])

    def first_told(self) -> dict[str, list[str]]:
        """Of each webhook the boxes in the order in which they first arrived."""
        told: dict[str, list[str]] = defaultdict(list)
        for one in self.sent:
            if one.box not in told[one.webhook]:
                told[one.webhook].append(one.box)
        return told

    def close(self) -> None:
        for hook in self.hooks:
            who = self.world.buyer if hook is self.hooks[2] else self.world.shipper
            self.world.act(notify.delete, hook.id, who=who)
        self.set_rule(False)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_any_history_keeps_the_laws(world: World, steps: list[tuple[str, object]]) -> None:
    history = History(world)
    for what, how in steps:
        history.step(what, how)
    history.settle()
    seeing = {0: ("shipper", "both"), 1: ("shipper", "both"), 2: ("buyer", "both")}
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in history.sent:
        ids[one.webhook, one.box].add(one.id)
    for number, hook in enumerate(history.hooks):
        may_see = [box for box, who in history.moved.items() if who in seeing[number]]
        told = history.first_told()[hook.id]
        assert set(told) <= set(may_see), "what a party may not see never leaves"
        assert told == [box for box in may_see if box in told], "first arrivals keep the order of the journal"
        if number == 0:
            assert told == may_see, "within the border everything arrives in the end"
        states = {one.stream: one.state.value for one in history.world.deliveries(_owner(history, number), hook.id)}
        missing = [box for box in may_see if box not in told]
        assert all(states[f"box:{box}"] == "refused" for box in missing), "what did not arrive was refused"
    assert all(one.allowed for one in history.sent), "nothing went without a decision on record that allowed it"
    assert all(len(found) == 1 for found in ids.values()), "one fact for one webhook has one id"
    history.close()


def _owner(history: History, number: int) -> Person:
    return history.world.buyer if number == 2 else history.world.shipper
