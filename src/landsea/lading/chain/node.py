"""A chain's JSON-RPC node, with its errors in our words. Every connection is asked for its chain id before it is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from landsea.kernel import Phrase
from landsea.lading.chain import abi
from landsea.lading.chain.model import Anchor, Chain
from landsea.lading.chain.refusals import (
    ChainMoved,
    ChainNodeRefused,
    ChainRateLimited,
    ChainTooSlow,
    ChainUnreachable,
    WrongChain,
)
from landsea.lading.chain.web import (
    AttributeDictMiddleware,
    BadResponseFormat,
    BlockNotFound,
    ContractLogicError,
    ExtraDataToPOAMiddleware,
    HTTPProvider,
    TimeExhausted,
    Timeout,
    TransactionNotFound,
    Web3,
    Web3Exception,
    Web3RPCError,
)
from landsea.lading.escrow import Address
from landsea.runtime import system_now
from landsea.runtime.calls import ASKS_TO_WAIT, parse_retry_after


class Reverted(Exception):
    """The contract refused; `data` is its answer."""

    def __init__(self, data: bytes) -> None:
        super().__init__("0x" + data.hex())
        self.data = data


class Node:
    """Typed questions to the node of `chain`. Numbers of blocks may be `None`: the newest."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        provider = HTTPProvider(chain.url, {"timeout": chain.timeout_seconds}, exception_retry_configuration=None)
        provider.global_ccip_read_enabled = False  # no contract makes this process ask a URL (EIP-3668)
        # Only what is needed: web3's own validation asks for the chain id before each call, and `require_chain` has.
        # ExtraDataToPOA: blocks of proof-of-authority chains.
        self._web3 = Web3(provider, middleware=[AttributeDictMiddleware, ExtraDataToPOAMiddleware])

    def require_chain(self) -> None:
        with self._asking("its chain id"):
            found = self._web3.eth.chain_id
        if found != self.chain.chain_id:
            raise WrongChain(chain=self.chain.name, found=found, expected=self.chain.chain_id)

    def head(self) -> int:
        with self._asking("the newest block"):
            return int(self._web3.eth.block_number)

    def final(self) -> int:
        """The newest block with enough confirmations; -1 while there is none."""
        return self.head() - self.chain.confirmations + 1

    def block(self, number: int) -> tuple[Anchor, int]:
        """A block and its time (seconds of the Unix epoch)."""
        with self._asking(Phrase("block {number}", number=number)):
            try:
                found = self._web3.eth.get_block(number)
            except BlockNotFound:
                raise ChainMoved(chain=self.chain.name, number=number) from None
            return Anchor(number, found["hash"].to_0x_hex()), int(found["timestamp"])

    def is_canonical(self, anchor: Anchor) -> bool:
        try:
            return self.block(anchor.number)[0] == anchor
        except ChainMoved:
            return False

    @contextmanager
    def at(self, number: int) -> Iterator[Anchor]:
        """What is asked inside is asked of one and the same block, or `ChainMoved` is raised."""
        anchor, _ = self.block(number)
        yield anchor
        if not self.is_canonical(anchor):
            raise ChainMoved(chain=self.chain.name, number=number)

    def code(self, address: Address, number: int | None = None) -> bytes:
        with self._asking("code"):
            return bytes(self._web3.eth.get_code(_checked(address), _block(number)))

    def balance(self, address: Address) -> int:
        with self._asking("a balance"):
            return int(self._web3.eth.get_balance(_checked(address)))

    def nonce(self, address: Address, number: int | None = None, pending: bool = False) -> int:
        """How many transactions of the address are in the chain (`pending`: or wait for it)."""
        with self._asking("a nonce"):
            return int(
                self._web3.eth.get_transaction_count(_checked(address), "pending" if pending else _block(number))
            )

    def ask(self, address: Address, signature: str, returns: str, *values: object, number: int | None = None) -> Any:
        """The answer of a contract's reading function. Raises `ChainNodeRefused` when there is none of that type."""
        try:
            answer = self.call({"to": _checked(address), "data": abi.encode(signature, *values)}, number)
            return abi.decode([returns], answer)[0]
        except (Reverted, ValueError):
            raise ChainNodeRefused(
                chain=self.chain.name, what=signature, why=Phrase("the answer is no {returns}", returns=returns)
            ) from None

    def call(self, transaction: dict[str, Any], number: int | None = None) -> bytes:
        """What the transaction would answer. Raises `Reverted`."""
        with self._asking("a call", reverts=True):
            return bytes(self._web3.eth.call(transaction, _block(number)))  # type: ignore[arg-type]  # plain dictionary

    def gas(self, sender: Address, to: Address | None, data: bytes) -> int:
        """What such a transaction would use. Raises `Reverted`."""
        transaction: dict[str, Any] = {"from": _checked(sender), "data": data, "value": 0}
        transaction |= {"to": _checked(to)} if to else {}
        with self._asking("an estimate of gas", reverts=True):
            return int(self._web3.eth.estimate_gas(transaction))  # type: ignore[arg-type]  # plain dictionary

    def fees(self) -> tuple[int, int | None]:
        """What a transaction should offer for a unit of gas, and of that to the block's maker (None on chains without a base fee)."""
        with self._asking("its fees"):
            base = self._web3.eth.get_block("latest").get("baseFeePerGas")
            if base is None:
                return int(self._web3.eth.gas_price), None
            tip = int(self._web3.eth.max_priority_fee)
        return 2 * int(base) + tip, tip

    def send(self, raw: bytes) -> None:
        with self._asking("a transaction"):
            self._web3.eth.send_raw_transaction(raw)

    def knows(self, transaction: str) -> bool:
        with self._asking("a transaction"):
            try:
                self._web3.eth.get_transaction(transaction)  # type: ignore[arg-type]  # text of the hash
            except TransactionNotFound:
                return False
            return True

    def find_receipt(self, transaction: str) -> tuple[Anchor, bool] | None:
        """Block and success, once it is in a block."""
        with self._asking("a receipt"):
            found = self._find_receipt(transaction)
            if found is None:
                return None
            return Anchor(int(found["blockNumber"]), found["blockHash"].to_0x_hex()), found["status"] == 1

    def find_made(self, transaction: str) -> Address | None:
        """The contract that a transaction made, itself or through a deployer."""
        with self._asking("a receipt"):
            found = self._find_receipt(transaction)
            if found is None:
                return None
            cloned = [log["topics"][1][12:].hex() for log in found["logs"] if bytes(log["topics"][0]) == abi.DEPLOYMENT]
            made = found.get("contractAddress") or next(("0x" + one for one in cloned), None)
            return Address(made.lower()) if made else None

    def _find_receipt(self, transaction: str) -> dict[str, Any] | None:
        try:
            return dict(self._web3.eth.get_transaction_receipt(transaction))  # type: ignore[arg-type]  # text of the hash
        except TransactionNotFound:
            return None

    def logs(self, address: Address, first: int, last: int) -> list[dict[str, Any]]:
        """Logs of a contract in blocks `first` to `last`, both included. Raises `ChainNodeRefused`, as when there are too many."""
        question = {"address": _checked(address), "fromBlock": first, "toBlock": last}
        with self._asking("logs"):
            return [_log(one) for one in self._web3.eth.get_logs(question)]  # type: ignore[arg-type]  # plain dictionary

    @contextmanager
    def _asking(self, what: str, reverts: bool = False) -> Iterator[None]:
        """Whatever a node answers, or does not, becomes a refusal of ours; `reverts`: or `Reverted`, where contracts are asked."""
        try:
            yield
        except ContractLogicError as error:
            if reverts:
                raise Reverted(_revert_data(error)) from None
            raise ChainNodeRefused(chain=self.chain.name, what=what, why=str(error.message)) from None
        except (OSError, TimeExhausted) as error:  # among them everything that `requests` raises
            raise self._unanswered(error) from None
        except (BadResponseFormat, *_NONSENSE) as error:
            raise ChainNodeRefused(chain=self.chain.name, what=what, why=type(error).__name__) from None
        except Web3RPCError as error:
            if _code(error) == _TOO_MANY_REQUESTS:
                raise ChainRateLimited(chain=self.chain.name) from None
            raise ChainNodeRefused(chain=self.chain.name, what=what, why=_message(error)) from None
        except Web3Exception as error:
            raise ChainNodeRefused(chain=self.chain.name, what=what, why=type(error).__name__) from None

    def _unanswered(self, error: Exception) -> ChainUnreachable:
        if isinstance(error, TimeoutError | TimeExhausted | Timeout):
            return ChainTooSlow(chain=self.chain.name, seconds=self.chain.timeout_seconds)
        limited = _status(error) == _TOO_MANY_REQUESTS
        refusal = ChainRateLimited if limited else ChainUnreachable
        made = refusal(chain=self.chain.name, why=_how(error))
        made.wait = _asked_wait(error)
        return made


