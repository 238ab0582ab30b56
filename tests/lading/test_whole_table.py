"""Every act by everybody, in any order: the engine, and a second account written without its table, agree at every step (law 2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from msgspec import UNSET

from landsea.kernel import PartyId, Refusal
from landsea.lading import rules
from landsea.lading.model import (
    NODE_KEY,
    ActKind,
    Amount,
    DocumentId,
    EndorseeMissing,
    Endorsement,
    FormMissing,
    IsElsewhere,
    Medium,
    OrderKind,
    OtherForm,
    Particulars,
    Relative,
    SignedAct,
    State,
    Statement,
    Title,
)
from tests.lading.account import ORDERS, OVER, Account, Try, stated
from tests.lading.attempts import BANK, EVERYBODY, ISSUER, NAMED, NODE, SHIPPER, Pick, anything, fitting, key_of, wrong
from tests.lading.samples import ISSUED
from tests.lading.test_rules import BLANK, BY, OPENING, B, I, S, after, run

A = ActKind
GOODS = (Amount(1200, 21_500_500), Amount(3, 1))
LATER = timedelta(minutes=1)
NOBODY_HOLDS = frozenset({State.AWAY, *(State(one) for one in OVER)})
SELDOM = ORDERS | {A.AMEND, A.WITHDRAW, A.DECLINE, A.DISCARD, A.EXPIRE}
PICK = st.integers(0, 2**24)


@dataclass
class Family:
    """The goods of one first document: all that there ever were of each line, and what was delivered of them."""

    total: list[tuple[int, int]]
    given: list[tuple[int, int]]


@dataclass
class Held:
    """A document with its chain, its second account, and of which lines of its family's goods its lines are."""

    title: Title
    acts: list[SignedAct]
    opening: rules.Opening
    account: Account
    family: Family
    lines: list[int]
    parents: list[Held] = field(default_factory=list)

    @property
    def ancestors(self) -> list[Held]:
        return [one for parent in self.parents for one in (parent, *parent.ancestors)]


def add(one: tuple[int, int], other: tuple[int, int], times: int = 1) -> tuple[int, int]:
    return one[0] + times * other[0], one[1] + times * other[1]


