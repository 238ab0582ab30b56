"""UN/CEFACT MMT: nothing is lost on the way out and back, nor on the way in and back, and the words are those of D.23B."""

from __future__ import annotations

import dataclasses
import json
import re
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.kernel import BadValue
from landsea.lading.model import (
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    Instrument,
    NamedPlace,
    OtherDocument,
    Terms,
    content_hash,
)
from landsea.lading.wire import json_patch
from landsea.lading.wire.mmt import parse_mmt, render_mmt
from landsea.lading.wire.mmt.goods import kilograms
from tests.lading.contents import contents
from tests.lading.samples import BUYER, CHONGQING, ISSUER, content

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT.parent / "shared" / "data" / "customs" / "uncefact-json-D23B"
NEEDS_SCHEMAS = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the reference data (../shared/data/customs/uncefact-json-D23B) is not here"
)
plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("a/~0", max_size=2), inner, max_size=3),
    max_leaves=8,
)


def again(message: Any, made: DocumentContent, negotiable: bool | None = None) -> DocumentContent:
    return parse_mmt(message, document_id=made.document, consignment=made.consignment, negotiable=negotiable)


def foreign(made: DocumentContent) -> Any:
    """The message as somebody else would have written it: without what stands beside."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: bare(one) for name, one in value.items() if name != "x-landsea"}
        return [bare(one) for one in value] if isinstance(value, list) else value

    return bare(render_mmt(made))


@given(contents())
@settings(max_examples=30)
def test_any_content_comes_back_from_mmt_as_it_was(made: DocumentContent) -> None:
    message = json.loads(json.dumps(render_mmt(made)))
    read = again(message, made)
    assert read == made
    assert content_hash(read) == content_hash(made)


additions = st.tuples(st.integers(0, 999), st.sampled_from(["x-theirs", "netWeight", "a/b~c"]), plain_values)


@given(contents(), st.lists(additions, max_size=4))
@settings(max_examples=25)
def test_what_we_do_not_know_in_a_message_is_kept_and_given_back(made: DocumentContent, added: Any) -> None:
    made = replace(made, issuer=ISSUER, receipt=CHONGQING, delivery=CHONGQING, consignee=made.consignee and BUYER)
    message = foreign(made)
    for at, name, value in added:
        objects = _objects(message)
        objects[at % len(objects)][name] = value
    read = again(message, made, negotiable=made.negotiable)
    assert json.dumps(render_mmt(read), sort_keys=True) == json.dumps(message, sort_keys=True)


def _objects(message: Any) -> list[Any]:
    found = [message]
    for one in found:
        inner = one.values() if isinstance(one, dict) else one
        found += [value for value in inner if isinstance(value, dict | list)]
    return [one for one in found if isinstance(one, dict)]


@given(plain_values, plain_values)
@settings(max_examples=60)
def test_a_json_patch_makes_one_value_of_another(base: Any, wanted: Any) -> None:
    before = deepcopy(base)
    made = json_patch.apply(base, json_patch.difference(base, wanted))
    assert json.dumps(made, sort_keys=True) == json.dumps(wanted, sort_keys=True)
    assert base == before


def test_a_json_patch_leaves_out_what_has_no_place_any_more() -> None:
    patch = json_patch.difference({"goods": [{"a": 1}, {"a": 2}]}, {"goods": [{"a": 1}, {"a": 2, "b": None}]})
    assert patch == [{"op": "add", "path": "/goods/1/b", "value": None}]
    assert json_patch.apply({"goods": [{"a": 1}]}, patch) == {"goods": [{"a": 1}]}


@given(st.integers(0, 2**53 - 1))
def test_kilograms_are_exact_to_the_gram(grams: int) -> None:
    assert Decimal(kilograms(grams)) * 1000 == grams


@pytest.mark.parametrize(
    ("measured", "grams"),
    [(("21.50025", "TNE"), 21_500_250), (("7", "GRM"), 7), (("1000", "LBR"), 453_592), (("0.5", "KGM"), 500)],
)
def test_a_weight_in_another_unit_is_understood_and_given_back_as_it_was(measured: tuple[str, str], grams: int) -> None:
    made = content()
    message = render_mmt(made)
    weight = {"content": measured[0], "unitCode": measured[1]}
    message["specifiedConsignment"][0]["includedConsignmentItem"][0]["grossWeight"] = [weight]
    read = again(message, made)
    assert read.goods[0].gross_weight_grams == grams
    assert render_mmt(read) == message


def test_mmt_says_in_its_own_words_what_it_has_words_for() -> None:
    made = replace(content(), instrument=Instrument(3, legs=(OtherDocument("720", "SMGS-1", "A railway", 1),)))
    message = render_mmt(made)
    header, said = message["exchangedDocument"], message["specifiedConsignment"][0]
    assert header["typeCode"]["content"] == "766"
    assert header["originalIssuedQuantity"] == {"content": "3"}
    assert header["purposeCode"][0]["content"] == "31", "no message is the original"
    assert said["grossWeight"] == [{"content": "25500.25", "unitCode": "KGM"}]
    assert said["grossVolume"] == [{"content": "41.7", "unitCode": "MTQ"}]
    assert [one["languageId"] for one in header["issuer"]["name"]] == ["en", "zh"]
    rail, sea = (said[f"{stage}CarriageLogisticsTransportMovement"][0] for stage in ("pre", "main"))
    assert (rail["modeCode"]["content"], sea["modeCode"]["content"]) == ("2", "1")
    assert rail["transportContractRelatedReferencedDocument"][0]["id"] == [{"content": "SMGS-1"}]
    service = said["transportService"][0]
    assert service["paymentArrangementCode"]["content"] == "P"
    assert [one["content"] for one in service["contractMovementTypeCode"]] == ["3", "22"]


def test_nothing_is_said_twice_beside_a_word_of_mmt() -> None:
    """Beside stands what has no word; an item that MMT says in full has nothing beside it."""
    message = render_mmt(content())
    assert message["exchangedDocument"]["x-landsea"] == {"negotiable": True, "origin": "test.example/landsea"}
    assert message["exchangedDocument"]["issuer"]["x-landsea"] == {"party": "par_issuer"}
    said = message["specifiedConsignment"][0]
    assert said["loadingBaseportLogisticsLocation"]["x-landsea"] == {"name_zh": "钦州"}
    for name in ("includedConsignmentItem", "utilizedLogisticsTransportEquipment"):
        assert all("x-landsea" not in one for one in said[name])


def test_who_reads_a_foreign_message_says_whether_it_is_negotiable() -> None:
    made = content()
    message = foreign(made)
    with pytest.raises(BadValue, match="negotiable"):
        again(message, made)
    to_order, straight = (again(message, made, negotiable=one) for one in (True, False))
    assert (to_order.order_of, to_order.consignee) == (straight.consignee, straight.order_of)
    del message["specifiedConsignment"][0]["consignee"]
    assert again(message, made, negotiable=True).title.bearer
    with pytest.raises(BadValue, match="consignee"):
        again(message, made, negotiable=False)


def test_references_that_are_no_contracts_of_carriage_are_kept_and_not_taken_for_documents_of_legs() -> None:
    made = content()
    message = foreign(made)
    certificate = {"id": [{"content": "CO-1"}], "typeCode": {"content": "861"}}
    message["specifiedConsignment"][0]["associatedReferencedDocument"] = [certificate]
    read = again(message, made, negotiable=True)
    assert read.title.legs == ()
    assert render_mmt(read) == message


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda one: one.clear(), "negotiable"),
        (lambda one: one["exchangedDocument"].pop("issueDateTime"), "issued_at"),
        (lambda one: one["exchangedDocument"].update(issueDateTime="yesterday"), "isoformat"),
        (lambda one: one.update(specifiedConsignment="https://a.example/1"), "issuer|receipt|name"),
        (lambda one: _first_item(one)["grossWeight"][0].update(unitCode="STI"), "STI"),
        (lambda one: _first_item(one)["grossWeight"][0].update(content="1e3"), "decimal"),
        (lambda one: one["exchangedDocument"]["x-landsea"].update(terms=7), "terms"),
    ],
)
def test_a_message_that_cannot_be_understood_is_refused_with_the_reason(spoil: Any, why: str) -> None:
    made = content()
    message = render_mmt(made)
    spoil(message)
    with pytest.raises(BadValue, match=why):
        again(message, made)


@pytest.mark.parametrize("levels", [100, 100_000])
def test_a_message_nested_without_end_is_refused(levels: int) -> None:
    made = content()
    deep: Any = {}
    for _ in range(levels):
        deep = {"x": deep}
    with pytest.raises(BadValue, match=r"nested|recursion"):
        again(render_mmt(made) | {"x-theirs": deep}, made)


def _first_item(message: Any) -> Any:
    return message["specifiedConsignment"][0]["includedConsignmentItem"][0]


IN_THE_MODEL_ONLY = {
    "exchangedDocumentContextType.isOrHasTest",
    "subordinateLocationType.name",
    "consignmentItemType.transportSettingTemperature",
    "logisticsTransportMovementType.sequenceNumeric",
    "logisticsTransportMovementType.transportContractRelatedReferencedDocument",
}
"""In the reference data model (MMT Context CCL) and in none of the messages kept here."""


@NEEDS_SCHEMAS
@pytest.mark.parametrize("negotiable", [True, False])
def test_every_name_is_one_of_un_cefacts_at_its_place(negotiable: bool) -> None:
    types = _types()
    annexes = Instrument(annotates=OtherDocument("705", "1"), legs=(OtherDocument("720", "2", "A", 1),))
    made = replace(content(negotiable=negotiable), instrument=annexes)
    line = replace(made.goods[0], dangerous_un="1950", hazard_class="2.1", packing_group="II", shipping_name="A")
    unknown = set(_unknown(render_mmt(replace(made, goods=(line,))), "ROOT", types))
    assert unknown <= IN_THE_MODEL_ONLY


def _types() -> dict[str, dict[str, str]]:
    """Type -> its properties -> the type of each, over all messages."""
    found: dict[str, dict[str, str]] = {}
    for file in SCHEMAS.glob("*.json"):
        schema = json.loads(file.read_text())
        for kind, one in [("ROOT", schema), *schema["$defs"].items()]:
            for name, inner in one.get("properties", {}).items():
                if inner is not False:
                    found.setdefault(kind, {})[name] = _kind(inner)
    return found


def _kind(schema: Any) -> str:
    refs = re.findall(r'"#/\$defs/(\w+Type)"', json.dumps(schema))
    return next((one for one in refs if one != "resourceType"), "")


def _unknown(value: Any, kind: str, types: dict[str, dict[str, str]]) -> list[str]:
    """Names that the type does not have; `x-` is free to use."""
    found = []
    for name, inner in value.items():
        if name.startswith("x-"):
            continue
        if name not in types.get(kind, {}):
            found.append(f"{kind}.{name}")
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, dict) and types.get(kind, {}).get(name) in types:
                found += _unknown(one, types[kind][name], types)
    return found


def test_the_table_of_the_documentation_has_every_field() -> None:
    page = (ROOT / "docs" / "standards" / "mmt.md").read_text()
    parts = (DocumentContent, DocumentParty, NamedPlace, Carriage, GoodsLine, EquipmentLine, Terms)
    for part in (*parts, OtherDocument, Instrument):
        for field in dataclasses.fields(part):
            assert re.search(rf"^\| [^|]*`{field.name}`", page, re.M), (part.__name__, field.name)
