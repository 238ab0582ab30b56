"""What is never answered, answered late, or answered against what people settled: operative in one place at most, and on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from landsea import journal, lading
from landsea.journal import NODE
from landsea.kernel import NotAllowed
from landsea.lading import DocumentId, OrderKind, State
from landsea.lading.api.platforms import outgoing_body
from landsea.lading.model import ActKind, IsElsewhere
from landsea.lading.platforms.refusals import NothingUnderWay, OrderWaits, RequestUnderWay
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service import platforms
from landsea.lading.service.orders import kinds_of_order
from landsea.lading.service.platforms import client, disputes, worker
from landsea.lading.service.platforms.client import Answer
from landsea.runtime import calls
from tests.lading.pint.carrier import Listening, request_for
from tests.lading.pint.nodes import Platform
from tests.lading.pint.receiver import CODE, Spoil, code, error, honest, never_came, says
from tests.lading.pint.test_http_issuance import ANSWERS, REQUESTS, RESPONSES, carrying, issuing, told  # noqa: F401 - fixtures
from tests.lading.pint.test_http_sending import allow, deliver, held, pair, send, state  # noqa: F401 - a fixture
from tests.lading.pint.test_sender_scenarios import GONE, HERE, START, WAITS, Sender, sender, stage  # noqa: F401 - fixtures
from tests.lading.pint.test_surrender_by_envelope import answered, given_away, surrendered
from tests.lading.world import SIGN
from tests.support import people
from tests.support.journals import table_dump
from tests.support.people import Person


@pytest.fixture
def there(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> Sender:  # noqa: F811
    """The sending node with its synthetic receiver, all of it on the test's clock."""
    monkeypatch.setattr(disputes, "system_now", lambda: sender.clock[0])
    return sender


WHY = "Synthetic: their operations desk is closed"
OUT = (WAITS, "disputed")


def dispute(node: Platform, document: DocumentId, by: Person | None = None) -> None:
    node.world.run(by or node.world.operator, lambda work: platforms.dispute(work, document, WHY))


def ask_again(node: Platform, document: DocumentId) -> None:
    node.world.run(node.world.operator, lambda work: platforms.ask_again(work, document, WHY))


SECONDS: dict[str, Person] = {}


def second_of(node: Platform) -> Person:
    """Another person of the node's operator, made once."""
    operator = node.world.operator
    if operator.party not in SECONDS:
        SECONDS[operator.party] = people.make_second_signer(node.world.journal, operator)
    return SECONDS[operator.party]


def order(node: Platform, document: DocumentId, kind: OrderKind) -> None:
    node.world.act(node.world.operator, "begin_order", document, kind, "minutes of 21 November", SIGN)


def settle(node: Platform, document: DocumentId, kind: OrderKind) -> None:
    order(node, document, kind)
    node.world.act(second_of(node), "confirm_order", document, SIGN)


def what_is_sent(node: Platform, document: DocumentId, language: str = "en") -> dict[str, Any]:
    with node.world.journal.view(node.world.operator.actor) as view:
        return outgoing_body(platforms.list_sent(view, document)[0], language)


def disputed(node: Platform, who: Person) -> list[str]:
    with node.world.journal.view(who.actor) as view:
        return [one.subject for one in platforms.list_disputes(view)]


def is_rebuilt_alike(node: Platform) -> None:
    before = table_dump(node.world.journal)
    journal.rebuild(node.world.journal)
    assert table_dump(node.world.journal) == before


def patient(there: Sender, hours: int) -> None:
    """How long the node waits for the synthetic receiver."""
    with there.node.world.journal.view(there.node.world.operator.actor) as view:
        known = platforms.get_counterpart(view, CODE)
    there.configure(replace(known, disputed_after_hours=hours))


