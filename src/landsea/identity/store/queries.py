"""Reading the read model."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, exists, func, select

from landsea.identity.model import (
    ApiKey,
    Custody,
    Identifier,
    Invitation,
    Membership,
    Party,
    Recovery,
    TitleKey,
    User,
)
from landsea.identity.store.tables import (
    api_key,
    identifier,
    invitation,
    login_reset,
    membership,
    party,
    recovery,
    title_key,
    user,
)
from landsea.kernel import PartyId, Role, UserId


def find_party(connection: Connection, party_id: str) -> Party | None:
    row = connection.execute(select(party).where(party.c.id == party_id)).first()
    return _parties(connection, [row])[0] if row else None


def find_party_by_identifier(connection: Connection, held: Identifier) -> Party | None:
    query = select(party).join(identifier, identifier.c.party == party.c.id)
    query = query.where(identifier.c.scheme == held.scheme, identifier.c.value == held.value)
    row = connection.execute(query).first()
    return _parties(connection, [row])[0] if row else None


def list_parties(connection: Connection, after: str, limit: int) -> list[Party]:
    """Ordered by id, those behind `after`."""
    query = select(party).where(party.c.id > after).order_by(party.c.id).limit(limit)
    return _parties(connection, list(connection.execute(query)))


def find_node_party(connection: Connection) -> Party | None:
    row = connection.execute(select(party).where(party.c.runs_node)).first()
    return _parties(connection, [row])[0] if row else None


def _parties(connection: Connection, rows: list[Any]) -> list[Party]:
    numbers: dict[str, list[Identifier]] = {row.id: [] for row in rows}
    query = select(identifier).where(identifier.c.party.in_(numbers)).order_by(identifier.c.party, identifier.c.number)
    for one in connection.execute(query):
        numbers[one.party].append(Identifier(one.scheme, one.value))
    return [
        Party(
            PartyId(row.id),
            row.name_en,
            row.name_zh,
            tuple(numbers[row.id]),
            row.country,
            tuple(Role(role) for role in row.roles.split()),
            row.runs_node,
        )
        for row in rows
    ]


def find_user(connection: Connection, user_id: str) -> User | None:
    row = connection.execute(select(user).where(user.c.id == user_id)).first()
    return _user(connection, row) if row else None


def find_user_by_email(connection: Connection, email: str) -> User | None:
    row = connection.execute(select(user).where(user.c.email == email)).first()
    return _user(connection, row) if row else None


def users_of(connection: Connection, party_id: str) -> list[User]:
    here = exists().where(membership.c.user == user.c.id, membership.c.party == party_id)
    rows = connection.execute(select(user).where(here).order_by(user.c.id)).all()
    return [_user(connection, row) for row in rows]


def _user(connection: Connection, row: Any) -> User:
    query = select(membership).where(membership.c.user == row.id)
    query = query.order_by(membership.c.granted_at, membership.c.party, membership.c.role)
    held = tuple(Membership(PartyId(one.party), Role(one.role)) for one in connection.execute(query))
    return User(UserId(row.id), row.name, row.email, row.joined_at, row.closed, held)


def is_member(connection: Connection, user_id: str, party_id: str, role: str) -> bool:
    held = membership.c
    query = select(held.user).join(user, user.c.id == held.user)
    query = query.where(held.user == user_id, held.party == party_id, held.role == role, user.c.closed.is_(False))
    return connection.execute(query).first() is not None


def has_users(connection: Connection, party_id: str) -> bool:
    query = select(membership.c.user).where(membership.c.party == party_id).limit(1)
    return connection.execute(query).first() is not None


def count_node_operators(connection: Connection) -> int:
    held = membership.c
    query = select(func.count(held.user.distinct())).join(party, and_(party.c.id == held.party, party.c.runs_node))
    return int(connection.execute(query.where(held.role == Role.OPERATOR.value)).scalar_one())


def find_invitation(connection: Connection, invitation_id: str) -> Invitation | None:
    row = connection.execute(select(invitation).where(invitation.c.id == invitation_id)).first()
    return _invitation(row) if row else None


def invitations_of(connection: Connection, party_id: str) -> list[Invitation]:
    query = select(invitation).where(invitation.c.party == party_id).order_by(invitation.c.id)
    return [_invitation(row) for row in connection.execute(query)]


def find_endorsed_invitation(connection: Connection, party_id: str, user_id: str) -> str | None:
    """The invitation by which the user came to the party, if a title key of the party had signed it and no key came of it yet."""
    query = select(invitation.c.id).where(
        invitation.c.party == party_id, invitation.c.user == user_id, invitation.c.endorsed
    )
    return connection.execute(query).scalar()


def _invitation(row: Any) -> Invitation:
    by = UserId(row.by) if row.by else None
    return Invitation(row.id, PartyId(row.party), Role(row.role), by, row.endorsed, row.state, row.invited_at)


def find_api_key(connection: Connection, key_id: str) -> ApiKey | None:
    row = connection.execute(select(api_key).where(api_key.c.id == key_id)).first()
    return _api_key(row) if row else None


def api_keys_of(connection: Connection, party_id: str) -> list[ApiKey]:
    query = select(api_key).where(api_key.c.party == party_id).order_by(api_key.c.id)
    return [_api_key(row) for row in connection.execute(query)]


def api_keys_by(connection: Connection, user_id: str) -> list[ApiKey]:
    rows = connection.execute(select(api_key).where(api_key.c.user == user_id).order_by(api_key.c.id))
    return [_api_key(row) for row in rows]


def _api_key(row: Any) -> ApiKey:
    user_id = UserId(row.user) if row.user else None
    return ApiKey(row.id, PartyId(row.party), Role(row.role), user_id, row.label, row.made_at, row.revoked_at)


def find_title_key(connection: Connection, key_id: str) -> TitleKey | None:
    row = connection.execute(select(title_key).where(title_key.c.id == key_id)).first()
    return _title_key(row) if row else None


def find_active_title_key(connection: Connection, party_id: str, user_id: str) -> TitleKey | None:
    query = select(title_key).where(title_key.c.party == party_id, title_key.c.user == user_id)
    row = connection.execute(query.where(title_key.c.superseded_at.is_(None))).first()
    return _title_key(row) if row else None


def title_keys_of(connection: Connection, party_id: str) -> list[TitleKey]:
    query = select(title_key).where(title_key.c.party == party_id).order_by(title_key.c.id)
    return [_title_key(row) for row in connection.execute(query)]


def active_title_keys_of_user(connection: Connection, user_id: str) -> list[TitleKey]:
    query = select(title_key).where(title_key.c.user == user_id, title_key.c.superseded_at.is_(None))
    return [_title_key(row) for row in connection.execute(query.order_by(title_key.c.id))]


def is_public_key_known(connection: Connection, public_key: str) -> bool:
    query = select(title_key.c.id).where(title_key.c.public_key == public_key)
    return connection.execute(query).first() is not None


def _title_key(row: Any) -> TitleKey:
    return TitleKey(
        row.id,
        PartyId(row.party),
        UserId(row.user),
        row.public_key,
        Custody(row.custody),
        row.registered_at,
        row.superseded_at,
        row.successor,
        row.why_superseded,
    )


def find_recovery(connection: Connection, recovery_id: str) -> Recovery | None:
    row = connection.execute(select(recovery).where(recovery.c.id == recovery_id)).first()
    return _recovery(row) if row else None


def find_open_recovery(connection: Connection, party_id: str, user_id: str) -> Recovery | None:
    """The user's recovery that has not led to a key yet."""
    query = select(recovery).where(recovery.c.party == party_id, recovery.c.user == user_id, recovery.c.key.is_(None))
    row = connection.execute(query).first()
    return _recovery(row) if row else None


