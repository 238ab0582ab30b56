"""Whatever a chain's node answers, it comes to a value or to a refusal by name: never to another error that ends a worker's round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from landsea.kernel import Refusal
from landsea.lading.chain import Anchor, Chain
from landsea.lading.chain.refusals import ChainNodeRefused, ChainRateLimited
from landsea.lading.escrow import Address

pytest.importorskip("landsea.lading.chain.web", reason="the extra `evm` is not installed")
from landsea.lading.chain import abi
from landsea.lading.chain.node import Node, Reverted

HERE = Address("0x" + "5a" * 20)
HASH = "0x" + "1f" * 32
BLOCK: dict[str, Any] = {"number": "0x1", "hash": HASH, "timestamp": "0x1", "baseFeePerGas": "0x1"}
LOG: dict[str, Any] = {"topics": [HASH], "data": "0x", "blockNumber": "0x1", "logIndex": "0x0", "blockHash": HASH}


def without(whole: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in whole.items() if name not in names}


def error(code: Any, message: Any, **more: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "error": {"code": code, "message": message, **more}}


def deep() -> Any:
    nested: Any = []
    for _ in range(200):
        nested = [nested]
    return nested


RESULTS: list[Any] = [None, {}, [], "", "0x", "0xzz", "0x" + "ff" * 40, -1, True, "text", [None], deep()]
RESULTS += [without(BLOCK, name) for name in BLOCK]
RESULTS += [[without(LOG, name)] for name in LOG]
RESULTS += [[LOG | {"topics": None}], [LOG | {"data": 7}], {"status": "0x1"}, {"logs": [{}]}, {"blockNumber": None}]
NONE: list[Any] = [{}, None, "broken"]
REVERTS: list[Any] = ["0x", "0x08c379a0", {}, None]
ANSWERS: list[Any] = [{"jsonrpc": "2.0", "id": 1, "result": one} for one in RESULTS]
ANSWERS += [{"jsonrpc": "2.0", "id": 1, "error": one} for one in NONE]
ANSWERS += [
    error(-32005, "limit exceeded"),
    error("x", None),
    error(-32601, "no such method"),
    error(-32000, "timeout"),
]
ANSWERS += [error(3, "execution reverted", data=one) for one in REVERTS]
ANSWERS += [{}, {"jsonrpc": "1.0"}, {"jsonrpc": "2.0", "id": 1}, [], None, "text"]

QUESTIONS: dict[str, Callable[[Node], Any]] = {
    "chain id": Node.require_chain,
    "head": Node.head,
    "block": lambda node: node.block(1),
    "canonical": lambda node: node.is_canonical(Anchor(1, HASH)),
    "code": lambda node: node.code(HERE, 1),
    "balance": lambda node: node.balance(HERE),
    "nonce": lambda node: node.nonce(HERE),
    "ask": lambda node: node.ask(HERE, "paused()", "bool"),
    "ask bytes": lambda node: node.ask(HERE, "remark()", "bytes"),
    "call": lambda node: node.call({"to": "0x" + "00" * 20, "data": b""}),
    "gas": lambda node: node.gas(HERE, HERE, b""),
    "fees": Node.fees,
    "send": lambda node: node.send(b"synthetic"),
    "knows": lambda node: node.knows(HASH),
    "receipt": lambda node: node.find_receipt(HASH),
    "made": lambda node: node.find_made(HASH),
    "logs": lambda node: node.logs(HERE, 0, 1),
}
MAY_REVERT = {"call", "gas"}


def answering(said: Any) -> Node:
    """A node that gives one answer to everything."""
    node = Node(Chain("local", 31337, "http://127.0.0.1:9", frozenset({HERE}), confirmations=1))
    node._web3.provider.make_request = lambda *_: said  # type: ignore[method-assign]
    return node


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_of_a_node_is_more_than_refused(question: str) -> None:
    expected = (Refusal, Reverted) if question in MAY_REVERT else (Refusal,)
    refused = 0
    for said in ANSWERS:
        try:
            QUESTIONS[question](answering(said))
        except expected:
            refused += 1
    assert refused > len(ANSWERS) // 3


@pytest.mark.parametrize("question", ["canonical", "knows", "receipt"])
def test_an_error_is_not_taken_for_a_no(question: str) -> None:
    with pytest.raises(ChainNodeRefused, match="limit exceeded"):
        QUESTIONS[question](answering(error(-32005, "limit exceeded")))


def test_too_many_requests_are_told_apart_though_they_come_as_an_answer() -> None:
    with pytest.raises(ChainRateLimited):
        QUESTIONS["logs"](answering(error(429, "synthetic: exceeded its compute units per second")))


def test_no_contract_makes_this_process_ask_a_url() -> None:
    """EIP-3668: a contract answers with URLs, and web3 would ask them."""
    sender = "0x" + "00" * 20
    lookup = abi.encode(
        "OffchainLookup(address,string[],bytes,bytes4,bytes)",
        sender,
        ["http://127.0.0.1:9/{data}"],
        b"",
        b"\0" * 4,
        b"",
    )
    with pytest.raises(Reverted):
        QUESTIONS["call"](answering(error(3, "execution reverted", data="0x" + lookup.hex())))
