"""Parties, the people who act for them, and the keys they sign with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from landsea.kernel import BadValue, Lei, PartyId, Role, Uen, Uscc, UserId, clean

ED25519 = "Ed25519"

_CHECKED = {"USCC": Uscc, "UEN": Uen, "LEI": Lei}
_SCHEME = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./:\-]{0,34}")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number under which a register knows a legal entity. USCC, UEN and LEI are checked; other schemes are kept as given."""

    scheme: str
    value: str

    def __post_init__(self) -> None:
        if not isinstance(self.scheme, str) or not _SCHEME.fullmatch(self.scheme):
            raise BadValue(
                value=repr(self.scheme),
                what="scheme of an identifier",
                why="it has 2 to 16 capital letters, digits or hyphens",
                mend="For example USCC, UEN or LEI.",
            )
        if check := _CHECKED.get(self.scheme):
            object.__setattr__(self, "value", str(check(self.value)))
        elif not isinstance(self.value, str) or not _VALUE.fullmatch(self.value):
            raise BadValue(
                value=repr(self.value),
                what="identifier",
                why="it has 1 to 35 letters, digits, spaces or . / : -",
                mend="Copy it from the register.",
            )


@dataclass(frozen=True, slots=True)
class Party:
    """A legal entity: its names in both scripts, ISO 3166-1 alpha-2 country, and the roles its users may have.

    `runs_node` is true for the one organisation that operates this node.
    """

    id: PartyId
    name_en: str
    name_zh: str
    identifiers: tuple[Identifier, ...]
    country: str
    roles: tuple[Role, ...]
    runs_node: bool = False


@dataclass(frozen=True, slots=True)
class RegisterParty:
    """Command. A name that is left empty is shown in the other script."""

    name_en: str
    country: str
    name_zh: str = ""
    identifiers: tuple[Identifier, ...] = ()
    roles: tuple[Role, ...] = (Role.SHIPPER,)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name_en", clean(self.name_en, "English name"))
        if self.name_zh:
            object.__setattr__(self, "name_zh", clean(self.name_zh, "Chinese name"))
        if not isinstance(self.country, str) or not re.fullmatch("[A-Z]{2}", self.country):
            raise BadValue(
                value=repr(self.country),
                what="country",
                why="ISO 3166-1 alpha-2 has two capital letters",
                mend="For example CN or SG.",
            )
        if not self.roles or Role.NODE in self.roles:
            raise BadValue(
                value=str([role.value for role in self.roles]),
                what="list of roles",
                why="a party needs at least one, and none may be node",
                mend="Choose from operator, shipper, carrier, bank, customs, viewer.",
            )


@dataclass(frozen=True, slots=True)
class Membership:
    """What a user may do, and in whose name."""

    party: PartyId
    role: Role


@dataclass(frozen=True, slots=True)
class User:
    """A person who acts for parties. Name and e-mail are `None` once erased; a closed user can do nothing."""

    id: UserId
    name: str | None
    email: str | None
    joined_at: datetime
    closed: bool
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True)
class Invitation:
    """A place for one person in a party. `by` is the inviting user, `None` when the node itself invites.

    `endorsed` means that a title key of the party has signed the invitation, so that who accepts it may have a title key as well.
    """

    id: str
    party: PartyId
    role: Role
    by: UserId | None
    endorsed: bool
    state: str
    invited_at: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key as the party sees it; the key itself is shown once and stored only as a hash."""

    id: str
    party: PartyId
    role: Role
    user: UserId | None
    label: str
    made_at: datetime
    revoked_at: datetime | None


class Custody(StrEnum):
    """Where a title key's private half is."""

    WRAPPED = "wrapped"
    """On the node, under a key derived from a passphrase that only its user knows."""
    OUTSIDE = "outside"
    """In a file or device of its user; the node has never seen it."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A title key as others verify with it. `public_key` is the 32 raw bytes in base64 (RFC 4648 section 4)."""

    key_id: str
    algorithm: str
    public_key: str
    registered_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class TitleKey:
    """A title key with its history."""

    id: str
    party: PartyId
    user: UserId
    public_key: str
    custody: Custody
    registered_at: datetime
    superseded_at: datetime | None = None
    successor: str | None = None
    why_superseded: str | None = None

    @property
    def is_active(self) -> bool:
        return self.superseded_at is None

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.id, ED25519, self.public_key, self.registered_at, self.superseded_at)


@dataclass(frozen=True, slots=True)
class PartySignature:
    """A signature in a party's name; `signature` is base64 (RFC 4648 section 4)."""

    party: PartyId
    key_id: str
    algorithm: str
    signature: str


@dataclass(frozen=True, slots=True)
class Recovery:
    """A user asks for a title key that replaces a lost one (or a first one beside others'); a second person approves it."""

    id: str
    party: PartyId
    user: UserId
    replaces: str | None
    reason: str | None
    requested_at: datetime
    approved_by: UserId | None = None
    approved_at: datetime | None = None
    key: str | None = None

    @property
    def state(self) -> str:
        return "used" if self.key else "approved" if self.approved_by else "requested"


@dataclass(frozen=True, slots=True)
class Endorsement:
    """A signature of one of the party's title keys over an invitation: its holder vouches for who accepts it."""

    key_id: str
    algorithm: str
    signature: str
