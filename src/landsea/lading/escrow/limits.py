"""What TitleEscrow v5 cannot express of our title, each limit refused by its own name."""

from __future__ import annotations

from landsea.kernel import Phrase
from landsea.lading.model.words import TitleRefusal, worded


class NotOnChain(TitleRefusal):
    """An act or a state of ours that TitleEscrow v5 cannot express."""

    code = "not-on-chain"
    status = 409
    text = "{act}: the contract on the chain has no way to express this. Bring the record back to the log first."

    def __init__(self, *, act: str, pointer: str = "") -> None:
        super().__init__(pointer=pointer, act=Phrase("To {act} it", act=worded("act", act)))


class BearerNotOnChain(NotOnChain):
    code = "bearer-not-on-chain"
    text = "{act}: the contract always names a beneficiary, so a document endorsed in blank cannot be there. Endorse it to a named party."


class FullEndorsementNotOnChain(NotOnChain):
    code = "full-endorsement-not-on-chain"
    text = (
        "{act}: on the chain every party can endorse on, so an endorsement in full, to a party that cannot, does not hold there. Endorse "
        "to its order, or keep the record in the log."
    )


class StraightNotOnChain(NotOnChain):
    code = "straight-not-on-chain"
    text = "{act}: every token can be transferred, so a document made out to its consignee alone cannot be there. It stays in the log."


class PledgeNotOnChain(NotOnChain):
    code = "pledge-not-on-chain"
    text = (
        "{act}: the contract knows no pledge. The pledge is made, released or enforced while the record is in the log."
    )


class OpenProposalNotOnChain(NotOnChain):
    code = "open-proposal-not-on-chain"
    text = "{act}: an open proposal would be lost on the chain. Have it answered or withdraw it first."


class TransferOnAcceptanceNotOnChain(NotOnChain):
    code = "transfer-on-acceptance-not-on-chain"
    text = (
        "{act}: on the chain a transfer takes effect at once; the party that gets it can only reject it as the very next act. Transfer "
        "outright, or bring the record back to the log."
    )


class AmendmentNotOnChain(NotOnChain):
    code = "amendment-not-on-chain"
    text = "{act}: the token commits to one content, so nothing can be amended there. Bring the record back to the log and amend it."


class SplitNotOnChain(NotOnChain):
    code = "split-not-on-chain"
    text = "{act}: one token is one document, so it cannot be split or merged there. Bring the record back to the log first."


class PartDeliveryNotOnChain(NotOnChain):
    code = "part-delivery-not-on-chain"
    text = "{act}: the contract knows no quantities, so nothing can be delivered in parts there. Part deliveries are made in the log."


class FreezeNotOnChain(NotOnChain):
    code = "freeze-not-on-chain"
    text = (
        "{act}: the contract can pause all documents of a registry but not freeze or rectify one. Bring the record back to the log; where "
        "the holder will not, only the registry's pause is left."
    )


class ExpiryNotOnChain(NotOnChain):
    code = "expiry-not-on-chain"
    text = "{act}: a token does not expire. Have it returned and burnt; the document expires in the log."


class PartyWithoutChainAddress(NotOnChain):
    code = "party-without-chain-address"
    text = "{act}: holder and entitled party each need an address on the chain, and one has none. Ask it to register its chain key first."
