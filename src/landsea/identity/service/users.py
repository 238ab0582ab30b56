"""Users, and how they come to a party: by invitation, without mail."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from landsea.identity import rules, store
from landsea.identity.model import (
    EmailTaken,
    Endorsement,
    Invitation,
    InvitationAccepted,
    InvitationWithdrawn,
    LastOperator,
    LinkNotValid,
    LoginFailed,
    Membership,
    MembershipEnded,
    MembershipGranted,
    Party,
    PassphraseIsThePassword,
    User,
    UserInvited,
    UserJoined,
)
from landsea.identity.service import sealing, title_keys, tokens
from landsea.identity.service.parties import get_party, own_party
from landsea.identity.store import secrets as hidden
from landsea.journal import View, Work
from landsea.kernel import NotAllowed, NotFound, PartyId, Role, UserId, clean

INVITATION_LIFETIME = timedelta(days=7)


def get_user(view: View, user_id: str) -> User:
    """Of the actor's own party, or the actor itself."""
    found = store.find_user(view.connection, user_id)
    visible = found is not None and (
        view.actor.role is Role.NODE
        or found.id == view.actor.user
        or any(held.party == view.actor.party for held in found.memberships)
    )
    if found is None or not visible:
        raise NotFound(what="user", id=user_id)
    return found


def find_user(view: View, email: str) -> User:
    """For an operator of the node who was asked for help: people of other parties are not listed to it, only found by their e-mail."""
    rules.require_node_operator(view.actor, own_party(view), "look up a user by e-mail")
    found = store.find_user_by_email(view.connection, rules.clean_email(email))
    if found is None:
        raise NotFound(what="user", id=repr(email[:80]))
    return found


def login_resets(view: View, user_id: UserId) -> list[UserId | None]:
    """Who has made links to reset the user's login, oldest first; None is the node's command line."""
    return store.login_resets_of(view.connection, get_user(view, user_id).id)


def list_users(view: View, party_id: str) -> list[User]:
    """The users of the actor's own party."""
    rules.require_own(view.actor, get_party(view, party_id), "user of party")
    return store.users_of(view.connection, party_id)


def add_user(work: Work, party_id: PartyId, role: Role, *, name: str, email: str, password: str = "") -> User:
    """By the node itself: its first operator, a demo's or a test's people. Everybody else comes by invitation.

    Without a password the user comes in by a login link, and may then set one.
    """
    if work.actor.role is not Role.NODE:
        raise NotAllowed(role=work.actor.role.value, act="add users without an invitation", needed="node")
    rules.require_role_of(get_party(work, party_id), role)
    return _join(work, Membership(party_id, role), name, email, password)


def invite_user(work: Work, party_id: PartyId, role: Role, *, passphrase: str | None = None) -> tuple[Invitation, str]:
    """The invitation and the token of its link (seven days, one use).

    With the `passphrase` of the inviting user's title key the invitation is signed, and who accepts it may have a title key too.
    """
    party = get_party(work, party_id)
    rules.require_may_invite(work.actor, own_party(work), party, store.has_users(work.connection, party_id))
    rules.require_role_of(party, role)
    invitation_id = work.new_id("inv")
    endorsement = _endorse(work, invitation_id, party, role, passphrase) if passphrase else None
    work.append(f"invitation:{invitation_id}", 0, UserInvited(party_id, role, work.actor.user, endorsement))
    token = tokens.issue(work, tokens.INVITATION, invitation_id, INVITATION_LIFETIME)
    return _invitation(work, invitation_id), token


def _endorse(work: Work, invitation_id: str, party: Party, role: Role, passphrase: str) -> Endorsement:
    message = f"landsea introduction v1\n{work.site.origin}\n{invitation_id}\n{party.id}\n{role.value}\n".encode()
    signed = title_keys.sign_for_party(work, passphrase, message)
    return Endorsement(signed.key_id, signed.algorithm, signed.signature)


def list_invitations(view: View, party_id: str) -> list[Invitation]:
    rules.require_own(view.actor, get_party(view, party_id), "invitation of party")
    return store.invitations_of(view.connection, party_id)


