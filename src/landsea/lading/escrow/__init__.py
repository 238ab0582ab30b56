"""TradeTrust's TitleEscrow v5 as pure values and one table: what its contracts do with a call, and which of our acts they can express.

- `decide(registry, escrow, call)` is the contracts' answer: the state after and the logs, or the refusal named after their error. The
  table behind it (`render_table`) is held against the contracts' real bytecode by random walks.
- `possible_operations(registry, escrow, caller)` is what a party may do with a token now.
- `replay(transactions)` finds the calls behind a token's logs again, and the state they leave; missing logs are refused.
- `require_expressible(act, kind)` says which functions express one of our acts on the chain, or refuses by name what cannot be there;
  `mint_call`, `transfer_calls`, `decline_call`, `withdraw_call`, `surrender_call`, `accept_call`, `reject_call` make the calls.

Nothing here knows a chain, a key or a network: `lading.chain` does. Source: `@tradetrust-tt/token-registry` 5.5 (Apache-2.0).
"""

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
from landsea.lading.escrow.model import (
    NOBODY,
    REMARK_BYTES_MAX,
    Address,
    After,
    Call,
    Escrow,
    Event,
    EventName,
    Operation,
    Place,
    Registry,
    RegistryRole,
    new_registry,
    parse_address,
)
from landsea.lading.escrow.projection import (
    Owners,
    accept_call,
    decline_call,
    mint_call,
    owners_of,
    reject_call,
    render_lines,
    require_expressible,
    surrender_call,
    transfer_calls,
    withdraw_call,
)
from landsea.lading.escrow.refusals import EscrowRefusal, NoTitleEscrow, UnexplainedHistory
from landsea.lading.escrow.replay import Step, replay
from landsea.lading.escrow.rules import decide, possible_operations, render_table

__all__ = [
    "NOBODY",
    "REMARK_BYTES_MAX",
    "Address",
    "After",
    "AmendmentNotOnChain",
    "BearerNotOnChain",
    "Call",
    "Escrow",
    "EscrowRefusal",
    "Event",
    "EventName",
    "ExpiryNotOnChain",
    "FreezeNotOnChain",
    "FullEndorsementNotOnChain",
    "NoTitleEscrow",
    "NotOnChain",
    "OpenProposalNotOnChain",
    "Operation",
    "Owners",
    "PartDeliveryNotOnChain",
    "PartyWithoutChainAddress",
    "Place",
    "PledgeNotOnChain",
    "Registry",
    "RegistryRole",
    "SplitNotOnChain",
    "Step",
    "StraightNotOnChain",
    "TransferOnAcceptanceNotOnChain",
    "UnexplainedHistory",
    "accept_call",
    "decide",
    "decline_call",
    "mint_call",
    "new_registry",
    "owners_of",
    "parse_address",
    "possible_operations",
    "reject_call",
    "render_lines",
    "render_table",
    "replay",
    "require_expressible",
    "surrender_call",
    "transfer_calls",
    "withdraw_call",
]
