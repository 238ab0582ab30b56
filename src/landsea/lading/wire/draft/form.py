"""What every form of a message tells a draft: how it is read, shown again, and where in it a thing of our content stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from landsea.lading.model import DocumentContent
from landsea.lading.wire.draft.compare import Thing
from landsea.lading.wire.shapes import Shape

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """A standard's message.

    `is_one`: by its outermost names. `negotiable`: what the message says of that, `None` where it says nothing; `kind`: of which it is, in
    UN/EDIFACT 1001. `read`: its content, what it leaves open empty, its day of issue `at` where it states none. `understood`: what of the
    message was read, in the message's own words; `bare`: a document of ours in them, and `render` with all that it keeps. `keeps`: whether
    it keeps anything, `keep`: the content that keeps this. `locate`: JSON pointers to a thing of the content; `issue` is what its issuer
    alone can say: of what kind it is, how many originals, whether the goods are on board. `aligned`: the message with a line of the goods
    wherever `ours` has one, `base` being `understood`.
    """

    name: str
    title: str
    shape: Shape
    is_one: Callable[[Json], bool]
    negotiable: Callable[[Json], bool | None]
    kind: Callable[[Json, bool], str]
    read: Callable[[Json, datetime, bool], DocumentContent]
    understood: Callable[[DocumentContent, Json], Json]
    bare: Callable[[DocumentContent], Json]
    render: Callable[[DocumentContent], Json]
    keeps: Callable[[DocumentContent], bool]
    keep: Callable[[DocumentContent, str], DocumentContent]
    locate: Callable[[Json, Thing], tuple[str, ...]]
    aligned: Callable[[Json, Json, Json], Json] = lambda message, base, ours: message


def walk(message: Any, *names: str | int) -> str:
    """The JSON pointer along `names`, through the first of each list on the way; it goes on where nothing stands any more."""
    value, pointer = message, ""
    for step in names:
        if isinstance(value, list) and isinstance(step, str):
            value, pointer = (value[0] if value else None), f"{pointer}/0"
        pointer += f"/{step}"
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            value = None
    return pointer
