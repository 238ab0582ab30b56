"""Parts of a document as pages show them: where it stands, its order, its pledge, what is open on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UnsetType

from landsea import identity, lading
from landsea.console.named import mode_of, party_body
from landsea.console.pages.documents.standing import standing_here
from landsea.identity import Custody
from landsea.journal import View
from landsea.kernel import NotFound
from landsea.lading import NODE_KEY as NODE
from landsea.lading import ActKind, DocumentId, StoredDocument, Title

REGISTER = {"id": NODE, "name_en": "the register itself", "name_zh": "登记系统", "identifiers": [], "did": ""}
ANSWERED = (ActKind.TAKE, ActKind.GRANT)


def row_body(view: View, found: StoredDocument) -> dict[str, Any]:
    """What every list and page of a document says of it."""
    title, me = found.title, view.actor.party
    standing, reason = standing_here(view, title)
    return {
        "id": title.document,
        "number": title.number,
        "negotiable": title.negotiable,
        "state": title.state.value,
        "standing": standing,
        "why": reason,
        "medium": title.medium.value,
        "holder": party_body(view, title.holder),
        "issuer": party_body(view, title.issuer),
        "entitled": party_body(view, title.entitled),
        "bearer": title.is_to_bearer,
        "endorsable": title.endorsable,
        "i_hold": title.holder == me,
        "issued_at": found.content.issued_at.isoformat(),
        "days_only": found.content.days is True,
        "acted_at": title.acted_at.isoformat(),
        "goods": [line.description for line in found.content.goods],
        "ended": title.has_ended,
        "pledge": pledge_body(view, title),
        "proposal": proposal_body(view, title),
        "frozen": title.frozen,
        "order": order_body(view, title),
    }


def pledge_body(view: View, title: Title) -> dict[str, Any] | None:
    """`minutes_left` until it is due, negative when overdue; `None` when it may be enforced at any time."""
    if title.pledge is None:
        return None
    due = title.pledge.matures_at
    return {
        "pledgor": party_body(view, title.pledge.pledgor),
        "pledgee": party_body(view, title.holder),
        "secures": title.pledge.secures,
        "matures_at": due.isoformat() if due else None,
        "minutes_left": None if due is None else (due - view.now).total_seconds() / 60,
    }


def proposal_body(view: View, title: Title) -> dict[str, Any] | None:
    open_ = title.proposal
    if open_ is None:
        return None
    return {
        "act": open_.act.value,
        "by": party_body(view, open_.by),
        "to": party_body(view, open_.to),
        "awaits": [party_body(view, one) for one in open_.awaits if one],
        "awaits_me": view.actor.party in open_.awaits,
        **said_body(view, open_.says),
    }


def order_body(view: View, title: Title) -> dict[str, Any] | None:
    """The open order under dual control; `mine` when it was begun with the viewer's own key, who cannot confirm it."""
    order = title.order
    if order is None:
        return None
    own = identity.find_own_title_key(view)
    return {
        "kind": order.kind.value,
        "to": party_body(view, order.to),
        "key_id": order.key_id,
        "by": _signer(view, title, order.key_id),
        "mine": own is not None and own.id == order.key_id,
        **said_body(view, order.says),
    }


def _signer(view: View, title: Title, key_id: str) -> str:
    """The name of the registrar's person whose key it is, for that party's own people; empty for others."""
    if view.actor.party != title.registrar:
        return ""
    user = next((key.user for key in identity.title_keys_of(view, title.registrar) if key.id == key_id), None)
    known = {one.id: one.name for one in identity.list_users(view, title.registrar)} if user else {}
    return known.get(user) or "" if user else ""


def said_body(view: View, says: lading.Particulars) -> dict[str, Any]:
    """What an act says beyond who, what, when and to whom; empty where it does not state it."""
    texts = ("secures", "matures_at", "purpose", "order", "case", "endorsement")
    endorsee, form = _said(says.endorsee), _said(says.form)
    return {
        **{name: _plain(_said(getattr(says, name))) for name in texts},
        "endorsee": party_body(view, endorsee.party) if endorsee else None,
        "form": {"medium": form.medium.value, "name": form.name} if form else None,
        "amounts": amounts_body(_said(says.amounts) or ()),
        "shares": [amounts_body(share) for share in _said(says.shares) or ()],
        "relatives": [relative_body(view, one.document) for one in _said(says.relatives) or ()],
    }


