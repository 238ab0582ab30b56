"""Places, parties and their codes, as every DCSA eBL standard writes them."""

from __future__ import annotations

from landsea.lading.wire.shapes.base import Shape, many, name, one_of, record, text

LOCODE = text(5, r"[A-Z]{2}[A-Z2-9]{3}")
COUNTRY = text(2, r"[A-Z]{2}")
PLATFORM = text(4, r"\S+")
LINES = many(text(35), most=6)

_STREET: dict[str, Shape] = {
    "street": text(70),
    "streetNumber": text(50),
    "floor": name(50),
    "postCode": text(10),
    "POBox": text(20),
    "city": name(35),
    "stateRegion": text(65),
    "countryCode": COUNTRY,
}
ADDRESS = record(_STREET, "street city countryCode")
PARTY_ADDRESS = record(_STREET | {"UNLocationCode": LOCODE}, "street city countryCode")
CITY = record({"city": name(35), "stateRegion": text(65), "countryCode": COUNTRY}, "city countryCode")
FACILITY = record(
    {"facilityCode": name(6), "facilityCodeListProvider": one_of("BIC", "SMDG")},
    "facilityCode facilityCodeListProvider",
)
COORDINATE = record({"latitude": text(10), "longitude": text(11)}, "latitude longitude")

_PLACE: dict[str, Shape] = {
    "locationName": name(100),
    "address": ADDRESS,
    "facility": FACILITY,
    "UNLocationCode": LOCODE,
}
PLACE = record(_PLACE | {"geoCoordinate": COORDINATE})
ONWARD = record(_PLACE)
PORT = record({"locationName": name(100), "city": CITY, "UNLocationCode": LOCODE})

IDENTIFYING_CODE = record(
    {"codeListProvider": text(100), "partyCode": text(150), "codeListName": text(100)}, "codeListProvider partyCode"
)
CODES = many(IDENTIFYING_CODE)
CODES_NEEDED = many(IDENTIFYING_CODE, least=1)
TAX_REFERENCES = many(record({"type": name(50), "countryCode": COUNTRY, "value": name(35)}, "type countryCode value"))
CONTACTS = many(
    record({"name": name(35), "phone": name(30), "email": text(100, r".+@\S+")}, "name", any_of="phone email")
)
CONTACTS_NEEDED = many(
    record({"name": name(35), "phone": name(30), "email": text(100, r".+@\S+")}, "name", any_of="phone email"), least=1
)

_NAMED: dict[str, Shape] = {"partyName": name(70), "address": PARTY_ADDRESS}
_KNOWN = _NAMED | {"identifyingCodes": CODES, "taxLegalReferences": TAX_REFERENCES, "partyContactDetails": CONTACTS}
_SHOWN = _KNOWN | {"displayedAddress": LINES}
_TRADER = _SHOWN | {
    "typeOfPerson": name(50),
    "reference": name(35),
    "purchaseOrderReferences": many(name(35)),
}
SHIPPER = record(_TRADER, "partyName")
CONSIGNEE = record(_TRADER | {"identifyingCodes": CODES_NEEDED}, "partyName identifyingCodes")
ENDORSEE = record(_SHOWN | {"identifyingCodes": CODES_NEEDED}, "partyName identifyingCodes")
NOTIFIED = record(_SHOWN | {"typeOfPerson": name(50), "reference": name(35)}, "partyName")
ISSUER = record(_KNOWN, "partyName address")
OTHER = record(
    {"party": record(_KNOWN | {"reference": name(35)}, "partyName"), "partyFunction": text(3)}, "party partyFunction"
)
FOR_SHIPPER = record(_NAMED | {"identifyingCodes": CODES}, "partyName")
FOR_CONSIGNEE = record(_NAMED | {"identifyingCodes": CODES_NEEDED}, "partyName")
AGENT = record(
    {"partyName": name(70), "address": ADDRESS, "partyContactDetails": CONTACTS},
    "partyName address partyContactDetails",
)
DOCUMENT_PARTIES = record(
    {
        "shipper": SHIPPER,
        "onBehalfOfShipper": FOR_SHIPPER,
        "consignee": CONSIGNEE,
        "onBehalfOfConsignee": FOR_CONSIGNEE,
        "endorsee": ENDORSEE,
        "issuingParty": ISSUER,
        "carriersAgentAtDestination": AGENT,
        "notifyParties": many(NOTIFIED, most=3),
        "other": many(OTHER),
    },
    "shipper issuingParty",
)

_REPRESENTED = record({"partyName": name(70), "identifyingCodes": CODES}, "partyName")
ACTOR = record(
    {
        "partyName": name(70),
        "eblPlatform": PLATFORM,
        "identifyingCodes": CODES_NEEDED,
        "taxLegalReferences": TAX_REFERENCES,
        "representedParty": _REPRESENTED,
    },
    "partyName eblPlatform identifyingCodes",
)
"""Actor and recipient of a transaction: a party at a platform."""
