"""Which chains are configured, and whose addresses are whose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select

from landsea.kernel import PartyId, UserId
from landsea.lading.chain.facts import ChainSettings, JourneyEnd, KeyCustody
from landsea.lading.escrow import Address
from landsea.lading.store_chain.tables import chain, journey, key, line, sealed


@dataclass(frozen=True, slots=True)
class ChainKey:
    """Whose address it is; `current` while it is the one that its user signs with for the party."""

    address: Address
    party: PartyId
    user: UserId
    custody: KeyCustody
    current: bool


def list_chains(connection: Connection) -> list[ChainSettings]:
    query = select(chain.c.said).where(chain.c.removed.is_(False)).order_by(chain.c.name)
    return [msgspec.json.decode(said, type=ChainSettings) for said in connection.execute(query).scalars()]


def find_chain(connection: Connection, name: str, removed: bool = False) -> ChainSettings | None:
    """`removed`: also one that was taken away, for the documents that are still there."""
    query = select(chain.c.said).where(chain.c.name == name)
    query = query if removed else query.where(chain.c.removed.is_(False))
    said = connection.execute(query).scalar()
    return None if said is None else msgspec.json.decode(said, type=ChainSettings)


def set_line(connection: Connection, name: str, url: str) -> None:
    connection.execute(delete(line).where(line.c.name == name))
    connection.execute(insert(line).values(name=name, url=url))


def find_line(connection: Connection, name: str) -> str | None:
    return connection.execute(select(line.c.url).where(line.c.name == name)).scalar()


def is_in_use(connection: Connection, name: str) -> bool:
    there = (journey.c.chain == name, journey.c.state.in_(["leaving", JourneyEnd.ARRIVED.value]))
    return connection.execute(select(journey.c.document).where(*there).limit(1)).first() is not None


def put_sealed(connection: Connection, address: Address, box: bytes) -> None:
    """In place of what was kept for the address before."""
    connection.execute(delete(sealed).where(sealed.c.address == address))
    connection.execute(insert(sealed).values(address=address, sealed=box))


def find_sealed(connection: Connection, address: Address) -> bytes | None:
    found = connection.execute(select(sealed.c.sealed).where(sealed.c.address == address)).scalar()
    return None if found is None else bytes(found)


def find_key(connection: Connection, address: Address) -> ChainKey | None:
    row = connection.execute(select(key).where(key.c.address == address)).first()
    return None if row is None else _key(row)


def keys_of(connection: Connection, party: str) -> list[ChainKey]:
    """Current ones, oldest first."""
    query = select(key).where(key.c.party == party, key.c.current).order_by(key.c.registered_at, key.c.address)
    return [_key(row) for row in connection.execute(query)]


def earlier_addresses(connection: Connection, party: str, user: str | None) -> list[Address]:
    """Of the user's keys for the party that others took the place of, oldest first."""
    where = (key.c.party == party, key.c.user == user, key.c.current.is_(False))
    return [
        Address(one)
        for one in connection.execute(select(key.c.address).where(*where).order_by(key.c.registered_at)).scalars()
    ]


def _key(row: Any) -> ChainKey:
    return ChainKey(Address(row.address), PartyId(row.party), UserId(row.user), KeyCustody(row.custody), row.current)
