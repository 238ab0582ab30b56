"""The table of transitions: this is the law, and the diagram of `docs/standards/title.md` is drawn from it.

Sources: UNCITRAL MLETR 2017; UK Electronic Trade Documents Act 2023 (ETDA); Singapore ETA Part 2A; UN Convention on Negotiable Cargo
Documents 2025 (Accra Convention, NCD); DCSA eBL surrender 3.0 and PINT 3.0. A row says who may do an act from which state, what must be
so, where it leads, who holds the document afterwards and to whose order it stands then.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from landsea.kernel import Role
from landsea.lading.model import ActKind as A
from landsea.lading.model import Medium, OrderKind
from landsea.lading.model import State as S


class Standing(StrEnum):
    """As what somebody acts on a document. For a document issued on another platform the node stands in for its issuer."""

    ISSUER = "issuer"
    HOLDER = "holder"
    AWAITED = "party asked"
    PROPOSER = "proposer"
    REGISTRAR = "registrar"
    SECOND = "registrar's second person"
    NODE = "node"


class Control(StrEnum):
    """Who holds the document after an act."""

    NAMED = "the party named"
    SAME = "the same holder"
    PROPOSED = "the party proposed"
    PLEDGOR = "the pledgor"
    ORDERED = "the party ordered"
    NOBODY = "nobody"


class Order(StrEnum):
    """To whose order the document stands after an act."""

    SAME = "as before"
    ENDORSED = "as endorsed"
    PROPOSED = "as proposed"
    HOLDER = "the holder"
    ORDERED = "as ordered"
    NOBODY = "nobody's"


class Bar(StrEnum):
    """What must be so for an act, each with a refusal of its own (`bars.py`)."""

    VALID = "still valid"
    ISSUER_HERE = "issuer on this node"
    ISSUER_ELSEWHERE = "issuer on another platform"
    NEGOTIABLE = "negotiable"
    FREE = "no open proposal"
    UNPLEDGED = "not pledged"
    PLEDGED = "pledged"
    MATURED = "pledge due"
    ENTITLED = "holder entitled"
    UNDELIVERED = "nothing delivered"
    DIVISIBLE = "outstanding goods for two"
    FOR_DELIVERY = "surrendered for delivery"
    NO_ORDER = "no open order"
    FROZEN = "frozen"
    UNFROZEN = "not frozen"
    IN_LOG = "form on log"
    EXPIRED = "past its validity"


@dataclass(frozen=True, slots=True)
class Transition:
    """`act` by `standing` leads from `source` to `target`.

    `answers`: the proposal that it answers. `medium`: where the other form is. `order`: the order that it begins or confirms. `proposes`:
    it opens a proposal and changes nothing yet.
    """

    act: A
    source: S | None
    target: S
    standing: Standing
    control: Control = Control.SAME
    to_order: Order = Order.SAME
    bars: tuple[Bar, ...] = ()
    answers: A | None = None
    medium: tuple[Medium, ...] = ()
    order: OrderKind | None = None
    proposes: bool = False


ISSUER, HOLDER, AWAITED, NODE = Standing.ISSUER, Standing.HOLDER, Standing.AWAITED, Standing.NODE
VALID = (Bar.VALID,)
FREE = (*VALID, Bar.FREE)
CLEAR = (*FREE, Bar.UNPLEDGED)
OWN = (*CLEAR, Bar.ENTITLED)
ASKED = (*OWN, Bar.ISSUER_HERE)
DIVIDED = (*ASKED, Bar.DIVISIBLE)
PAPER, REGISTERS = (Medium.PAPER,), (Medium.CHAIN, Medium.PLATFORM)
PROPOSALS = (A.OFFER, A.PLEDGE, A.AMEND, A.ASK_SPLIT, A.ASK_MERGE, A.ASK_PART)

_BIRTH = (
    # MLETR 10(1)(b)(ii): control begins with the issue; there is no instant without a holder.
    Transition(A.ISSUE, None, S.ISSUED, ISSUER, Control.NAMED, Order.ENDORSED),
    # MLETR 17, ETDA s.4: paper becomes electronic in two phases; while captured, the paper is still the operative form.
    Transition(A.CAPTURE, None, S.CAPTURED, ISSUER, Control.NAMED, Order.ENDORSED, medium=PAPER),
    Transition(A.ACTIVATE, S.CAPTURED, S.ISSUED, ISSUER, bars=VALID),
    Transition(A.DISCARD, S.CAPTURED, S.DISCARDED, ISSUER, Control.NOBODY, Order.NOBODY),
    # DCSA PINT RECE: another platform gave up its record in favour of this one.
    Transition(A.RECEIVE, None, S.ISSUED, NODE, Control.NAMED, Order.ENDORSED, medium=(Medium.PLATFORM,)),
)
_CIRCULATION = (
    # MLETR 11(2), 15; ETDA s.2(2)(e); NCD art. 11: the transfer gives control and deprives the former holder in one act.
    Transition(A.TRANSFER, S.ISSUED, S.ISSUED, HOLDER, Control.NAMED, Order.ENDORSED, (Bar.NEGOTIABLE, *CLEAR)),
    # NCD art. 9: a holder takes on duties, so it may be asked first; nothing passes until it takes.
    Transition(A.OFFER, S.ISSUED, S.ISSUED, HOLDER, bars=(Bar.NEGOTIABLE, *CLEAR), proposes=True),
    Transition(A.TAKE, S.ISSUED, S.ISSUED, AWAITED, Control.PROPOSED, Order.PROPOSED, VALID, answers=A.OFFER),
    # PRC Civil Code art. 441: a pledge of a bill of lading is made by handing it over; the pledgor stays entitled to it.
    Transition(A.PLEDGE, S.ISSUED, S.ISSUED, HOLDER, bars=(Bar.NEGOTIABLE, *OWN), proposes=True),
    Transition(A.TAKE, S.ISSUED, S.ISSUED, AWAITED, Control.PROPOSED, bars=VALID, answers=A.PLEDGE),
    Transition(A.RELEASE, S.ISSUED, S.ISSUED, HOLDER, Control.PLEDGOR, bars=(Bar.PLEDGED, *FREE)),
    Transition(A.ENFORCE, S.ISSUED, S.ISSUED, HOLDER, to_order=Order.HOLDER, bars=(Bar.PLEDGED, *FREE, Bar.MATURED)),
)
_CHANGE = (
    # MLETR 16: amended information is identified as such; the issuer proposes, whoever it concerns consents.
    Transition(A.AMEND, S.ISSUED, S.ISSUED, ISSUER, bars=(*FREE, Bar.ISSUER_HERE, Bar.UNDELIVERED), proposes=True),
    # DCSA eBL Surrender 3.0 (AREQ): what a carrier elsewhere issued it alone amends, by issuing another one for it.
    Transition(A.CONSENT, S.ISSUED, S.ISSUED, AWAITED, bars=VALID, answers=A.AMEND),
    # Split, merge, part delivery (NCD art. 10): the holder asks, the issuer grants; quantities are conserved exactly.
    Transition(A.ASK_SPLIT, S.ISSUED, S.ISSUED, HOLDER, bars=DIVIDED, proposes=True),
    Transition(A.ASK_MERGE, S.ISSUED, S.ISSUED, HOLDER, bars=ASKED, proposes=True),
    Transition(A.ASK_PART, S.ISSUED, S.ISSUED, HOLDER, bars=DIVIDED, proposes=True),
    Transition(A.GRANT, S.ISSUED, S.SPLIT, AWAITED, Control.NOBODY, Order.NOBODY, VALID, A.ASK_SPLIT),
    Transition(A.GRANT, S.ISSUED, S.MERGED, AWAITED, Control.NOBODY, Order.NOBODY, VALID, A.ASK_MERGE),
    Transition(A.GRANT, S.ISSUED, S.ISSUED, AWAITED, bars=VALID, answers=A.ASK_PART),
    *(Transition(A.DECLINE, S.ISSUED, S.ISSUED, AWAITED, bars=VALID, answers=one) for one in PROPOSALS),
    *(Transition(A.WITHDRAW, S.ISSUED, S.ISSUED, Standing.PROPOSER, bars=VALID, answers=one) for one in PROPOSALS),
)
_END = (
    # DCSA SREQ, AREQ: presented to the issuer; the holder keeps control but cannot pass it on.
    Transition(A.SURRENDER, S.ISSUED, S.SURRENDERED, HOLDER, bars=OWN),
    Transition(A.SURRENDER, S.AWAY, S.SURRENDERED, NODE, Control.NOBODY, medium=(Medium.PLATFORM,)),
    # DCSA SACC: nothing follows but the record of delivery. What was presented in time is answered whenever the issuer answers.
    Transition(A.ACCEPT, S.SURRENDERED, S.ACCEPTED, ISSUER, Control.NOBODY, Order.NOBODY),
    # DCSA SREJ: as if it had not been surrendered.
    Transition(A.REJECT, S.SURRENDERED, S.ISSUED, ISSUER, medium=(Medium.LOG,)),
    Transition(A.REJECT, S.SURRENDERED, S.AWAY, ISSUER, medium=(Medium.PLATFORM,)),
    # MLETR 10(1)(b)(ii): until it ceases to have effect or validity; from then on no holder has anything to exercise (`VALID` above).
    Transition(A.ACCOMPLISH, S.ACCEPTED, S.ACCOMPLISHED, ISSUER, Control.NOBODY, bars=(Bar.FOR_DELIVERY,)),
    Transition(A.EXPIRE, S.ISSUED, S.EXPIRED, NODE, Control.NOBODY, Order.NOBODY, (Bar.EXPIRED,)),
)
_MEDIUM = (
    # MLETR 18, ETDA s.4: first inoperative here, then operative elsewhere; in between it is operative nowhere. Paper is its issuer's.
    Transition(A.LEAVE, S.ISSUED, S.LEAVING, HOLDER, bars=OWN, medium=REGISTERS),
    Transition(A.LEAVE, S.ISSUED, S.LEAVING, HOLDER, bars=(*OWN, Bar.ISSUER_HERE), medium=PAPER),
    # Where the one operative form is, is on record whenever it is known: also after the end of the validity.
    Transition(A.LEFT, S.LEAVING, S.AWAY, ISSUER, Control.NOBODY, Order.NOBODY, medium=PAPER),
    Transition(A.LEFT, S.LEAVING, S.AWAY, NODE, Control.NOBODY, Order.NOBODY, medium=REGISTERS),
    Transition(A.STAY, S.LEAVING, S.ISSUED, ISSUER, medium=PAPER),
    Transition(A.STAY, S.LEAVING, S.ISSUED, NODE, medium=REGISTERS),
    Transition(A.RETURN, S.AWAY, S.ISSUED, ISSUER, Control.NAMED, Order.ENDORSED, medium=PAPER),
    Transition(A.RETURN, S.AWAY, S.ISSUED, NODE, Control.NAMED, Order.ENDORSED, medium=REGISTERS),
)
_DUAL = (Standing.REGISTRAR, Standing.SECOND)
_BEGUN = (
    (OrderKind.FREEZE, (Bar.NO_ORDER, Bar.UNFROZEN)),
    (OrderKind.UNFREEZE, (Bar.NO_ORDER, Bar.FROZEN)),
    # What another register has, no order here can give.
    (OrderKind.RECTIFY, (Bar.NO_ORDER, Bar.FROZEN, Bar.IN_LOG)),
)
_ORDERS = tuple(
    row
    for state in (S.ISSUED, S.SURRENDERED)
    for row in (
        # Two people of the registrar, the case on record for ever: dispute, judgment, lost key. Nothing else moves what is frozen.
        *(Transition(A.ORDER, state, state, _DUAL[0], bars=bars, order=kind) for kind, bars in _BEGUN),
        Transition(A.REVOKE, state, state, _DUAL[0]),
        Transition(A.CONFIRM, state, state, _DUAL[1], order=OrderKind.FREEZE),
        Transition(A.CONFIRM, state, state, _DUAL[1], order=OrderKind.UNFREEZE),
        Transition(A.CONFIRM, state, S.ISSUED, _DUAL[1], Control.ORDERED, Order.ORDERED, order=OrderKind.RECTIFY),
    )
)
_AT_PLATFORM = (Medium.PLATFORM,)
_DISPUTES = (
    # DCSA PINT DISE leaves the settlement to people, and so does silence: whether it stayed or left, two of the registrar's say.
    Transition(
        A.ORDER, S.LEAVING, S.LEAVING, _DUAL[0], bars=(Bar.NO_ORDER,), medium=_AT_PLATFORM, order=OrderKind.STAY
    ),
    Transition(
        A.ORDER, S.LEAVING, S.LEAVING, _DUAL[0], bars=(Bar.NO_ORDER,), medium=_AT_PLATFORM, order=OrderKind.LEFT
    ),
    Transition(A.REVOKE, S.LEAVING, S.LEAVING, _DUAL[0], medium=_AT_PLATFORM),
    Transition(A.CONFIRM, S.LEAVING, S.ISSUED, _DUAL[1], medium=_AT_PLATFORM, order=OrderKind.STAY),
    Transition(
        A.CONFIRM,
        S.LEAVING,
        S.AWAY,
        _DUAL[1],
        Control.NOBODY,
        Order.NOBODY,
        medium=_AT_PLATFORM,
        order=OrderKind.LEFT,
    ),
    # A surrender to a carrier elsewhere, likewise: whether the carrier took the document back. Its issuer here answers by itself.
    *(
        Transition(
            A.ORDER,
            S.SURRENDERED,
            S.SURRENDERED,
            _DUAL[0],
            bars=(Bar.NO_ORDER, Bar.ISSUER_ELSEWHERE),
            medium=(Medium.LOG,),
            order=kind,
        )
        for kind in (OrderKind.ACCEPT, OrderKind.REJECT)
    ),
    Transition(
        A.CONFIRM,
        S.SURRENDERED,
        S.ACCEPTED,
        _DUAL[1],
        Control.NOBODY,
        Order.NOBODY,
        medium=(Medium.LOG,),
        order=OrderKind.ACCEPT,
    ),
    Transition(A.CONFIRM, S.SURRENDERED, S.ISSUED, _DUAL[1], medium=(Medium.LOG,), order=OrderKind.REJECT),
    # A carrier here rejected a surrender (DCSA SREJ), and whether the other platform took the document back is not known. Left: it did.
    # Stay: it did not, and the node records that it is surrendered again (`surrender` by the node), as after a signed refusal.
    *(
        row
        for kind in (OrderKind.STAY, OrderKind.LEFT)
        for row in (
            Transition(
                A.ORDER,
                S.AWAY,
                S.AWAY,
                _DUAL[0],
                bars=(Bar.NO_ORDER, Bar.ISSUER_HERE),
                medium=_AT_PLATFORM,
                order=kind,
            ),
            Transition(A.CONFIRM, S.AWAY, S.AWAY, _DUAL[1], medium=_AT_PLATFORM, order=kind),
        )
    ),
    Transition(A.REVOKE, S.AWAY, S.AWAY, _DUAL[0], medium=_AT_PLATFORM),
)
_CONTRADICTIONS = (
    # An answer that binds contradicts what two people had settled: the document is operative nowhere again, until they settle it anew.
    Transition(A.LEAVE, S.ISSUED, S.LEAVING, NODE, medium=_AT_PLATFORM),
    Transition(A.LEAVE, S.SURRENDERED, S.LEAVING, NODE, medium=_AT_PLATFORM),
    Transition(A.LEAVE, S.AWAY, S.LEAVING, NODE, Control.NAMED, Order.ENDORSED, medium=_AT_PLATFORM),
    Transition(A.SURRENDER, S.ISSUED, S.SURRENDERED, NODE, bars=(Bar.ISSUER_ELSEWHERE,)),
    Transition(A.REJECT, S.SURRENDERED, S.AWAY, NODE, bars=(Bar.ISSUER_HERE,), medium=_AT_PLATFORM),
)
TABLE = (*_BIRTH, *_CIRCULATION, *_CHANGE, *_END, *_MEDIUM, *_ORDERS, *_DISPUTES, *_CONTRADICTIONS)

BIRTHS = frozenset(row.act for row in _BIRTH if row.source is None)
SETTLING = frozenset({OrderKind.STAY, OrderKind.LEFT, OrderKind.ACCEPT, OrderKind.REJECT})
"""The orders that settle a disputed transfer or surrender, and are of nothing else."""
OF_ORDERS = frozenset({A.ORDER, A.CONFIRM, A.REVOKE})
"""The acts that a freeze does not bar."""
CONTRADICTIONS = frozenset(_CONTRADICTIONS)
"""The rows that it does not bar either."""

ROLES = {
    Standing.ISSUER: frozenset({Role.OPERATOR, Role.CARRIER}),
    Standing.REGISTRAR: frozenset({Role.OPERATOR}),
    Standing.SECOND: frozenset({Role.OPERATOR}),
}
_OTHERS = frozenset({Role.OPERATOR, Role.SHIPPER, Role.CARRIER, Role.BANK})


def roles_for(act: A) -> frozenset[Role]:
    """Which of a party's users may do such an act for it; nobody's may do what only the node does."""
    people = {row.standing for row in TABLE if row.act is act} - {Standing.NODE}
    return frozenset(role for standing in people for role in ROLES.get(standing, _OTHERS))


def diagram() -> str:
    """The table as a Mermaid state diagram: acts that lead from one state to another; those that stay are listed under it."""
    lines = ["stateDiagram-v2"]
    moves = dict.fromkeys(
        (row.source, row.target, row.act, row.standing) for row in TABLE if row.source is not row.target
    )
    for source, target, act, standing in moves:
        lines.append(
            f"    {source.value if source else '[*]'} --> {target.value}: {act.value} (by the {standing.value})"
        )
    ends = {row.target for row in TABLE} - {row.source for row in TABLE}
    lines += [f"    {end.value} --> [*]" for end in sorted(ends)]
    return "\n".join(lines)


def listing() -> str:
    """Every row as a Markdown table."""
    lines = ["| act | by | from | to | holder after | to the order of | needs |", "|---|---|---|---|---|---|---|"]
    for row in TABLE:
        what = (
            row.act.value
            + (f" ({row.answers.value})" if row.answers else "")
            + (f" ({row.order.value})" if row.order else "")
        )
        needs = [bar.value for bar in row.bars] + [f"form on {' or '.join(row.medium)}"] * bool(row.medium)
        cells = (what, row.standing, row.source or "-", row.target, row.control, row.to_order, "; ".join(needs) or "-")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
