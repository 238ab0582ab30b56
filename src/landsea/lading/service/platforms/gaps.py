"""What a document lacks to be DCSA's `TransportDocument`, in the words of who must state it."""

from __future__ import annotations

import re

from landsea.kernel import Phrase
from landsea.lading.wire.shapes import Fault

_CONSIGNMENT = Phrase("State it on the consignment before the document is issued.")
_OPERATOR = Phrase("The operator of this node states it with the carrier's details.")

_GAPS = {
    "utilizedTransportEquipments": (Phrase("the container numbers are missing"), _CONSIGNMENT),
    "utilizedTransportEquipments.seals": (Phrase("a container has no seal number"), _CONSIGNMENT),
    "consignmentItems": (Phrase("the goods are missing"), _CONSIGNMENT),
    "consignmentItems.HSCodes": (Phrase("goods have no HS code of at least six digits"), _CONSIGNMENT),
    "consignmentItems.descriptionOfGoods": (
        Phrase("a line of the description of goods is empty or has more than 35 characters"),
        _CONSIGNMENT,
    ),
    "consignmentItems.cargoItems.equipmentReference": (
        Phrase("goods are in no container, or the container is not named"),
        _CONSIGNMENT,
    ),
    "transports.plannedDepartureDate": (Phrase("the day on which the vessel leaves is missing"), _CONSIGNMENT),
    "transports.plannedArrivalDate": (Phrase("the day on which the vessel arrives is missing"), _CONSIGNMENT),
    "transports.vesselVoyages.vesselName": (Phrase("the vessel is missing, or its name is too long"), _CONSIGNMENT),
    "transports.vesselVoyages.carrierExportVoyageNumber": (
        Phrase("the number of the voyage is missing, or too long"),
        _CONSIGNMENT,
    ),
    "carrierCode": (Phrase("the carrier's code (SMDG or NMFTA) is missing"), _OPERATOR),
    "carrierCodeListProvider": (Phrase("the carrier's code (SMDG or NMFTA) is missing"), _OPERATOR),
    "documentParties.issuingParty.address": (Phrase("the carrier's address is missing"), _OPERATOR),
    "partyContactDetails": (Phrase("the carrier's contact, with e-mail or telephone, is missing"), _OPERATOR),
    "documentParties.consignee.identifyingCodes": (
        Phrase("the consignee has no identifier"),
        Phrase("Register the party with one."),
    ),
    "documentParties.endorsee.identifyingCodes": (
        Phrase("the party to whose order it is has no identifier"),
        Phrase("Register the party with one."),
    ),
}
"""By the JSONPath without `$` and indexes; a path below one of these belongs to it."""


def gap(fault: Fault) -> tuple[Phrase, Phrase]:
    """What is lacking and who can mend it; where we have no words for the place, DCSA's own name of it."""
    path = re.sub(r"\[[0-9]+\]", "", fault.path.removeprefix("$").removeprefix("."))
    steps = path.split(".")
    for length in range(len(steps), 0, -1):
        found = _GAPS.get(".".join(steps[:length]))
        if found is not None and (length == len(steps) or found[1] is _OPERATOR):
            return found
    lack = Phrase("what DCSA calls {name} is not as it must be: {why}", name=fault.property or path, why=fault.why)
    return lack, Phrase("Issue it with what DCSA requires.")
