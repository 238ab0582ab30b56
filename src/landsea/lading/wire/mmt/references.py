"""Transport documents beside this one: Referenced_ Document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from landsea.lading.model.kinds import CONTRACTS
from landsea.lading.wire.mmt.words import Json, beside, code, content_of, given, heard_with, identifier, part, text


def say_reference(one: Json, leg: int | None = None) -> Json:
    """`leg`: the movement that it stands in."""
    said = given(
        {
            "id": [identifier(one["number"])] if one["number"] else [],
            "typeCode": code(one["kind"]),
            "issuer": {"name": [text(one["issuer"])]} if one["issuer"] else {},
        }
    )
    return beside(said, _reference(said, leg), one)


def read_references(said: Sequence[Json], leg: int | None = None) -> list[Json]:
    """Those that are contracts of carriage."""
    read = [heard_with(one, _reference(one, leg)) for one in said]
    return [one for one in read if one["kind"] in CONTRACTS]


def by_leg(documents: Iterable[Json], legs: Sequence[Json]) -> tuple[dict[int, Json], list[Json]]:
    """MMT gives a movement one contract: the first of each leg, and all others."""
    numbers = {leg["no"] for leg in legs}
    first: dict[int, Json] = {}
    others = []
    for one in documents:
        if one["leg"] in numbers and one["leg"] not in first:
            first[one["leg"]] = one
        else:
            others.append(one)
    return first, others


def _reference(said: Json, leg: int | None) -> Json:
    return {
        "kind": content_of(said.get("typeCode")),
        "number": content_of(said.get("id")),
        "issuer": content_of(part(said, "issuer").get("name")),
        "leg": leg,
        "negotiable": False,
        "void": False,
        "digest": "",
    }
