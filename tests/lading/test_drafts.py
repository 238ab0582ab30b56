"""Partners' messages: read in our words, told where they cannot be, and issued from with nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.identity.http import authenticate
from landsea.kernel import BadValue
from landsea.lading.api import router
from landsea.lading.model import DocumentContent
from landsea.lading.wire import draft, json_patch
from landsea.lading.wire.draft import kept_beside, read_message
from landsea.lading.wire.draft.merge import merged
from landsea.runtime.http import install_problems
from landsea.runtime.i18n import catalog
from tests.lading.contents import contents
from tests.lading.samples import ISSUED, content
from tests.lading.test_dcsa import DATA, NEEDS_DATA
from tests.lading.test_mmt import foreign, plain_values
from tests.lading.world import World, make_world
from tests.support.people import PASSPHRASE, Person

MMT, DCSA = draft.FORMS
SECRET = {"passphrase": PASSPHRASE}
ITEM = "/specifiedConsignment/0/includedConsignmentItem/0"


@dataclass
class Clerk:
    """The operator's clerk at the node's API."""

    world: World
    client: TestClient

    def post(self, path: str, body: Any, who: Person | None = None, **headers: str) -> Any:
        whose = (who or self.world.operator).headers | {"Content-Type": "application/json"} | headers
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(path, content=content, headers=whose)

    def read(self, message: Any, consignment: str = "", **headers: str) -> Any:
        about = f"&consignment={consignment}" if consignment else ""
        return self.post(f"/v1/documents/drafts?negotiable=true{about}", message, None, **headers)

    def issue(self, body: Any, path: str = "/v1/documents") -> Any:
        return self.post(path, body | SECRET)

    def shown(self, document: str, as_: str) -> Any:
        return self.client.get(f"/v1/documents/{document}/{as_}", headers=self.world.operator.headers).json()

    def documents(self) -> list[str]:
        answer = self.client.get("/v1/documents?limit=200", headers=self.world.operator.headers).json()
        return [one["id"] for one in answer["data"]]

    def message(self, form: str) -> tuple[str, Any]:
        """A consignment that waits for its document, and a partner's message about the same goods, with words of its own."""
        record = self.world.book().id
        first = self.issue({"consignment": record, "negotiable": True}).json()["id"]
        said = self.shown(first, f"{form}.json")
        self.post(f"/v1/documents/{first}/surrender", SECRET, self.world.shipper)
        self.post(f"/v1/documents/{first}/accept", SECRET)
        return record, (_mmt if form == "mmt" else _dcsa)(said)


def _mmt(said: Any) -> Any:
    """As another system writes it: without our extension, with fields that we do not know, a weight in tonnes, a null."""
    made = _without_extension(said)
    made["exchangedDocument"] |= {"id": {"content": "THEIRS-1"}, "x-theirs": None}
    body = made["specifiedConsignment"][0]
    body["consignor"]["definedTradeContact"] = [{"telephone": "synthetic"}]
    body["includedConsignmentItem"][0]["grossWeight"] = [{"content": "21.5005", "unitCode": "TNE"}]
    body["includedConsignmentItem"][0]["netWeight"] = [{"content": "21000", "unitCode": "KGM"}]
    body["utilizedLogisticsTransportEquipment"][0]["x-tare"] = {"a/b~c": [1, None]}
    return made


def _dcsa(said: Any) -> Any:
    said |= {"transportDocumentReference": "THEIRS-1", "transportDocumentStatus": "DRAFT", "declaredValue": 1.5}
    said["documentParties"]["shipper"]["address"] = {"street": "Synthetic", "city": "Synthetic", "countryCode": "CN"}
    said["references"].append({"type": "FF", "value": "F-1"})
    said["consignmentItems"][0]["x-colour"] = None
    said["utilizedTransportEquipments"][0]["isShipperOwned"] = True
    return said