def relative_body(view: View, document: str) -> dict[str, Any]:
    """Another document that this one names: by its number, and how it stands where the viewer may see it."""
    try:
        found = lading.get_document(view, document)
    except NotFound:
        return {"id": document, "number": lading.load_document(view, document).title.number, "state": ""}
    return {"id": document, "number": found.title.number, "state": found.title.state.value}


def amounts_body(amounts: Sequence[lading.LineAmount]) -> list[dict[str, Any]]:
    return [
        {"line": one.line, "packages": one.packages, "gross_weight_grams": one.gross_weight_grams} for one in amounts
    ]


def chain_body(view: View, document: str) -> list[dict[str, Any]]:
    """Every act in order; `word` names it by what it answered (`take-pledge`), a surrender says for what."""
    chain, asked, elsewhere = [], "", Elsewhere(view, document)
    for one in lading.acts_of(view, document):
        said = one.act.statement
        answered = f"-{asked}" if said.act in ANSWERED and asked else ""
        chain.append(elsewhere.named(_act(view, one, said.act.value + answered)))
        asked = said.act.value if said.act in PROPOSALS else asked
    return chain


class Elsewhere:
    """Names for the forms that a document took on other platforms, looked up once for a page."""

    def __init__(self, view: View, document: str) -> None:
        known = lading.list_counterparts(view)
        self.platforms = {code: one.name for one in known for code in (one.id, *one.codes)}
        self.parties = lading.names_elsewhere(view, DocumentId(document))

    def named(self, act: dict[str, Any]) -> dict[str, Any]:
        """The act with `platform` and `party` in its form; empty where the node does not know them."""
        if act["form"] is None:
            return act
        name = act["form"]["name"]
        platform = self.platforms.get(name.split(" ")[0], "") if act["form"]["medium"] == "platform" else ""
        return act | {"form": act["form"] | {"platform": platform, "party": self.parties.get(name, "")}}


def _act(view: View, one: lading.RecordedAct, word: str) -> dict[str, Any]:
    said = one.act.statement
    body = said_body(view, said.says)
    if said.act is ActKind.SURRENDER:
        body["purpose"] = body["purpose"] or lading.Purpose.DELIVERY.value  # what it is for unless it says so
    return {
        "act": said.act.value,
        "word": word,
        "sequence": said.sequence,
        "at": said.at.isoformat(),
        "by": REGISTER if said.by.party == NODE else party_body(view, said.by.party),
        "to": party_body(view, said.to.party) if said.to else None,
        "reason": said.reason,
        "key_id": one.act.key_id,
        "position": one.position,
        **body,
    }


PROPOSALS = (
    ActKind.OFFER,
    ActKind.PLEDGE,
    ActKind.AMEND,
    ActKind.ASK_SPLIT,
    ActKind.ASK_MERGE,
    ActKind.ASK_PART,
)


def lines_body(found: StoredDocument) -> list[dict[str, Any]]:
    """Each line of the goods with what the document says and what is outstanding of it."""
    return [
        {
            "line": at,
            "description": line.description,
            "package_code": line.package_code,
            "packages": line.packages,
            "gross_weight_grams": line.gross_weight_grams,
            "volume_cubic_metres": line.volume_cubic_metres,
            "packages_outstanding": left.packages,
            "grams_outstanding": left.gross_weight_grams,
        }
        for at, (line, left) in enumerate(zip(found.content.goods, found.title.outstanding, strict=True))
    ]


def content_body(content: lading.DocumentContent) -> dict[str, Any]:
    """What the document says, its places with `code` as everywhere in the console."""
    body: dict[str, Any] = msgspec.to_builtins(content, enc_hook=str)
    for leg in body["carriage"]:
        leg["mode"] = mode_of(leg["mode"])
        for end in ("origin", "destination"):
            leg[end]["code"] = leg[end]["locode"]
    for name in ("receipt", "loading", "discharge", "delivery", "issued_place"):
        if body[name]:
            body[name]["code"] = body[name]["locode"]
    body["instrument"] = msgspec.to_builtins(content.title)
    body["days"] = _said(content.days) or False
    return body


def title_key_body(view: View) -> dict[str, Any] | None:
    """The user's title key for this party: `inside` when it is on the node, so that a passphrase signs; else it signs outside."""
    key = identity.find_own_title_key(view)
    return {"id": key.id, "inside": key.custody is Custody.WRAPPED} if key else None


def _said(value: Any) -> Any:
    return None if isinstance(value, UnsetType) else value


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value)