def test_silence_is_disputed_in_time_and_an_answer_that_is_signed_after_all_settles_it(there: Sender) -> None:
    patient(there, 5)
    document = there.play(never_came, never_came, never_came)
    assert there.stands(document) == (WAITS, "sending")
    there.step(3)
    patient(there, 168)
    assert (there.stands(document), len(there.there.heard)) == (OUT, 3), "nothing is sent any more"
    node = there.node
    assert what_is_sent(node, document)["asks"] == "no answer that binds came in 5 hours"
    assert what_is_sent(node, document, "zh")["asks"] == "5 小时内未收到有约束力的答复"
    for who, sees in ((node.world.operator, True), (node.world.shipper, True), (node.world.stranger, False)):
        assert (f"document:{document}" in disputed(node, who)) is sees
    ask_again(node, document)
    there.step()
    assert there.stands(document) == (GONE, "accepted")
    assert f"document:{document}" not in disputed(node, node.world.operator)


def test_an_operator_says_that_no_answer_will_come_but_not_while_a_request_is_under_way(there: Sender) -> None:
    node, document = there.node, there.issue()
    with pytest.raises(NothingUnderWay):
        dispute(node, document)
    there.there.heard.clear()
    there.send(document)
    with pytest.raises(NotAllowed):
        dispute(node, document, node.world.shipper)
    there.clock[0] += timedelta(hours=2)
    node.world.journal.run(NODE, lambda work: worker._claim(work, 20))  # and the process ends
    for _ in range(2):
        with pytest.raises(RequestUnderWay):
            dispute(node, document)
        there.clock[0] += worker.LEASE / 2
    dispute(node, document)
    assert there.stands(document) == OUT
    assert what_is_sent(node, document)["asks"] == f"no answer will come: {WHY}"
    order(node, document, OrderKind.STAY)
    with pytest.raises(OrderWaits):
        ask_again(node, document)
    node.world.act(second_of(node), "confirm_order", document, SIGN)
    there.step(2)
    assert (there.stands(document), there.there.heard) == ((HERE, "refused"), [])
    with pytest.raises(NothingUnderWay):
        ask_again(node, document)


@pytest.mark.parametrize(("wait", "hours"), [("18000", 5), ("31536000", 24)])
def test_a_receiver_that_asks_to_wait_is_left_alone_so_long(there: Sender, wait: str, hours: int) -> None:
    document = there.play(says(503, error(503), wait=wait))
    due = there.clock[0] + timedelta(hours=hours)
    assert what_is_sent(there.node, document)["next_at"] == due.isoformat()
    there.step(2)
    assert there.there.lines == [START]
    there.clock[0] = due
    there.step()
    assert there.stands(document) == (GONE, "accepted")


def late(there: Sender, document: DocumentId, spoil: Spoil) -> Any:
    """The document is sent, and its answer is held back until the caller lets it be heard."""
    there.there.script.append(spoil)
    there.send(document)
    there.clock[0] += timedelta(hours=2)
    parcels = there.node.world.journal.run(NODE, lambda work: worker._claim(work, 20))
    (parcel,) = [one for one in parcels if one.one.subject == f"document:{document}"]
    answer = client.call(parcel.to.base_url, parcel.method, parcel.path, parcel.body)
    there.clock[0] += timedelta(hours=2)
    return lambda: there.node.world.journal.run(NODE, lambda work: worker._hear(work, parcel, answer))


@pytest.mark.parametrize(
    ("settled", "says", "stands"),
    [
        (OrderKind.STAY, "BENV", (HERE, "refused")),
        (OrderKind.STAY, "RECE", OUT),
        (OrderKind.LEFT, "RECE", (GONE, "accepted")),
        (OrderKind.LEFT, "BENV", OUT),
        (None, "RECE", (GONE, "accepted")),
        (None, "BENV", (HERE, "refused")),
    ],
)
def test_an_answer_that_comes_late_is_held_against_what_people_settled(
    there: Sender,
    settled: OrderKind | None,
    says: str,
    stands: tuple[State, str],
) -> None:
    """The receiver bars the entry, or took it, before people ask; what they settled is right or wrong. `None`: not settled yet."""
    node, document = there.node, there.issue()
    hear = late(there, document, honest if says == "RECE" else code("BENV"))
    dispute(node, document)
    if settled:
        settle(node, document, settled)
    hear()
    assert there.stands(document) == stands
    if stands == OUT:
        with pytest.raises(IsElsewhere):
            node.world.transfer(node.world.shipper, document, node.world.bank)
        with node.world.journal.view(node.world.shipper.actor) as view:
            assert lading.get_document(view, document).title.holder == node.world.shipper.party
        settle(node, document, OrderKind.LEFT if says == "RECE" else OrderKind.STAY)
        assert there.stands(document)[0] is (GONE if says == "RECE" else HERE)
    hear()  # again, and nothing more comes of it
    if there.stands(document)[0] is HERE:
        there.send(document)
        there.step()
        assert there.stands(document) == (GONE, "accepted")
    is_rebuilt_alike(node)


