"""Answers: plain values of what identity knows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import msgspec

from landsea.identity import service
from landsea.identity.model import ApiKey, Invitation, Party, Recovery, TitleKey, User
from landsea.journal.http import View


def me(view: View, session: service.Session | None) -> dict[str, Any]:
    actor = view.actor
    answer: dict[str, Any] = {"party": actor.party, "role": actor.role.value, "user": None, "memberships": []}
    if actor.user is not None:
        known = service.get_user(view, actor.user)
        answer |= {"user": {"id": known.id, "name": known.name, "email": known.email}}
        answer |= {"memberships": [{"party": one.party, "role": one.role.value} for one in known.memberships]}
    key = service.find_own_title_key(view)
    answer |= {"title_key": key.id if key else None}
    if session is not None:
        answer |= {"csrf_token": session.csrf_token, "session_ends": session.expires_at}
    return answer


def party(view: View, shown: Party) -> dict[str, Any]:
    return {
        "id": shown.id,
        "did": service.did_of(view, shown.id),
        "name_en": shown.name_en,
        "name_zh": shown.name_zh,
        "country": shown.country,
        "identifiers": [asdict(held) for held in shown.identifiers],
        "roles": [role.value for role in shown.roles],
        "runs_node": shown.runs_node,
    }


def user(view: View, shown: User, party_id: str) -> dict[str, Any]:
    """A user as the party sees it: without the user's other parties. `login_resets` names who has reset the login (null: the node)."""
    roles = [held.role.value for held in shown.memberships if held.party == party_id]
    return {
        "id": shown.id,
        "name": shown.name,
        "email": shown.email,
        "roles": roles,
        "joined_at": shown.joined_at,
        "closed": shown.closed,
        "login_resets": service.login_resets(view, shown.id),
    }


def plain(shown: Invitation | ApiKey | Recovery) -> dict[str, Any]:
    return msgspec.to_builtins(shown)  # type: ignore[no-any-return]


def title_key(shown: TitleKey, positions: dict[str, int]) -> dict[str, Any]:
    """`registered_position` and `superseded_position` are those of the acts in the journal."""
    return msgspec.to_builtins(shown) | {  # type: ignore[no-any-return]
        "algorithm": shown.public.algorithm,
        "active": shown.is_active,
        "registered_position": positions.get(f"title-key-registered/1 {shown.id}"),
        "superseded_position": positions.get(f"title-key-superseded/1 {shown.id}"),
    }


def recovery(shown: Recovery, positions: dict[str, int], *, with_reason: bool) -> dict[str, Any]:
    """The reason is for the party itself; that a recovery was asked and approved is for all."""
    body = plain(shown) | {
        "state": shown.state,
        "requested_position": positions.get(f"title-key-recovery-requested/1 {shown.id}"),
        "approved_position": positions.get(f"title-key-recovery-approved/1 {shown.id}"),
    }
    return body if with_reason else {name: value for name, value in body.items() if name != "reason"}


def asked(shown: Recovery) -> dict[str, Any]:
    """Without the reason: answers of writes may be stored, and what is personal stays in the journal's private parts."""
    return recovery(shown, {}, with_reason=False)
