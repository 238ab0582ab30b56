"""Our acts on title in the words of TitleEscrow v5, and by name those that it has no words for.

While the operative record is on a chain, an act is done there or not at all. What the contract cannot hold (an endorsement in blank, a
pledge, a part delivery, ...) is refused here with its own name; the way out is to bring the record back to the log first (`return`).
Our *holder* is the contract's holder, our *entitled* party its beneficiary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from landsea.kernel import PartyId
from landsea.lading.escrow.limits import (
    AmendmentNotOnChain,
    BearerNotOnChain,
    ExpiryNotOnChain,
    FreezeNotOnChain,
    FullEndorsementNotOnChain,
    NotOnChain,
    OpenProposalNotOnChain,
    PartDeliveryNotOnChain,
    PartyWithoutChainAddress,
    PledgeNotOnChain,
    SplitNotOnChain,
    StraightNotOnChain,
    TransferOnAcceptanceNotOnChain,
)
from landsea.lading.escrow.model import NOBODY, Address, Call, Escrow, Operation
from landsea.lading.escrow.refusals import RecipientAlreadyHolder
from landsea.lading.model import ActKind, Endorsement, Title


@dataclass(frozen=True, slots=True)
class Line:
    """One of our acts (`kind`: its endorsement), and the functions that express it on the chain, or why it cannot be there.

    No functions and no refusal: an act of the log alone.
    """

    act: ActKind
    operations: tuple[Operation, ...]
    says: str
    refusal: type[NotOnChain] | None = None
    kind: Endorsement | None = None


_TRANSFERS = {
    (True, False): Operation.TRANSFER_HOLDER,
    (False, True): Operation.TRANSFER_BENEFICIARY,
    (True, True): Operation.TRANSFER_OWNERS,
}
"""Does the holder change, does the beneficiary -> the function."""
_REJECTIONS = (Operation.REJECT_BENEFICIARY, Operation.REJECT_HOLDER, Operation.REJECT_OWNERS)
_TO_LOG = "possible after the record is back in the log"
_AT_ONCE = "a transfer takes effect at once and can only be rejected"
_PAUSE = "a pause stops every token of the registry, not this one"

LINES = (
    Line(ActKind.ISSUE, (), "in the log, then `leave`"),
    Line(ActKind.CAPTURE, (), "in the log"),
    Line(ActKind.ACTIVATE, (), "in the log"),
    Line(ActKind.DISCARD, (), "in the log"),
    Line(
        ActKind.RECEIVE, (), "in the log; a token that was not minted for a document of the log stays a foreign record"
    ),
    Line(ActKind.LEAVE, (Operation.MINT,), "signed in the log first; the mint follows"),
    Line(ActKind.LEFT, (), "in the log, when the mint is final"),
    Line(ActKind.STAY, (), "in the log, when the mint has failed or can never be included"),
    Line(
        ActKind.RETURN,
        (Operation.RETURN, Operation.BURN),
        "the holder returns, the issuer burns; in the log when that is final",
    ),
    Line(ActKind.TRANSFER, (Operation.TRANSFER_HOLDER,), "possession alone", kind=Endorsement.NONE),
    Line(
        ActKind.TRANSFER,
        (Operation.NOMINATE, *_TRANSFERS.values()),
        "by who is both: `transferOwners`; else the beneficiary nominates and the holder transfers",
        kind=Endorsement.ORDER,
    ),
    Line(ActKind.TRANSFER, (), "every beneficiary can endorse on", FullEndorsementNotOnChain, Endorsement.FULL),
    Line(ActKind.TRANSFER, (), "a beneficiary is always named", BearerNotOnChain, Endorsement.BLANK),
    Line(ActKind.OFFER, (), _AT_ONCE, TransferOnAcceptanceNotOnChain),
    Line(ActKind.TAKE, (), _AT_ONCE, TransferOnAcceptanceNotOnChain),
    Line(ActKind.DECLINE, _REJECTIONS, "undoes a transfer that has taken effect, as the very next act only"),
    Line(ActKind.WITHDRAW, (Operation.NOMINATE,), "a nomination is withdrawn by nominating the zero address"),
    Line(ActKind.PLEDGE, (), _TO_LOG, PledgeNotOnChain),
    Line(ActKind.RELEASE, (), _TO_LOG, PledgeNotOnChain),
    Line(ActKind.ENFORCE, (), _TO_LOG, PledgeNotOnChain),
    Line(ActKind.AMEND, (), _TO_LOG, AmendmentNotOnChain),
    Line(ActKind.CONSENT, (), _TO_LOG, AmendmentNotOnChain),
    Line(ActKind.ASK_SPLIT, (), _TO_LOG, SplitNotOnChain),
    Line(ActKind.ASK_MERGE, (), _TO_LOG, SplitNotOnChain),
    Line(ActKind.ASK_PART, (), _TO_LOG, PartDeliveryNotOnChain),
    Line(ActKind.GRANT, (), _TO_LOG, PartDeliveryNotOnChain),
    Line(ActKind.SURRENDER, (Operation.RETURN,), "by who is both; the purpose stands in the remark"),
    Line(
        ActKind.ACCEPT, (Operation.BURN,), "by the issuer; the log records the `return`, and acceptance is signed there"
    ),
    Line(ActKind.REJECT, (Operation.RESTORE,), "by the issuer; beneficiary and holder as before"),
    Line(ActKind.ACCOMPLISH, (), "in the log, after the burn"),
    Line(ActKind.ORDER, (), _PAUSE, FreezeNotOnChain),
    Line(ActKind.CONFIRM, (), _PAUSE, FreezeNotOnChain),
    Line(ActKind.REVOKE, (), _PAUSE, FreezeNotOnChain),
    Line(ActKind.EXPIRE, (), _TO_LOG, ExpiryNotOnChain),
)


def require_expressible(act: ActKind, kind: Endorsement = Endorsement.ORDER) -> tuple[Operation, ...]:
    """The functions that express `act` on the chain (`kind`: of a transfer's endorsement); none for an act of the log alone.

    Raises the `NotOnChain` refusal of its line.
    """
    line = next(line for line in LINES if line.act is act and line.kind in (None, kind))
    if line.refusal is not None:
        raise line.refusal(act=act.value)
    return line.operations


def mint_call(title: Title, addresses: Mapping[PartyId, Address], minter: Address, remark: bytes) -> Call:
    """The mint that takes a document to the chain. `addresses`: of the parties that have registered one.

    Raises the `NotOnChain` refusal of the first thing that would be lost on the way. Ask before `leave` is signed.
    """
    for refusal, is_lost in _LOST.items():
        if is_lost(title):
            raise refusal(act=ActKind.LEAVE.value)
    holder, entitled = (addresses.get(one) if one else None for one in (title.holder, title.entitled))
    if holder is None or entitled is None:
        raise PartyWithoutChainAddress(act=ActKind.LEAVE.value)
    return Call(Operation.MINT, minter, entitled, holder, remark)


_LOST: dict[type[NotOnChain], Callable[[Title], bool]] = {
    StraightNotOnChain: lambda title: not title.negotiable,
    BearerNotOnChain: lambda title: title.is_to_bearer,
    FullEndorsementNotOnChain: lambda title: not title.endorsable,
    PledgeNotOnChain: lambda title: title.pledge is not None,
    OpenProposalNotOnChain: lambda title: title.proposal is not None,
    FreezeNotOnChain: lambda title: title.frozen or title.order is not None,
    PartDeliveryNotOnChain: lambda title: title.delivered,
}
"""What of a document the contract could not hold."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Who has the document on the chain, or is to have it: our holder and our entitled party (None: bearer)."""

    holder: Address
    entitled: Address | None


def owners_of(escrow: Escrow) -> Owners:
    return Owners(escrow.holder, escrow.beneficiary)


def transfer_calls(escrow: Escrow, to: Owners, remark: bytes) -> tuple[Call, ...]:
    """The one or two calls that make `to` the owners; each names as caller the party that must sign it.

    A second call is possible once the first is included. Raises `BearerNotOnChain`, or `RecipientAlreadyHolder` if nothing would change.
    """
    if to.entitled is None:
        raise BearerNotOnChain(act=ActKind.TRANSFER.value)
    moves_holder, moves_entitled = to.holder != escrow.holder, to.entitled != escrow.beneficiary
    if not moves_holder and not moves_entitled:
        raise RecipientAlreadyHolder(holder=to.holder)
    operation = _TRANSFERS[moves_holder, moves_entitled]
    transfer = Call(operation, escrow.holder, to.entitled, to.holder, remark)
    if not moves_entitled or escrow.has_sole_owner or escrow.nominee == to.entitled:
        return (transfer,)
    return Call(Operation.NOMINATE, escrow.beneficiary, to.entitled, remark=remark), transfer


def decline_call(escrow: Escrow, caller: Address, remark: bytes) -> Call:
    """The rejection of what `caller` was just given; `decide` says whether it still can."""
    if escrow.has_sole_owner:
        return Call(Operation.REJECT_OWNERS, caller, remark=remark)
    is_beneficiary = caller == escrow.beneficiary
    return Call(Operation.REJECT_BENEFICIARY if is_beneficiary else Operation.REJECT_HOLDER, caller, remark=remark)


def withdraw_call(escrow: Escrow, remark: bytes) -> Call:
    """Takes back a nomination that the holder has not followed yet."""
    return Call(Operation.NOMINATE, escrow.beneficiary, NOBODY, remark=remark)


def surrender_call(escrow: Escrow, remark: bytes) -> Call:
    return Call(Operation.RETURN, escrow.holder, remark=remark)


def accept_call(accepter: Address, remark: bytes) -> Call:
    return Call(Operation.BURN, accepter, remark=remark)


def reject_call(restorer: Address, remark: bytes) -> Call:
    return Call(Operation.RESTORE, restorer, remark=remark)


def render_lines() -> str:
    """The mapping as a Markdown table."""
    rows = ["| our act | on the chain | how, or why not |", "|---|---|---|"]
    for line in LINES:
        name = f"{line.act.value} ({line.kind.value})" if line.kind else line.act.value
        calls = ", ".join(f"`{one.value}`" for one in line.operations) or "–"
        rows.append(f"| {name} | {f'refused: `{line.refusal.__name__}`' if line.refusal else calls} | {line.says} |")
    return "\n".join(rows)
