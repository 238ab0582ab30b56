"""Use cases of policy: decide what leaves and record it; keep the rules."""

from __future__ import annotations

from landsea import identity, journal
from landsea.journal import Projection, View, Work
from landsea.kernel import NotFound, clean
from landsea.policy import store
from landsea.policy.model import (
    AddReleaseRule,
    DataClass,
    Decision,
    Release,
    ReleaseDecided,
    ReleaseRefused,
    ReleaseRule,
    ReleaseRuleAdded,
    ReleaseRuleWithdrawn,
    RuleNotInForce,
    Ruling,
)
from landsea.policy.rules import judge

PROJECTION = Projection(
    tables=store.TABLES,
    handlers={
        ReleaseRuleAdded: store.on_added,
        ReleaseRuleWithdrawn: store.on_withdrawn,
        ReleaseDecided: store.on_decided,
    },
)


def decide(work: Work, release: Release) -> Decision:
    """Answers whether `release` may leave this node, and records the answer, allowed or refused. Raises nothing.

    Whoever sends does so only after the transaction of this decision has been committed.
    """
    ruling = explain(work, release)
    id, version = work.new_id("rel"), rules_version(work)
    fact = ReleaseDecided(
        data_class=release.data_class,
        sender=ruling.sender,
        receiver=release.receiver.name,
        jurisdiction=release.receiver.jurisdiction,
        purpose=release.purpose,
        subject=release.subject,
        allowed=ruling.allowed,
        ground=ruling.ground,
        rule=ruling.rule.id if ruling.rule else None,
        rules_version=version,
    )
    work.append(store.DECISION + id, 0, fact)
    return Decision(id, ruling, version, work.actor.party, work.now)


def require(work: Work, release: Release) -> Decision:
    """`decide`, for what is done only if it may leave. Raises `ReleaseRefused`.

    The refusal takes the caller's transaction with it, and so its own record: nothing was done, nothing left. Whoever wants the refused
    decision on record calls `decide` and commits.
    """
    decision = decide(work, release)
    if not decision.allowed:
        raise ReleaseRefused(
            subject=release.subject,
            receiver=release.receiver.name,
            jurisdiction=release.receiver.jurisdiction,
            data_class=release.data_class.value,
            why=decision.why,
        )
    return decision


def explain(view: View, release: Release) -> Ruling:
    """What `decide` would answer now, and why (`Ruling.why`). Nothing is recorded and nothing may be sent on the strength of it."""
    sender = own_jurisdiction(view)
    rule = store.rule_in_force(view.connection, sender, release.receiver.jurisdiction, release.data_class)
    return judge(release, sender, rule)


def own_jurisdiction(view: View) -> str:
    """The node's, as its first entry says."""
    return journal.created(view.connection).jurisdiction


def rules_version(view: View) -> int:
    """How often the rules have been changed; a decision holds as long as this has not moved."""
    return view.version(store.RULES)


def add_rule(work: Work, command: AddReleaseRule) -> ReleaseRule:
    """By an operator of the node. A rule in force for the same pair and class is withdrawn in the same act."""
    identity.require_node_operator(work, "change what may leave the node")
    sender, id = own_jurisdiction(work), work.new_id("rul")
    added = ReleaseRuleAdded(id, sender, command.receiver, command.data_class, command.effect, command.basis)
    former = store.rule_in_force(work.connection, sender, command.receiver, command.data_class)
    replaced = [ReleaseRuleWithdrawn(former.id, f"replaced by {id}")] if former else []
    work.append(store.RULES, rules_version(work), *replaced, added)
    return get_rule(work, id)


def withdraw_rule(work: Work, id: str, reason: str) -> ReleaseRule:
    """By an operator of the node; the default holds again: refused across a border."""
    identity.require_node_operator(work, "change what may leave the node")
    known = get_rule(work, id)
    if known.withdrawn_at is not None:
        raise RuleNotInForce(rule=id, at=known.withdrawn_at.isoformat())
    work.append(store.RULES, rules_version(work), ReleaseRuleWithdrawn(id, clean(reason, "reason", 500)))
    return get_rule(work, id)


def get_rule(view: View, id: str) -> ReleaseRule:
    found = store.find_rule(view.connection, id)
    if found is None:
        raise NotFound(what="release rule", id=id)
    return found


def list_rules(view: View, *, withdrawn: bool = False) -> list[ReleaseRule]:
    """Those in force, for everybody on the node to see; with those withdrawn if asked."""
    return store.list_rules(view.connection, withdrawn=withdrawn)


def get_decision(view: View, id: str) -> Decision:
    """For operators of the node."""
    identity.require_node_operator(view, "see what has left the node")
    found = store.find_decision(view.connection, id)
    if found is None:
        raise NotFound(what="release decision", id=id)
    return found


def list_decisions(
    view: View,
    *,
    allowed: bool | None = None,
    data_class: DataClass | None = None,
    jurisdiction: str | None = None,
    receiver: str | None = None,
    subject: str | None = None,
    before: str = "",
    limit: int = 50,
) -> list[Decision]:
    """For operators of the node: newest first, in front of the decision `before`; only those that match what is given."""
    identity.require_node_operator(view, "see what has left the node")
    asked = {
        "allowed": allowed,
        "data_class": data_class.value if data_class else None,
        "jurisdiction": jurisdiction,
        "receiver": receiver,
        "subject": subject,
    }
    filters = {name: value for name, value in asked.items() if value is not None}
    return store.list_decisions(view.connection, filters, before, limit)