class Titles(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.documents: list[Held] = []
        self.count = 0

    @initialize(number=PICK)
    def first(self, number: int) -> None:
        self.begins(number)

    @precondition(lambda self: all(one.title.has_ended for one in self.documents))
    @rule(number=PICK)
    def begins(self, number: int) -> None:
        pick = Pick(number)
        birth = pick.of((A.ISSUE, A.ISSUE, A.CAPTURE, A.RECEIVE))
        endorsement = pick.of((None, Endorsement.ORDER, Endorsement.BLANK))
        negotiable, validity = pick.of((True, True, True, False)), pick.of((None, None, timedelta(days=90)))
        opening = rules.Opening(negotiable, GOODS, ISSUED + validity if validity else None)
        endorsee = NAMED[pick.of((SHIPPER, BANK))] if endorsement is Endorsement.ORDER else UNSET
        says = Particulars(registrar=NAMED[ISSUER], endorsement=endorsement or UNSET, endorsee=endorsee)
        by = NODE if birth is A.RECEIVE else ISSUER
        lines = list(range(len(GOODS)))
        family = Family([(one.packages, one.gross_weight_grams) for one in GOODS], [(0, 0)] * len(GOODS))
        self.is_born(
            birth, by, SHIPPER, says if negotiable else Particulars(registrar=NAMED[ISSUER]), opening, family, lines
        )

    def is_born(
        self,
        birth: ActKind,
        by: PartyId,
        to: PartyId,
        says: Particulars,
        opening: rules.Opening,
        family: Family,
        lines: list[int],
        parents: tuple[Held, ...] = (),
    ) -> Held:
        self.count += 1
        name, at = DocumentId(f"doc_{self.count}"), max([ISSUED, *(one.title.acted_at for one in parents)])
        said = Statement(
            name, f"N{self.count}", "a" * 64, "test.example", 1, "", birth, at, NAMED[by], NAMED[to], "", says
        )
        act = SignedAct(said, "node" if by == NODE else "key", "Ed25519", "")
        kind, endorsee = stated(says.endorsement), stated(says.endorsee)
        to_bearer = opening.negotiable and kind == "blank"
        account = Account(
            issuer=None if birth is A.RECEIVE else by,
            registrar=ISSUER,
            negotiable=opening.negotiable,
            state="captured" if birth is A.CAPTURE else "issued",
            holder=to,
            entitled=None if to_bearer else endorsee.party if endorsee else to,
            endorsable=opening.negotiable and kind != "full",
            content="a" * 64,
            outstanding=[(one.packages, one.gross_weight_grams) for one in opening.amounts],
            valid_until=opening.valid_until,
            medium="paper" if birth is A.CAPTURE else "log",
        )
        made = Held(rules.first_title(act, opening), [act], opening, account, family, lines, list(parents))
        self.documents.append(made)
        self.is_sound(made)
        return made

    @rule(number=PICK, wait=st.sampled_from([1, 1, 1, 1, 1, 45]))
    def somebody_does_what_they_may(self, number: int, wait: int) -> None:
        pick = Pick(number)
        one = pick.of([one for one in self.documents if not one.title.has_ended] or self.documents)
        at = one.title.acted_at + timedelta(days=wait)
        everything, first = pick.of((False, False, False, True)), pick.of((one.title.holder, *EVERYBODY))
        for by in sorted(EVERYBODY, key=lambda party: party != first):
            may = [act for act in one.account.may(by, at) if everything or (act not in SELDOM and by != NODE)]
            if may:
                self.does(one, fitting(one.account, pick.of(may), by, at, pick))
                return

    @rule(number=PICK, act=st.sampled_from(ActKind), by=st.sampled_from(EVERYBODY), spoilt=st.booleans())
    def somebody_does_anything(self, number: int, act: ActKind, by: PartyId, spoilt: bool) -> None:
        pick = Pick(number)
        one = pick.of(self.documents)
        attempt = fitting(one.account, act, by, one.title.acted_at + LATER, pick)
        self.does(one, wrong(one.account, attempt, pick) or attempt if spoilt else attempt)

    def does(self, one: Held, attempt: Try) -> None:
        before, asked = one.title, one.account.asked
        allowed = one.account.allows(attempt)
        assert self.decides(one, attempt) == allowed, attempt
        joint = attempt.act is A.GRANT and asked is not None and asked.act is not A.ASK_PART
        if not allowed or (joint and (asked is None or asked.act is A.ASK_MERGE)):
            return
        shares = stated(asked.says.shares) if joint and asked else ()
        self.applies(one, attempt)
        for share in shares:
            self.child_of(
                (one,),
                before,
                [one.lines[each.line] for each in share],
                [Amount(each.packages, each.gross_weight_grams) for each in share],
            )
        self.is_all_there()

    def applies(self, one: Held, attempt: Try) -> None:
        before = one.title
        intent = rules.Intent(attempt.act, attempt.by, attempt.at, attempt.to, attempt.says, attempt.key)
        named = rules.to_state(before, rules.decide(before, intent), intent)
        said = rules.next_statement(
            before, intent, NAMED[attempt.by], NAMED[named] if named else None, attempt.says, ""
        )
        act = SignedAct(said, attempt.key, "Ed25519", "")
        one.title = rules.apply(before, act)
        one.acts.append(act)
        self.counts(one, attempt)
        one.account.do(attempt)
        with pytest.raises(rules.BrokenChain):
            rules.apply(one.title, act)
        self.is_sound(one)

    def counts(self, one: Held, attempt: Try) -> None:
        """Deliveries and amendments in the family's book, from what was asked and not from what the engine made of it."""
        asked = one.account.asked
        amounts = stated(asked.says.amounts) if asked else None
        if asked is None or amounts is None:
            return
        if attempt.act is A.GRANT:
            for part in amounts:
                line = one.lines[part.line]
                one.family.given[line] = add(one.family.given[line], (part.packages, part.gross_weight_grams))
        if attempt.act is A.CONSENT and asked.of == {attempt.by}:
            for at, part in enumerate(amounts):
                line, new = one.lines[at], (part.packages, part.gross_weight_grams)
                one.family.total[line] = add(add(one.family.total[line], new), one.account.outstanding[at], -1)

    def decides(self, one: Held, attempt: Try) -> bool:
        intent = rules.Intent(attempt.act, attempt.by, attempt.at, attempt.to, attempt.says, attempt.key)
        try:
            rules.decide(one.title, intent)
        except Refusal:
            return False
        return True

    def child_of(self, parents: tuple[Held, ...], old: Title, lines: list[int], amounts: list[Amount]) -> None:
        """Issued as the service issues what comes of a split or a merge: to the same holder, to the same order."""
        assert old.holder is not None
        kind = Endorsement.ORDER if old.endorsable else Endorsement.FULL
        says = Particulars(registrar=NAMED[ISSUER])
        if old.negotiable:
            endorsee = NAMED[old.entitled] if old.entitled else UNSET
            says = Particulars(NAMED[ISSUER], kind if old.entitled else Endorsement.BLANK, endorsee)
        opening = rules.Opening(old.negotiable, tuple(amounts), old.valid_until)
        self.is_born(A.ISSUE, ISSUER, old.holder, says, opening, parents[0].family, lines, parents)

    @precondition(lambda self: len(self.mergeable()) > 1)
    @rule()
    def two_documents_are_merged(self) -> None:
        pair = tuple(self.mergeable()[:2])
        for one, other in (pair, pair[::-1]):
            assert one.title.holder is not None
            says = Particulars(relatives=(Relative(other.title.document, ""),))
            self.applies(one, Try(A.ASK_MERGE, one.title.holder, "key", one.title.acted_at + LATER, None, says))
        old, left = (
            pair[0].title,
            [
                (line, amount)
                for one in pair
                for line, amount in zip(one.lines, one.title.outstanding, strict=True)
                if any(amount)
            ],
        )
        for one in pair:
            says = Particulars(relatives=(Relative(DocumentId(f"doc_{self.count + 1}"), ""),))
            self.applies(one, Try(A.GRANT, ISSUER, "key", one.title.acted_at + LATER, None, says))
        self.child_of(pair, old, [line for line, _ in left], [amount for _, amount in left])
        self.is_all_there()

    def mergeable(self) -> list[Held]:
        """Documents of one family in one hand, to one order, with something outstanding, about which nothing is open."""

        def kinship(one: Held) -> tuple[object, ...]:
            title = one.title
            return (title.holder, title.entitled, title.endorsable, title.valid_until)

        free = [
            one
            for one in self.documents
            if one.account.issuer is not None
            and one.account.allows(
                fitting(one.account, A.ASK_MERGE, one.title.holder or NODE, one.title.acted_at, Pick(0))
            )
            and any(map(any, one.title.outstanding))
        ]
        return [one for one in free if one.family is free[0].family and kinship(one) == kinship(free[0])]

    def is_sound(self, one: Held) -> None:
        title = one.title
        one.account.agrees_with(title)
        assert rules.replay(one.acts, one.opening) == title
        presented = title.state is State.SURRENDERED and title.medium == "platform"
        assert (title.holder is None) == (title.state in NOBODY_HOLDS or presented)
        assert title.state is not State.ISSUED or title.medium == "log"
        assert title.proposal is None or not title.has_ended
        self.may_do_exactly_what_is_shown(one)

    def may_do_exactly_what_is_shown(self, one: Held) -> None:
        """To the holder, or else the issuer, and each in turn: of every act that is shown some statement is accepted, and of no other act
        any at all.
        """
        at, account = one.title.acted_at + LATER, one.account
        turn = (self.count + len(one.acts)) % (2 * len(EVERYBODY))
        by = EVERYBODY[turn // 2] if turn % 2 else one.title.holder or one.title.issuer or NODE
        shown = rules.possible_acts(one.title, by, at, key_of(account, by, Pick(0)))
        assert len(set(shown)) == len(shown)
        assert not one.title.has_ended or set(shown) <= {A.ACCOMPLISH}
        for act in ActKind:
            fit = fitting(account, act, by, at, Pick(0))
            assert (act in shown) == self.decides(one, fit) == account.allows(fit), fit
            number = 7 * self.count + 31 * len(one.acts)
            if act in shown:
                spoilt = wrong(account, fit, Pick(number))
                assert spoilt is None or not self.decides(one, spoilt), spoilt
                continue
            statement = anything(account, act, by, at, Pick(number * 15_485_863))
            assert not self.decides(one, statement), statement

    def is_all_there(self) -> None:
        """No goods lost or made over splits, merges, parts and amendments; never two operative documents for the same goods."""
        for family in {id(one.family): one.family for one in self.documents}.values():
            standing = list(family.given)
            for one in self.documents:
                if one.family is family and one.title.state not in (State.SPLIT, State.MERGED):
                    for line, amount in zip(one.lines, one.title.outstanding, strict=True):
                        assert min(amount) >= 0
                        standing[line] = add(standing[line], amount)
            assert standing == family.total
        for one in self.documents:
            assert not (one.title.is_operative and any(each.title.is_operative for each in one.ancestors))


def test_the_whole_table_holds_on_any_history() -> None:
    limits = settings(max_examples=100, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Titles, settings=limits)


# What the machine found, told one by one.
PRESENTED = Particulars(form=OtherForm(Medium.PLATFORM, "ABCD"))


def presented_elsewhere() -> Title:
    """On another platform, surrendered there, and frozen here."""
    steps = [
        (A.LEAVE, S, None, PRESENTED),
        (A.LEFT, NODE, None, PRESENTED, NODE_KEY),
        (A.SURRENDER, NODE, None, None, NODE_KEY),
    ]
    order = Particulars(order=OrderKind.FREEZE, case="case 1")
    return run(OPENING, *steps, (A.ORDER, I, None, order), (A.CONFIRM, I, None, None, "second"))[0]


def test_a_court_here_does_not_give_what_another_register_has() -> None:
    """It would be operative here while the other platform still has it."""
    with pytest.raises(IsElsewhere):
        after(presented_elsewhere(), A.ORDER, I, B, Particulars(order=OrderKind.RECTIFY, case="case 1"))


def test_what_leaves_and_comes_back_names_the_medium_that_was_asked_for() -> None:
    leaving, _ = run(OPENING, (A.LEAVE, S, None, PRESENTED))
    other = Particulars(form=OtherForm(Medium.CHAIN, "1/0x0/1"))
    with pytest.raises(FormMissing):
        after(leaving, A.LEFT, NODE, None, other, NODE_KEY)
    away = rules.apply(leaving, after(leaving, A.LEFT, NODE, None, PRESENTED, NODE_KEY))
    with pytest.raises(FormMissing):
        after(away, A.RETURN, NODE, B, other, NODE_KEY)


def test_what_comes_back_unendorsed_does_not_become_the_bearers() -> None:
    paper = OtherForm(Medium.PAPER, "3 of 3")
    says = Particulars(form=paper)
    away, _ = run(OPENING, (A.LEAVE, S, None, says), (A.LEFT, I, None, says))
    with pytest.raises(EndorseeMissing):
        after(away, A.RETURN, I, B, Particulars(form=paper, endorsement=Endorsement.NONE))


def test_an_endorsee_named_on_a_bearer_document_needs_an_endorsement() -> None:
    """The transfer would have named somebody to whose order it does not stand."""
    bearer, _ = run(OPENING, (A.TRANSFER, S, B, BLANK))
    with pytest.raises(EndorseeMissing):
        after(bearer, A.TRANSFER, B, I, Particulars(endorsee=BY[I]))


def test_nothing_is_asked_of_anybody_about_what_has_expired() -> None:
    offered, _ = run(OPENING, (A.OFFER, S, B))
    offered = replace(offered, valid_until=ISSUED + LATER)
    assert rules.apply(offered, after(offered, A.EXPIRE, NODE, None, None, NODE_KEY)).proposal is None
