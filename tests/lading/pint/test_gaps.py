"""What a document lacks for other platforms is said in the words of who must state it."""

from __future__ import annotations

from typing import Any

import pytest

from landsea.lading.service.platforms.gaps import gap
from landsea.lading.wire.shapes import TRANSPORT_DOCUMENT, faults
from landsea.runtime import say
from tests.lading.pint.counterpart import transport_document


@pytest.mark.parametrize(
    ("path", "lack", "who"),
    [
        (["utilizedTransportEquipments"], "the container numbers are missing", "consignment"),
        (["utilizedTransportEquipments", 0, "seals"], "a container has no seal number", "consignment"),
        (["consignmentItems", 0, "HSCodes"], "goods have no HS code", "consignment"),
        (["transports", "plannedDepartureDate"], "the day on which the vessel leaves is missing", "consignment"),
        (["carrierCode"], "the carrier's code", "operator"),
        (["documentParties", "issuingParty", "address"], "the carrier's address", "operator"),
        (["partyContactDetails", 0, "name"], "the carrier's contact", "operator"),
        (["invoicePayableAt"], "what DCSA calls invoicePayableAt", "DCSA"),
    ],
)
def test_a_gap_is_named_with_who_mends_it(path: list[str | int], lack: str, who: str) -> None:
    document: Any = transport_document()
    at = document
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    said, mend = gap(faults(TRANSPORT_DOCUMENT, document)[0])
    assert lack in said
    assert who in mend
    assert say(said, "zh") != said
