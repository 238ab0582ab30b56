"""A document's credentials: where one is to be had, and, of a waybill, how each stands and what its issuer may do with it."""

from __future__ import annotations

from typing import Any

from landsea import lading
from landsea.journal import View
from landsea.lading import DocumentId, WaybillCredential


def credential_body(view: View, document: DocumentId) -> dict[str, Any]:
    """`url` while there is one to be had; `issued` and the addresses of acts are of waybills."""
    desk, path = lading.credential_desk(view, document), f"/v1/documents/{document}"
    in_force = bool(desk.issued) and not desk.issued[-1].is_revoked
    operative = lading.get_document(view, document).title.is_operative
    return {
        "url": f"{path}/credential.json" if desk.to_be_had else None,
        "issue": f"{path}/credentials" if desk.is_issuer and operative and not in_force else None,
        "issued": [_issued(one, f"{path}/credentials/{one.number}", desk.is_issuer) for one in desk.issued],
    }


def _issued(one: WaybillCredential, path: str, is_issuer: bool) -> dict[str, Any]:
    open_to = [] if one.is_revoked or not is_issuer else ["resume" if one.suspended else "suspend", "revoke"]
    return {
        "number": one.number,
        "status": "revoked" if one.is_revoked else "suspended" if one.is_suspended else "in force",
        "by_register": (one.over and not one.revoked) or (one.held and not one.suspended),
        "reason": one.reason,
        "issued_at": one.issued_at.isoformat(),
        "acts": [{"act": act, "url": f"{path}/{act}"} for act in open_to],
    }
