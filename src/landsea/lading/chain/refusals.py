"""What the chain's side of the registry refuses or cannot do, each by name. None of them tells the node's URL."""

from __future__ import annotations

from datetime import timedelta

from landsea.kernel import Refusal
from landsea.lading.model.words import TitleRefusal


class EvmExtraMissing(Refusal):
    code = "evm-extra-missing"
    status = 503
    text = (
        "The blockchain registry needs the packages of the extra `evm`, which are not installed. Install landsea[evm]."
    )


class ChainUnreachable(Refusal):
    """`wait`: how long the chain's node asked not to be asked (`Retry-After`), where it did."""

    code = "chain-unreachable"
    status = 503
    wait: timedelta | None = None
    text = (
        "The node of chain {chain} does not answer ({why}). Nothing is lost: a transaction that waits is sent when it does; a step that "
        "you were signing is not stored, so sign it again then."
    )


class ChainTooSlow(ChainUnreachable):
    code = "chain-too-slow"
    text = (
        "The node of chain {chain} did not answer within {seconds} seconds. Nothing is lost: for what waits it is asked again, each time "
        "later; a step that you were signing is not stored, so sign it again. Ask who runs it, or configure another."
    )


class ChainRateLimited(ChainUnreachable):
    code = "chain-rate-limited"
    text = (
        "The node of chain {chain} takes no more questions for now (too many requests). Nothing is lost: for what waits it is asked "
        "again, each time later; a step that you were signing is not stored, so sign it again. If this goes on, have its limit raised or "
        "configure another."
    )


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
        "{sender} has {has} gwei on chain {chain} and needs up to {needed}. Top it up and try again; nothing was sent."
    )


class FeeTooHigh(Refusal):
    code = "chain-fee-too-high"
    status = 409
    text = "Chain {chain} asks up to {needed} gwei for this, more than the {allowed} allowed by the settings. Wait, or raise the limit."


class FeeLimitReached(Refusal):
    code = "chain-fee-limit-reached"
    status = 409
    text = (
        "No block of chain {chain} took this within {seconds} seconds at {fee} gwei for a unit of gas, and no higher fee was signed: the "
        "limit is {allowed} gwei in all. It still waits, and may still be done. Wait, have an operator raise the limit, or call it off."
    )


class FeeMayRise(Refusal):
    code = "chain-fee-may-rise"
    status = 409
    text = (
        "No block of chain {chain} took this within {seconds} seconds at {fee} gwei for a unit of gas. The limit is {allowed} gwei in all "
        "by now: whoever signed it can sign it again at a higher fee, or call it off. It still waits, and may still be done."
    )


class FeeLimitTooLow(Refusal):
    code = "chain-fee-limit-too-low"
    status = 409
    text = (
        "The limit of {allowed} gwei for one transaction on chain {chain} leaves no room above the {fee} gwei for a unit of gas that were "
        "signed last. An operator of the node raises it first."
    )


class FeeLimitNotHigher(Refusal):
    code = "chain-fee-limit-not-higher"
    status = 409
    text = "The limit is {allowed} gwei already, so {given} gwei would raise nothing. Give more."


class SignedOtherwise(Refusal):
    code = "chain-signed-otherwise"
    status = 409
    text = (
        "What was signed has another {what} than this step: {found} in place of {expected}. Nothing was sent. Ask for the transaction "
        "anew and sign exactly that."
    )


class NotASignedTransaction(Refusal):
    code = "not-a-signed-transaction"
    text = (
        "This is no signed transaction that can be sent: {why}. Hand in what the signing program gave, in hexadecimal."
    )


class BadKeyFile(Refusal):
    code = "bad-chain-key-file"
    text = "The file holds no chain key that could be opened: a keystore of version 3 with its passphrase, or 32 bytes in hexadecimal."


class NothingWaits(Refusal):
    code = "no-chain-transaction-waits"
    status = 409
    text = "No transaction on document {number} waits on the chain, so there is no fee to raise."


class HeldBack(Refusal):
    code = "chain-release-held"
    status = 409
    text = "The release rules of this node do not let it leave. It goes out once they do."


class ContractRefused(Refusal):
    code = "chain-contract-refused"
    status = 409
    text = "The contract refused it: nothing was done, and nothing will be."


class OtherMintOpen(Refusal):
    code = "chain-other-mint-open"
    status = 409
    text = "Another mint of the document is not settled yet."


class MintedWithoutMint(Refusal):
    code = "chain-mint-not-first"
    status = 409
    text = "The token's history does not begin with its mint. Ask who runs the registry."


class MintedToAnother(Refusal):
    code = "chain-minted-to-another"
    status = 409
    text = "The token was minted to another address than {owner}. Ask who runs the registry."


class MintedForAnother(Refusal):
    code = "chain-minted-for-another"
    status = 409
    text = "The token was minted for another content. Ask who runs the registry."


class ReturnerUnregistered(Refusal):
    code = "chain-returner-unregistered"
    status = 409
    text = "The token is burnt, and {address}, which returned it, is no party's here that has a title key: register it."


class BurntOutOfTurn(TitleRefusal):
    code = "chain-burnt-out-of-turn"
    status = 409
    text = "The token is burnt while the document is {state}."


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


class ChainKeyOutlived(Refusal):
    code = "chain-key-outlived"
    status = 409
    text = (
        "Your chain key {address} was sealed under the passphrase of a title key that has been replaced, so it signs nothing. If you know "
        "that old passphrase, take the chain key over (`landsea chain key --take-over`); if it is lost, make a new one (`landsea chain key "
        "--new`): its address is another, and what the old address holds cannot be moved by anybody who has lost its key."
    )


class ChainKeyNotOutlived(Refusal):
    code = "chain-key-not-outlived"
    status = 409
    text = (
        "Your chain key {address} is opened by the passphrase of your present title key. There is nothing to take over."
    )


class WrongChainPassphrase(Refusal):
    code = "wrong-chain-passphrase"
    status = 403
    text = (
        "The passphrase does not open your chain key {address}. It is that of the title key that was yours when the chain key was made "
        "or taken over; nobody can reset it."
    )


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
    text = "No transaction of yours on document {number} waits on the chain, so there is nothing to replace."
