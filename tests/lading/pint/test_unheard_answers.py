"""A carrier's answer to a surrender (SREJ, SACC) that never arrives, or that is disputed: settled, and operative once at most."""

from __future__ import annotations

import json

import pytest

from landsea import lading
from landsea.kernel import Refusal
from landsea.lading import DocumentId, OrderKind, Purpose, State
from landsea.lading.model import ActKind
from landsea.lading.platforms.refusals import NotDisputed, NothingUnderWay
from landsea.lading.service import platforms
from landsea.lading.service.orders import kinds_of_order
from landsea.lading.service.platforms import client, worker
from landsea.lading.service.platforms.client import Answer
from tests.lading.pint.carrier import Listening, surrender_request
from tests.lading.pint.nodes import Platform
from tests.lading.pint.test_http_issuance import SURRENDERS, carrying, issue_there  # noqa: F401 - a fixture
from tests.lading.pint.test_http_sending import deliver, held, pair, send, state  # noqa: F401 - a fixture
from tests.lading.pint.test_surrender_by_envelope import answered, given_away, outcome, refusing, surrendered
from tests.lading.pint.test_unanswered import ask_again, dispute, is_rebuilt_alike, settle, what_is_sent

Pair = tuple[Platform, Platform]
SETTLES = [OrderKind.STAY, OrderKind.LEFT]
on_sqlite = pytest.mark.parametrize("tables_url", ["sqlite"], indirect=True)
"""What the first two tests store on both engines is not stored otherwise here."""


def presented(a: Platform, b: Platform, purpose: Purpose = Purpose.DELIVERY) -> tuple[DocumentId, DocumentId]:
    """Surrendered by B's holder to the carrier on A, who has it: its ids on both."""
    document, there = given_away(a, b)
    surrendered(b, there, purpose)
    deliver(b)
    return document, there


