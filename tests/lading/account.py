"""A second account of what a document's title is: the law in plain sentences, written without the room's table of rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec import UnsetType

from landsea.kernel import PartyId
from landsea.lading.model import NODE_KEY, NOTHING, ActKind, Endorsement, Particulars, Title

A = ActKind
OVER = ("accepted", "accomplished", "split", "merged", "expired", "discarded")
ORDERS = frozenset({A.ORDER, A.CONFIRM, A.REVOKE})


_UNENDORSED = Particulars(endorsement=Endorsement.NONE)


def stated(value: Any) -> Any:
    return None if isinstance(value, UnsetType) else value


@dataclass(frozen=True)
class Try:
    """Somebody's attempt. `fits`: what it names and states, the endorsement apart, is as it must be."""

    act: ActKind
    by: PartyId
    key: str
    at: datetime
    to: PartyId | None = None
    says: Particulars = NOTHING
    fits: bool = True

    @property
    def is_the_nodes(self) -> bool:
        return self.key == NODE_KEY


@dataclass(frozen=True)
class Asked:
    act: ActKind
    by: PartyId
    of: frozenset[PartyId]
    to: PartyId | None
    says: Particulars


@dataclass
class Account:
    """A document as this account has it. `issuer` is `None` for one received from another platform."""

    issuer: PartyId | None
    registrar: PartyId
    negotiable: bool
    state: str
    holder: PartyId | None
    entitled: PartyId | None
    endorsable: bool
    content: str
    outstanding: list[tuple[int, int]]
    valid_until: datetime | None = None
    medium: str = "log"
    purpose: str | None = None
    pledge: tuple[PartyId, datetime | None] | None = None
    asked: Asked | None = None
    order: Try | None = None
    frozen: bool = False
    delivered: bool = False
    version: int = 1
    acts: int = 1

    @property
    def is_to_bearer(self) -> bool:
        return self.negotiable and self.holder is not None and self.entitled is None

    @property
    def holder_is_entitled(self) -> bool:
        return self.is_to_bearer or (self.holder is not None and self.holder == self.entitled)

    def is_past_validity(self, at: datetime) -> bool:
        return self.valid_until is not None and at >= self.valid_until

    def kind_of(self, says: Particulars) -> str:
        return stated(says.endorsement) or ("none" if self.is_to_bearer else "order")

    def may_endorse(self, says: Particulars) -> bool:
        kind = self.kind_of(says)
        if stated(says.endorsement) and (stated(says.endorsee) is not None) is not (kind in ("full", "order")):
            return False
        return kind == "none" or (self.holder_is_entitled and self.endorsable)

    def is_the_issuers(self, one: Try) -> bool:
        return one.is_the_nodes if self.issuer is None else one.by == self.issuer and not one.is_the_nodes

    def allows(self, one: Try) -> bool:
        if one.fits and one.is_the_nodes and one.act in (A.LEAVE, A.SURRENDER, A.REJECT) and self._is_contradicted(one):
            return True
        if not one.fits or (self.frozen and one.act not in ORDERS):
            return False
        on_platform = self.state == "leaving" and self.medium == "platform"
        on_platform |= self.state == "away" and self.medium == "platform" and self.may_have_been_rejected(one)
        if (on_platform or self.state in ("issued", "surrendered")) and one.act in ORDERS:
            return self._allows_order(one)
        here = {
            "captured": self._allows_captured,
            "issued": self._allows_issued,
            "surrendered": self._allows_surrendered,
            "accepted": lambda one: (
                one.act is A.ACCOMPLISH and self.is_the_issuers(one) and self.purpose in (None, "delivery")
            ),
            "leaving": self._allows_leaving,
            "away": self._allows_away,
        }
        return self.state in here and here[self.state](one)

    def _is_contradicted(self, one: Try) -> bool:
        """What the other side said after all undoes what people had settled; a freeze does not hold that up."""
        if one.act is A.SURRENDER:
            return self.state == "issued" and self.issuer is None
        if one.act is A.REJECT:
            return self.state == "surrendered" and self.medium == "platform" and self.issuer is not None
        away = self.state == "away" and self.medium == "platform"
        return away or (self.state in ("issued", "surrendered") and self.medium == "log")

    def may_have_been_rejected(self, one: Try) -> bool:
        """Only a carrier here gives back what was surrendered from elsewhere; what is ordered already can be ended whoever issued."""
        return one.act is not A.ORDER or self.issuer is not None

    def may(self, by: PartyId, at: datetime) -> list[ActKind]:
        """What the party may do as far as it depends on what is so, not on what it says."""
        key = NODE_KEY if by == NODE_KEY else "second" if self.order and self.order.key == "key" else "key"
        return [act for act in ActKind if self.allows(Try(act, by, key, at, says=_UNENDORSED))]

    def _allows_order(self, one: Try) -> bool:
        if one.by != self.registrar or one.is_the_nodes:
            return False
        if one.act is A.ORDER:
            return self.order is None
        if one.act is A.CONFIRM and self.order is not None:
            settles = self.order.says.order in ("stay", "left")
            answers = self.order.says.order in ("accept", "reject")
            fits = self.state == "surrendered" if answers else settles is (self.state in ("leaving", "away"))
            return fits and one.key != self.order.key
        return self.order is not None and (one.act is A.REVOKE or one.key != self.order.key)

    def _allows_captured(self, one: Try) -> bool:
        if one.act is A.ACTIVATE and self.is_past_validity(one.at):
            return False
        return one.act in (A.ACTIVATE, A.DISCARD) and self.is_the_issuers(one)

    def _allows_surrendered(self, one: Try) -> bool:
        return one.act in (A.ACCEPT, A.REJECT) and self.is_the_issuers(one)

    def _allows_leaving(self, one: Try) -> bool:
        return one.act in (A.LEFT, A.STAY) and self._answers_for_the_other_form(one)

    def _allows_away(self, one: Try) -> bool:
        if one.act is A.SURRENDER:
            return one.is_the_nodes and self.medium == "platform"
        return one.act is A.RETURN and self._answers_for_the_other_form(one)

    def _answers_for_the_other_form(self, one: Try) -> bool:
        return self.is_the_issuers(one) if self.medium == "paper" else one.is_the_nodes

    def _allows_issued(self, one: Try) -> bool:
        if one.act is A.EXPIRE or self.is_past_validity(one.at):
            return one.act is A.EXPIRE and one.is_the_nodes and self.is_past_validity(one.at)
        if self.asked is not None:
            return self._allows_answer(self.asked, one)
        if one.act is A.AMEND:
            return self.issuer is not None and self.is_the_issuers(one) and not self.delivered
        return one.by == self.holder and not one.is_the_nodes and self._allows_holder(one)

    def _allows_holder(self, one: Try) -> bool:
        if self.pledge is not None:
            due = self.pledge[1]
            return one.act is A.RELEASE or (one.act is A.ENFORCE and (due is None or due <= one.at))
        if one.act in (A.TRANSFER, A.OFFER):
            return self.negotiable and self.may_endorse(one.says)
        if one.act is A.PLEDGE and not self.negotiable:
            return False
        if one.act in (A.ASK_SPLIT, A.ASK_MERGE, A.ASK_PART):
            least = 0 if one.act is A.ASK_MERGE else 2
            # Packages are divided one by one, each with some of the mass; what is not packed, by what it is told in.
            divisible = sum(min(p, g) if p and g else p + g for p, g in self.outstanding)
            if self.issuer is None or divisible < least:
                return False
        if one.act is A.LEAVE and self.issuer is None and self.goes_to_paper(one):
            return False
        own = (A.PLEDGE, A.ASK_SPLIT, A.ASK_MERGE, A.ASK_PART, A.SURRENDER, A.LEAVE)
        return one.act in own and self.holder_is_entitled

    def goes_to_paper(self, one: Try) -> bool:
        form = stated(one.says.form)
        return form is not None and form.medium == "paper"

    def _allows_answer(self, asked: Asked, one: Try) -> bool:
        if one.act is A.WITHDRAW:
            return one.by == asked.by and not one.is_the_nodes
        answers = {A.OFFER: A.TAKE, A.PLEDGE: A.TAKE, A.AMEND: A.CONSENT}
        if one.act not in (A.DECLINE, answers.get(asked.act, A.GRANT)):
            return False
        return one.by in asked.of and not one.is_the_nodes

    def do(self, one: Try) -> None:
        """What an allowed act changes."""
        self.acts += 1
        consignee = self.entitled
        asked, self_done = self.asked, getattr(self, "_" + one.act.value.replace("-", "_"), None)
        if one.act in (A.TAKE, A.GRANT, A.DECLINE, A.WITHDRAW):
            self.asked = None
        if one.act in (A.OFFER, A.PLEDGE, A.AMEND, A.ASK_SPLIT, A.ASK_MERGE, A.ASK_PART):
            self.asked = Asked(one.act, one.by, self._of(one), one.to, one.says)
        elif self_done is not None:
            self_done(one, asked)
        if not self.negotiable:
            self.entitled, self.endorsable = self.holder or consignee, False

    def _of(self, one: Try) -> frozenset[PartyId]:
        """Whose yes it needs."""
        if one.act in (A.OFFER, A.PLEDGE):
            return frozenset({one.to or PartyId("")})
        if one.act is A.AMEND:
            concerned = {self.holder, self.entitled, self.pledge[0] if self.pledge else None} - {one.by, None}
            return frozenset(party for party in concerned if party) or frozenset({one.by})
        assert self.issuer is not None
        return frozenset({self.issuer})

    def endorse(self, to: PartyId | None, says: Particulars) -> None:
        kind, endorsee = self.kind_of(says), stated(says.endorsee)
        if kind == "blank":
            self.entitled, self.endorsable = None, True
        elif kind != "none":
            self.entitled, self.endorsable = (endorsee.party if endorsee else to), kind == "order"

    def _transfer(self, one: Try, _: Asked | None) -> None:
        self.endorse(one.to, one.says)
        self.holder = one.to

    def _take(self, one: Try, asked: Asked | None) -> None:
        assert asked is not None
        if asked.act is A.PLEDGE:
            self.pledge = (asked.by, stated(asked.says.matures_at))
        else:
            self.endorse(asked.to, asked.says)
        self.holder = asked.to

    def _release(self, one: Try, _: Asked | None) -> None:
        assert self.pledge is not None
        self.holder, self.pledge = self.pledge[0], None

    def _enforce(self, one: Try, _: Asked | None) -> None:
        self.pledge, self.entitled, self.endorsable = None, self.holder, True

    def _consent(self, one: Try, asked: Asked | None) -> None:
        assert asked is not None
        left = asked.of - {one.by}
        self.asked = Asked(asked.act, asked.by, left, asked.to, asked.says) if left else None
        if not left:
            self.version, self.content = self.version + 1, str(asked.says.content)
            self.outstanding = [(line.packages, line.gross_weight_grams) for line in stated(asked.says.amounts)]

    def _grant(self, one: Try, asked: Asked | None) -> None:
        assert asked is not None
        if asked.act is not A.ASK_PART:
            self._ends("split" if asked.act is A.ASK_SPLIT else "merged")
            return
        self.delivered = True
        for part in stated(asked.says.amounts):
            packages, grams = self.outstanding[part.line]
            self.outstanding[part.line] = (packages - part.packages, grams - part.gross_weight_grams)

    def _surrender(self, one: Try, _: Asked | None) -> None:
        self.state, self.purpose = "surrendered", stated(one.says.purpose)
        self._is_settled()

    def _accept(self, one: Try, _: Asked | None) -> None:
        self._ends("accepted")
        self._is_settled()
        self.pledge, self.asked = None, None

    def _reject(self, one: Try, _: Asked | None) -> None:
        self.state, self.purpose = ("issued" if self.medium == "log" else "away"), None
        self._is_settled()

    def _accomplish(self, one: Try, _: Asked | None) -> None:
        self.state = "accomplished"

    def _expire(self, one: Try, _: Asked | None) -> None:
        self.asked = None
        self._ends("expired")

    def _activate(self, one: Try, _: Asked | None) -> None:
        self.state, self.medium = "issued", "log"

    def _discard(self, one: Try, _: Asked | None) -> None:
        self._ends("discarded")

    def _leave(self, one: Try, _: Asked | None) -> None:
        if self.state == "away":
            self.endorse(one.to, one.says)
            self.holder = one.to
        self.state, self.medium = "leaving", stated(one.says.form).medium

    def _left(self, one: Try, _: Asked | None) -> None:
        self._ends("away")
        self._is_settled()
        self.pledge, self.asked = None, None

    def _stay(self, one: Try, _: Asked | None) -> None:
        self.state, self.medium, self.purpose = "issued", "log", None
        self._is_settled()

    def _is_settled(self) -> None:
        if self.order is not None and self.order.says.order in ("stay", "left", "accept", "reject"):
            self.order = None

    def _return(self, one: Try, _: Asked | None) -> None:
        self.endorse(one.to, one.says)
        self.state, self.medium, self.holder = "issued", "log", one.to
        self._is_settled()

    def _order(self, one: Try, _: Asked | None) -> None:
        self.order = one

    def _revoke(self, one: Try, _: Asked | None) -> None:
        self.order = None

    def _confirm(self, one: Try, _: Asked | None) -> None:
        assert self.order is not None
        kind = self.order.says.order
        if kind == "rectify":
            self.endorse(self.order.to, self.order.says)
            self.state, self.holder = "issued", self.order.to
            self.pledge, self.asked, self.purpose = None, None, None
        settles = {"stay": self._stay, "left": self._left, "accept": self._accept, "reject": self._reject}
        if self.state == "away":  # whether a rejection got there: it is away either way
            pass
        elif kind in settles:
            settles[kind](one, None)
        else:
            self.frozen = kind != "unfreeze"
        self.order = None

    def _ends(self, state: str) -> None:
        self.state, self.holder, self.entitled = state, None, None

    def agrees_with(self, title: Title) -> None:
        """Asserts that the engine's title says the same, field by field."""
        pledge = (title.pledge.pledgor, title.pledge.matures_at) if title.pledge else None
        asked = (title.proposal.act, title.proposal.by, frozenset(title.proposal.awaits)) if title.proposal else None
        assert (title.state, title.medium, title.holder, title.entitled) == (
            self.state,
            self.medium,
            self.holder,
            self.entitled,
        )
        assert (title.endorsable, pledge, title.frozen, title.order is None) == (
            self.endorsable,
            self.pledge,
            self.frozen,
            self.order is None,
        )
        assert asked == ((self.asked.act, self.asked.by, self.asked.of) if self.asked else None)
        assert (title.content, title.version, title.sequence) == (self.content, self.version, self.acts)
        assert ([tuple(one) for one in title.outstanding], title.delivered, title.purpose) == (
            self.outstanding,
            self.delivered,
            self.purpose,
        )