def _without_extension(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_extension(one) for name, one in value.items() if name != "x-landsea"}
    return [_without_extension(one) for one in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    folder = tmp_path_factory.mktemp("drafts")
    world = make_world(f"sqlite:///{folder / 'node.sqlite3'}", folder)
    yield clerk_of(world)
    world.journal.database.close()


def clerk_of(world: World) -> Clerk:
    app = FastAPI()
    app.state.journal, app.state.authenticate = world.journal, authenticate
    install_problems(app)
    app.include_router(router)
    return Clerk(world, TestClient(app, base_url=world.journal.site.base_url))


@pytest.fixture(scope="module")
def messages(clerk: Clerk) -> dict[str, tuple[str, Any]]:
    """By form; nothing is issued for these consignments."""
    return {form: clerk.message(form) for form in ("mmt", "dcsa")}


def lost(said: Any, shown: Any) -> set[str]:
    """Where something that was said is not shown, or shown otherwise."""
    return {one["path"] for one in json_patch.difference(shown, said) if one["op"] != "remove"}


OURS = {
    "mmt": {"/exchangedDocument/id/content"},
    "dcsa": {"/transportDocumentReference", "/transportDocumentStatus"},
}


@pytest.mark.parametrize("way", ["documents", "documents/captures"])
@pytest.mark.parametrize("form", ["mmt", "dcsa"])
def test_what_is_issued_from_a_message_says_all_of_it_again_but_for_what_was_told_before(
    clerk: Clerk, form: str, way: str
) -> None:
    record, said = clerk.message(form)
    found = clerk.read(said, record).json()
    assert found["form"] == form
    assert not any(one["error"] for one in found["findings"]), found["findings"]
    body = found["issue"] | ({"annotates": found["annotates"]} if way != "documents" else {})
    made = clerk.issue(body, f"/v1/{way}")
    assert made.status_code == 201, made.text
    shown = clerk.shown(made.json()["id"], f"{form}.json")
    told = {one["column"] for one in found["findings"] if "not " in one["what"]}
    ours = OURS[form] - ({"/transportDocumentStatus"} if way != "documents" else set())
    assert lost(said, shown) == ours, "a captured record is a draft in DCSA's words too"
    assert told >= ours
    annotated = clerk.client.get(f"/v1/documents/{made.json()['id']}", headers=clerk.world.operator.headers).json()
    beside = annotated["content"].get("instrument", {}).get("annotates")
    assert beside is None if way == "documents" else beside["number"] == "THEIRS-1"


@NEEDS_DATA
def test_the_published_document_of_dcsa_is_read_and_comes_back_from_a_document_about_our_goods(clerk: Clerk) -> None:
    said = json.loads((DATA / "messages" / "pint-3.0.0-transport-document.json").read_text())
    said |= {"transportDocumentReference": "CTK-1"}
    alone = clerk.read(said).json()
    assert alone["negotiable"] is False
    assert alone["content"]["goods"][0]["gross_weight_grams"] == 12_000_000
    assert alone["annotates"] | {"issuer": ""} == alone["annotates"] | {"kind": "705", "number": "CTK-1", "issuer": ""}
    record, ours = clerk.message("dcsa")
    refused = clerk.issue(alone["issue"] | {"consignment": record})
    assert refused.json()["code"] == "message-differs"
    parties = said["documentParties"]
    parties["shipper"]["partyName"], parties["consignee"]["partyName"] = "Synthetic Shipper", "Synthetic Buyer"
    said["isToOrder"] = False
    for name in ("consignmentItems", "transports"):
        said[name] = ours[name]
    said["utilizedTransportEquipments"][0] |= {"equipment": {"equipmentReference": "CSQU3054383"}, "seals": []}
    found = clerk.read(said, record).json()
    made = clerk.issue(found["issue"])
    assert made.status_code == 201, made.text
    away = lost(said, clerk.shown(made.json()["id"], "dcsa.json"))
    assert away == {one["column"] for one in found["findings"] if "The document " in one["what"]}
    of_the_issue = ("/transportDocument", "/termsAndConditions", "/placeOfIssue", "/invoicePayableAt")
    of_the_issuer = ("/documentParties/issuingParty", "/partyContactDetails", "/carrierCode")
    of_the_goods = ("/isShippedOnBoardType", "/shippedOnBoardDate")
    assert set(of_the_goods) <= away, "a document is issued as received for shipment"
    assert all(one.startswith((*of_the_issue, *of_the_issuer, *of_the_goods)) for one in away), away


def test_a_message_alone_says_what_it_says_and_what_an_issuer_lacks(clerk: Clerk) -> None:
    found = clerk.read({"exchangedDocument": {"id": {"content": "A-1"}}, "specifiedConsignment": [{}]}).json()
    assert found["content"]["number"] == "A-1"
    assert "document" not in found["content"]
    lacking = {one["column"]: one["error"] for one in found["findings"]}
    body = "/specifiedConsignment/0"
    assert lacking == {
        f"{body}/consignee": False,
        f"{body}/consignor": False,
        f"{body}/carrierAcceptanceLogisticsLocation": False,
        f"{body}/consigneeReceiptLogisticsLocation": False,
        f"{body}/includedConsignmentItem": False,
        f"{body}/preCarriageLogisticsTransportMovement": False,
    }


def test_what_mmt_leaves_open_is_said_beside_it(clerk: Clerk, messages: dict[str, tuple[str, Any]]) -> None:
    record, said = messages["mmt"]
    open_ = clerk.post(f"/v1/documents/drafts?consignment={record}", said).json()
    assert open_["negotiable"] is None
    assert "negotiable" not in open_["issue"]
    assert "/exchangedDocument/x-landsea/negotiable" in [one["column"] for one in open_["findings"] if one["error"]]


def test_a_finding_is_told_in_chinese(clerk: Clerk, messages: dict[str, tuple[str, Any]]) -> None:
    record, said = messages["mmt"]
    said = deepcopy(said)
    _first(said)["grossWeight"][0]["content"] = "1e3"
    _first(said)["physicalShippingMarks"] = 1
    told = clerk.read(said, record, **{"Accept-Language": "zh"}).json()["findings"]
    assert all(not one["what"].isascii() for one in told), told
    assert all(not one["mend"].isascii() for one in told if one["mend"]), told


def _first(said: Any) -> Any:
    return said["specifiedConsignment"][0]["includedConsignmentItem"][0]


def _body(said: Any) -> Any:
    return said["specifiedConsignment"][0]


DIFFERENT: dict[str, tuple[Callable[[Any], Any], str]] = {
    "weight": (lambda one: _first(one)["grossWeight"][0].update(content="21.5"), ITEM),
    "packages": (lambda one: _first(one)["transportLogisticsPackage"][0].update(itemQuantity={"content": "9"}), ITEM),
    "description": (lambda one: _first(one)["natureIdCargo"][0]["id"][0].update(content="Limes"), ITEM),
    "another line": (lambda one: _body(one)["includedConsignmentItem"].append({}), ITEM[:-1] + "1"),
    "container": (
        lambda one: _body(one)["utilizedLogisticsTransportEquipment"][0]["id"].update(content="MSCU1234566"),
        "/specifiedConsignment/0/utilizedLogisticsTransportEquipment/0",
    ),
    "shipper": (
        lambda one: _body(one)["consignor"].update(id=[], name=[{"content": "Another"}]),
        "/specifiedConsignment/0/consignor",
    ),
    "notified": (
        lambda one: _body(one)["notified"].append({"name": [{"content": "B"}]}),
        "/specifiedConsignment/0/notified/1",
    ),
    "port": (
        lambda one: _body(one)["loadingBaseportLogisticsLocation"]["id"][0].update(content="CNSHA"),
        "/specifiedConsignment/0/loadingBaseportLogisticsLocation",
    ),
    "reference": (lambda one: _body(one)["id"][0].update(content="6CN-OTHER"), "/specifiedConsignment/0/id"),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_nothing_is_issued_from_a_message_about_something_else(
    clerk: Clerk, messages: dict[str, tuple[str, Any]], name: str
) -> None:
    record, said = messages["mmt"]
    said, (spoil, place) = deepcopy(said), DIFFERENT[name]
    spoil(said)
    found = clerk.read(said, record).json()
    assert [one["column"] for one in found["findings"] if one["error"]] == [place]
    before = clerk.documents()
    refused = clerk.issue(found["issue"])
    assert (refused.status_code, refused.json()["code"]) == (422, "message-differs")
    assert [one["column"] for one in refused.json()["findings"]] == [f"/message{place}"]
    assert clerk.documents() == before


def test_how_the_goods_are_carried_is_for_the_issuer_to_say(clerk: Clerk, messages: dict[str, tuple[str, Any]]) -> None:
    """Another vessel is told, and what the message says of that vessel is not said of ours."""
    record, said = messages["mmt"]
    said = deepcopy(said)
    sea = _body(said)["mainCarriageLogisticsTransportMovement"][0]
    sea["usedLogisticsTransportMeans"] = {"name": {"content": "SYNTHETIC MOON"}, "id": {"content": "IMO-1"}}
    found = clerk.read(said, record).json()
    assert not any(one["error"] for one in found["findings"])
    vessel = "/specifiedConsignment/0/mainCarriageLogisticsTransportMovement/0/usedLogisticsTransportMeans"
    assert {f"{vessel}/id", f"{vessel}/name/content"} <= {one["column"] for one in found["findings"]}


UNREADABLE: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a number with an exponent": (
        lambda one: _first(one)["grossWeight"][0].update(content="1e3"),
        f"{ITEM}/grossWeight/0",
    ),
    "a number that is no text": (
        lambda one: _first(one)["transportLogisticsPackage"][0].update(itemQuantity={"content": 1200}),
        f"{ITEM}/transportLogisticsPackage/0/itemQuantity/content",
    ),
    "a unit nobody knows": (
        lambda one: _first(one)["grossWeight"][0].update(unitCode="STI"),
        f"{ITEM}/grossWeight/0",
    ),
    "a day": (
        lambda one: one["exchangedDocument"].update(issueDateTime="yesterday"),
        "/exchangedDocument/issueDateTime",
    ),
    "a list": (lambda one: _body(one).update(consignor=7), "/specifiedConsignment/0/consignor"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_located_and_the_rest_is_read(
    clerk: Clerk, messages: dict[str, tuple[str, Any]], name: str
) -> None:
    record, said = messages["mmt"]
    said, (spoil, place) = deepcopy(said), UNREADABLE[name]
    spoil(said)
    found = clerk.read(said).json()
    assert found["content"]["delivery"]["locode"] == "SGSIN"
    assert [one["column"] for one in found["findings"] if one["error"]] == [place]
    refused = clerk.issue(found["issue"] | {"consignment": record})
    assert (refused.status_code, refused.json()["code"]) == (422, "message-unreadable")
    assert f"/message{place}" in [one["column"] for one in refused.json()["findings"]]


DEEP = b'{"exchangedDocument":' + b'{"a":' * 70 + b"1" + b"}" * 71


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "message-not-json"),
        (b"%PDF-1.7", "message-not-json"),
        (b'{"exchangedDocument":{},"exchangedDocument":{}}', "message-not-json"),
        (b'{"exchangedDocument":{"x":NaN}}', "message-not-json"),
        (DEEP, "message-not-json"),
        (b"[]", "unknown-message"),
        (b'{"transportDocument":{"documentParties":{}}}', "unknown-message"),
        (b'{"exchangedDocument":{"x":"' + b"a" * 1_048_576 + b'"}}', "message-too-large"),
        (b'{"exchangedDocument":{"x-landsea":{"terms":7}}}', "bad-value"),
    ],
    ids=[
        "nothing",
        "a PDF",
        "a name twice",
        "no number",
        "too deep",
        "a list",
        "an envelope",
        "too large",
        "extension",
    ],
)
def test_what_is_no_message_is_refused_by_name(clerk: Clerk, body: bytes, code: str) -> None:
    answer = clerk.read(body)
    assert (answer.status_code // 100, answer.json()["code"]) == (4, code)


@pytest.mark.parametrize("inner", [b'"\\ud800"', b'{"a":' * 900 + b"1" + b"}" * 900, b"9" * 25, b"1e999"])
def test_a_message_in_a_request_is_held_to_the_same(clerk: Clerk, inner: bytes) -> None:
    body = b'{"consignment":"cns_x","negotiable":true,"passphrase":"x","message":{"exchangedDocument":%s}}' % inner
    answer = clerk.post("/v1/documents", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "message-not-json")
    assert answer.json()["errors"][0]["pointer"] == "/message"


def test_who_may_not_see_the_consignment_learns_nothing_of_it(
    clerk: Clerk, messages: dict[str, tuple[str, Any]]
) -> None:
    record, said = messages["mmt"]
    path = f"/v1/documents/drafts?consignment={record}"
    assert clerk.post(path, said, clerk.world.stranger).status_code == 404
    assert clerk.client.post("/v1/documents/drafts", json=said).status_code == 401


def test_a_real_node_takes_nothing_from_a_sandbox(real_world: World, messages: dict[str, tuple[str, Any]]) -> None:
    clerk = clerk_of(real_world)
    said = deepcopy(messages["mmt"][1])
    found = clerk.read(said).json()
    assert any(one["error"] and "sandbox" in one["what"] for one in found["findings"])
    refused = clerk.issue(found["issue"] | {"consignment": real_world.book().id})
    assert refused.json()["code"] == "message-unreadable"


def test_an_amended_line_keeps_nothing_that_was_said_of_it_before(world: World) -> None:
    """On both engines: what the message said beside the other things stays."""
    clerk = clerk_of(world)
    record, said = clerk.message("mmt")
    made = clerk.issue(clerk.read(said, record).json()["issue"]).json()["id"]
    goods = clerk.shown(made, "")["content"]["goods"]
    goods[0]["packages"] = 1100
    clerk.post(f"/v1/documents/{made}/amend", {"changes": {"goods": goods}, "reason": "short"} | SECRET)
    done = clerk.post(f"/v1/documents/{made}/consent", SECRET, world.shipper)
    assert done.status_code == 200, done.text
    shown = clerk.shown(made, "mmt.json")
    assert _first(shown)["transportLogisticsPackage"][0]["itemQuantity"] == {"content": "1100"}
    assert _first(shown)["grossWeight"] == [{"content": "21500.5", "unitCode": "KGM"}]
    assert "netWeight" not in _first(shown)
    assert "definedTradeContact" in _body(shown)["consignor"]


def test_one_item_with_several_cargo_items_is_told_line_by_line() -> None:
    made = content()
    said = DCSA.render(made)
    first, second = said["consignmentItems"]
    second["descriptionOfGoods"] = first["descriptionOfGoods"]
    said["consignmentItems"] = [first | {"x-theirs": 1, "cargoItems": first["cargoItems"] + second["cargoItems"]}]
    message = read_message(DCSA, said, ISSUED, True)
    same = replace(made, goods=message.content.goods)
    assert DCSA.render(kept_beside(same, message)) == said
    more = replace(same, goods=(same.goods[0], replace(same.goods[1], dangerous_un="1950")))
    items = DCSA.render(kept_beside(more, message))["consignmentItems"]
    assert [len(one["cargoItems"]) for one in items] == [1, 1]
    assert [one["x-theirs"] for one in items] == [1, 1]


def test_a_split_keeps_what_was_said_of_the_whole_and_not_of_its_lines() -> None:
    made = content()
    said = MMT.render(made)
    said["x-theirs"] = None
    for line in said["specifiedConsignment"][0]["includedConsignmentItem"]:
        line["netWeight"] = [{"content": "1", "unitCode": "KGM"}]
    kept = kept_beside(made, read_message(MMT, said, ISSUED, True))
    assert MMT.render(kept) == said
    half, whole = replace(kept.goods[0], packages=900), kept.goods[1]
    for goods, lines_kept in (((half, whole), [False, True]), ((whole,), [False])):
        shown = MMT.render(draft.carried(kept, replace(kept, goods=goods)))
        assert "x-theirs" in shown
        assert ["netWeight" in one for one in shown["specifiedConsignment"][0]["includedConsignmentItem"]] == lines_kept
    inland = replace(kept, loading=None, discharge=None, carriage=kept.carriage[:1], dcsa_rest="[]")
    assert draft.carried(inland, inland).dcsa_rest == ""


def test_every_sentence_about_a_message_has_chinese() -> None:
    room = Path(draft.__file__).parents[2]
    files = ("service/draft.py", "wire/draft/refusals.py", "wire/shapes/base.py", "wire/mmt/shape.py")
    sentence = re.compile(r'(?<!")"((?:it |The |Have |Say |It is |It names )[^"\n]+)"(?!")')
    said = {text for name in files for text in sentence.findall((room / name).read_text())}
    known = catalog("zh")
    assert len(said) > 30
    assert [text for text in sorted(said) if text not in known and not any(text in one for one in known)] == []


@given(contents())
@settings(max_examples=25)
def test_any_document_of_ours_is_a_message_without_fault_that_its_own_content_keeps(made: DocumentContent) -> None:
    made = replace(made, dcsa_rest="")
    message = read_message(MMT, MMT.render(made), ISSUED, made.negotiable)
    assert message.faults == ()
    assert kept_beside(made, message) == made


@given(st.data())
@settings(max_examples=60)
def test_a_message_that_is_spoilt_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([MMT, DCSA]))
    said = deepcopy(foreign(content()) if form is MMT else DCSA.render(content()))
    holders = _holders(said)
    for _ in range(data.draw(st.integers(1, 3))):
        holder = data.draw(st.sampled_from(holders))
        name = data.draw(st.sampled_from(sorted(holder))) if isinstance(holder, dict) else 0
        holder[name] = data.draw(plain_values)
    try:
        message = read_message(form, said, ISSUED, True)
    except BadValue:
        return
    places = [message.pointer_to(one.thing) for one in draft.differences_of(message, content())]
    assert all(place.startswith("/") for place in places)
    if message.is_readable:
        kept = kept_beside(content(), message)
        assert lost(said, form.render(kept)) == {pointer for pointer, _, _ in draft.replaced(kept, message)}


def _holders(value: Any) -> list[Any]:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    found = [one for each in inner for one in _holders(each)]
    return [value, *found] if inner else found


@given(plain_values, plain_values, plain_values)
@settings(max_examples=100)
def test_a_merge_gives_the_one_that_alone_was_changed(base: Any, theirs: Any, ours: Any) -> None:
    assert json.dumps(merged(base, theirs, base), sort_keys=True) == json.dumps(theirs, sort_keys=True)
    assert json.dumps(merged(base, ours, ours), sort_keys=True) == json.dumps(ours, sort_keys=True)
    assert merged(base, theirs, ours, {""}) == ours
