"""DCSA `TransportDocument` (eBL 3.0.0: EBL, EBL_ISS, EBL_PINT) from and to our content.

What a DCSA document says beyond our model is kept as a JSON Patch in `dcsa_rest` (once as a merge patch, which is still read), so
`render(parse(x))` is `x` again, nulls included. Our own content says more than DCSA can (names in Chinese, every leg, times): a rendered
document is an extract of it. What a sandbox issued says so in a clause, also to those who do not know us. DCSA describes carriage with
a sea leg; content without one cannot be rendered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import rfc8785

from landsea.lading.model import DocumentContent
from landsea.lading.wire import json_patch, patch
from landsea.lading.wire.dcsa.codes import Json, status_of
from landsea.lading.wire.dcsa.incoming import read
from landsea.lading.wire.dcsa.outgoing import bare

__all__ = ["parse_transport_document", "render_transport_document", "status_of"]


def render_transport_document(content: DocumentContent, status: str = "ISSUED") -> Json:
    """The document as DCSA names it; `status` is DCSA's transportDocumentStatus.

    DCSA also requires the issuer's address and an SMDG or NMFTA code of the carrier: they are there when the issuer's record has them.
    """
    rendered = bare(content, status)
    rest = json.loads(content.dcsa_rest) if content.dcsa_rest else []
    whole: Json = json_patch.apply(rendered, rest) if isinstance(rest, list) else patch.apply(rendered, rest)
    return whole


def parse_transport_document(document: Mapping[str, Any], *, document_id: str, consignment: str) -> DocumentContent:
    """Content from a DCSA document that somebody else issued; ids are the node's own. Dates are taken as midnight UTC."""
    modelled = read(document, document_id, consignment, "")
    rest = json_patch.difference(bare(modelled, document.get("transportDocumentStatus", "ISSUED")), document)
    return read(document, document_id, consignment, rfc8785.dumps(rest).decode())