def find_invitation(view: View, token: str) -> Invitation:
    """What a link invites to; raises `LinkNotValid` when it cannot be accepted any more."""
    subject = tokens.find(view, tokens.INVITATION, token)
    invitation = store.find_invitation(view.connection, subject) if subject else None
    if invitation is None or invitation.state != "open":
        raise LinkNotValid
    return invitation


def withdraw_invitation(work: Work, invitation_id: str) -> None:
    invitation = store.find_invitation(work.connection, invitation_id)
    if invitation is None or invitation.party != work.actor.party or invitation.state != "open":
        raise NotFound(what="open invitation", id=invitation_id)
    rules.require_acting(work.actor, "withdraw invitations")
    stream = f"invitation:{invitation_id}"
    work.append(stream, work.version(stream), InvitationWithdrawn())
    hidden.delete_tokens(work.connection, invitation_id)


def accept_invitation(
    work: Work, token: str, *, name: str, email: str, password: str, passphrase: str | None = None
) -> User:
    """Makes the user, or adds the party to the user who has this e-mail and `password`; with a `passphrase` a title key as well.

    The actor is the invited party with the invited role and no user yet: see `find_invitation`.
    """
    invitation = find_invitation(work, token)
    tokens.take(work, tokens.INVITATION, token)
    held = Membership(invitation.party, invitation.role)
    known = store.find_user_by_email(work.connection, rules.clean_email(email))
    if known is None:
        sealing.require_strong(password, "password")
    if passphrase is not None and passphrase == password:
        raise PassphraseIsThePassword
    user = _join(work, held, name, email, password) if known is None else _join_again(work, known, held, password)
    stream = f"invitation:{invitation.id}"
    work.append(stream, work.version(stream), InvitationAccepted(user.id))
    if passphrase is not None:
        title_keys.create_for(work, invitation.party, user.id, passphrase)
    return user


def _join(work: Work, held: Membership, name: str, email: str, password: str) -> User:
    email = rules.clean_email(email)
    if store.find_user_by_email(work.connection, email) is not None:
        raise EmailTaken
    user_id = UserId(work.new_id("usr"))
    joined = UserJoined(clean(name, "name"), email)
    try:
        work.append(f"user:{user_id}", 0, joined, MembershipGranted(held.party, held.role))
    except IntegrityError:  # somebody took the e-mail since we looked
        raise EmailTaken from None
    if password:
        sealing.require_strong(password, "password")
        hidden.set_password(work.connection, user_id, sealing.hash_password(password))
    return _user(work, user_id)


def _join_again(work: Work, known: User, held: Membership, password: str) -> User:
    hashed = hidden.find_password(work.connection, known.id)
    if known.closed or hashed is None or not sealing.is_password(hashed, password):
        raise LoginFailed
    if held not in known.memberships:
        stream = f"user:{known.id}"
        work.append(stream, work.version(stream), MembershipGranted(held.party, held.role))
    return _user(work, known.id)


def end_membership(work: Work, user_id: UserId, role: Role) -> None:
    """Takes the user's role in the actor's party away, with the title key when it was the user's last role there."""
    user, party = get_user(work, user_id), work.actor.party
    rules.require_acting(work.actor, "end a membership")
    if Membership(party, role) not in user.memberships:
        raise NotFound(what="membership", id=f"{user_id} {role.value}")
    require_not_last_operator(work, user, Membership(party, role))
    stream = f"user:{user_id}"
    work.append(stream, work.version(stream), MembershipEnded(party, role))
    if not any(held.party == party for held in _user(work, user_id).memberships):
        title_keys.supersede_all(work, user_id, "left", party)


def require_not_last_operator(work: Work, user: User, *ending: Membership) -> None:
    """A node without an operator could never be mended from inside."""
    house = store.find_node_party(work.connection)
    if house is None or store.count_node_operators(work.connection) > 1:
        return
    held = Membership(house.id, Role.OPERATOR)
    if held in user.memberships and (not ending or held in ending):
        raise LastOperator


def _user(view: View, user_id: str) -> User:
    user = store.find_user(view.connection, user_id)
    if user is None:
        raise NotFound(what="user", id=user_id)
    return user


def _invitation(view: View, invitation_id: str) -> Invitation:
    invitation = store.find_invitation(view.connection, invitation_id)
    if invitation is None:
        raise NotFound(what="invitation", id=invitation_id)
    return invitation
