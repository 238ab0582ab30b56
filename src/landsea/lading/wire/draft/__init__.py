"""A partner's message as a draft of a document: read as far as it can be, compared with what is to be issued, and kept beside it.

Nothing of a message is lost on the way through a document: what is understood of it is said by the document's own content, what is not
is kept in the content, in the message's form. Where the document says something else than the message, the document's word stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from landsea.kernel import BadValue
from landsea.lading.model import DocumentContent
from landsea.lading.wire import json_patch
from landsea.lading.wire.draft import dcsa, mmt
from landsea.lading.wire.draft.compare import Difference, Thing, arranged, differences, is_stated
from landsea.lading.wire.draft.form import Form, Json
from landsea.lading.wire.draft.merge import merged
from landsea.lading.wire.shapes import Fault, faults
from landsea.lading.wire.strict_json import canonical_json

__all__ = [
    "FORMS",
    "Difference",
    "Form",
    "Message",
    "Thing",
    "arrange",
    "carried",
    "differences_of",
    "form_of",
    "is_stated",
    "kept_beside",
    "pointer_of",
    "read_message",
    "replaced",
]
FORMS = (mmt.FORM, dcsa.FORM)
_UNREADABLE = (msgspec.ValidationError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError, BadValue)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was read: `said` as it came, the `faults` of its shape, and its content without what is faulty."""

    form: Form
    said: Json
    faults: tuple[Fault, ...]
    readable: Json
    content: DocumentContent

    @property
    def is_readable(self) -> bool:
        return self.readable is self.said

    def pointer_to(self, thing: Thing) -> str:
        """Where a thing of the content stands in the message, or would stand."""
        return self.form.locate(self.readable, thing)[0]


def form_of(value: Any) -> Form | None:
    """Whose message it is, by its outermost names."""
    return next((form for form in FORMS if isinstance(value, dict) and form.is_one(value)), None)


def read_message(form: Form, said: Json, at: datetime, negotiable: bool) -> Message:
    """The message as far as it can be read; raises `BadValue` where it cannot at all.

    `at` and `negotiable` stand in for what it does not say of its issue.
    """
    found = faults(form.shape, said)
    spoilt = [_steps(one.path) for one in found if not one.missing]
    readable = _without(said, spoilt) if spoilt else said
    try:
        content = form.read(readable, at, negotiable)
    except _UNREADABLE as error:
        raise BadValue(value="The message", what=form.title, why=str(error), mend="Have it sent again.") from None
    return Message(form, said, found, readable, content)


def pointer_of(one: Fault) -> str:
    """The fault's place as a JSON pointer."""
    return "".join(f"/{step}" for step in _steps(one.path))


def arrange(content: DocumentContent, message: Message) -> DocumentContent:
    """Goods, containers and notify parties in the message's order, where it names the same ones."""
    return arranged(content, message.content, _as_told(message.form, content))


def differences_of(message: Message, content: DocumentContent) -> list[Difference]:
    """Where the message contradicts the document, of what the message's form has words for."""
    return list(differences(message.content, _as_told(message.form, content)))


def kept_beside(content: DocumentContent, message: Message) -> DocumentContent:
    """The content with what the message, all of it readable, says beyond it; not what it says of another party, leg or line than ours."""
    form, ours = message.form, message.form.bare(content)
    base = form.understood(message.content, message.said)
    said = form.aligned(message.said, base, ours)
    things = [("issue",), *(one.thing for one in differences_of(message, content))]
    whole = merged(base, said, ours, {pointer for thing in things for pointer in form.locate(said, thing)})
    rest = json_patch.difference(ours, whole)
    return form.keep(content, canonical_json(rest).decode() if rest else "")


def replaced(content: DocumentContent, message: Message) -> Iterator[tuple[str, Any, Any]]:
    """Where the document, in the message's form, says something else than the message: pointer, theirs, ours (`None`: nothing)."""
    told = message.form.render(content)
    for one in json_patch.difference(told, message.said):
        if one["op"] != "remove":
            yield one["path"], one["value"], json_patch.at(told, one["path"])


def carried(old: DocumentContent, new: DocumentContent) -> DocumentContent:
    """`new`, made of `old` by an amendment, a split or a merger, with what `old` keeps of a message, of what is still the same."""
    for form in FORMS:
        if form.keeps(old):
            new = _carried(form, old, new)
    return new


def _carried(form: Form, old: DocumentContent, new: DocumentContent) -> DocumentContent:
    """What can no longer be told in the form keeps nothing of it."""
    try:
        said = form.render(old)
        return kept_beside(new, Message(form, said, (), said, _as_told(form, old)))
    except BadValue:
        return form.keep(new, "")


def _as_told(form: Form, content: DocumentContent) -> DocumentContent:
    """What a reader of the form learns of the content."""
    return form.read(form.bare(content), content.issued_at, content.negotiable)


def _steps(path: str) -> list[str | int]:
    return [name or int(at) for name, at in _STEP.findall(path)]


def _without(value: Json, paths: Iterable[list[str | int]]) -> Json:
    """A copy without what stands there; of a list, without the whole list, so that nothing moves up."""
    left = deepcopy(value)
    for path in paths:
        *way, last = _named(path)
        holder: Any = left
        for step in way:
            known = isinstance(holder, list) or (isinstance(holder, dict) and step in holder)
            holder = holder[step] if known else None
        if isinstance(holder, dict):
            holder.pop(last, None)
    return left


def _named(path: list[str | int]) -> list[str | int]:
    """The path up to its last name."""
    return path if isinstance(path[-1], str) else _named(path[:-1])
