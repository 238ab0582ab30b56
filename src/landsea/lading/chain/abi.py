"""Calls, answers, errors and events of the contracts as bytes (Ethereum contract ABI), from the signatures below alone.

Needs the extra `evm`: import it through `landsea.lading.chain.connect`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from landsea.kernel import BadValue
from landsea.lading.chain.web import DecodingError, Web3, abi_decode, abi_encode
from landsea.lading.escrow import (
    REMARK_BYTES_MAX,
    Address,
    Call,
    EscrowRefusal,
    Event,
    EventName,
    Operation,
    RegistryRole,
    parse_address,
)

REGISTRY_FUNCTIONS = {
    Operation.MINT: "mint(address,address,uint256,bytes)",
    Operation.RESTORE: "restore(uint256,bytes)",
    Operation.BURN: "burn(uint256,bytes)",
    Operation.PAUSE: "pause(bytes)",
    Operation.UNPAUSE: "unpause(bytes)",
    Operation.GRANT: "grantRole(bytes32,address)",
    Operation.REVOKE: "revokeRole(bytes32,address)",
    Operation.RENOUNCE: "renounceRole(bytes32,address)",
    Operation.MOVE: "transferFrom(address,address,uint256,bytes)",
}
"""Called at the registry; all others at the token's title escrow."""

ESCROW_FUNCTIONS = {
    Operation.NOMINATE: "nominate(address,bytes)",
    Operation.TRANSFER_BENEFICIARY: "transferBeneficiary(address,bytes)",
    Operation.TRANSFER_HOLDER: "transferHolder(address,bytes)",
    Operation.TRANSFER_OWNERS: "transferOwners(address,address,bytes)",
    Operation.REJECT_BENEFICIARY: "rejectTransferBeneficiary(bytes)",
    Operation.REJECT_HOLDER: "rejectTransferHolder(bytes)",
    Operation.REJECT_OWNERS: "rejectTransferOwners(bytes)",
    Operation.RETURN: "returnToIssuer(bytes)",
    Operation.SHRED: "shred(bytes)",
    Operation.RECEIVE: "onERC721Received(address,address,uint256,bytes)",
}

ESCROW_READS = (
    "beneficiary()",
    "holder()",
    "prevBeneficiary()",
    "prevHolder()",
    "active()",
    "nominee()",
    "registry()",
    "tokenId()",
    "isHoldingToken()",
)

_FUNCTIONS = REGISTRY_FUNCTIONS | ESCROW_FUNCTIONS

EVENTS = {
    EventName.RECEIVED: "TokenReceived(address,address,bool,address,uint256,bytes)",
    EventName.NOMINATION: "Nomination(address,address,address,uint256,bytes)",
    EventName.BENEFICIARY: "BeneficiaryTransfer(address,address,address,uint256,bytes)",
    EventName.HOLDER: "HolderTransfer(address,address,address,uint256,bytes)",
    EventName.RETURNED: "ReturnToIssuer(address,address,uint256,bytes)",
    EventName.SHREDDED: "Shred(address,uint256,bytes)",
    EventName.REJECTED_OWNERS: "RejectTransferOwners(address,address,address,address,address,uint256,bytes)",
    EventName.REJECTED_BENEFICIARY: "RejectTransferBeneficiary(address,address,address,uint256,bytes)",
    EventName.REJECTED_HOLDER: "RejectTransferHolder(address,address,address,uint256,bytes)",
}
"""In all of them the first values are indexed (as many as fit in the topics) and the last are registry, token, remark."""


@cache
def selector(signature: str) -> bytes:
    """The four bytes by which a function or error is known."""
    return bytes(Web3.keccak(text=signature)[:4])


@cache
def types_of(signature: str) -> tuple[str, ...]:
    inside = signature[signature.index("(") + 1 : -1]
    return tuple(inside.split(",")) if inside else ()


def encode(signature: str, *values: object) -> bytes:
    """Selector and values of a call or an error."""
    return selector(signature) + bytes(abi_encode(types_of(signature), values))


def encode_values(types: Sequence[str], *values: object) -> bytes:
    """Values alone, as a constructor takes them."""
    return bytes(abi_encode(types, values))


def decode(types: Sequence[str], data: bytes) -> tuple[Any, ...]:
    """The values; addresses in lower case. Raises `ValueError` when the data is not of these types."""
    try:
        values: tuple[Any, ...] = abi_decode(types, data)
    except (DecodingError, OverflowError) as error:
        raise ValueError(f"not {','.join(types)}: {error}") from None
    return values


def interface_of(signatures: Iterable[str]) -> bytes:
    """ERC-165's id of an interface: all its selectors combined by exclusive or."""
    combined = 0
    for signature in signatures:
        combined ^= int.from_bytes(selector(signature))
    return combined.to_bytes(4)


REGISTRY_INTERFACES = tuple(
    selector(REGISTRY_FUNCTIONS[one]) for one in (Operation.MINT, Operation.BURN, Operation.RESTORE)
)
"""Of version 5 alone: its functions take a remark. Each is an interface of one function."""

