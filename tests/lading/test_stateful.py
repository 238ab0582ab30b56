"""The whole table under random histories with crashes, other processes and replays: law 2 at every prefix, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from landsea import journal as door
from landsea import lading
from landsea.kernel import Refusal
from landsea.lading import DocumentId, State, StoredDocument, rules, store, verify_file
from tests.lading.world import World
from tests.support.journals import table_dump
from tests.support.people import Person

WHO = st.sampled_from(["operator", "shipper", "buyer", "bank"])


class Crash(Exception):
    """The process ends before the commit."""


@dataclass
class Expected:
    """A plain second account of a document, written down without the room's table."""

    holder: str | None
    straight: bool
    state: str = "issued"
    acts: int = 1

    def allows(self, act: str, who: str, to: str) -> bool:
        if act == "transfer":
            return self.state == "issued" and not self.straight and who == self.holder and to != self.holder
        if act == "surrender":
            return self.state == "issued" and who == self.holder
        needed = {"accept": "surrendered", "reject": "surrendered", "accomplish": "accepted"}[act]
        return self.state == needed and who == "operator"

    def do(self, act: str, to: str) -> None:
        self.acts += 1
        self.state = {
            "transfer": "issued",
            "surrender": "surrendered",
            "accept": "accepted",
            "reject": "issued",
            "accomplish": "accomplished",
        }[act]
        if act == "transfer":
            self.holder = to
        if act == "accept":
            self.holder = None


class Documents(RuleBasedStateMachine):
    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[tuple[DocumentId, Expected]] = []

    def person(self, name: str) -> Person:
        found: Person = getattr(self.world, name)
        return found

    @initialize(straight=st.booleans())
    def first(self, straight: bool) -> None:
        self.issue(straight)

    @precondition(lambda self: len(self.documents) < 3)
    @rule(straight=st.booleans())
    def issue(self, straight: bool) -> None:
        document = self.world.issue(negotiable=not straight)
        self.documents.append((document, Expected("buyer" if straight else "shipper", straight)))

    def attempt(self, act: str, who: str, to: str, document: DocumentId) -> Callable[[World], StoredDocument]:
        acts: dict[str, Callable[[World], StoredDocument]] = {
            "transfer": lambda world: world.transfer(self.person(who), document, self.person(to)),
            "surrender": lambda world: world.surrender(self.person(who), document),
            "accept": lambda world: world.accept(document),
            "reject": lambda world: world.reject(document),
            "accomplish": lambda world: world.accomplish(document),
        }
        return acts[act]

    @rule(data=st.data(), act=st.sampled_from(["transfer", "surrender"]), who=WHO, to=WHO, elsewhere=st.booleans())
    def holder_acts(self, data: st.DataObject, act: str, who: str, to: str, elsewhere: bool) -> None:
        self.act(data, act, who, to, elsewhere)

    @rule(data=st.data(), act=st.sampled_from(["accept", "reject", "accomplish"]), elsewhere=st.booleans())
    def issuer_acts(self, data: st.DataObject, act: str, elsewhere: bool) -> None:
        self.act(data, act, "operator", "", elsewhere)

    def act(self, data: st.DataObject, act: str, who: str, to: str, elsewhere: bool) -> None:
        document, expected = data.draw(st.sampled_from(self.documents))
        world = self.world.reopened() if elsewhere else self.world
        try:
            self.attempt(act, who, to, document)(world)
            happened = True
        except Refusal:
            happened = False
        finally:
            if elsewhere:
                world.journal.database.close()
        assert happened == expected.allows(act, who, to)
        if happened:
            expected.do(act, to)

    @rule(data=st.data())
    def crashes(self, data: st.DataObject) -> None:
        """The holder's surrender is lost with the process that made it."""
        document, expected = data.draw(st.sampled_from(self.documents))
        if expected.holder is None or expected.state != "issued":
            return
        from tests.lading.world import SIGN

        try:
            with self.world.journal.work(self.person(expected.holder).actor) as work:
                lading.surrender(work, document, SIGN)
                raise Crash
        except Crash:
            pass

    @rule()
    def is_rebuilt(self) -> None:
        before = table_dump(self.world.journal)
        door.rebuild(self.world.journal)
        assert table_dump(self.world.journal) == before

    @invariant()
    def what_is_stored_is_what_happened(self) -> None:
        for document, expected in self.documents:
            title = self.world.see(self.world.operator, document).title
            holder = self.person(expected.holder).party if expected.holder else None
            assert (title.state.value, title.holder, title.sequence) == (expected.state, holder, expected.acts)

    @invariant()
    def at_every_prefix_there_is_exactly_one_holder_until_acceptance(self) -> None:
        for document, _expected in self.documents:
            with self.world.journal.view(self.world.operator.actor) as view:
                acts = [one.act for one in lading.acts_of(view, document)]
                content = lading.get_document(view, document).content
            for size in range(1, len(acts) + 1):
                title = rules.replay(acts[:size], store.opening_of(content))
                assert (title.holder is None) == (title.state in (State.ACCEPTED, State.ACCOMPLISHED))
            assert title == self.world.see(self.world.operator, document).title

    def teardown(self) -> None:
        """What verifies is exactly what is operative."""
        for document, expected in self.documents:
            report = verify_file(self.world.evidence(self.world.operator, document))
            failed = {check.name for check in report.failed} - {"sandbox"}
            assert failed == (set() if expected.state == "issued" else {"operative"})


def test_title_holds_on_any_history(world: World) -> None:
    machine = type("DocumentsHere", (Documents,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert door.verify(world.journal).findings == []
