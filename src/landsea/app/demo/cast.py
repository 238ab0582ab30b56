"""Who plays: synthetic parties, each with one user, an API key and, where it acts on title, a title key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from landsea import identity, journal
from landsea.app.client import Client
from landsea.app.clock import sandbox_clock
from landsea.app.node import Node
from landsea.identity import RegisterParty
from landsea.kernel import Actor, Role, UserId, parse_instant

START = parse_instant("2026-11-22T09:00+08:00")
READY = parse_instant("2026-11-23T08:00+08:00")
PASSPHRASE = "demo passphrase, never for real goods"  # noqa: S105  # printed by the demo; the node is a sandbox for ever

PARTS = {
    "forwarder": ("Demo Forwarder (synthetic)", "演示货代（合成数据）", "CN", Role.OPERATOR),
    "shipper": ("Demo Lemon Grower (synthetic)", "演示柠檬种植商（合成数据）", "CN", Role.SHIPPER),
    "buyer": ("Demo Fruit Importer (synthetic)", "演示水果进口商（合成数据）", "SG", Role.SHIPPER),
    "railway": ("Demo Rail Operator (synthetic)", "演示铁路运营商（合成数据）", "CN", Role.CARRIER),
    "line": ("Demo Shipping Line (synthetic)", "演示船公司（合成数据）", "SG", Role.CARRIER),
}
SIGNERS = ("forwarder", "shipper", "buyer")


@dataclass(frozen=True, slots=True)
class Player:
    """A party and how it calls the node."""

    party: str
    user: UserId
    name: str
    client: Client


Cast = dict[str, Player]


def make_cast(node: Node, receipts: Path | None, start: datetime = START) -> Cast:
    """Stops the sandbox's clock at `start` and makes everybody; the forwarder is the organisation that runs the node.

    The file `receipts` collects the leaf of each acknowledged act, a line each.
    """

    def keep(receipt: dict[str, Any]) -> None:
        if receipts is not None:
            with receipts.open("a") as file:
                file.write(f"{receipt['leaf']}\n")

    with node.journal.database.write() as connection:
        sandbox_clock(node.journal).freeze(connection, start)
    return {part: _player(node, part, keep) for part in PARTS}


def _player(node: Node, part: str, keep: Callable[[dict[str, Any]], None]) -> Player:
    name_en, name_zh, country, role = PARTS[part]
    with node.journal.work(journal.NODE) as work:
        command = RegisterParty(name_en, country, name_zh, (), (role,))
        party = identity.register_party(work, command, runs_node=part == "forwarder")
        user = identity.add_user(work, party.id, role, name=f"Demo {part}", email=f"{part}@demo.example")
    actor = Actor(party.id, role, user.id)
    with node.journal.work(actor) as work:
        _, key = identity.make_api_key(work, "demo")
        if part in SIGNERS:
            identity.create_title_key(work, PASSPHRASE)
    return Player(party.id, user.id, name_en, Client(node.settings.public_url, key, keep))
