"""Parties and places: Trade_ Party, Logistics_ Location."""

from __future__ import annotations

from landsea.lading.wire.mmt.words import (
    ISO,
    UNECE,
    Json,
    beside,
    content_of,
    given,
    heard_with,
    identifier,
    part,
    parts,
    text,
)

DID = "DID"


def say_party(value: Json | None) -> Json:
    if value is None:
        return {}
    numbers = [(DID, value["did"]), *((one["scheme"], one["value"]) for one in value["identifiers"])]
    names = [text(value["name_en"], "en"), text(value["name_zh"], "zh")]
    said = given(
        {
            "id": [identifier(number, scheme) for scheme, number in numbers if number],
            "name": [one for one in names if one.get("content")],
            "postalTradeAddress": given({"countryId": identifier(value["country"], agency=ISO)})
            if value["country"]
            else {},
        }
    )
    return beside(said, _party(said), value)


def read_party(said: Json) -> Json:
    return heard_with(said, _party(said))


def _party(said: Json) -> Json:
    numbers = [(one.get("schemeId", ""), content_of(one)) for one in parts(said, "id")]
    names = {one.get("languageId", ""): content_of(one) for one in reversed(parts(said, "name"))}
    own = [name for language, name in names.items() if language != "zh"]
    return {
        "name_en": names.get("en", own[-1] if own else ""),
        "name_zh": names.get("zh", ""),
        "party": None,
        "did": next((number for scheme, number in numbers if scheme == DID), ""),
        "country": content_of(part(said, "postalTradeAddress").get("countryId")),
        "identifiers": [{"scheme": scheme, "value": number} for scheme, number in numbers if scheme != DID],
    }


def say_place(value: Json | None, *, facility: bool = True) -> Json:
    """MMT names no facility at a place of issue: there `facility` is false, and it stands beside."""
    if value is None:
        return {}
    within = given({"name": text(value["facility"])}) if facility and value["facility"] else {}
    said = given(
        {
            "id": [identifier(value["locode"], agency=UNECE)] if value["locode"] else [],
            "name": [text(value["name_en"], "en")] if value["name_en"] else [],
            "subordinateLocation": [within],
        }
    )
    return beside(said, _place(said), value)


def read_place(said: Json) -> Json | None:
    """`None` where nothing is said of a place."""
    return heard_with(said, _place(said)) if said else None


def _place(said: Json) -> Json:
    code = content_of(said.get("id"))
    return {
        "locode": code,
        "name_en": content_of(said.get("name")) or code,
        "name_zh": "",
        "facility": content_of(part(said, "subordinateLocation").get("name")),
    }
