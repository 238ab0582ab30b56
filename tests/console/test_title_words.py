"""The desk has a word for everything that the engine can do, and a sentence of what each act causes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from landsea.console import title_words
from landsea.console.consequences import CONSEQUENCES
from landsea.console.pages.documents.may import CHAIN_STEPS, GROUPS, OTHER_WAYS, PATHS, chain_way
from landsea.console.pages.documents.media import message_state
from landsea.console.pages.documents.standing import why
from landsea.console.pages.documents.versions import changes
from landsea.console.texts import chinese
from landsea.kernel import PartyId
from landsea.lading import ActKind, DocumentId, Medium, OrderKind, Outgoing, Pledge, Purpose, State, Title
from landsea.lading.api import acts, chain, platforms
from landsea.lading.model import GoodsLine
from tests.lading.samples import content

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BY_THE_NODE = {ActKind.RECEIVE, ActKind.EXPIRE}
BIRTHS = {ActKind.ISSUE, ActKind.CAPTURE}
PROPOSALS = ("offer", "pledge", "amend", "ask-split", "ask-merge", "ask-part")
VARIANTS = {
    ActKind.TAKE: ("offer", "pledge"),
    ActKind.GRANT: ("ask-split", "ask-merge", "ask-part"),
    ActKind.SURRENDER: tuple(Purpose),
    ActKind.ACCEPT: tuple(Purpose),
    ActKind.ORDER: tuple(OrderKind),
    ActKind.CONFIRM: tuple(OrderKind),
}


def title(**given: object) -> Title:
    base = Title(
        document=DocumentId("doc_1"),
        number="LSBL1",
        content="0" * 64,
        origin="test/landsea",
        negotiable=True,
        issuer=PartyId("par_issuer"),
        registrar=PartyId("par_issuer"),
        state=State.ISSUED,
        holder=PartyId("par_holder"),
        entitled=PartyId("par_holder"),
        endorsable=True,
        sequence=1,
        head="",
        acted_at=NOW,
        outstanding=(),
    )
    return replace(base, **given)  # type: ignore[arg-type]


def test_every_act_has_its_words() -> None:
    assert {act.value for act in ActKind} <= title_words.ACTS.keys() & title_words.ACTS_DONE.keys()
    assert title_words.ASKS.keys() == set(PROPOSALS)


def test_every_act_of_a_person_has_a_button_in_one_group_and_a_hint() -> None:
    shown = [act for acts in GROUPS.values() for act in acts]
    assert sorted(shown) == sorted(set(ActKind) - BY_THE_NODE - BIRTHS)
    words = {act.value for act in shown} - {"grant"} | {f"grant-{one}" for one in PROPOSALS[3:]} | {"take-pledge"}
    assert words | {*OTHER_WAYS, *CHAIN_STEPS} == title_words.HINTS.keys()
    assert {*OTHER_WAYS, *CHAIN_STEPS} <= title_words.ACTS.keys()


def test_every_act_of_a_person_says_what_it_causes() -> None:
    wanted = {
        f"{act.value}:{one}" if one else act.value
        for act in set(ActKind) - BY_THE_NODE
        for one in VARIANTS.get(act, ("",))
    }
    back = {f"{act}:{kind}:given-back" for act in ("order", "confirm") for kind in ("stay", "left")}
    off = {f"chain-call-off:{one}" for one in ("unsigned", "replace")}
    assert CONSEQUENCES.keys() == wanted | {*OTHER_WAYS, *CHAIN_STEPS} - {"chain-call-off"} | off | back


@pytest.mark.parametrize("key", CONSEQUENCES)
def test_what_an_act_causes_is_one_sentence_in_both_languages(key: str) -> None:
    english = CONSEQUENCES[key]
    assert english.count(".") == 1
    assert english.endswith(".")
    assert chinese()[english].count("。") == 1


def test_every_button_is_a_call_that_exists() -> None:
    routes = {route.path for one in (acts, chain, platforms) for route in one.router.routes}
    shown = [PATHS.get(act, act.value) for group in GROUPS.values() for act in group]
    paths = [*shown, *OTHER_WAYS, *(chain_way(step).path for step in CHAIN_STEPS)]
    assert {f"/v1/documents/{{document}}/{path}" for path in paths} <= routes


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("medium", [Medium.PAPER, Medium.CHAIN, Medium.PLATFORM])
@pytest.mark.parametrize("purpose", [None, *Purpose])
def test_every_state_says_why(state: State, medium: Medium, purpose: Purpose | None) -> None:
    standing, reason = why(title(state=state, medium=medium, purpose=purpose), NOW)
    assert reason in title_words.WHY
    assert (standing == "operative") is (state is State.ISSUED)


def test_a_pledge_a_freeze_and_a_passed_validity_are_seen() -> None:
    pledge = Pledge(PartyId("par_holder"), "LC-1", None)
    assert why(title(pledge=pledge), NOW) == ("pledged", "pledged")
    assert why(title(pledge=pledge, frozen=True), NOW) == ("frozen", "frozen")
    other = PartyId("par_other")
    assert why(title(entitled=other), NOW) == ("operative", "operative-possession")
    assert why(title(entitled=None), NOW) == ("operative", "operative")
    assert why(title(negotiable=False, endorsable=False, entitled=other), NOW) == ("operative", "operative-straight")
    assert why(title(valid_until=NOW), NOW) == ("not-operative", "past-validity")
    assert why(title(valid_until=NOW + timedelta(seconds=1)), NOW) == ("operative", "operative")


def test_an_amendment_is_told_value_by_value() -> None:
    before = content()
    after = replace(before, booking="SYN-2", goods=(replace(before.goods[0], marks="SYN 1-2"), *before.goods[1:]))
    told = changes(before, after)
    assert {".".join(str(step) for step in one["path"]) for one in told} == {"booking", "goods.1.marks"}
    assert [one["new"] for one in told if one["path"] == ["booking"]] == ["SYN-2"]


def test_every_field_of_the_goods_has_a_word() -> None:
    assert {field.name for field in fields(GoodsLine)} <= title_words.FIELDS.keys()


SENT = Outgoing(
    "out_1", "envelope", "cpt_1", "document:doc_1", b"", {"sending": {"outcome": "sending"}}, 0, "", NOW, NOW
)


@pytest.mark.parametrize(
    ("said", "state", "told"),
    [
        ({}, State.LEAVING, "sending"),
        ({"attempts": 1}, State.LEAVING, "retrying"),
        ({"due": None, "state": {"sending": {"outcome": "refused"}}, "asks": "BENV"}, State.ISSUED, "refused"),
        ({"due": None, "state": {"sending": {"outcome": "disputed"}}}, State.LEAVING, "disputed"),
        ({"due": None, "state": {}, "kind": "issuance-request"}, State.LEAVING, "waiting"),
        ({"due": None, "state": {}, "kind": "issuance-request"}, State.AWAY, "told"),
        ({"due": None, "state": {}, "kind": "surrender-request", "asks": "HTTP 404"}, State.ISSUED, "refused"),
        ({"due": None, "state": {}, "kind": "surrender-request"}, State.SURRENDERED, "waiting"),
    ],
)
def test_what_was_sent_says_how_it_stands(said: dict[str, Any], state: State, told: str) -> None:
    assert message_state(replace(SENT, **said), title(state=state), is_newest=True) == told
    assert told in title_words.MESSAGES
