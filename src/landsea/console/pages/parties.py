"""The directory of parties, one party, and the user's own keys."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import identity
from landsea.console.chains import chain_body
from landsea.console.named import directory, party_body
from landsea.console.web import page
from landsea.identity import Recovery, TitleKey, User
from landsea.journal import View
from landsea.kernel import PartyId, Role

ASSIGNABLE = [role.value for role in Role if role is not Role.NODE]


@page("/parties", "parties.html")
def directory_page(view: View, request: Request) -> dict[str, Any]:
    return {
        "parties": directory(view),
        "roles": ASSIGNABLE,
        "may_register": view.actor.role is Role.OPERATOR,
        "approvals": approvals(view),
    }


def approvals(view: View) -> list[dict[str, Any]]:
    """Recoveries of title keys that wait for a second person whom the reader can be."""
    return [
        {"party": party_body(view, one.party), "user": who, "requested_at": one.requested_at.isoformat()}
        for one, who in identity.recoveries_to_approve(view)
    ]


@page("/parties/{id}", "party.html")
def party_page(view: View, request: Request) -> dict[str, Any]:
    found = identity.get_party(view, request.path_params["id"])
    ours = found.id == view.actor.party
    users = identity.list_users(view, found.id) if ours else []
    open_ = {one.id: who for one, who in identity.recoveries_to_approve(view)}
    names = {user.id: user.name or user.email or "" for user in users}
    return {
        "party": party_body(view, found.id),
        "ours": ours,
        "keys": [_key(one) for one in identity.title_keys_of(view, found.id)],
        "recoveries": [_recovery(one, names, open_) for one in identity.list_recoveries(view, found.id)],
        "users": [_user(user, found.id) for user in users],
        "invitations": _invitations(view, found.id) if ours else [],
        "may_invite": view.actor.role is not Role.VIEWER and (ours or view.actor.role is Role.OPERATOR),
        "has_key": ours and identity.find_own_title_key(view) is not None,
    }


@page("/settings", "settings.html")
def settings_page(view: View, request: Request) -> dict[str, Any]:
    key = identity.find_own_title_key(view)
    mine = [one for one in identity.list_recoveries(view, view.actor.party) if one.user == view.actor.user]
    open_ = next((one for one in reversed(mine) if one.state != "used"), None)
    return {
        "has_password": identity.has_password(view),
        **chain_body(view),
        "key": _key(key) if key else None,
        "challenge": identity.possession_challenge(view).decode() if key is None or open_ else "",
        "needs_recovery": key is None and bool(identity.title_keys_of(view, view.actor.party)),
        "recovery": _recovery(open_, {view.actor.user: ""}, {}) if open_ else None,
        "api_keys": [
            {
                "id": one.id,
                "label": one.label,
                "role": one.role.value,
                "made_at": one.made_at.isoformat(),
                "revoked_at": one.revoked_at and one.revoked_at.isoformat(),
            }
            for one in identity.list_api_keys(view)
        ],
    }


def _key(key: TitleKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "public_key": key.public_key,
        "custody": key.custody.value,
        "registered_at": key.registered_at.isoformat(),
        "superseded_at": key.superseded_at and key.superseded_at.isoformat(),
        "why_superseded": key.why_superseded,
    }


def _recovery(one: Recovery, names: dict[Any, str], to_approve: dict[str, str]) -> dict[str, Any]:
    """Who asked and why is told to its own party and to whoever may approve it; that it was asked, to all."""
    known = one.user in names or one.id in to_approve
    return {
        "id": one.id,
        "user": to_approve.get(one.id) or names.get(one.user, ""),
        "reason": one.reason if known else None,
        "requested_at": one.requested_at.isoformat(),
        "state": one.state,
        "may_approve": one.id in to_approve,
    }


def _user(user: User, party: PartyId) -> dict[str, Any]:
    roles = [one.role.value for one in user.memberships if one.party == party]
    return {"id": user.id, "name": user.name, "email": user.email, "roles": roles, "closed": user.closed}


def _invitations(view: View, party: PartyId) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "role": one.role.value, "invited_at": one.invited_at.isoformat(), "endorsed": one.endorsed}
        for one in identity.list_invitations(view, party)
        if one.state == "open"
    ]
