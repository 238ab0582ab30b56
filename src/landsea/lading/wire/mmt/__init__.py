"""UN/CEFACT Multi-Modal Transport reference data model (MMT), directory D.23B, from and to our content.

The JSON is that of UN/CEFACT's JSON Schemas (BuyShipPay D23B, message MMT Master): an `exchangedDocument` and one
`specifiedConsignment`, each property named by its Core Component Library entry, decimals as text, codes of UN/ECE Recommendations 19,
20, 21 and UN/LOCODE. What MMT has no word for stands beside what it is about, under `x-landsea` (the schemas allow properties that begin
with `x-`), so that `parse(render(content))` is `content`. What a message says beyond our model is kept in `mmt_rest`, so that
`render(parse(x))` is `x`.
`docs/standards/mmt.md` has every field.
"""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec

from landsea.kernel import BadValue, Refusal
from landsea.lading.model import DocumentContent, plain
from landsea.lading.wire import json_patch
from landsea.lading.wire.mmt.document import read, say
from landsea.lading.wire.mmt.words import Json
from landsea.lading.wire.strict_json import canonical_json, parse_json

__all__ = ["bare", "parse_mmt", "render_mmt"]

_UNREADABLE = (msgspec.ValidationError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError)


def render_mmt(content: DocumentContent) -> Json:
    """The document as an MMT message."""
    rest = content.mmt_rest
    return json_patch.apply(bare(content), json.loads(rest)) if isinstance(rest, str) else bare(content)


def parse_mmt(message: Json, *, document_id: str, consignment: str, negotiable: bool | None = None) -> DocumentContent:
    """Content from an MMT message; ids are the node's own. Raises `BadValue`.

    MMT does not tell a negotiable document from a straight one: `negotiable` does, unless the message was rendered by `render_mmt`.
    """
    ids = {"document": document_id, "consignment": consignment}
    try:
        parse_json(canonical_json(message))  # plain, and not nested without end
        content = msgspec.convert(read(message, negotiable) | ids, DocumentContent)
        rest = json_patch.difference(bare(content), message)
    except Refusal:
        raise
    except _UNREADABLE as error:
        raise BadValue(
            value="the message", what="MMT document", why=str(error), mend="Send UN/CEFACT D.23B JSON."
        ) from None
    return replace(content, mmt_rest=canonical_json(rest).decode()) if rest else content


def bare(content: DocumentContent) -> Json:
    """The message without what `mmt_rest` keeps."""
    value: Json = msgspec.json.decode(msgspec.json.encode(plain(content)))
    value.pop("mmt_rest", None)
    return say(value)
