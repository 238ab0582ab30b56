"""Goods, packages, dangerous goods and equipment, as a DCSA transport document writes them."""

from __future__ import annotations

from landsea.lading.wire.shapes.base import Shape, day, flag, many, moment, name, number, one_of, record, text
from landsea.lading.wire.shapes.parties import COUNTRY


def measure(*units: str) -> Shape:
    """A value above zero and its unit."""
    return record({"value": number(above=0), "unit": one_of(*units)}, "value unit")


WEIGHT = measure("KGM", "LBR")
VOLUME = measure("MTQ", "FTQ")
MARKS = many(text(35), most=50)
LICENSE = record({"isRequired": flag, "reference": name(35), "issueDate": day, "expiryDate": day})
CUSTOMS_REFERENCES = many(
    record({"type": name(50), "countryCode": COUNTRY, "values": many(name(35), least=1)}, "type countryCode values")
)
COMMODITY_CODES = many(
    record({"type": name(10), "countryCode": COUNTRY, "values": many(name(10), least=1)}, "type values")
)
REFERENCES = many(record({"type": text(3), "value": name(35)}, "type value"))
_ITEM_REFERENCES = many(record({"type": text(3), "values": many(name(35), least=1)}, "type values"))

_LIMITS = record(
    {
        "temperatureUnit": one_of("CEL", "FAH"),
        "flashPoint": number(),
        "transportControlTemperature": number(),
        "transportEmergencyTemperature": number(),
        "SADT": number(),
        "SAPT": number(),
    },
    "temperatureUnit",
)
_INNER_PACKAGING = record(
    {"quantity": number(whole=True), "material": text(100), "description": text(100)},
    "quantity material description",
)
_EMERGENCY = record(
    {"contact": text(255), "provider": text(255), "phone": name(30), "referenceNumber": text(255)}, "contact phone"
)
DANGEROUS = record(
    {
        "UNNumber": text(4, r"\d{4}"),
        "NANumber": text(4, r"\d{4}"),
        "codedVariantList": text(4, r"[0-3][0-9A-Z]{3}"),
        "properShippingName": text(250),
        "technicalName": text(250),
        "imoClass": text(4),
        "subsidiaryRisk1": text(3, r"[0-9](\.[0-9])?"),
        "subsidiaryRisk2": text(3, r"[0-9](\.[0-9])?"),
        "isMarinePollutant": flag,
        "packingGroup": number(least=1, most=3, whole=True),
        "isLimitedQuantity": flag,
        "isExceptedQuantity": flag,
        "isSalvagePackings": flag,
        "isEmptyUncleanedResidue": flag,
        "isWaste": flag,
        "isHot": flag,
        "isCompetentAuthorityApprovalRequired": flag,
        "competentAuthorityApproval": name(70),
        "segregationGroups": many(text(2)),
        "innerPackagings": many(_INNER_PACKAGING),
        "emergencyContactDetails": _EMERGENCY,
        "EMSNumber": text(7),
        "endOfHoldingTime": day,
        "fumigationDateTime": moment,
        "isReportableQuantity": flag,
        "inhalationZone": text(1),
        "grossWeight": WEIGHT,
        "netWeight": WEIGHT,
        "netExplosiveContent": measure("KGM", "LBR", "GRM", "ONZ"),
        "netVolume": measure("MTQ", "FTQ", "LTR"),
        "limits": _LIMITS,
    },
    "properShippingName imoClass",
    exactly_one="UNNumber NANumber",
)
_PACKAGING = record(
    {
        "packageCode": text(2, r"[A-Z0-9]{2}"),
        "imoPackagingCode": text(5, r"[A-Z0-9]{1,5}"),
        "numberOfPackages": number(least=1, most=99_999_999, whole=True),
        "description": text(100),
        "woodDeclaration": text(30),
        "dangerousGoods": many(DANGEROUS),
    },
    "numberOfPackages description",
)
_CARGO = record(
    {
        "equipmentReference": name(11),
        "cargoGrossWeight": WEIGHT,
        "cargoGrossVolume": VOLUME,
        "cargoNetWeight": WEIGHT,
        "cargoNetVolume": VOLUME,
        "exportLicense": LICENSE,
        "importLicense": LICENSE,
        "outerPackaging": _PACKAGING,
        "nationalCommodityCodes": COMMODITY_CODES,
        "customsReferences": CUSTOMS_REFERENCES,
    },
    "equipmentReference cargoGrossWeight outerPackaging",
)
CONSIGNMENT_ITEM = record(
    {
        "carrierBookingReference": name(35),
        "descriptionOfGoods": many(name(35), most=150),
        "HSCodes": many(text(10, r"\d{6,10}"), least=1),
        "nationalCommodityCodes": COMMODITY_CODES,
        "shippingMarks": MARKS,
        "cargoItems": many(_CARGO, least=1),
        "exportLicense": LICENSE,
        "importLicense": LICENSE,
        "references": _ITEM_REFERENCES,
        "customsReferences": CUSTOMS_REFERENCES,
    },
    "carrierBookingReference descriptionOfGoods HSCodes cargoItems",
)

_EQUIPMENT = record(
    {"equipmentReference": name(11), "ISOEquipmentCode": name(4), "tareWeight": WEIGHT}, "equipmentReference"
)
_REEFER = record(
    {
        "temperatureSetpoint": number(),
        "temperatureUnit": one_of("CEL", "FAH"),
        "o2Setpoint": number(least=0, most=100),
        "co2Setpoint": number(least=0, most=100),
        "humiditySetpoint": number(least=0, most=100),
        "airExchangeSetpoint": number(least=0),
        "airExchangeUnit": one_of("MQH", "FQH"),
        "isVentilationOpen": flag,
        "isDrainholesOpen": flag,
        "isBulbMode": flag,
        "isColdTreatmentRequired": flag,
        "isControlledAtmosphereRequired": flag,
    }
)
_SEAL = record({"number": text(15), "source": one_of("CAR", "SHI", "VET", "CUS")}, "number")
UTILIZED_EQUIPMENT = record(
    {
        "equipment": _EQUIPMENT,
        "isShipperOwned": flag,
        "isNonOperatingReefer": flag,
        "activeReeferSettings": _REEFER,
        "shippingMarks": MARKS,
        "seals": many(_SEAL, least=1),
        "references": REFERENCES,
        "customsReferences": CUSTOMS_REFERENCES,
    },
    "equipment isShipperOwned seals",
)
