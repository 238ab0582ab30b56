"""What happens to parties, users and keys. Names, e-mails and reasons of people are personal; ids are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landsea.identity.model.values import Custody, Endorsement, Identifier
from landsea.kernel import Fact, PartyId, Role, UserId


@dataclass(frozen=True)
class PartyRegistered(Fact):
    """Stream `party:<id>`."""

    kind: ClassVar[str] = "party-registered/1"
    name_en: str
    name_zh: str
    identifiers: tuple[Identifier, ...]
    country: str
    roles: tuple[Role, ...]
    runs_node: bool


@dataclass(frozen=True)
class UserJoined(Fact):
    """Stream `user:<id>`, as the four after it."""

    kind: ClassVar[str] = "user-joined/1"
    personal: ClassVar[frozenset[str]] = frozenset({"name", "email"})
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class MembershipGranted(Fact):
    kind: ClassVar[str] = "membership-granted/1"
    party: PartyId
    role: Role


@dataclass(frozen=True)
class MembershipEnded(Fact):
    kind: ClassVar[str] = "membership-ended/1"
    party: PartyId
    role: Role


@dataclass(frozen=True)
class LoginResetIssued(Fact):
    """Somebody else (`by`; `None`: the node's command line) made a link with which the user's password can be set anew."""

    kind: ClassVar[str] = "login-reset-issued/1"
    by: UserId | None


@dataclass(frozen=True)
class UserClosed(Fact):
    kind: ClassVar[str] = "user-closed/1"


@dataclass(frozen=True)
class UserInvited(Fact):
    """Stream `invitation:<id>`, as the two after it."""

    kind: ClassVar[str] = "user-invited/1"
    party: PartyId
    role: Role
    by: UserId | None
    endorsement: Endorsement | None


@dataclass(frozen=True)
class InvitationAccepted(Fact):
    kind: ClassVar[str] = "invitation-accepted/1"
    user: UserId


@dataclass(frozen=True)
class InvitationWithdrawn(Fact):
    kind: ClassVar[str] = "invitation-withdrawn/1"


@dataclass(frozen=True)
class ApiKeyMade(Fact):
    """Stream `api-key:<id>`, as the next."""

    kind: ClassVar[str] = "api-key-made/1"
    party: PartyId
    role: Role
    user: UserId | None
    label: str


@dataclass(frozen=True)
class ApiKeyRevoked(Fact):
    kind: ClassVar[str] = "api-key-revoked/1"


@dataclass(frozen=True)
class TitleKeyRegistered(Fact):
    """Stream `title-keys:<party>`, as the three after it: one stream, so that a party's key acts have one order.

    `invitation` or `recovery` says why a party that had a key before got this one.
    """

    kind: ClassVar[str] = "title-key-registered/1"
    key: str
    user: UserId
    algorithm: str
    public_key: str
    custody: Custody
    invitation: str | None
    recovery: str | None


@dataclass(frozen=True)
class TitleKeySuperseded(Fact):
    """From here on the key signs nothing more; what it signed before stays valid. `why`: `recovered`, `left` or `closed`."""

    kind: ClassVar[str] = "title-key-superseded/1"
    key: str
    why: str
    successor: str | None


@dataclass(frozen=True)
class TitleKeyRecoveryRequested(Fact):
    kind: ClassVar[str] = "title-key-recovery-requested/1"
    personal: ClassVar[frozenset[str]] = frozenset({"reason"})
    recovery: str
    user: UserId
    replaces: str | None
    reason: str | None = None


@dataclass(frozen=True)
class TitleKeyRecoveryApproved(Fact):
    kind: ClassVar[str] = "title-key-recovery-approved/1"
    recovery: str
    by: UserId
    by_party: PartyId
