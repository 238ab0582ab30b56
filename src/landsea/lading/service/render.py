"""The printed copy: PDF/A-3b with the evidence inside, a QR code, and the node's seal over all of it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from landsea.journal import View
from landsea.kernel import PartyId
from landsea.lading.model import NODE_KEY, DocumentParty, SignedAct, canonical
from landsea.lading.service.content import document_party
from landsea.lading.service.evidence import acts_of, evidence, named_in
from landsea.lading.service.fonts import font_folder, require_covered
from landsea.lading.service.read import get_document
from landsea.lading.service.seal import PLACE, seal
from landsea.lading.service.sheet import instant, sheet

_TEMPLATE = Path(__file__).parent.parent / "templates" / "bill.typ"


def render_pdf(view: View, document_id: str) -> bytes:
    """The sealed PDF as of now. Refused: a character the font lacks, an act that no checkpoint covers yet."""
    found = get_document(view, document_id)
    pack = evidence(view, document_id)
    acts = [one.act for one in acts_of(view, document_id)]
    url = verify_url(view.site.base_url, pack)
    printed = sheet(found.content, found.title, acts, _names(view, acts)) | {
        "as_of": instant(view.now),
        "date": [view.now.year, view.now.month, view.now.day],
        "origin": view.site.origin,
        "vkey": pack["log"]["vkey"],
        "log_size": str(pack["status"]["log_size"]),
        "verify_url": url.split("#")[0],
    }
    require_covered(printed)
    return seal(_compile(printed | {"seal": PLACE}, canonical(pack), url), view.journal.signer)


def verify_url(base_url: str, pack: dict[str, Any]) -> str:
    """Where to verify the copy. Document, version and hash are in the fragment, so that no server is told them."""
    status = pack["status"]
    digest = status["content"]
    facts = urlencode({"v": 1, "document": status["document"], "acts": status["acts"], "sha256": digest})
    return f"{base_url}/verify#{facts}"


def _compile(printed: dict[str, Any], attached: bytes, url: str) -> bytes:
    import typst

    inputs = {"data": msgspec.json.encode(printed).decode(), "evidence": attached.decode(), "qr": _qr(url)}
    pdf: bytes = typst.compile(
        str(_TEMPLATE),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        pdf_standards=["a-3b"],
        sys_inputs=inputs,
    )
    return pdf


def _qr(text: str) -> str:
    import segno

    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", border=0, dark="#12263f", xmldecl=False)
    return re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', out.getvalue().decode(), count=1)


def _names(view: View, acts: list[SignedAct]) -> dict[PartyId, DocumentParty]:
    parties = {one.party for act in acts for one in named_in(act) if one.party != NODE_KEY}
    return {party: document_party(view, party) for party in parties}
