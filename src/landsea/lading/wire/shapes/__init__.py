"""The shapes of DCSA's PINT 3.0.0, eBL Issuance 3.0.2 and eBL Surrender 3.0.2, which share parties and the transport document."""

from landsea.lading.wire.shapes.base import Fault, Shape, faults, is_moment
from landsea.lading.wire.shapes.document import TRANSPORT_DOCUMENT
from landsea.lading.wire.shapes.envelope import (
    ENTRY,
    ENVELOPE,
    FINISHED,
    ISSUANCE_MANIFEST,
    MANIFEST,
    STARTED,
    VALIDATED,
)
from landsea.lading.wire.shapes.issuance import ISSUANCE_REQUEST, ISSUANCE_RESPONSE
from landsea.lading.wire.shapes.parties import ACTOR, IDENTIFYING_CODE
from landsea.lading.wire.shapes.surrender import SURRENDER_REQUEST, SURRENDER_RESPONSE

__all__ = [
    "ACTOR",
    "ENTRY",
    "ENVELOPE",
    "FINISHED",
    "IDENTIFYING_CODE",
    "ISSUANCE_MANIFEST",
    "ISSUANCE_REQUEST",
    "ISSUANCE_RESPONSE",
    "MANIFEST",
    "STARTED",
    "SURRENDER_REQUEST",
    "SURRENDER_RESPONSE",
    "TRANSPORT_DOCUMENT",
    "VALIDATED",
    "Fault",
    "Shape",
    "faults",
    "is_moment",
]
