"""What is issued can be read and printed, and what is said is not silently left out."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from landsea import lading
from landsea.kernel import BadValue, NotFound, Refusal
from landsea.lading import IssueDocument
from landsea.lading.api.bodies import OtherDocumentBody
from landsea.lading.model import BadAmendment, CharacterNotInFont, OtherDocument, PaperMissing, Terms
from landsea.lading.service import platforms
from landsea.runtime import explain
from landsea.runtime.http.shapes import shape_fault
from tests.lading.world import SIGN, World

BILL = OtherDocument("705", "SYN-1")
TERMS = Terms("As agreed.", "按约定。")


@pytest.fixture(scope="module")
def booked(real_world: World) -> str:
    """One consignment for all: what is refused leaves it as it was."""
    return str(real_world.book().id)


@pytest.fixture(scope="module")
def issued(real_world: World) -> lading.DocumentId:
    return real_world.issue()


@pytest.mark.parametrize(
    ("pointer", "said"),
    [
        ("/annotates/number", {"annotates": OtherDocument("705", "X\n\u202eY")}),
        ("/annotates/number", {"annotates": OtherDocument("705", "X\nY")}),
        ("/annotates/number", {"annotates": OtherDocument("705", "X\U0001f600")}),
        ("/annotates/issuer", {"annotates": OtherDocument("705", "X", "\x07")}),
        ("/legs/1/number", {"legs": (BILL, OtherDocument("720", "\u200b"))}),
        ("/legs/0/leg", {"legs": (OtherDocument("720", "SYN-2", leg=3),)}),
        ("/terms/text_en", {"terms": Terms("Agreed \U0001f600", "按约定。")}),
        ("/terms/text_zh", {"terms": Terms("Agreed", "\x00按约定。")}),
        ("/order_of", {"order_of": "the bank", "bearer": True}),
        ("/order_of", {"order_of": "the bank", "negotiable": False}),
    ],
)
@pytest.mark.parametrize("way", ["issue", "capture"])
def test_what_cannot_be_printed_or_is_not_there_is_refused_by_pointer(
    real_world: World, booked: str, way: str, pointer: str, said: dict[str, Any]
) -> None:
    said = said | {"order_of": real_world.bank.party} if "order_of" in said else said
    given: dict[str, Any] = {"negotiable": True, "annotates": BILL} | said
    command = IssueDocument(booked, **given)
    with pytest.raises(Refusal) as refused:
        real_world.run(real_world.operator, lambda work: getattr(lading, way)(work, command, SIGN))
    assert refused.value.pointer == pointer
    assert isinstance(refused.value, BadValue | CharacterNotInFont)


def faults(language: str, **said: Any) -> list[tuple[str, str]]:
    """What is wrong with a document beside this one, by field, as the caller reads it."""
    with pytest.raises(ValidationError) as wrong:
        OtherDocumentBody.model_validate({"number": "SYN-1"} | said)
    return [("/".join(map(str, one["loc"])), shape_fault(one, language)) for one in wrong.value.errors()]


@pytest.mark.parametrize("kind", ["705", "714", "764", "766"])
def test_of_a_kind_that_may_be_negotiable_it_is_said_whether_it_is(kind: str) -> None:
    for said in ({}, {"negotiable": None}):
        told = dict(faults("en", kind=kind, **said))
        assert list(told) == ["negotiable"]
        assert "say whether it was made out as one" in told["negotiable"]
    assert "可转让" in dict(faults("zh", kind=kind))["negotiable"]
    for stated in (True, False):
        body = OtherDocumentBody.model_validate({"kind": kind, "number": "SYN-1", "negotiable": stated})
        assert body.value().negotiable is stated


def test_a_waybill_is_not_negotiable_without_being_asked() -> None:
    assert OtherDocumentBody.model_validate({"kind": "720", "number": "SYN-1"}).value().negotiable is False


@pytest.mark.parametrize("kind", ["7O5", "1", "380", "7055"])
def test_which_kinds_there_are_is_told(kind: str) -> None:
    told = dict(faults("en", kind=kind))["kind"]
    assert told.startswith("It has to be one of 700, 703, 704, 705, ")
    assert "^" not in told


def test_what_is_captured_is_named(real_world: World, booked: str) -> None:
    with pytest.raises(PaperMissing, match="its kind and its number"):
        real_world.run(real_world.operator, lambda work: lading.capture(work, IssueDocument(booked, True), SIGN))


@pytest.mark.parametrize(
    ("refusal", "pointer", "changes"),
    [
        (BadValue, "/changes/terms/text_en", {"terms": {"text_en": "X\u202eY"}}),
        (CharacterNotInFont, "/changes/terms/text_en", {"terms": {"text_en": "X\U0001f600"}}),
        (BadAmendment, "/changes/bokking", {"bokking": "B-2"}),
        (BadAmendment, "/changes/terms/text_fr", {"terms": {"text_fr": None}}),
        (BadAmendment, "/changes/notify/0/nick", {"notify": [{"name_en": "Synthetic Agent", "nick": "SA"}]}),
    ],
)
def test_an_amendment_is_of_fields_that_there_are_in_text_that_prints(
    real_world: World, issued: lading.DocumentId, refusal: type[Refusal], pointer: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(refusal) as refused:
        real_world.run(real_world.operator, lambda work: lading.amend(work, issued, changes, "synthetic", SIGN))
    assert refused.value.pointer == pointer


@pytest.mark.parametrize(
    ("changes", "pointer", "zh"),
    [
        ({"goods": [{"packages": "12"}]}, "/changes/goods/0/packages", "值应为整数，而不是文本"),
        ({"booking": 7}, "/changes/booking", "值应为文本，而不是整数"),
        ({"loading": []}, "/changes/loading", "值应为对象或null，而不是列表"),
        ({"terms": None}, "/changes", "缺少字段 terms"),
    ],
)
def test_why_changes_make_no_document_is_said_in_chinese_with_the_place(
    real_world: World, issued: lading.DocumentId, changes: dict[str, Any], pointer: str, zh: str
) -> None:
    with pytest.raises(BadAmendment) as refused:
        real_world.run(real_world.operator, lambda work: lading.amend(work, issued, changes, "synthetic", SIGN))
    assert (refused.value.pointer, zh in explain(refused.value, "zh")) == (pointer, True), explain(refused.value, "zh")


def test_who_asks_for_a_platform_that_is_not_there_is_not_told_to_ask_a_party(real_world: World) -> None:
    with real_world.journal.view(real_world.operator.actor) as view, pytest.raises(NotFound) as refused:
        platforms.get_counterpart(view, "NONE")
    assert str(refused.value) == (
        "There is no platform NONE here. Look up its name in the list of those that there are."
    )