def recoveries_of(connection: Connection, party_id: str) -> list[Recovery]:
    query = select(recovery).where(recovery.c.party == party_id).order_by(recovery.c.id)
    return [_recovery(row) for row in connection.execute(query)]


def requested_recoveries(connection: Connection) -> list[Recovery]:
    """Those that nobody has approved yet, oldest first."""
    waiting = recovery.c.approved_by.is_(None), recovery.c.key.is_(None)
    return [_recovery(row) for row in connection.execute(select(recovery).where(*waiting).order_by(recovery.c.id))]


def recoveries_by(connection: Connection, user_id: str) -> list[Recovery]:
    query = select(recovery).where(recovery.c.user == user_id).order_by(recovery.c.id)
    return [_recovery(row) for row in connection.execute(query)]


def _recovery(row: Any) -> Recovery:
    approved_by = UserId(row.approved_by) if row.approved_by else None
    return Recovery(
        row.id,
        PartyId(row.party),
        UserId(row.user),
        row.replaces,
        row.reason,
        row.requested_at,
        approved_by,
        row.approved_at,
        row.key,
    )


def has_reset_login(connection: Connection, user_id: str, by: str) -> bool:
    query = select(login_reset.c.user).where(login_reset.c.user == user_id, login_reset.c.by == by)
    return connection.execute(query).first() is not None


def login_resets_of(connection: Connection, user_id: str) -> list[UserId | None]:
    query = select(login_reset.c.by).where(login_reset.c.user == user_id).order_by(login_reset.c.version)
    return [UserId(by) if by else None for by in connection.execute(query).scalars()]
