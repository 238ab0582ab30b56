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
from landsea.lading import DocumentId, LineAmount, Medium, OrderKind, OtherForm, State, rules, store, verify_file
from tests.lading.attempts import Pick
from tests.lading.world import SIGN, World
from tests.support import people
from tests.support.journals import table_dump
from tests.support.people import Person

WHOM = ("operator", "shipper", "buyer", "bank")
WHO = st.sampled_from(WHOM)
HOLDERS = (
    "transfer",
    "offer",
    "pledge",
    "take",
    "decline",
    "withdraw",
    "release",
    "split",
    "grant",
    "surrender",
    "leave",
)
ISSUERS = ("accept", "reject", "accomplish", "left", "stay", "return")
ORDERS = ("freeze", "unfreeze", "confirm", "revoke")
ACTS = (*HOLDERS, *ISSUERS, *ORDERS)


class Crash(Exception):
    """The process ends before the commit."""


SHARES = (
    (LineAmount(0, 700, 12_000_000, "30.1"),),
    (LineAmount(0, 500, 9_500_500, "22.7"),),
)
PAPER = OtherForm(Medium.PAPER, "three originals")


@dataclass
class Expected:
    """A plain second account of a document, written down without the room's table.

    `asked`: the open proposal, by whom and of whom; `pledgor`: who pledged it to the holder; `order`: the half of an order that is open.
    """

    holder: str | None
    straight: bool
    state: str = "issued"
    acts: int = 1
    asked: tuple[str, str, str] | None = None
    pledgor: str | None = None
    order: str | None = None
    frozen: bool = False
    whole: bool = True

    def allows(self, act: str, who: str, to: str) -> bool:
        if act.startswith(("freeze", "unfreeze", "confirm", "revoke")):
            return self._allows_order(act)
        if self.frozen:
            return False
        if act == "return" and self.straight and to != "buyer":
            return False  # on paper too it is its consignee's
        if act in ("left", "stay", "return"):
            return who == "operator" and self.state == {"left": "leaving", "stay": "leaving", "return": "away"}[act]
        if act in ("accept", "reject", "accomplish"):
            needed = {"accept": "surrendered", "reject": "surrendered", "accomplish": "accepted"}[act]
            return self.state == needed and who == "operator"
        if self.state != "issued":
            return False
        if self.asked is not None:
            return self._allows_answer(act, who, *self.asked)
        if who != self.holder:
            return False
        if self.pledgor is not None:
            return act == "release"
        if act in ("transfer", "offer", "pledge"):
            return not self.straight and to != self.holder
        return act in ("surrender", "leave") or (act == "split" and self.whole)

    def _allows_answer(self, act: str, who: str, asked: str, by: str, of: str) -> bool:
        if act == "withdraw":
            return who == by
        return act in ("decline", "grant" if asked == "split" else "take") and who == of

    def _allows_order(self, act: str) -> bool:
        if self.state not in ("issued", "surrendered"):
            return False
        if act in ("freeze", "unfreeze"):
            return self.order is None and self.frozen is (act == "unfreeze")
        return self.order is not None

    def do(self, act: str, who: str, to: str) -> None:
        self.acts += 1
        asked, _, of = self.asked or ("", "", "")
        after = {
            "surrender": "surrendered",
            "accept": "accepted",
            "reject": "issued",
            "accomplish": "accomplished",
            "leave": "leaving",
            "left": "away",
            "stay": "issued",
            "return": "issued",
            "grant": "split",
        }
        self.state = after.get(act, self.state)
        if act in ("offer", "pledge", "split"):
            self.asked = (act, who, "operator" if act == "split" else to)
        if act in ("take", "decline", "withdraw", "grant"):
            self.asked = None
        if act == "take":
            self.pledgor = self.holder if asked == "pledge" else None
            self.holder = of
        if act == "release":
            self.holder, self.pledgor = self.pledgor, None
        if act in ("transfer", "return"):
            self.holder = to
        if act in ("accept", "left", "grant"):
            self.holder = None
        if act in ("freeze", "unfreeze"):
            self.order = act
        if act == "confirm":
            self.frozen = self.order == "freeze"
        if act in ("confirm", "revoke"):
            self.order = None

    @property
    def verdict(self) -> set[str]:
        """The checks that fail when the document is verified now."""
        if self.state != "issued":
            return {"operative"}
        return {"unencumbered"} if self.pledgor or self.frozen else set()


