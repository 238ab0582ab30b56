"""The shape of what is read of an MMT message: where a value is that cannot be read, and why.

UN/CEFACT's schemas let one object stand for a list of one, and a URI for any object; all else in a message is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from landsea.lading.wire.mmt.goods import CUBIC_METRES, GRAMS
from landsea.lading.wire.mmt.words import is_decimal, moment
from landsea.lading.wire.shapes.base import Fault, Shape, fault, flag, number, record, text

_CONTRACT = "transportContractRelatedReferencedDocument"
_COUNTED = number(least=0, most=2**53 - 1, whole=True)


def held(shape: Shape) -> Shape:
    """An object of that shape, a list of them, or a URI in its place."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        if isinstance(value, list):
            for at, one in enumerate(value):
                yield from _one(one, f"{path}[{at}]")
        else:
            yield from _one(value, path)

    def _one(value: Any, path: str) -> Iterator[Fault]:
        if isinstance(value, dict):
            yield from shape(value, path)
        elif not isinstance(value, str):
            yield fault(path, value, "it must be an object, or a URI in its place")

    return check


def decimal(value: Any, path: str) -> Iterator[Fault]:
    """Decimal text, of at most 40 digits."""
    if not (isinstance(value, str) and is_decimal(value)):
        yield fault(path, value, "it must be a decimal number written as text, for example 21500.5")


def count(value: Any, path: str) -> Iterator[Fault]:
    """A whole number of things, as decimal text."""
    if not (isinstance(value, str) and len(value) <= 16 and value.isdecimal() and value.isascii()):
        yield fault(path, value, "it must be a whole number written as text, for example 1200")
    else:
        yield from _COUNTED(int(value), path)


def instant(value: Any, path: str) -> Iterator[Fault]:
    """A date and time in ISO 8601."""
    try:
        read = moment(value)
    except (ValueError, OverflowError):
        read = None
    if read is None:
        yield fault(path, value, "it must be a date and time, for example 2026-11-21T08:00:00Z")


def _content(of: Shape) -> Shape:
    return held(record({"content": of}))


def _measure(*units: str) -> Shape:
    """A decimal number and its unit, which say nothing without each other."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        content, unit = value.get("content"), value.get("unitCode")
        if not (isinstance(content, str) and is_decimal(content) and unit in units):
            said = f"{content} {unit}" if unit else str(content)
            yield fault(
                path, said, "it must be a decimal number written as text, in one of {units}", units=", ".join(units)
            )

    return held(check)


WORDS = _content(text())
COUNT = _content(count)
WEIGHT, VOLUME = _measure(*GRAMS), _measure(*CUBIC_METRES)
PLACE = held(record({"id": WORDS, "name": WORDS, "subordinateLocation": held(record({"name": WORDS}))}))
PARTY = held(record({"id": WORDS, "name": WORDS, "postalTradeAddress": held(record({"countryId": WORDS}))}))
DOCUMENT = held(record({"id": WORDS, "typeCode": WORDS, "issuer": held(record({"name": WORDS}))}))
_EVENT = held(record({"scheduledOccurrenceDateTime": instant, "occurrenceLogisticsLocation": PLACE}))
_MOVEMENT = held(
    record(
        {
            "sequenceNumeric": COUNT,
            "modeCode": WORDS,
            "id": WORDS,
            "service": WORDS,
            "usedLogisticsTransportMeans": held(record({"name": WORDS})),
            "departureEvent": _EVENT,
            "arrivalEvent": _EVENT,
            _CONTRACT: DOCUMENT,
        }
    )
)
_DANGEROUS = held(
    record(
        {
            "undgIdCode": WORDS,
            "hazardClassificationId": WORDS,
            "packagingDangerLevelCode": WORDS,
            "properShippingName": WORDS,
        }
    )
)
_PACKAGES = held(
    record(
        {
            "itemQuantity": COUNT,
            "typeCode": WORDS,
            "physicalLogisticsShippingMarks": held(record({"marking": WORDS})),
        }
    )
)
_GOODS = held(
    record(
        {
            "grossWeight": WEIGHT,
            "grossVolume": VOLUME,
            "natureIdCargo": held(record({"id": WORDS, "statisticalClassificationCode": WORDS})),
            "applicableDangerousGoods": _DANGEROUS,
            "transportSettingTemperature": held(record({"value": _content(decimal)})),
            "associatedReferencedLogisticsTransportEquipment": held(record({"id": WORDS})),
            "transportLogisticsPackage": _PACKAGES,
        }
    )
)
_EQUIPMENT = held(
    record({"id": WORDS, "characteristicCode": WORDS, "affixedLogisticsSeal": held(record({"id": WORDS}))})
)
_CONSIGNMENT = held(
    record(
        {
            "id": WORDS,
            "carrierAssignedId": WORDS,
            "contractTermsInformation": WORDS,
            "consignor": PARTY,
            "consignee": PARTY,
            "carrier": PARTY,
            "notified": PARTY,
            "carrierAcceptanceLogisticsLocation": PLACE,
            "consigneeReceiptLogisticsLocation": PLACE,
            "loadingBaseportLogisticsLocation": PLACE,
            "unloadingBaseportLogisticsLocation": PLACE,
            "transportContractReferencedDocument": DOCUMENT,
            "associatedReferencedDocument": DOCUMENT,
            "includedConsignmentItem": _GOODS,
            "utilizedLogisticsTransportEquipment": _EQUIPMENT,
            "transportService": held(
                record({"paymentArrangementCode": WORDS, "contractMovementTypeCode": WORDS}),
            ),
            "preCarriageLogisticsTransportMovement": _MOVEMENT,
            "mainCarriageLogisticsTransportMovement": _MOVEMENT,
            "onCarriageLogisticsTransportMovement": _MOVEMENT,
        }
    )
)
_HEADER = held(
    record(
        {
            "id": WORDS,
            "typeCode": WORDS,
            "issueDateTime": instant,
            "originalIssuedQuantity": COUNT,
            "issueLogisticsLocation": PLACE,
            "issuer": PARTY,
            "effectivePeriod": held(record({"endDateTime": instant})),
        }
    )
)
MMT = record(
    {
        "exchangedDocumentContext": held(record({"isOrHasTest": flag})),
        "exchangedDocument": _HEADER,
        "specifiedConsignment": _CONSIGNMENT,
    },
    "exchangedDocument specifiedConsignment",
)
