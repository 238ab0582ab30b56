"""Goods and containers: Supply Chain_ Consignment Item, Logistics_ Transport Equipment."""

from __future__ import annotations

from decimal import Decimal

from landsea.lading.wire.mmt.words import (
    Json,
    beside,
    code,
    content_of,
    given,
    heard_with,
    identifier,
    measure,
    number,
    part,
    parts,
    text,
)

GRAMS = {"KGM": Decimal(1000), "GRM": Decimal(1), "TNE": Decimal(1_000_000), "LBR": Decimal("453.59237")}
CUBIC_METRES = {
    "MTQ": Decimal(1),
    "LTR": Decimal("0.001"),
    "DMQ": Decimal("0.001"),
    "CMQ": Decimal("0.000001"),
    "MMQ": Decimal("0.000000001"),
    "FTQ": Decimal("0.028316846592"),
}
"""UN/ECE Recommendation 20."""
PACKING_GROUPS = {"I": "1", "II": "2", "III": "3"}
"""Ours -> UN/EDIFACT 8339."""
_TRANSPORT_TEMPERATURE = "2"
"""UN/EDIFACT 6245."""


def kilograms(grams: int) -> str:
    """Exact."""
    whole, rest = divmod(grams, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def say_goods(line: Json, at: int) -> Json:
    """A line of the goods, the `at`-th, counted from 1."""
    said = given(
        {
            "sequenceNumeric": {"content": str(at)},
            "grossWeight": [measure(kilograms(line["gross_weight_grams"]), "KGM")],
            "grossVolume": [measure(line["volume_cubic_metres"], "MTQ")],
            "natureIdCargo": [_cargo(line)],
            "applicableDangerousGoods": [_dangerous(line)],
            "transportSettingTemperature": _temperature(line["temperature_celsius"]),
            "associatedReferencedLogisticsTransportEquipment": [_equipment_named(line["container"])],
            "transportLogisticsPackage": [_packages(line)],
        }
    )
    return beside(said, _goods(said), line)


def read_goods(said: Json) -> Json:
    return heard_with(said, _goods(said))


def say_equipment(one: Json) -> Json:
    seals = [{"id": [identifier(seal)]} for seal in one["seals"] if seal]
    said = given(
        {
            "id": identifier(one["container"]),
            "characteristicCode": given({"content": one["iso_code"]}),
            "affixedLogisticsSeal": seals,
        }
    )
    return beside(said, _equipment(said), one)


def read_equipment(said: Json) -> Json:
    return heard_with(said, _equipment(said))


def _cargo(line: Json) -> Json:
    described = [text(line["description"])] if line["description"] else []
    return given({"id": described, "statisticalClassificationCode": given({"content": line["hs_code"]})})


def _packages(line: Json) -> Json:
    marks = [{"marking": [text(line["marks"])]}] if line["marks"] else []
    kind = [code(line["package_code"])] if line["package_code"] else []
    count = {"content": str(line["packages"])}
    return given({"itemQuantity": count, "typeCode": kind, "physicalLogisticsShippingMarks": marks})


def _temperature(celsius: str) -> Json:
    value = measure(celsius, "CEL")
    return {"value": value, "typeCode": code(_TRANSPORT_TEMPERATURE)} if value else {}


def _equipment_named(container: str) -> Json:
    return {"id": identifier(container)} if container else {}


def _dangerous(line: Json) -> Json:
    return given(
        {
            "undgIdCode": given({"content": line["dangerous_un"]}),
            "hazardClassificationId": identifier(line["hazard_class"]),
            "packagingDangerLevelCode": code(PACKING_GROUPS.get(line["packing_group"], "")),
            "properShippingName": text(line["shipping_name"]),
        }
    )


def _goods(said: Json) -> Json:
    cargo, package = part(said, "natureIdCargo"), part(said, "transportLogisticsPackage")
    dangerous = part(said, "applicableDangerousGoods")
    groups = {theirs: ours for ours, theirs in PACKING_GROUPS.items()}
    return {
        "description": content_of(cargo.get("id")),
        "hs_code": content_of(cargo.get("statisticalClassificationCode")),
        "packages": int(number(content_of(package.get("itemQuantity")) or "0")),
        "package_code": content_of(package.get("typeCode")),
        "gross_weight_grams": _grams(part(said, "grossWeight")),
        "volume_cubic_metres": _cubic_metres(part(said, "grossVolume")),
        "marks": content_of(part(package, "physicalLogisticsShippingMarks").get("marking")),
        "container": content_of(part(said, "associatedReferencedLogisticsTransportEquipment").get("id")),
        "temperature_celsius": _celsius(part(part(said, "transportSettingTemperature"), "value")),
        "dangerous_un": content_of(dangerous.get("undgIdCode")),
        "hazard_class": content_of(dangerous.get("hazardClassificationId")),
        "packing_group": groups.get(content_of(dangerous.get("packagingDangerLevelCode")), ""),
        "shipping_name": content_of(dangerous.get("properShippingName")),
    }


def _grams(said: Json) -> int:
    return int(number(said["content"]) * GRAMS[said["unitCode"]]) if said else 0


def _cubic_metres(said: Json) -> str:
    """As it stands when it is in cubic metres."""
    if not said or said["unitCode"] == "MTQ":
        return content_of(said)
    return format((number(said["content"]) * CUBIC_METRES[said["unitCode"]]).normalize(), "f")


def _celsius(said: Json) -> str:
    """A set point in another unit is not converted: it stays in the message."""
    return content_of(said) if said.get("unitCode") == "CEL" else ""


def _equipment(said: Json) -> Json:
    return {
        "container": content_of(said.get("id")),
        "iso_code": content_of(said.get("characteristicCode")),
        "seals": [content_of(one.get("id")) for one in parts(said, "affixedLogisticsSeal")],
    }
