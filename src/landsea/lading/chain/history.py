"""A token's endorsements from the logs of its title escrow, read in bounded ranges of blocks and explained by the rules.

A node that limits ranges or results is asked for smaller ones until it answers. What it answers is believed only if the calls that
explain the logs lead to the very state that the contract has at the last block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Protocol

from landsea.lading.chain import abi
from landsea.lading.chain.model import Anchor, Endorsement, History, Seen
from landsea.lading.chain.node import Node
from landsea.lading.chain.refusals import ChainMoved, ChainNodeRefused, HistoryDisagrees
from landsea.lading.escrow import Address, Escrow, Event, Step, UnexplainedHistory, replay


class Source(Protocol):
    """What a history is read from: a token registry."""

    node: Node
    address: Address

    def read(self, token: int, number: int | None = None) -> Seen: ...

    def final(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Logged:
    """One transaction's logs of a title escrow."""

    transaction: str
    block: Anchor
    events: tuple[Event, ...]


def read_history(source: Source, token: int, since: History | None, first_block: int) -> History:
    """From `first_block`, or from where `since` ended, to the newest final block."""
    last, begin = source.final(), since.up_to.number + 1 if since else first_block
    if since is not None and last < begin:
        return since
    seen = source.read(token, max(last, 0))
    logged = list(_logged(source, seen, begin))
    steps, escrow = replay([one.events for one in logged], since.escrow if since else Escrow())
    if escrow != seen.escrow:
        raise HistoryDisagrees(token=token, chain=source.node.chain.name, number=seen.block.number)
    before = since.endorsements if since else ()
    return History(token, before + tuple(_endorsements(source.node, logged, steps)), escrow, seen.block)


def _logged(source: Source, seen: Seen, begin: int) -> Iterator[Logged]:
    logs = _logs(source.node, seen.address, begin, seen.block.number)
    ordered = sorted(logs, key=lambda log: (log["blockNumber"], log["logIndex"]))
    for _, group in groupby(ordered, key=lambda log: log["transactionHash"]):
        ones = list(group)
        events = tuple(event for one in ones if (event := _event(one, source.address, seen.token)) is not None)
        if events:
            block = Anchor(ones[0]["blockNumber"], _hex(ones[0]["blockHash"]))
            yield Logged(_hex(ones[0]["transactionHash"]), block, events)


def _event(log: dict[str, Any], registry: Address, token: int) -> Event | None:
    try:
        return abi.decode_event(
            abi.Log(tuple(bytes(one) for one in log["topics"]), bytes(log["data"])), registry, token
        )
    except ValueError:
        raise UnexplainedHistory(event="a garbled log", transaction=_hex(log["transactionHash"])) from None


def _logs(node: Node, address: Address, first: int, last: int) -> list[dict[str, Any]]:
    """All logs of the contract; the range is halved where the node refuses it and grows again where it does not."""
    logs: list[dict[str, Any]] = []
    width = node.chain.log_blocks_max
    while first <= last:
        end = min(first + width - 1, last)
        try:
            found = node.logs(address, first, end)
        except ChainNodeRefused:
            if width == 1:
                raise
            width = max(width // 2, 1)
            continue
        logs += [log for log in found if not log.get("removed")]
        first, width = end + 1, min(width * 2, node.chain.log_blocks_max)
    return logs


def _endorsements(node: Node, logged: list[Logged], steps: list[Step]) -> Iterator[Endorsement]:
    times: dict[Anchor, datetime] = {}
    for step in steps:
        one = logged[step.transaction]
        if one.block not in times:
            times[one.block] = _time(node, one.block)
        yield Endorsement(step.operation, step.caller, one.transaction, one.block, times[one.block], step.after)


def _time(node: Node, block: Anchor) -> datetime:
    found, seconds = node.block(block.number)
    if found != block:
        raise ChainMoved(chain=node.chain.name, number=block.number)
    return datetime.fromtimestamp(seconds, UTC)


def _hex(value: Any) -> str:
    return "0x" + bytes(value).hex()
