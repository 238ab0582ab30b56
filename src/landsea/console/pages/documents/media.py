"""Change of medium as pages show it: where a document can go, how what was sent stands, what a chain says."""

from __future__ import annotations

from typing import Any

from landsea import lading
from landsea.console.named import party_body
from landsea.journal import View
from landsea.lading import (
    ChainReason,
    ChainState,
    ChainTransaction,
    Counterpart,
    Outgoing,
    State,
    StoredDocument,
    Title,
)
from landsea.runtime import LANGUAGES, say, system_now

TOWARDS = {"send": "receive-envelopes", "issue-elsewhere": "issue"}
"""What a platform must be configured for, by the way that leads to it."""
CODE_LISTS = ("GLEIF", "DNB", "W3C", "ZZZ")
"""Lists in which a party on another platform is found, besides that platform's own."""
ANSWERED = {"issuance-request": State.LEAVING, "surrender-request": State.SURRENDERED}
"""Messages that are answered by another message, and the document's state until then."""


def ways_out(view: View, found: StoredDocument) -> list[str]:
    """The media that the document can be taken to: configured ones that can hold it. Paper needs an issuer here who hands it out."""
    title = found.title
    known = lading.list_counterparts(view)
    open_ = {
        "leave": title.issuer is not None,
        "send": _may_be_sent(title) and bool(platforms_for("send", known)),
        "issue-elsewhere": title.issuer == view.actor.party and bool(platforms_for("issue-elsewhere", known)),
        "leave-for-chain": bool(lading.chains_open_to(view, found)),
    }
    return [name for name, is_open in open_.items() if is_open]


def _may_be_sent(title: Title) -> bool:
    """Sending is a transfer, so what is endorsed in full goes nowhere; what is made out to a consignee goes to that one alone."""
    return not title.negotiable or title.endorsable or title.is_to_bearer


def platforms_for(way: str, known: list[Counterpart]) -> list[dict[str, str]]:
    """One for each code that is reached through a configured platform."""
    return [
        {"code": code, "name": one.name, "jurisdiction": one.jurisdiction}
        for one in known
        if TOWARDS[way] in one.may
        for code in one.codes
    ]


def towards_body(view: View, found: StoredDocument, way: str) -> dict[str, Any]:
    """What the form of a way out offers to choose from."""
    is_exchange = way in TOWARDS
    chains = lading.chains_open_to(view, found) if way == "leave-for-chain" else []
    key = lading.own_chain_key(view)
    return {
        "platforms": platforms_for(way, lading.list_counterparts(view)) if is_exchange else [],
        "code_lists": list(CODE_LISTS) if is_exchange else [],
        "chains": [
            {"name": one.name, "chain_id": one.chain_id, "registry": one.registry, "jurisdiction": one.jurisdiction}
            for one in chains
        ],
        "own_address": key.address if key else "",
        "own_address_inside": key is not None and key.custody.value == "sealed",
    }


def sent_body(view: View, found: StoredDocument) -> list[dict[str, Any]]:
    """What was sent to other platforms about the document, newest first. `state` is a key of `title_words.MESSAGES`.

    Times are the world's, also where a sandbox's clock stands elsewhere. `steps`: what the viewer may do about the newest, by its path.
    """
    steps = lading.exchange_steps(view, found.title.document)
    names = {one.id: one.name for one in lading.list_counterparts(view)}
    sent = lading.list_sent(view, found.title.document)
    return [
        {
            "kind": one.kind,
            "platform": names.get(one.counterpart, one.counterpart),
            "state": message_state(one, found.title, is_newest=at == 0),
            "attempts": max(one.attempts, int(one.state.get("tries", 0))),
            "minutes_to_next": max((one.due - system_now()).total_seconds() / 60, 0) if one.due else None,
            "made_at": one.made_at.isoformat(),
            "asks": {language: say(one.asks, language) for language in LANGUAGES} if one.asks else None,
            "last_error": _last_error(one),
            "steps": list(steps) if at == 0 else [],
        }
        for at, one in enumerate(sent)
    ]


