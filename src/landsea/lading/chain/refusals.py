"""What the chain's side of the registry refuses or cannot do, each by name. None of them tells the node's URL."""

from __future__ import annotations

from landsea.kernel import Refusal
from landsea.lading.model.words import TitleRefusal


class EvmExtraMissing(Refusal):
    code = "evm-extra-missing"
    status = 503
    text = (
        "The blockchain registry needs the packages of the extra `evm`, which are not installed. Install landsea[evm]."
    )


class ChainUnreachable(Refusal):
    code = "chain-unreachable"
    status = 503
    text = "The node of chain {chain} does not answer ({why}). Nothing is lost: what was prepared is sent again when it does."


class ChainNodeRefused(Refusal):
    code = "chain-node-refused"
    status = 502
    text = "The node of chain {chain} refused {what}: {why}"


class WrongChain(Refusal):
    code = "wrong-chain"
    status = 409
    text = "The node that is configured for chain {chain} serves chain id {found}, not {expected}. Nothing was sent. Correct the settings."


class UnknownRegistry(Refusal):
    code = "unknown-token-registry"
    status = 409
    text = "{registry} is not among the token registries that are trusted for chain {chain}. Add it only if you know whose it is."


class OtherChain(Refusal):
    code = "token-on-another-chain"
    status = 409
    text = "The token is on chain id {token}, and chain {chain} has id {given}. Ask a node of the token's chain."


class NotATokenRegistry(Refusal):
    code = "not-a-token-registry"
    status = 409
    text = "At {registry} on chain {chain} there is no token registry of version 5 ({why}). Correct the address in the settings."


class InsufficientFunds(Refusal):
    code = "insufficient-chain-funds"
    status = 409
    text = (
        "{sender} has {has} wei on chain {chain} and needs up to {needed}. Top it up and try again; nothing was sent."
    )


class FeeTooHigh(Refusal):
    code = "chain-fee-too-high"
    status = 409
    text = "Chain {chain} asks up to {needed} wei for this, more than the {allowed} allowed by the settings. Wait, or raise the limit."


class FeeLimitReached(Refusal):
    code = "chain-fee-limit-reached"
    status = 409
    text = (
        "No block of chain {chain} took this within {seconds} seconds at {fee} wei for a unit of gas, and no higher fee was signed: the "
        "settings allow {allowed} wei in all. It still waits, and may still be done. Wait, or call it off."
    )


class EarlierNonceMissing(Refusal):
    code = "chain-earlier-nonce-missing"
    status = 409
    text = (
        "Chain {chain} takes number {nonce} of {sender} only after number {missing}, which is in no block yet. It is sent as soon as that "
        "one is; a higher fee would not help."
    )


class WrongSigner(Refusal):
    code = "wrong-chain-signer"
    status = 409
    text = "This must be signed by {expected}, and the key given is of {found}. Use the party's own chain key."


class UnknownRevert(Refusal):
    code = "unknown-contract-refusal"
    status = 409
    text = "The contract on chain {chain} refused with an answer that is not known here: {data}"


class ChainMoved(Refusal):
    code = "chain-moved"
    status = 503
    text = "Chain {chain} was reorganised at block {number} while it was read. Read again."


class FinalityBroken(Refusal):
    code = "chain-finality-broken"
    status = 409
    text = (
        "Block {number} of chain {chain}, which had been called final, is no longer part of it. Do not rely on the document until its "
        "history has been read anew, and raise the number of confirmations."
    )


class HistoryDisagrees(Refusal):
    code = "chain-history-disagrees"
    status = 502
    text = (
        "The logs of token {token} on chain {chain} lead to another state than the contract has at block {number}: the node keeps logs "
        "back or makes them up. Ask another node."
    )


class NonceTaken(Refusal):
    code = "chain-nonce-taken"
    status = 409
    text = (
        "Another transaction of {sender} waits or is in a block under number {nonce} on chain {chain}. Look this one up: it is lost once "
        "that one is final."
    )


class NotReplaceable(Refusal):
    code = "chain-transaction-settled"
    status = 409
    text = "The transaction is {progress} already, so it cannot be replaced or called off."


class BadChain(Refusal):
    code = "bad-chain-settings"
    text = "Chain {name} cannot be configured so: {why}. {mend}"


class ChainInUse(Refusal):
    code = "chain-in-use"
    status = 409
    text = "Documents are on chain {name} or on their way, so its {what} cannot change. Bring them back first, or add another chain."


class NoChainKey(Refusal):
    code = "no-chain-key"
    status = 409
    text = "You have no chain key for this party. Make one with `landsea chain key`, or register the address of one kept outside."


class ChainKeyOutside(Refusal):
    code = "chain-key-outside"
    status = 409
    text = "The key of {address} is kept outside this node. Sign there: what the chain makes final is read from it."


class ChainAddressTaken(Refusal):
    code = "chain-address-taken"
    status = 409
    text = "Address {address} is registered already. Register one of your own."


class BadAddressProof(Refusal):
    code = "bad-chain-address-proof"
    text = "The signature is not by the key of {address} over the message to sign. Sign exactly that message (EIP-191, personal_sign)."


class NoChainAddress(Refusal):
    code = "no-chain-address"
    status = 409
    text = "{party} has no address on a chain. It registers one first, or you name the address."


class NotBoundForChain(Refusal):
    code = "not-on-a-chain"
    status = 409
    text = "Document {number} is not on a chain and not on its way to one."


class ChainStepNotNow(TitleRefusal):
    code = "chain-step-not-now"
    status = 409
    text = "Document {number} is {state}: {step} on the chain is not possible now."


class ChainBusy(Refusal):
    code = "chain-busy"
    status = 409
    text = "A transaction ({operation}) on document {number} waits to become final. Wait for it, or call it off."


class ChainNonceHeld(Refusal):
    code = "chain-nonce-held"
    status = 409
    text = "A transaction of {sender} signed before has not been sent yet. Try again in a moment."


class ReturnerUnknown(Refusal):
    code = "chain-returner-unknown"
    status = 409
    text = (
        "{address}, which returned the document, is not the address of a party here with a title key, so nobody could hold it in the log. "
        "Register the address, or restore the token."
    )


class NothingToCallOff(Refusal):
    code = "nothing-to-call-off"
    status = 409
    text = "No transaction of yours on document {number} waits on the chain."