ESCROW_INTERFACE = interface_of(
    [*ESCROW_READS, *(text for one, text in ESCROW_FUNCTIONS.items() if one is not Operation.RECEIVE)]
)


def parse_checked(text: str) -> Address:
    """The address; refused when it is in mixed case and its checksum (EIP-55) is wrong."""
    address = parse_address(text)
    if text[2:] not in (text[2:].lower(), text[2:].upper()) and not Web3.is_checksum_address(text):
        mend = "A character was changed; copy it again."
        raise BadValue(value=text, what="chain address", why="its capitals do not fit its checksum", mend=mend)
    return address


def role_hash(role: RegistryRole) -> bytes:
    return bytes(32) if role is RegistryRole.ADMIN else bytes(Web3.keccak(text=role.value))


def is_at_registry(operation: Operation) -> bool:
    """Whether the function is called at the registry, not at the title escrow."""
    return operation in REGISTRY_FUNCTIONS


def encode_call(call: Call, token: int) -> bytes:
    """The transaction's data for `call`."""
    return encode(_FUNCTIONS[call.operation], *_values(call, token))


def find_operation(data: bytes) -> Operation | None:
    """The function that a transaction's data calls; None for none of the contracts'."""
    return next((one for one, signature in _FUNCTIONS.items() if data[:4] == selector(signature)), None)


def takers(data: bytes) -> tuple[Address, ...]:
    """The addresses that a transaction gives a token to, by its data; none where it gives nothing, or is no call of the contracts'."""
    operation = find_operation(data)
    if operation not in _GIVING:
        return ()
    types = types_of(_FUNCTIONS[operation])
    return tuple(Address(one) for kind, one in zip(types, decode(types, data[4:]), strict=True) if kind == "address")


_GIVING = (
    Operation.MINT,
    Operation.NOMINATE,
    Operation.TRANSFER_BENEFICIARY,
    Operation.TRANSFER_HOLDER,
    Operation.TRANSFER_OWNERS,
)


def _values(call: Call, token: int) -> tuple[object, ...]:
    match call.operation:
        case Operation.MINT:
            return call.beneficiary, call.holder, token, call.remark
        case Operation.NOMINATE | Operation.TRANSFER_BENEFICIARY:
            return call.beneficiary, call.remark
        case Operation.TRANSFER_HOLDER:
            return call.holder, call.remark
        case Operation.TRANSFER_OWNERS:
            return call.beneficiary, call.holder, call.remark
        case Operation.RESTORE | Operation.BURN:
            return token, call.remark
        case Operation.GRANT | Operation.REVOKE | Operation.RENOUNCE:
            return role_hash(call.role), call.account
        case Operation.MOVE | Operation.RECEIVE:
            return call.beneficiary, call.holder, token, call.remark
        case _:
            return (call.remark,)


def encode_error(refusal: EscrowRefusal) -> bytes:
    """The revert data with which the contract makes this refusal; empty where no contract answers."""
    if not refusal.error:
        return b""
    values = [role_hash(one) if isinstance(one, RegistryRole) else one for one in refusal.arguments]
    return encode(refusal.error, *values)


def find_refusal(data: bytes, call: Call) -> EscrowRefusal | None:
    """The refusal that revert data stands for; None for data of no error that the rules know."""
    kind = next((one for one in EscrowRefusal.__subclasses__() if one.error and data[:4] == selector(one.error)), None)
    if kind is None or kind.error == "Error(string)":
        return None
    return kind(
        operation=call.operation.value,
        caller=call.caller,
        beneficiary=call.beneficiary,
        holder=call.holder,
        account=call.account,
        needed=_NEEDED.get(call.operation, call.role).value,
        length=len(call.remark),
        longest=REMARK_BYTES_MAX,
    )


_NEEDED = {
    Operation.MINT: RegistryRole.MINTER,
    Operation.RESTORE: RegistryRole.RESTORER,
    Operation.BURN: RegistryRole.ACCEPTER,
}


DEPLOYMENT = bytes(Web3.keccak(text="Deployment(address,address,address,address,bytes)"))
"""Topic of a deployer's log; the first indexed value is the new registry."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log entry as a node gives it: `topics` and `data` in bytes."""

    topics: tuple[bytes, ...]
    data: bytes


TOPICS = {bytes(Web3.keccak(text=signature)): name for name, signature in EVENTS.items()}


def decode_event(log: Log, registry: Address, token: int) -> Event | None:
    """The title escrow's event, or None for a log of another kind. Raises `ValueError` if it is garbled or about another token."""
    name = TOPICS.get(log.topics[0]) if log.topics else None
    if name is None:
        return None
    types = types_of(EVENTS[name])
    indexed = len(log.topics) - 1
    values = [decode([kind], topic)[0] for kind, topic in zip(types, log.topics[1:], strict=False)]
    *rest, named_registry, named_token, remark = decode(types[indexed:], log.data)
    if (named_registry, named_token) != (registry, token):
        raise ValueError(f"{name} is about token {named_token} of {named_registry}")
    values += rest
    parties = tuple(Address(one) for one in values if not isinstance(one, bool))
    return Event(name, parties, remark, minting=True in values)
