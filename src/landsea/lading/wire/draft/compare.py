"""Whether a message speaks of the same parties, places, goods and containers as a document of ours.

Both are contents read from the same form. What a message does not state, it does not contradict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from landsea.lading.model import (
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    NamedPlace,
)

Thing = tuple[str | int, ...]
T = TypeVar("T")
PLACES = ("receipt", "loading", "discharge", "delivery")
_PARTIES = ("shipper", "consignee", "order_of")
_EXACT = ("package_code", "container", "dangerous_un", "hazard_class", "packing_group")
_WORDED = ("description", "marks", "shipping_name")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a message says of a `thing` of the content (`("goods", 0)`) in its `field`, and what the document says instead.

    Who carries and how is for the document's issuer to say; all else `binds`: of other goods, or for other parties, it is another document.
    """

    thing: Thing
    field: str
    theirs: str
    ours: str

    @property
    def binds(self) -> bool:
        return self.thing[0] not in ("issuer", "carriage")


def differences(theirs: DocumentContent, ours: DocumentContent) -> Iterator[Difference]:
    """Each thing in which the message `theirs` contradicts `ours`, one difference a thing at least."""
    if theirs.ucr and theirs.ucr != ours.ucr:
        yield Difference(("ucr",), "ucr", theirs.ucr, ours.ucr)
    for name in ("issuer", *_PARTIES):
        yield from _party((name,), getattr(theirs, name), getattr(ours, name))
    yield from _listed("notify", theirs.notify, ours.notify, _party)
    for name in PLACES:
        yield from _place((name,), getattr(theirs, name), getattr(ours, name))
    yield from _listed("carriage", theirs.carriage, ours.carriage, _leg)
    yield from _listed("goods", theirs.goods, ours.goods, _goods)
    if theirs.goods and len(ours.goods) > len(theirs.goods):
        yield Difference(("goods",), "goods", str(len(theirs.goods)), str(len(ours.goods)))
    yield from _listed("equipment", theirs.equipment, ours.equipment, _equipment)


def arranged(content: DocumentContent, theirs: DocumentContent, ours: DocumentContent) -> DocumentContent:
    """`content` with its goods, containers and notify parties in the message's order; `ours` is `content` as the form tells it."""
    return replace(
        content,
        goods=_in_order(content.goods, theirs.goods, ours.goods, _goods),
        equipment=_in_order(content.equipment, theirs.equipment, ours.equipment, _equipment),
        notify=_in_order(content.notify, theirs.notify, ours.notify, _party),
    )


def is_stated(party: DocumentParty | None) -> bool:
    return party is not None and bool(party.name_en or party.name_zh or party.did or party.identifiers)


def _in_order(
    content: tuple[T, ...], theirs: Sequence[T], ours: Sequence[T], compare: Callable[..., Iterator[Difference]]
) -> tuple[T, ...]:
    """As it is, unless everything of theirs has its like."""
    left = list(range(len(ours)))
    order: list[int] = []
    for one in theirs:
        like = next((at for at in left if not any(compare(("",), one, ours[at]))), None)
        if like is None:
            return content
        left.remove(like)
        order.append(like)
    return tuple(content[at] for at in order + left)


def _listed(
    name: str, theirs: Sequence[T], ours: Sequence[T], compare: Callable[..., Iterator[Difference]]
) -> Iterator[Difference]:
    for at, one in enumerate(theirs):
        if at < len(ours):
            yield from compare((name, at), one, ours[at])
        else:
            yield Difference((name, at), name, str(len(theirs)), str(len(ours)))


def _party(thing: Thing, theirs: DocumentParty | None, ours: DocumentParty | None) -> Iterator[Difference]:
    if theirs is not None and is_stated(theirs) and not (ours and same_party(theirs, ours)):
        yield Difference(thing, str(thing[0]), _named(theirs), _named(ours))


def same_party(one: DocumentParty, other: DocumentParty) -> bool:
    """By a number that both state; else by name. A party may have a DID on each node, so that two DIDs contradict nothing."""
    if one.did and one.did == other.did:
        return True
    here, there = _numbers(one), _numbers(other)
    if schemes := here.keys() & there.keys():
        return any(here[scheme] & there[scheme] for scheme in schemes)
    names = {_plain(name) for name in (one.name_en, one.name_zh) if name}
    return bool(names & {_plain(name) for name in (other.name_en, other.name_zh) if name})


def _numbers(party: DocumentParty) -> dict[str, set[str]]:
    """Numbers of registers; what a platform calls a party (ZZZ) is no register."""
    found: dict[str, set[str]] = {}
    for one in party.identifiers:
        if one.value and one.scheme not in ("", "ZZZ"):
            found.setdefault(one.scheme, set()).add(one.value)
    return found


def _place(thing: Thing, theirs: NamedPlace | None, ours: NamedPlace | None) -> Iterator[Difference]:
    if theirs and theirs.locode and theirs.locode != (ours.locode if ours else ""):
        yield Difference(thing, str(thing[0]), theirs.locode, ours.locode if ours else "–")


def _leg(thing: Thing, theirs: Carriage, ours: Carriage) -> Iterator[Difference]:
    for field in ("mode", "vessel", "voyage", "service"):
        yield from _field(thing, field, theirs, ours, str)
    yield from _place(thing, theirs.origin, ours.origin)
    yield from _place(thing, theirs.destination, ours.destination)


def _goods(thing: Thing, theirs: GoodsLine, ours: GoodsLine) -> Iterator[Difference]:
    if not (theirs.hs_code.startswith(ours.hs_code) or ours.hs_code.startswith(theirs.hs_code)):
        yield Difference(thing, "hs_code", theirs.hs_code, ours.hs_code)
    elif theirs.hs_code and not ours.hs_code:
        yield Difference(thing, "hs_code", theirs.hs_code, "–")
    for field in ("packages", "gross_weight_grams", *_EXACT):
        yield from _field(thing, field, theirs, ours, str)
    for field in ("volume_cubic_metres", "temperature_celsius"):
        yield from _field(thing, field, theirs, ours, _decimal)
    for field in _WORDED:
        yield from _field(thing, field, theirs, ours, _plain)


def _equipment(thing: Thing, theirs: EquipmentLine, ours: EquipmentLine) -> Iterator[Difference]:
    for field in ("container", "iso_code"):
        yield from _field(thing, field, theirs, ours, str)
    if set(theirs.seals) - set(ours.seals):
        yield Difference(thing, "seals", ", ".join(theirs.seals), ", ".join(ours.seals) or "–")


def _field(thing: Thing, field: str, theirs: Any, ours: Any, plain: Callable[[Any], object]) -> Iterator[Difference]:
    said, wanted = getattr(theirs, field), getattr(ours, field)
    if said and plain(said) != plain(wanted):
        yield Difference(thing, field, str(said), str(wanted) if wanted else "–")


def _decimal(text: str) -> object:
    try:
        return Decimal(text or "NaN").normalize()
    except InvalidOperation:
        return text


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _named(party: DocumentParty | None) -> str:
    return (party.name_en or party.name_zh or party.did) if party else "–"
