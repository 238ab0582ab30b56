"""Facts, who states them, and how they look once recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Generic, NewType, TypeVar

PartyId = NewType("PartyId", str)
UserId = NewType("UserId", str)


class Role(StrEnum):
    """What a user may do in the name of a party."""

    OPERATOR = "operator"
    SHIPPER = "shipper"
    CARRIER = "carrier"
    BANK = "bank"
    CUSTOMS = "customs"
    VIEWER = "viewer"
    NODE = "node"
    """The node itself (workers, set-up, the command line of who runs it). Never given to a user."""


@dataclass(frozen=True, slots=True)
class Actor:
    """In whose name something is done or asked. What an actor may see is decided by `party`."""

    party: PartyId
    role: Role
    user: UserId | None = None


class Fact:
    """Something that happened. Subclasses are frozen dataclasses.

    `kind` is the name with the schema's version (`document-issued/1`). `personal` names the fields that hold personal data: they
    are kept in the private part, can be erased, and so must accept `None`.
    """

    kind: ClassVar[str]
    personal: ClassVar[frozenset[str]] = frozenset()


F = TypeVar("F", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[F]):
    """A fact with its envelope, as projections see it: what is the same when it is written and when it is replayed.

    `acted_at` is the time of the act (UTC). Position and time of record are not here: they are given at the commit.
    """

    stream: str
    version: int
    party: PartyId
    acted_at: datetime
    fact: F
