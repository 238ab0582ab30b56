"""One handler for each fact: the only writer of the read model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, update

from landsea.identity import model
from landsea.identity.store import tables
from landsea.kernel import Recorded


def id_of(stream: str) -> str:
    """`user:usr_1` -> `usr_1`."""
    return stream.split(":", 1)[1]


def _set(connection: Connection, table: Table, stream: str, **values: Any) -> None:
    connection.execute(update(table).where(table.c.id == id_of(stream)).values(**values))


def on_party(connection: Connection, recorded: Sequence[Recorded[model.PartyRegistered]]) -> None:
    for one in recorded:
        fact, party = one.fact, id_of(one.stream)
        values = {"id": party, "name_en": fact.name_en, "name_zh": fact.name_zh, "country": fact.country}
        roles = " ".join(role.value for role in fact.roles)
        connection.execute(insert(tables.party).values(**values, roles=roles, runs_node=fact.runs_node))
        numbers = [
            {"scheme": held.scheme, "value": held.value, "party": party, "number": number}
            for number, held in enumerate(fact.identifiers)
        ]
        if numbers:
            connection.execute(insert(tables.identifier), numbers)


def on_joined(connection: Connection, recorded: Sequence[Recorded[model.UserJoined]]) -> None:
    rows = [
        {
            "id": id_of(one.stream),
            "name": one.fact.name,
            "email": one.fact.email,
            "joined_at": one.acted_at,
            "closed": False,
        }
        for one in recorded
    ]
    connection.execute(insert(tables.user), rows)


def on_user_erased(connection: Connection, recorded: Sequence[Recorded[model.UserJoined]]) -> None:
    for one in recorded:
        _set(connection, tables.user, one.stream, name=None, email=None)


def on_closed(connection: Connection, recorded: Sequence[Recorded[model.UserClosed]]) -> None:
    for one in recorded:
        _set(connection, tables.user, one.stream, closed=True)


def on_granted(connection: Connection, recorded: Sequence[Recorded[model.MembershipGranted]]) -> None:
    rows = [
        {"user": id_of(one.stream), "party": one.fact.party, "role": one.fact.role.value, "granted_at": one.acted_at}
        for one in recorded
    ]
    connection.execute(insert(tables.membership), rows)


def on_ended(connection: Connection, recorded: Sequence[Recorded[model.MembershipEnded]]) -> None:
    held = tables.membership.c
    for one in recorded:
        same = and_(held.user == id_of(one.stream), held.party == one.fact.party, held.role == one.fact.role.value)
        connection.execute(delete(tables.membership).where(same))


def on_login_reset(connection: Connection, recorded: Sequence[Recorded[model.LoginResetIssued]]) -> None:
    rows = [{"user": id_of(one.stream), "version": one.version, "by": one.fact.by} for one in recorded]
    connection.execute(insert(tables.login_reset), rows)


def on_invited(connection: Connection, recorded: Sequence[Recorded[model.UserInvited]]) -> None:
    rows = [
        {
            "id": id_of(one.stream),
            "party": one.fact.party,
            "role": one.fact.role.value,
            "by": one.fact.by,
            "endorsed": one.fact.endorsement is not None,
            "state": "open",
            "invited_at": one.acted_at,
        }
        for one in recorded
    ]
    connection.execute(insert(tables.invitation), rows)


def on_accepted(connection: Connection, recorded: Sequence[Recorded[model.InvitationAccepted]]) -> None:
    for one in recorded:
        _set(connection, tables.invitation, one.stream, state="accepted", user=one.fact.user)


def on_withdrawn(connection: Connection, recorded: Sequence[Recorded[model.InvitationWithdrawn]]) -> None:
    for one in recorded:
        _set(connection, tables.invitation, one.stream, state="withdrawn")


def on_api_key(connection: Connection, recorded: Sequence[Recorded[model.ApiKeyMade]]) -> None:
    rows = [
        {
            "id": id_of(one.stream),
            "party": one.fact.party,
            "role": one.fact.role.value,
            "user": one.fact.user,
            "label": one.fact.label,
            "made_at": one.acted_at,
        }
        for one in recorded
    ]
    connection.execute(insert(tables.api_key), rows)


def on_api_key_revoked(connection: Connection, recorded: Sequence[Recorded[model.ApiKeyRevoked]]) -> None:
    for one in recorded:
        _set(connection, tables.api_key, one.stream, revoked_at=one.acted_at)


def on_title_key(connection: Connection, recorded: Sequence[Recorded[model.TitleKeyRegistered]]) -> None:
    for one in recorded:
        fact = one.fact
        values = {"id": fact.key, "user": fact.user, "public_key": fact.public_key, "custody": fact.custody.value}
        made = insert(tables.title_key).values(party=id_of(one.stream), registered_at=one.acted_at, **values)
        connection.execute(made)
        if fact.recovery is not None:
            used = tables.recovery.c.id == fact.recovery
            connection.execute(update(tables.recovery).where(used).values(key=fact.key))


def on_superseded(connection: Connection, recorded: Sequence[Recorded[model.TitleKeySuperseded]]) -> None:
    for one in recorded:
        ended = {"superseded_at": one.acted_at, "successor": one.fact.successor, "why_superseded": one.fact.why}
        same = tables.title_key.c.id == one.fact.key
        connection.execute(update(tables.title_key).where(same).values(**ended))


def on_recovery(connection: Connection, recorded: Sequence[Recorded[model.TitleKeyRecoveryRequested]]) -> None:
    rows = [
        {
            "id": one.fact.recovery,
            "party": id_of(one.stream),
            "user": one.fact.user,
            "replaces": one.fact.replaces,
            "reason": one.fact.reason,
            "requested_at": one.acted_at,
        }
        for one in recorded
    ]
    connection.execute(insert(tables.recovery), rows)


def on_recovery_erased(connection: Connection, recorded: Sequence[Recorded[model.TitleKeyRecoveryRequested]]) -> None:
    for one in recorded:
        same = tables.recovery.c.id == one.fact.recovery
        connection.execute(update(tables.recovery).where(same).values(reason=None))


def on_approved(connection: Connection, recorded: Sequence[Recorded[model.TitleKeyRecoveryApproved]]) -> None:
    for one in recorded:
        same = tables.recovery.c.id == one.fact.recovery
        approval = {"approved_by": one.fact.by, "approved_at": one.acted_at}
        connection.execute(update(tables.recovery).where(same).values(**approval))
