"""What the contracts refuse, each refusal with the name and the text form of the contracts' own error.

`error` is the signature whose first four hash bytes the contract answers with; `arguments` are the values behind them.
"""

from __future__ import annotations

from typing import ClassVar

from landsea.kernel import Refusal


class EscrowRefusal(Refusal):
    """A call that TitleEscrow v5 or its registry reverts. Always one of the kinds below."""

    code = "escrow-refused"
    status = 409
    text = "The contract on the chain refuses {operation}."
    error: ClassVar[str] = ""

    def __init__(self, *, arguments: tuple[object, ...] = (), pointer: str = "", **facts: object) -> None:
        self.arguments = arguments
        super().__init__(pointer=pointer, **facts)


class NoTitleEscrow(EscrowRefusal):
    """No contract answers: a revert without data, or worse, a call into the void that succeeds and does nothing."""

    code = "no-title-escrow"
    text = "The token was never minted in this registry, so there is nothing to {operation}. Check registry and token number."


class CallerNotBeneficiary(EscrowRefusal):
    code = "caller-not-beneficiary"
    error = "CallerNotBeneficiary()"
    text = "Only the beneficiary on the chain may {operation}, and {caller} is not. Look at the newest endorsements."


class CallerNotHolder(EscrowRefusal):
    code = "caller-not-holder"
    error = "CallerNotHolder()"
    text = "Only the holder on the chain may {operation}, and {caller} is not. Look at the newest endorsements."


class TitleEscrowNotHoldingToken(EscrowRefusal):
    code = "title-escrow-not-holding-token"
    error = "TitleEscrowNotHoldingToken()"
    text = "The token was returned to its issuer, so {operation} is not possible. Wait until the issuer restores or burns it."


class RegistryContractPaused(EscrowRefusal):
    code = "registry-contract-paused"
    error = "RegistryContractPaused()"
    text = "The registry on the chain is paused, so {operation} is not possible. Ask the registry's administrator."


class EnforcedPause(EscrowRefusal):
    code = "enforced-pause"
    error = "EnforcedPause()"
    text = "The registry on the chain is paused and does not {operation}. Ask the registry's administrator."


class ExpectedPause(EscrowRefusal):
    code = "expected-pause"
    error = "ExpectedPause()"
    text = "The registry on the chain is not paused, so there is nothing to {operation}."


class InactiveTitleEscrow(EscrowRefusal):
    code = "inactive-title-escrow"
    error = "InactiveTitleEscrow()"
    text = "The token is burnt and its title escrow closed for ever: {operation} is not possible."


class InvalidRegistry(EscrowRefusal):
    code = "invalid-registry"
    error = "InvalidRegistry(address)"
    text = "Only the token's registry may {operation}, and {caller} is not. Burn and restore through the registry."


class EmptyOwners(EscrowRefusal):
    code = "empty-owners"
    error = "InvalidTokenTransferToZeroAddressOwners(address,address)"
    text = "A token is minted to a beneficiary and a holder; the zero address is neither. Name both."


class TargetNomineeAlreadyBeneficiary(EscrowRefusal):
    code = "nominee-already-beneficiary"
    error = "TargetNomineeAlreadyBeneficiary()"
    text = "{beneficiary} is the beneficiary already and cannot be nominated. Name another party."


class NomineeAlreadyNominated(EscrowRefusal):
    code = "nominee-already-nominated"
    error = "NomineeAlreadyNominated()"
    text = "{beneficiary} is nominated already: the holder can transfer to it now."


class InvalidTransferToZeroAddress(EscrowRefusal):
    code = "transfer-to-zero-address"
    error = "InvalidTransferToZeroAddress()"
    text = (
        "There is nobody to {operation} to: no party was named, or the last act was no transfer that could be rejected. A rejection is "
        "possible only as the very next act."
    )


class InvalidNominee(EscrowRefusal):
    code = "invalid-nominee"
    error = "InvalidNominee()"
    text = (
        "{beneficiary} is not the beneficiary's nominee. The beneficiary nominates it first; then the holder transfers."
    )


class RecipientAlreadyHolder(EscrowRefusal):
    code = "recipient-already-holder"
    error = "RecipientAlreadyHolder()"
    text = "{holder} is the holder already. Name another party."


class TokenNotReturnedToIssuer(EscrowRefusal):
    code = "token-not-returned"
    error = "TokenNotReturnedToIssuer()"
    text = "The token is not returned to its issuer, so it cannot be dealt with by {operation}. Its holder returns it first."


class RemarkLengthExceeded(EscrowRefusal):
    code = "remark-too-long"
    error = "RemarkLengthExceeded()"
    text = "The remark has {length} bytes; the contract takes {longest} at most. Shorten it."


class DualRoleRejectionRequired(EscrowRefusal):
    code = "dual-role-rejection-required"
    error = "DualRoleRejectionRequired()"
    text = "{caller} is beneficiary and holder, so it rejects both at once (rejectTransferOwners), not one of them."


class TokenExists(EscrowRefusal):
    code = "token-exists"
    error = "TokenExists()"
    text = "The token's number is used already in this registry, burnt ones included. A document is minted once only."


class UnknownToken(EscrowRefusal):
    code = "unknown-token"
    error = "InvalidTokenId()"
    text = "The token was never minted in this registry, so the registry does not {operation} it. Check registry and token number."


class MissingRegistryRole(EscrowRefusal):
    code = "missing-registry-role"
    error = "AccessControlUnauthorizedAccount(address,bytes32)"
    text = "{caller} does not have the role {needed} in the registry, so it may not {operation}. Ask the registry's administrator."


class BadRoleConfirmation(EscrowRefusal):
    code = "bad-role-confirmation"
    error = "AccessControlBadConfirmation()"
    text = "A role can be given up only by the account itself, and {account} is not the caller {caller}."


class NoSuchTokenToMove(EscrowRefusal):
    code = "no-such-token-to-move"
    error = "Error(string)"
    text = "The token was never minted in this registry, so it cannot be moved. Check registry and token number."


class NotTheTokensOwner(EscrowRefusal):
    code = "not-the-tokens-owner"
    error = "Error(string)"
    text = "Tokens of this registry do not pass from wallet to wallet; only their title escrow moves them. Use a transfer of the escrow."


class UnexplainedHistory(Refusal):
    code = "unexplained-chain-history"
    status = 502
    text = (
        "The chain node's logs of this token cannot have come about: {event} in transaction {transaction} follows from no call. Logs are "
        "missing, or the contract is another. Ask another node."
    )
