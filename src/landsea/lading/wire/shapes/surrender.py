"""The shapes of eBL Surrender 3.0.2: the platform's request and the carrier's answer."""

from __future__ import annotations

from landsea.lading.wire.shapes.base import many, moment, name, one_of, record, text
from landsea.lading.wire.shapes.parties import ACTOR

_LINK = record(
    {
        "actionDateTime": moment,
        "actionCode": text(50),
        "actor": ACTOR,
        "recipient": ACTOR,
        "auditReference": text(100),
    },
    "actionDateTime actionCode actor recipient",
)
SURRENDER_REQUEST = record(
    {
        "surrenderRequestReference": name(100),
        "transportDocumentReference": name(20),
        "transportDocumentSubReference": name(100),
        "surrenderRequestCode": one_of("SREQ", "AREQ"),
        "reasonCode": text(4),
        "comments": name(255),
        "endorsementChain": many(_LINK),
    },
    "surrenderRequestReference transportDocumentReference surrenderRequestCode",
)
SURRENDER_RESPONSE = record(
    {"surrenderRequestReference": name(100), "action": one_of("SURR", "SREJ"), "comments": name(255)},
    "surrenderRequestReference action",
)