def test_a_contradiction_stops_what_was_sent_since(there: Sender) -> None:
    node, document = there.node, there.issue()
    hear = late(there, document, honest)
    dispute(node, document)
    settle(node, document, OrderKind.STAY)
    there.send(document)
    hear()
    there.step(2)
    assert there.stands(document) == OUT
    with node.world.journal.view(node.world.operator.actor) as view:
        assert [platforms.is_disputed(one) for one in platforms.list_sent(view, document)] == [True, True]


@pytest.mark.parametrize("settled", [OrderKind.ACCEPT, OrderKind.REJECT])
@pytest.mark.parametrize("action", ["SURR", "SREJ"])
def test_a_surrender_without_an_answer_is_settled_by_two_people(
    issuing: tuple[Platform, Listening],  # noqa: F811
    settled: OrderKind,
    action: str,
) -> None:
    """And the carrier's own answer, which comes then, is held against it."""
    here, carrier = issuing
    assert here.call("PUT", REQUESTS, request_for(here, "NEGOTIABLE_EBL"))[0] == 204
    told(here, carrier)
    (document,) = held(here, here.world.shipper)
    here.world.run(here.world.shipper, lambda work: platforms.surrender_elsewhere(work, document, SIGN))
    deliver(here, 1)
    ((_, _, said),) = carrier.told
    dispute(here, document)
    with here.world.journal.view(here.world.operator.actor) as view:
        found = lading.get_document(view, document)
        assert ActKind.ORDER in lading.possible_acts(view, found)
        assert kinds_of_order(view, found) == [OrderKind.FREEZE, OrderKind.ACCEPT, OrderKind.REJECT]
    settle(here, document, settled)
    assert state(here, document)[0] is (State.ACCEPTED if settled is OrderKind.ACCEPT else State.ISSUED)
    answer = {"surrenderRequestReference": said["surrenderRequestReference"], "action": action}
    assert here.call("POST", ANSWERS, answer)[0] == 204
    assert here.call("POST", ANSWERS, answer)[0] == 409, "a carrier answers once"
    contradicts = (settled is OrderKind.ACCEPT) is not (action == "SURR")
    assert (what_is_sent(here, document)["state"] == "disputed") is contradicts
    if settled is OrderKind.REJECT and contradicts:
        assert state(here, document)[0] is State.SURRENDERED, "nobody passes on what its carrier took back"
        settle(here, document, OrderKind.ACCEPT)
    ended = State.ISSUED if settled is OrderKind.REJECT and not contradicts else State.ACCEPTED
    assert state(here, document)[0] is ended
    is_rebuilt_alike(here)