def loses(answers: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the requests arrive, and their answers do not; or neither does."""

    def call(*asked: object) -> Answer:
        if answers:
            client.call(*asked)  # type: ignore[arg-type]
        return Answer(0, why="lost")

    monkeypatch.setattr(worker, "call", call)


def orderable(here: Platform, document: DocumentId) -> list[OrderKind]:
    with here.world.journal.view(here.world.operator.actor) as view:
        found = lading.get_document(view, document)
        kinds = kinds_of_order(view, found)
        assert (ActKind.ORDER in lading.possible_acts(view, found)) is bool(kinds)
        return kinds


def steps(here: Platform, document: DocumentId) -> tuple[str, ...]:
    with here.world.journal.view(here.world.operator.actor) as view:
        return platforms.exchange_steps(view, document)


def states(one: tuple[Platform, DocumentId], other: tuple[Platform, DocumentId]) -> tuple[State, State]:
    """On both platforms; never operative on both."""
    found = state(*one)[0], state(*other)[0]
    assert found.count(State.ISSUED) <= 1
    return found


def test_a_rejection_that_never_arrives_is_settled_and_the_surrender_answered_anew(
    pair: Pair,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a, b = pair
    document, there = presented(a, b, Purpose.AMENDMENT)
    assert (steps(a, document), orderable(a, document)) == ((), [OrderKind.FREEZE])
    answered(a, document, False)
    loses(False, monkeypatch)
    deliver(a, 1)
    assert (steps(a, document), orderable(a, document)) == (("dispute",), []), "it is told until it is heard"
    with pytest.raises(NotDisputed):
        settle(a, document, OrderKind.STAY)
    dispute(a, document)
    assert (steps(a, document), orderable(a, document)) == (("ask-again",), SETTLES)
    settle(a, document, OrderKind.STAY)
    assert states((a, document), (b, there)) == (State.SURRENDERED, State.SURRENDERED)
    with a.world.journal.view(a.world.operator.actor) as view:
        assert lading.get_document(view, document).title.purpose is Purpose.AMENDMENT
    assert (steps(a, document), orderable(a, document)) == ((), [OrderKind.FREEZE])
    monkeypatch.undo()
    answered(a, document, False)
    deliver(a)
    assert states((a, document), (b, there)) == (State.AWAY, State.ISSUED)
    with pytest.raises(NothingUnderWay):
        dispute(a, document)
    is_rebuilt_alike(a)


def test_a_rejection_that_was_taken_after_all_is_found_out_from_the_chain_that_goes_on(
    pair: Pair,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A's people are told that B never took the rejection; B did, and its holder sends the document back."""
    a, b = pair
    document, there = presented(a, b)
    answered(a, document, False)
    loses(True, monkeypatch)
    deliver(a, 1)
    monkeypatch.undo()
    dispute(a, document)
    settle(a, document, OrderKind.STAY)
    assert states((a, document), (b, there)) == (State.SURRENDERED, State.ISSUED)
    send(b, b.world.buyer, there, a, a.world.bank)
    deliver(b, 1)
    assert (outcome((b, there)), states((a, document), (b, there))) == ("disputed", (State.AWAY, State.LEAVING))
    assert (outcome((a, document)), orderable(a, document)) == ("disputed", SETTLES)
    settle(a, document, OrderKind.LEFT)
    ask_again(b, there)
    deliver(b, 1)
    assert states((a, document), (b, there)) == (State.ISSUED, State.AWAY)
    assert held(a, a.world.bank) == [document]
    is_rebuilt_alike(a)


@on_sqlite
@pytest.mark.parametrize(("settled", "taken"), [(OrderKind.STAY, True), (OrderKind.LEFT, False)])
def test_an_answer_to_a_rejection_that_contradicts_what_people_settled_opens_it_again(
    pair: Pair,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    settled: OrderKind,
    taken: bool,
) -> None:
    a, b = pair
    document, there = presented(a, b)
    answered(a, document, False)
    with monkeypatch.context() as patched:
        if not taken:
            refusing(b, patched)
        (parcel,) = a.world.as_node(lambda work: worker._claim(work, 20))
        answer = vars(worker)["call"](parcel.to.base_url, parcel.method, parcel.path, parcel.body)
    a.world.as_node(lambda work: worker._hear(work, parcel, Answer(0, why="late")))
    dispute(a, document)
    settle(a, document, settled)
    a.world.as_node(lambda work: worker._hear(work, parcel, answer))
    assert states((a, document), (b, there))[0] is State.AWAY
    assert (outcome((a, document)), orderable(a, document)) == ("disputed", SETTLES)
    settle(a, document, OrderKind.LEFT if taken else OrderKind.STAY)
    a.world.as_node(lambda work: worker._hear(work, parcel, answer))  # again, and nothing more comes of it
    ended = (State.AWAY, State.ISSUED) if taken else (State.SURRENDERED, State.SURRENDERED)
    assert states((a, document), (b, there)) == ended
    is_rebuilt_alike(a)


@on_sqlite
@pytest.mark.parametrize("accept", [True, False])
def test_an_answer_that_the_holders_platform_disputes_is_told_again_when_that_is_settled(
    pair: Pair,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    accept: bool,
) -> None:
    """B's people are told that the carrier never took the surrender; it did, and its answer says so."""
    a, b = pair
    document, there = given_away(a, b)
    surrendered(b, there)
    loses(True, monkeypatch)
    deliver(b, 1)
    monkeypatch.undo()
    dispute(b, there)
    settle(b, there, OrderKind.REJECT)
    assert states((a, document), (b, there)) == (State.SURRENDERED, State.ISSUED)
    answered(a, document, accept)
    deliver(a, 1)
    away = State.ACCEPTED if accept else State.AWAY
    assert states((a, document), (b, there)) == (away, State.SURRENDERED), "nobody passes it on"
    assert (outcome((a, document)), steps(a, document)) == ("disputed", ("ask-again",))
    assert orderable(a, document) == ([] if accept else SETTLES), "nothing follows acceptance"
    ask_again(b, there)
    deliver(b, 1)
    ask_again(a, document)
    deliver(a, 1)
    assert states((a, document), (b, there)) == ((away, State.ACCEPTED) if accept else (away, State.ISSUED))
    assert (outcome((a, document)), steps(a, document)) == ("accepted", ())
    is_rebuilt_alike(b)


def test_an_answer_by_message_that_is_not_taken_can_be_told_again(
    carrying: tuple[Platform, Listening],  # noqa: F811
) -> None:
    here, platform = carrying
    document = issue_there(here, platform)
    number = here.world.see(here.world.operator, document).title.number
    assert here.call("POST", SURRENDERS, surrender_request(number))[0] == 204
    platform.told.clear()
    platform.status = 409
    answered(here, document, True)
    deliver(here, 2)
    assert (len(platform.told), steps(here, document)) == (1, ("ask-again",))
    assert what_is_sent(here, document)["asks"] == "HTTP 409"
    platform.status = 204
    ask_again(here, document)
    deliver(here, 2)
    assert (len(platform.told), json.dumps(platform.told[0]) == json.dumps(platform.told[1])) == (2, True)
    with pytest.raises(Refusal):
        ask_again(here, document)
    assert (what_is_sent(here, document)["asks"], steps(here, document)) == ("", ())
