"""The life of a consignment as two tables: what state its facts mean, and which act each state and party allows.

`docs/consignment-states.md` is drawn from these tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from landsea.consignment.model import Capacity, Consignment, LegState, Release, State
from landsea.consignment.model.refusals import DocumentOperative, NotYourPart, WrongState
from landsea.kernel import Actor, NotAllowed, PartyId, Role

Test = Callable[[Consignment], bool]


def _released(how: Release) -> Test:
    return lambda record: record.document is not None and record.document.released is how


def _some(state: LegState) -> Test:
    return lambda record: any(leg.state is state for leg in record.booked_legs)


def _all_confirmed(record: Consignment) -> bool:
    return all(leg.state is LegState.CONFIRMED for leg in record.booked_legs)


STATES: tuple[tuple[State, str, Test], ...] = (
    (State.CANCELLED, "it was cancelled", lambda record: bool(record.cancelled)),
    (State.COMPLETED, "the goods were delivered against its document", _released(Release.ACCOMPLISHED)),
    (State.UNDER_DOCUMENT, "a document is operative", lambda record: record.has_operative_document),
    (State.SURRENDERED, "its document was surrendered and taken back", _released(Release.SURRENDERED)),
    (State.DECLINED, "an operator declined a leg", _some(LegState.DECLINED)),
    (State.CONFIRMED, "all legs are confirmed", _all_confirmed),
    (State.PART_CONFIRMED, "some legs are confirmed", _some(LegState.CONFIRMED)),
    (State.BOOKED, "no operator has answered", lambda record: True),
)
"""The first line whose test holds names the state."""


def state_of(record: Consignment) -> State:
    return next(state for state, _, holds in STATES if holds(record))


class Act(StrEnum):
    CONFIRM = "confirm"
    DECLINE = "decline"
    ROLL = "roll"
    AMEND = "amend"
    SPLIT = "split"
    CANCEL = "cancel"
    ADD_PARTY = "add-party"
    ATTACH = "attach"
    CLOSE_TASK = "close-task"
    BIND = "bind-document"
    RELEASE = "release-document"


@dataclass(frozen=True, slots=True)
class Permission:
    """An act is open to a user with one of `roles`, of a party in one of `capacities`, while the consignment is in one of `states`."""

    roles: frozenset[Role]
    capacities: frozenset[Capacity]
    states: frozenset[State]


_WITHOUT_DOCUMENT = frozenset({State.BOOKED, State.PART_CONFIRMED, State.DECLINED, State.CONFIRMED, State.SURRENDERED})
_ON_THE_WAY = _WITHOUT_DOCUMENT | {State.UNDER_DOCUMENT}
_NOT_CANCELLED = _ON_THE_WAY | {State.COMPLETED}
_ANYBODY = frozenset(Capacity)
_WRITERS = frozenset(Role) - {Role.VIEWER}
_OPERATORS = frozenset({Role.OPERATOR, Role.CARRIER})
_SHIPPERS = frozenset({Role.OPERATOR, Role.SHIPPER})
_PRINCIPALS = frozenset({Capacity.FORWARDER, Capacity.SHIPPER})

PERMISSIONS: dict[Act, Permission] = {
    Act.CONFIRM: Permission(_OPERATORS, frozenset({Capacity.FORWARDER, Capacity.CARRIER}), _ON_THE_WAY),
    Act.DECLINE: Permission(_OPERATORS, frozenset({Capacity.FORWARDER, Capacity.CARRIER}), _ON_THE_WAY),
    Act.ROLL: Permission(_OPERATORS, frozenset({Capacity.FORWARDER, Capacity.CARRIER}), _ON_THE_WAY),
    Act.AMEND: Permission(_SHIPPERS, _PRINCIPALS, _WITHOUT_DOCUMENT),
    Act.SPLIT: Permission(frozenset({Role.OPERATOR}), frozenset({Capacity.FORWARDER}), _WITHOUT_DOCUMENT),
    Act.CANCEL: Permission(_SHIPPERS, _PRINCIPALS, _WITHOUT_DOCUMENT),
    Act.ADD_PARTY: Permission(_SHIPPERS, _PRINCIPALS, _NOT_CANCELLED),
    Act.ATTACH: Permission(_WRITERS, _ANYBODY, _NOT_CANCELLED),
    Act.CLOSE_TASK: Permission(_WRITERS, _ANYBODY, _NOT_CANCELLED),
    Act.BIND: Permission(_OPERATORS, frozenset({Capacity.FORWARDER, Capacity.CARRIER}), _WITHOUT_DOCUMENT),
    Act.RELEASE: Permission(_WRITERS, _ANYBODY, frozenset({State.UNDER_DOCUMENT, State.SURRENDERED})),
}


def require(act: Act, record: Consignment, actor: Actor) -> None:
    """Raises the refusal that says why `actor` cannot do `act` now: role first, then capacity, then the record's state."""
    allowed = PERMISSIONS[act]
    if actor.role not in allowed.roles:
        raise NotAllowed(role=actor.role, act=act, needed=_listed(allowed.roles))
    capacities = record.capacities_of(actor.party)
    if not capacities & allowed.capacities:
        raise NotYourPart(
            capacities=_listed(capacities), consignment=record.id, act=act, needed=_listed(allowed.capacities)
        )
    require_state(act, record)


def require_state(act: Act, record: Consignment) -> None:
    state, allowed = state_of(record), PERMISSIONS[act].states
    if state in allowed:
        return
    if state is State.UNDER_DOCUMENT and record.document is not None:
        raise DocumentOperative(number=record.document.number, consignment=record.id, act=act)
    raise WrongState(consignment=record.id, state=state, act=act, allowed=_listed(allowed))


def may(act: Act, record: Consignment, actor: Actor) -> bool:
    """For a page that offers only what can be done."""
    allowed = PERMISSIONS[act]
    return (
        actor.role in allowed.roles
        and bool(record.capacities_of(actor.party) & allowed.capacities)
        and state_of(record) in allowed.states
    )


def require_eraser(record: Consignment, actor: Actor, party: PartyId) -> None:
    """Personal data is erased by a user of the party that named the person, or of the forwarder, but by no viewer."""
    if actor.role is Role.VIEWER:
        raise NotAllowed(role=actor.role, act="erase-contact", needed=_listed(_WRITERS))
    if actor.party not in (party, record.forwarder):
        capacities = _listed(record.capacities_of(actor.party))
        raise NotYourPart(capacities=capacities, consignment=record.id, act="erase-contact", needed=party)


def _listed(words: frozenset[Role] | frozenset[Capacity] | frozenset[State]) -> str:
    return ", ".join(sorted(words))