@pytest.mark.parametrize(
    ("settled", "code"), [(OrderKind.STAY, "ISSU"), (OrderKind.LEFT, "REFU"), (None, "ISSU"), (None, "REFU")]
)
def test_a_platform_that_answers_late_whether_it_issued_is_held_against_what_people_settled(
    carrying: tuple[Platform, Listening],  # noqa: F811
    settled: OrderKind | None,
    code: str,
) -> None:
    here, _ = carrying
    document, world = here.world.issue(), here.world
    named = ("SYNP", "Synthetic Shipper", (IdentifyingCode("ZZZ", "SHIPPER"),))
    world.run(world.shipper, lambda work: platforms.issue_elsewhere(work, document, *named, SIGN))
    deliver(here, 1)
    dispute(here, document)
    if settled:
        settle(here, document, settled)
    number = world.see(world.operator, document).title.number
    answer = {"transportDocumentReference": number, "issuanceResponseCode": code}
    assert here.call("POST", RESPONSES, answer)[0] == 204
    if settled:
        assert (state(here, document)[0], what_is_sent(here, document)["state"]) == OUT
        assert world.see(world.shipper, document).title.holder == world.shipper.party
        settle(here, document, OrderKind.LEFT if code == "ISSU" else OrderKind.STAY)
    assert (what_is_sent(here, document)["state"], disputed(here, world.shipper)) == (
        "accepted" if code == "ISSU" else "refused",
        [],
    )
    assert here.call("POST", RESPONSES, answer)[0] == 409, "a platform answers once"
    assert state(here, document)[0] is (State.AWAY if code == "ISSU" else State.ISSUED)
    is_rebuilt_alike(here)


def test_a_surrender_by_envelope_is_settled_and_its_carriers_answer_counts_when_it_comes(
    pair: tuple[Platform, Platform],  # noqa: F811
) -> None:
    a, b = pair
    document, there = given_away(a, b)
    surrendered(b, there)
    deliver(b)
    dispute(b, there)
    settle(b, there, OrderKind.REJECT)
    assert (state(a, document)[0], state(b, there)[0]) == (State.SURRENDERED, State.ISSUED)
    answered(a, document, True)
    deliver(a)
    assert (state(a, document)[0], state(b, there)[0]) == (State.ACCEPTED, State.SURRENDERED)
    settle(b, there, OrderKind.ACCEPT)
    assert state(b, there)[0] is State.ACCEPTED
    is_rebuilt_alike(b)


def test_a_chain_that_goes_on_from_what_never_arrived_is_disputed_here_too(
    pair: tuple[Platform, Platform],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A's people are told that B never took it; B did. From B's own next entry A knows, and its copy is operative no more."""
    a, b = pair
    allow(b, "CN")
    document = a.world.issue()
    send(a, a.world.shipper, document, b, b.world.buyer)
    monkeypatch.setattr(worker, "call", lambda *asked: (client.call(*asked), Answer(0, why="lost"))[1])
    deliver(a, 1)
    monkeypatch.undo()
    dispute(a, document)
    settle(a, document, OrderKind.STAY)
    (there,) = held(b, b.world.buyer)
    send(b, b.world.buyer, there, a, a.world.bank)
    deliver(b, 1)
    assert what_is_sent(b, there)["state"] == "disputed", "A signed DISE"
    assert (state(a, document)[0], what_is_sent(a, document)["state"]) == (State.LEAVING, "disputed")
    settle(a, document, OrderKind.LEFT)
    ask_again(b, there)
    deliver(b, 1)
    assert (state(a, document)[0], state(b, there)[0]) == (State.ISSUED, State.AWAY)
    assert held(a, a.world.bank) == [document]
    is_rebuilt_alike(a)


def test_why_a_try_came_to_nothing_is_told_at_once_and_forgotten_when_it_was_answered(
    there: Sender, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = there.play(says(503))
    told = what_is_sent(there.node, document)
    assert (told["asks"], told["last_error"]) == ("", "HTTP 503 without a signature")
    expired = calls.WORDS[calls.Fault.EXPIRED]
    with monkeypatch.context() as patched:
        patched.setattr(worker, "call", lambda *_: Answer(0, why=expired, needs_people=True))
        there.step(2)
    told = what_is_sent(there.node, document)
    assert (told["state"], told["asks"], told["last_error"]) == ("sending", str(expired), str(expired))
    assert what_is_sent(there.node, document, "zh")["last_error"] == "其 TLS 证书已过期；须由其运营方更新"
    there.step()
    told = what_is_sent(there.node, document)
    assert (told["state"], told["asks"], told["last_error"]) == ("accepted", "", "")
    assert "".join(capsys.readouterr()).count("has expired") == 1, "the log says it once"
