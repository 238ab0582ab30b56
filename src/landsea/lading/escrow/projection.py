"""Our acts on title in the words of TitleEscrow v5, and by name those that it has no words for.

While the operative record is on a chain, an act is done there or not at all. What the contract cannot hold (an endorsement in blank, a
pledge, a part delivery, ...) is refused here with its own name; the way out is to bring the record back to the log first (`return`).
Our *holder* is the contract's holder, our *entitled* party its beneficiary.
"""

from __future__ import annotations

from dataclasses import dataclass

from landsea.lading.escrow.limits import (
    AmendmentNotOnChain,
    BearerNotOnChain,
    ExpiryNotOnChain,
    FreezeNotOnChain,
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


@dataclass(frozen=True, slots=True)
class Line:
    """One of our acts, and the functions that express it on the chain, or the refusal that says it cannot be."""

    act: str
    kind: str
    operations: tuple[Operation, ...]
    says: str
    refusal: type[NotOnChain] | None = None


_TO_LOG = "bring the record back to the log first"

LINES = (
    Line("issue", "", (), "issued in the log, then `leave`"),
    Line("capture", "", (), "in the log"),
    Line("activate", "", (), "in the log"),
    Line("receive", "", (), "in the log; a token minted elsewhere is imported as a credential, not as our document"),
    Line("leave", "evm", (Operation.MINT,), "signed in the log first; the mint follows"),
    Line("left", "evm", (), "recorded when the mint is final"),
    Line("stay", "evm", (), "recorded only when the mint can never be included any more"),
    Line(
        "return", "evm", (Operation.RETURN, Operation.BURN), "the holder returns, the issuer burns; recorded when final"
    ),
    Line("transfer", "none", (Operation.TRANSFER_HOLDER,), "possession alone"),
    Line(
        "transfer",
        "full",
        (Operation.NOMINATE, Operation.TRANSFER_BENEFICIARY, Operation.TRANSFER_HOLDER, Operation.TRANSFER_OWNERS),
        "`transferOwners` if one party is both; else the beneficiary nominates, then the holder transfers",
    ),
    Line(
        "transfer",
        "order",
        (Operation.NOMINATE, Operation.TRANSFER_BENEFICIARY, Operation.TRANSFER_HOLDER, Operation.TRANSFER_OWNERS),
        "as in full: the party to whose order it is made is the beneficiary",
    ),
    Line("transfer", "blank", (), "no bearer on the chain", BearerNotOnChain),
    Line("offer", "transfer", (), "a transfer takes effect at once", TransferOnAcceptanceNotOnChain),
    Line("offer", "pledge", (), _TO_LOG, PledgeNotOnChain),
    Line("take", "", (), "a transfer takes effect at once", TransferOnAcceptanceNotOnChain),
    Line(
        "decline",
        "",
        (Operation.REJECT_BENEFICIARY, Operation.REJECT_HOLDER, Operation.REJECT_OWNERS),
        "undoes a transfer that has taken effect, as the very next act only",
    ),
    Line("withdraw", "", (Operation.NOMINATE,), "a nomination is withdrawn by nominating the zero address"),
    Line("pledge", "", (), _TO_LOG, PledgeNotOnChain),
    Line("release", "", (), _TO_LOG, PledgeNotOnChain),
    Line("enforce", "", (), _TO_LOG, PledgeNotOnChain),
    Line("amend", "", (), _TO_LOG, AmendmentNotOnChain),
    Line("consent", "", (), _TO_LOG, AmendmentNotOnChain),
    Line("ask-split", "", (), _TO_LOG, SplitNotOnChain),
    Line("ask-merge", "", (), _TO_LOG, SplitNotOnChain),
    Line("ask-part", "", (), _TO_LOG, PartDeliveryNotOnChain),
    Line("grant", "", (), _TO_LOG, PartDeliveryNotOnChain),
    Line("surrender", "", (Operation.RETURN,), "its purpose stands in the remark; beneficiary and holder must be one"),
    Line("accept", "", (Operation.BURN,), "the issuer, as accepter"),
    Line("reject", "", (Operation.RESTORE,), "the issuer, as restorer"),
    Line("accomplish", "", (), "in the log, after the burn"),
    Line("order", "", (), "a pause stops every token of the registry, not this one", FreezeNotOnChain),
    Line("confirm", "", (), "a pause stops every token of the registry, not this one", FreezeNotOnChain),
    Line("expire", "", (), _TO_LOG, ExpiryNotOnChain),
)


def require_expressible(act: str, kind: str = "") -> tuple[Operation, ...]:
    """The functions that express `act` (of `kind`, as the endorsement of a transfer) on the chain; none for acts of the log alone.

    Raises the `NotOnChain` refusal of its line, or `KeyError` for an act that has no line.
    """
    lines = [line for line in LINES if line.act == act and line.kind in ("", kind)]
    if not lines:
        raise KeyError(f"{act} {kind}".strip())
    if lines[0].refusal is not None:
        raise lines[0].refusal(act=act)
    return lines[0].operations


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a document in the log bears on whether it can go to a chain. Parties are their chain addresses.

    `holder` and `entitled`: None for a party without a chain address. `to_bearer`: endorsed in blank.
    """

    negotiable: bool
    holder: Address | None
    entitled: Address | None
    to_bearer: bool = False
    pledged: bool = False
    proposal_open: bool = False
    frozen: bool = False
    partly_delivered: bool = False


def mint_call(standing: Standing, minter: Address, remark: bytes) -> Call:
    """The mint that takes a document to the chain, or the refusal of what would be lost on the way."""
    if not standing.negotiable:
        raise StraightNotOnChain(act="leave")
    if standing.to_bearer:
        raise BearerNotOnChain(act="leave")
    if standing.pledged:
        raise PledgeNotOnChain(act="leave")
    if standing.proposal_open:
        raise OpenProposalNotOnChain(act="leave")
    if standing.frozen:
        raise FreezeNotOnChain(act="leave")
    if standing.partly_delivered:
        raise PartDeliveryNotOnChain(act="leave")
    if standing.holder is None or standing.entitled is None:
        raise PartyWithoutChainAddress(act="leave")
    return Call(Operation.MINT, minter, standing.entitled, standing.holder, remark)


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
        raise BearerNotOnChain(act="transfer")
    moves_holder, moves_entitled = to.holder != escrow.holder, to.entitled != escrow.beneficiary
    if not moves_holder and not moves_entitled:
        raise RecipientAlreadyHolder(holder=to.holder)
    operation = _TRANSFERS[moves_holder, moves_entitled]
    transfer = Call(operation, escrow.holder, to.entitled, to.holder, remark)
    if not moves_entitled or escrow.has_sole_owner or escrow.nominee == to.entitled:
        return (transfer,)
    return Call(Operation.NOMINATE, escrow.beneficiary, to.entitled, remark=remark), transfer


_TRANSFERS = {
    (True, False): Operation.TRANSFER_HOLDER,
    (False, True): Operation.TRANSFER_BENEFICIARY,
    (True, True): Operation.TRANSFER_OWNERS,
}


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
        name = f"{line.act} ({line.kind})" if line.kind else line.act
        calls = ", ".join(f"`{one.value}`" for one in line.operations)
        if line.refusal:
            calls = f"refused: `{line.refusal.__name__}`"
        rows.append(f"| {name} | {calls or '–'} | {line.says} |")
    return "\n".join(rows)