def _last_error(one: Outgoing) -> dict[str, str] | None:
    """Why the last try brought nothing forward, unless `asks` says it already."""
    if not one.last_error or str(one.last_error) == str(one.asks):
        return None
    return {language: say(one.last_error, language) for language in LANGUAGES}


def message_state(one: Outgoing, title: Title, *, is_newest: bool) -> str:
    if one.due is not None:
        if one.asks:
            return "stuck"
        return "retrying" if one.attempts else "sending"
    if lading.is_disputed(one):
        return "disputed"
    outcome = one.state.get("sending", one.state).get("outcome")
    if outcome:
        return "waiting" if outcome == "accepted" and is_newest and _is_presented(title) else str(outcome)
    if one.asks:
        return "not-taken" if one.kind.endswith("-response") else "refused"
    return "waiting" if is_newest and ANSWERED.get(one.kind) is title.state else "told"


def _is_presented(title: Title) -> bool:
    """To a carrier on another platform, who has not answered."""
    return title.state is State.SURRENDERED and title.issuer is None


def on_chain_body(view: View, found: StoredDocument) -> dict[str, Any] | None:
    """The document's newest journey to a chain; `None` for one that never left for one."""
    state = lading.chain_state(view, found.title.document)
    if state is None:
        return None
    journey, standing = state.journey, state.journey.standing
    key = lading.own_chain_key(view)
    return {
        "chain": journey.chain,
        "token": journey.token,
        "state": journey.state,
        "owner": _owner(view, state, journey.owner),
        "holder": _owner(view, state, standing.holder if standing else ""),
        "entitled": _owner(view, state, standing.beneficiary if standing else ""),
        "nominee": _owner(view, state, standing.nominee if standing else ""),
        "place": standing.place.value if standing else "",
        "read_to": journey.read_to.number if journey.read_to else None,
        "acts": [
            {
                "operation": one.operation.value,
                "by": _owner(view, state, one.caller or ""),
                "to": _owner(view, state, one.after.holder) if one.operation == "mint" else None,
                "at": one.at.isoformat(),
                "block": one.block,
            }
            for one in state.acts
        ],
        "waiting": [
            {
                "operation": one.operation,
                "state": one.progress,
                "asks": reason_body(one.asks),
                "made_at": one.made_at.isoformat(),
                "settled": one.due is None,
                "fee_raised": one.copy,
                "cost_gwei": _gwei(one.prepared),
                "limit_gwei": max(state.fee_gwei_max, one.fee_gwei_max or 0),
            }
            for one in state.transactions
        ],
        "asks": reason_body(state.asks),
        "signs_outside": key is not None and key.custody.value == "outside" and journey.state in ("leaving", "arrived"),
        **_outside_body(view, found),
    }


def _outside_body(view: View, found: StoredDocument) -> dict[str, Any]:
    """What a key kept outside can be asked to sign, and whom a transfer can name."""
    steps = lading.chain_steps_outside(view, found.title.document)
    addresses = lading.chain_addresses(view) if "transfer" in steps else {}
    takers = [party_body(view, party) for party in addresses]
    return {"outside_steps": list(steps), "takers": takers}


def reason_body(reason: ChainReason | None) -> dict[str, str] | None:
    """Why something does not go on, in both languages."""
    if reason is None:
        return None
    return {"code": reason.code, **{language: say(reason.phrase, language) for language in LANGUAGES}}


def _gwei(one: ChainTransaction) -> int:
    """What it costs at most, rounded up."""
    return -(-one.gas * one.fee_wei // 10**9)


def _owner(view: View, state: ChainState, address: str) -> dict[str, Any] | None:
    """The party that an address is, by its name, else the address itself; `None` for nobody."""
    if not address.strip("0x"):
        return None
    party = {str(one): name for one, name in state.names.items()}.get(address)
    found = party_body(view, party) if party else None
    return (found or {"id": address, "name_en": address, "name_zh": ""}) | {"address": address}