class Documents(RuleBasedStateMachine):
    world: ClassVar[World]
    second: ClassVar[Person]

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

    def attempt(self, act: str, who: str, to: str, document: DocumentId) -> Callable[[World], object]:
        person, other = self.person(who), self.person(to)
        about: dict[str, tuple[str, tuple[object, ...]]] = {
            "transfer": ("transfer", (other.party, SIGN)),
            "offer": ("offer", (other.party, SIGN)),
            "pledge": ("pledge", (other.party, "CREDIT-1", SIGN)),
            "take": ("take", (SIGN,)),
            "decline": ("decline", ("no", SIGN)),
            "withdraw": ("withdraw", (SIGN,)),
            "release": ("release", (SIGN,)),
            "split": ("ask_split", (SHARES, SIGN)),
            "grant": ("grant", (SIGN,)),
            "surrender": ("surrender", (SIGN,)),
            "accept": ("accept_surrender", (SIGN,)),
            "reject": ("reject_surrender", ("freight unpaid", SIGN)),
            "accomplish": ("accomplish", (SIGN,)),
            "leave": ("leave", (PAPER, SIGN)),
            "left": ("left_for_paper", ("A1", SIGN)),
            "stay": ("stay", ("destroyed", SIGN)),
            "return": ("return_from_paper", (other.party, "A1", SIGN)),
            "freeze": ("begin_order", (OrderKind.FREEZE, "dispute 1", SIGN)),
            "unfreeze": ("begin_order", (OrderKind.UNFREEZE, "judgment 2", SIGN)),
            "confirm": ("confirm_order", (SIGN,)),
            "revoke": ("revoke_order", ("settled", SIGN)),
        }
        name, arguments = about[act]
        doing = self.second if act == "confirm" else person
        return lambda world: world.act(doing, name, document, *arguments)

    @rule(numbers=st.lists(st.integers(0, 2**16), min_size=3, max_size=6), elsewhere=st.booleans())
    def several_do_what_they_may(self, numbers: list[int], elsewhere: bool) -> None:
        for number in numbers:
            self.somebody_does_what_they_may(Pick(number), elsewhere)

    def somebody_does_what_they_may(self, pick: Pick, elsewhere: bool) -> None:
        live = [one for one in self.documents if any(one[1].allows(act, who, "") for act in ACTS for who in WHOM)]
        document, expected = pick.of(live or self.documents)
        to, orders_too = self.other(expected), pick.of((False, False, True)) or expected.frozen
        may = [(act, who) for act in ACTS for who in WHOM if expected.allows(act, who, to)]
        may = [(act, who) for act, who in may if act not in ORDERS or (orders_too and who == "operator")]
        act, who = pick.of(may or [("surrender", "shipper")])
        self.act(document, expected, act, who, to, elsewhere)

    def other(self, expected: Expected) -> str:
        return "bank" if expected.holder != "bank" and not expected.straight else "buyer"

    @rule(data=st.data(), act=st.sampled_from(HOLDERS), who=WHO, to=WHO, elsewhere=st.booleans())
    def somebody_does_anything(self, data: st.DataObject, act: str, who: str, to: str, elsewhere: bool) -> None:
        document, expected = data.draw(st.sampled_from(self.documents))
        self.act(document, expected, act, who, to, elsewhere)

    def act(self, document: DocumentId, expected: Expected, act: str, who: str, to: str, elsewhere: bool) -> None:
        world = self.world.reopened() if elsewhere else self.world
        try:
            made = self.attempt(act, who, to, document)(world)
            happened = True
        except Refusal:
            happened = False
        finally:
            if elsewhere:
                world.journal.database.close()
        assert happened == expected.allows(act, who, to)
        if happened:
            heir = expected.holder
            expected.do(act, who, to)
            if act == "grant" and isinstance(made, list):
                self.documents += [(one.title.document, Expected(heir, expected.straight, whole=False)) for one in made]

    @rule(data=st.data())
    def crashes(self, data: st.DataObject) -> None:
        """The holder's surrender is lost with the process that made it."""
        document, expected = data.draw(st.sampled_from(self.documents))
        if expected.holder is None or not expected.allows("surrender", expected.holder, ""):
            return
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
            open_ = (title.proposal is not None, title.pledge is not None, title.order is not None, title.frozen)
            told = (expected.asked is not None, expected.pledgor is not None, expected.order is not None)
            assert open_ == (*told, expected.frozen)

    @invariant()
    def at_every_prefix_there_is_exactly_one_holder_until_the_end_or_none_while_away(self) -> None:
        for document, _expected in self.documents:
            with self.world.journal.view(self.world.operator.actor) as view:
                acts = [one.act for one in lading.acts_of(view, document)]
                content = lading.get_document(view, document).content
            for size in range(1, len(acts) + 1):
                title = rules.replay(acts[:size], store.opening_of(content))
                assert (title.holder is None) == (title.has_ended or title.state is State.AWAY)
            assert title == self.world.see(self.world.operator, document).title

    def teardown(self) -> None:
        """What verifies is exactly what is operative."""
        for document, expected in self.documents:
            report = verify_file(self.world.evidence(self.world.operator, document))
            failed = {check.name for check in report.failed} - {"sandbox"}
            assert failed == expected.verdict


def test_title_holds_on_any_history(world: World) -> None:
    second = people.make_second_signer(world.journal, world.operator)
    machine = type("DocumentsHere", (Documents,), {"world": world, "second": second})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert door.verify(world.journal).findings == []
