"""DCSA TransportDocument: nothing is lost on the way in and out, and what we render is what the schema asks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from landsea.kernel import BadValue
from landsea.lading.model import DocumentContent, Identifier
from landsea.lading.service.sheet import stated
from landsea.lading.wire import patch
from landsea.lading.wire.dcsa import parse_transport_document, render_transport_document
from tests.lading.samples import ISSUER, content

DATA = Path(__file__).parents[3] / "shared" / "data" / "dcsa"
NEEDS_DATA = pytest.mark.skipif(not DATA.is_dir(), reason="the reference data (../shared/data/dcsa) is not here")


def test_the_example_of_rfc_7396_section_3() -> None:
    base = {
        "title": "Goodbye!",
        "author": {"givenName": "John", "familyName": "Doe"},
        "tags": ["a", "b"],
        "content": "x",
    }
    change = {"title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": {"familyName": None}, "tags": ["example"]}
    assert patch.apply(base, change) == {
        "title": "Hello!",
        "author": {"givenName": "John"},
        "tags": ["example"],
        "content": "x",
        "phoneNumber": "+01-123-456-7890",
    }


def with_carrier(made: DocumentContent) -> DocumentContent:
    return replace(made, issuer=replace(ISSUER, identifiers=(Identifier("SMDG", "ZZZ"),)))


@pytest.mark.parametrize("negotiable", [True, False])
def test_what_is_rendered_says_the_same_when_it_is_read_and_rendered_again(negotiable: bool) -> None:
    rendered = render_transport_document(content(negotiable=negotiable))
    assert (rendered["isToOrder"], rendered["transportDocumentTypeCode"]) == (
        negotiable,
        "BOL" if negotiable else "SWB",
    )
    again = parse_transport_document(rendered, document_id="doc_x", consignment="cns_x")
    assert render_transport_document(again) == rendered


def test_what_a_sandbox_issued_says_so_in_an_exact_clause_and_is_read_so() -> None:
    def read(clauses: list[str]) -> DocumentContent:
        said = render_transport_document(content(sandbox=False)) | {"carrierClauses": clauses}
        parsed = parse_transport_document(said, document_id="doc_x", consignment="cns_x")
        assert render_transport_document(parsed) == said
        return parsed

    assert "carrierClauses" not in render_transport_document(content(sandbox=False))
    (mark,) = render_transport_document(content(sandbox=True))["carrierClauses"]
    assert mark.startswith("SANDBOX: issued for trial, of no legal effect.")
    assert [read(said).sandbox for said in ([mark], ["as agreed", mark])] == [True, True]
    assert [read(said).sandbox for said in ([], ["SANDBOX"], [f"not {mark}"])] == [False, False, False]


def test_rail_before_the_sea_is_pre_carriage() -> None:
    transports = render_transport_document(content())["transports"]
    assert transports["preCarriageBy"] == "RAIL"
    assert transports["placeOfReceipt"]["UNLocationCode"] == "CNCKG"
    assert transports["portOfLoading"]["UNLocationCode"] == "CNQZH"
    assert transports["portOfDischarge"]["UNLocationCode"] == "SGSIN"


def test_carriage_without_a_sea_leg_has_no_dcsa_form() -> None:
    made = content()
    inland = replace(made, loading=None, discharge=None, carriage=made.carriage[:1])
    with pytest.raises(BadValue, match="no leg is by sea"):
        render_transport_document(inland)


def test_what_an_older_version_kept_as_a_merge_patch_is_still_given_back() -> None:
    kept = replace(content(), dcsa_rest='{"isElectronic":null,"carrierClauses":["as agreed"]}')
    rendered = render_transport_document(content())
    del rendered["isElectronic"]
    assert render_transport_document(kept) == rendered | {"carrierClauses": ["as agreed"]}


@NEEDS_DATA
def test_a_document_of_dcsa_comes_back_exactly() -> None:
    said = json.loads((DATA / "messages" / "pint-3.0.0-transport-document.json").read_text())
    parsed = parse_transport_document(said, document_id="doc_x", consignment="cns_x")
    assert render_transport_document(parsed, "ISSUED") == said
    assert parsed.goods[0].gross_weight_grams == 12_000_000
    said["shippedOnBoardType"] = {"unknown": [1, None]}
    said["consignmentItems"][0]["colour"] = None
    assert render_transport_document(parse_transport_document(said, document_id="d", consignment="c")) == said


@NEEDS_DATA
@pytest.mark.parametrize("negotiable", [True, False])
def test_a_rendered_document_meets_the_schema_but_for_what_is_not_on_record(negotiable: bool) -> None:
    """DCSA requires the issuer's street address and a contact's phone or e-mail; see docs/standards/title.md."""
    import jsonschema_rs
    import yaml

    schemas = yaml.safe_load((DATA / "openapi" / "EBL_PINT_v3.0.0.yaml").read_text())
    root = {"$ref": "#/components/schemas/TransportDocument", "components": schemas["components"]}
    rendered = render_transport_document(with_carrier(content(negotiable=negotiable)))
    errors = jsonschema_rs.Draft4Validator(root).iter_errors(rendered)
    assert sorted("/".join(map(str, error.instance_path)) for error in errors) == [
        "documentParties/issuingParty",
        "partyContactDetails/0",
    ]


def test_a_day_is_that_of_its_place_and_of_a_day_no_time_is_told() -> None:
    """Issued before eight in the morning in Chongqing it is still the day before in UTC; the ship sails at night."""
    china = timezone(timedelta(hours=8))
    sea = replace(content().carriage[1], departs=datetime(2026, 12, 1, 4, tzinfo=china), arrives=None)
    made = replace(content(), issued_at=datetime(2026, 11, 22, 6, 52, tzinfo=china), carriage=(sea,))
    said = render_transport_document(made)
    assert (said["issueDate"], said["transports"]["plannedDepartureDate"]) == ("2026-11-22", "2026-12-01")
    assert stated(made.issued_at, made) == "2026-11-22 06:52 +08:00"
    elsewhere = parse_transport_document(said, document_id="doc_x", consignment="cns_x")
    assert stated(elsewhere.issued_at, elsewhere) == "2026-11-22"
    assert render_transport_document(elsewhere)["issueDate"] == "2026-11-22"