_TOO_MANY_REQUESTS = 429
"""HTTP's status (RFC 6585, 4), which some nodes also give as the code of a JSON-RPC error."""
_NONSENSE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What reading an answer comes to that is of another shape than asked for."""


def _log(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a log that are used here, each there and of its type."""
    numbers = {name: int(entry[name]) for name in ("blockNumber", "logIndex")}
    hashes = {name: bytes(entry[name]) for name in ("blockHash", "transactionHash", "data")}
    topics = [bytes(one) for one in entry["topics"]]
    return {**numbers, **hashes, "topics": topics, "removed": bool(entry.get("removed"))}


def _checked(address: Address) -> Any:
    return Web3.to_checksum_address(address)


def _how(error: Exception) -> str:
    """What went wrong on the line, without the URL that stands in the error's own text."""
    status = _status(error)
    return f"HTTP {status}" if status else type(error).__name__


def _status(error: Exception) -> int | None:
    return getattr(getattr(error, "response", None), "status_code", None)


def _asked_wait(error: Exception) -> timedelta | None:
    """`Retry-After` of an answer that may have it."""
    if _status(error) not in ASKS_TO_WAIT:
        return None
    return parse_retry_after(str(error.response.headers.get("Retry-After", "")).strip(), system_now())  # type: ignore[attr-defined]  # it has a status


def _block(number: int | None) -> Any:
    return "latest" if number is None else number


def _revert_data(error: ContractLogicError) -> bytes:
    text = error.data if isinstance(error.data, str) else ""
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        return b""


def _message(error: Web3RPCError) -> str:
    told = _told(error)
    return str(told.get("message", "")) if told else str(error.message)


def _code(error: Web3RPCError) -> object:
    return _told(error).get("code")


def _told(error: Web3RPCError) -> dict[str, Any]:
    told: Any = (error.rpc_response or {}).get("error")
    return told if isinstance(told, dict) else {}
