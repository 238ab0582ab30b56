"""The shape of DCSA's `TransportDocument`, the same in PINT 3.0.0, eBL Issuance 3.0.2 and eBL 3.0.2."""

from __future__ import annotations

from landsea.lading.wire.shapes.base import day, flag, many, name, number, one_of, record, text
from landsea.lading.wire.shapes.goods import (
    CONSIGNMENT_ITEM,
    CUSTOMS_REFERENCES,
    LICENSE,
    REFERENCES,
    UTILIZED_EQUIPMENT,
)
from landsea.lading.wire.shapes.parties import (
    CONTACTS_NEEDED,
    COUNTRY,
    DOCUMENT_PARTIES,
    LOCODE,
    ONWARD,
    PLACE,
    PORT,
)

CURRENCY = text(3, r"[A-Z]{3}")
DISPLAYED = many(text(35), most=5)
COUNT = number(least=0, whole=True)
PREPAID_OR_COLLECT = one_of("PRE", "COL")
HAULAGE = one_of("CY", "SD", "CFS")

_VOYAGE = record(
    {
        "vesselName": name(50),
        "carrierExportVoyageNumber": name(50),
        "universalExportVoyageReference": text(5, r"\d{2}[0-9A-Z]{2}[NEWSR]"),
    },
    "vesselName carrierExportVoyageNumber",
)
_TRANSPORTS = record(
    {
        "plannedArrivalDate": day,
        "plannedDepartureDate": day,
        "preCarriageBy": text(50),
        "onCarriageBy": text(50),
        "placeOfReceipt": PLACE,
        "portOfLoading": PORT,
        "portOfDischarge": PORT,
        "placeOfDelivery": PLACE,
        "onwardInlandRouting": ONWARD,
        "vesselVoyages": many(_VOYAGE, least=1),
    },
    "plannedArrivalDate plannedDepartureDate portOfLoading portOfDischarge vesselVoyages",
)
_CHARGE = record(
    {
        "chargeName": name(50),
        "currencyAmount": number(least=0),
        "currencyCode": CURRENCY,
        "paymentTermCode": PREPAID_OR_COLLECT,
        "calculationBasis": name(50),
        "unitPrice": number(least=0),
        "quantity": number(least=0),
    },
    "chargeName currencyAmount currencyCode paymentTermCode calculationBasis unitPrice quantity",
)
_PLACE_OF_ISSUE = record(
    {"locationName": name(100), "UNLocationCode": LOCODE, "countryCode": COUNTRY},
    exactly_one="UNLocationCode countryCode",
)
_PAYABLE_AT = record({"UNLocationCode": LOCODE, "freeText": text(35)}, exactly_one="UNLocationCode freeText")

TRANSPORT_DOCUMENT = record(
    {
        "transportDocumentReference": name(20),
        "transportDocumentSubReference": name(100),
        "shippingInstructionsReference": name(100),
        "transportDocumentStatus": text(50),
        "transportDocumentTypeCode": one_of("BOL", "SWB"),
        "isShippedOnBoardType": flag,
        "freightPaymentTermCode": PREPAID_OR_COLLECT,
        "isElectronic": flag,
        "isToOrder": flag,
        "numberOfCopiesWithCharges": COUNT,
        "numberOfCopiesWithoutCharges": COUNT,
        "numberOfOriginalsWithCharges": COUNT,
        "numberOfOriginalsWithoutCharges": COUNT,
        "displayedNameForPlaceOfReceipt": DISPLAYED,
        "displayedNameForPortOfLoad": DISPLAYED,
        "displayedNameForPortOfDischarge": DISPLAYED,
        "displayedNameForPlaceOfDelivery": DISPLAYED,
        "shippedOnBoardDate": day,
        "displayedShippedOnBoardReceivedForShipment": name(250),
        "termsAndConditions": text(50_000),
        "receiptTypeAtOrigin": HAULAGE,
        "deliveryTypeAtDestination": HAULAGE,
        "cargoMovementTypeAtOrigin": text(3),
        "cargoMovementTypeAtDestination": text(3),
        "issueDate": day,
        "receivedForShipmentDate": day,
        "serviceContractReference": text(30),
        "contractQuotationReference": name(35),
        "declaredValue": number(least=0),
        "declaredValueCurrency": CURRENCY,
        "carrierCode": text(4, r"\S+"),
        "carrierCodeListProvider": one_of("SMDG", "NMFTA"),
        "carrierClauses": many(name(20_000)),
        "numberOfRiderPages": COUNT,
        "transports": _TRANSPORTS,
        "charges": many(_CHARGE),
        "placeOfIssue": _PLACE_OF_ISSUE,
        "invoicePayableAt": _PAYABLE_AT,
        "partyContactDetails": CONTACTS_NEEDED,
        "documentParties": DOCUMENT_PARTIES,
        "consignmentItems": many(CONSIGNMENT_ITEM, least=1),
        "utilizedTransportEquipments": many(UTILIZED_EQUIPMENT, least=1),
        "exportLicense": LICENSE,
        "importLicense": LICENSE,
        "references": REFERENCES,
        "customsReferences": CUSTOMS_REFERENCES,
    },
    "transportDocumentReference transportDocumentStatus transportDocumentTypeCode isShippedOnBoardType isElectronic isToOrder "
    "invoicePayableAt partyContactDetails documentParties consignmentItems utilizedTransportEquipments termsAndConditions "
    "receiptTypeAtOrigin deliveryTypeAtDestination cargoMovementTypeAtOrigin cargoMovementTypeAtDestination "
    "carrierCode carrierCodeListProvider transports",
)
