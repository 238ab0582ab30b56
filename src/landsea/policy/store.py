"""The read model: the rules with their past, and every decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, String, Table, Text, insert, select, update

from landsea.kernel import PartyId, Recorded
from landsea.policy.model import (
    DataClass,
    Decision,
    Effect,
    Ground,
    Receiver,
    Release,
    ReleaseDecided,
    ReleaseRule,
    ReleaseRuleAdded,
    ReleaseRuleWithdrawn,
    Ruling,
)
from landsea.runtime import UTC, metadata

RULES, DECISION = "release-rules", "release:"

rule = Table(
    "policy_rule",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("sender", String(2), nullable=False),
    Column("receiver", String(2), nullable=False, index=True),
    Column("data_class", String(40), nullable=False),
    Column("effect", String(10), nullable=False),
    Column("basis", Text, nullable=False),
    Column("added_at", UTC, nullable=False),
    Column("withdrawn_at", UTC),
)
decision = Table(
    "policy_decision",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False),
    Column("data_class", String(40), nullable=False),
    Column("sender", String(2), nullable=False),
    Column("receiver", String(200), nullable=False),
    Column("jurisdiction", String(2), nullable=False),
    Column("purpose", String(80), nullable=False),
    Column("subject", String(160), nullable=False, index=True),
    Column("allowed", Boolean, nullable=False),
    Column("ground", String(20), nullable=False),
    Column("rule", String(40)),
    Column("rules_version", Integer, nullable=False),
    Column("decided_at", UTC, nullable=False),
)
TABLES = (rule, decision)


def on_added(connection: Connection, recorded: Sequence[Recorded[ReleaseRuleAdded]]) -> None:
    for one in recorded:
        fact = one.fact
        row = {"id": fact.rule, "sender": fact.sender, "receiver": fact.receiver, "data_class": fact.data_class.value}
        row |= {"effect": fact.effect.value, "basis": fact.basis}
        connection.execute(insert(rule).values(**row, added_at=one.acted_at))


def on_withdrawn(connection: Connection, recorded: Sequence[Recorded[ReleaseRuleWithdrawn]]) -> None:
    for one in recorded:
        connection.execute(update(rule).where(rule.c.id == one.fact.rule).values(withdrawn_at=one.acted_at))


def on_decided(connection: Connection, recorded: Sequence[Recorded[ReleaseDecided]]) -> None:
    rows = [
        {
            "id": one.stream.removeprefix(DECISION),
            "party": one.party,
            "data_class": one.fact.data_class.value,
            "sender": one.fact.sender,
            "receiver": one.fact.receiver,
            "jurisdiction": one.fact.jurisdiction,
            "purpose": one.fact.purpose,
            "subject": one.fact.subject,
            "allowed": one.fact.allowed,
            "ground": one.fact.ground.value,
            "rule": one.fact.rule,
            "rules_version": one.fact.rules_version,
            "decided_at": one.acted_at,
        }
        for one in recorded
    ]
    connection.execute(insert(decision), rows)


def rule_in_force(connection: Connection, sender: str, receiver: str, data_class: DataClass) -> ReleaseRule | None:
    query = select(rule).where(rule.c.sender == sender, rule.c.receiver == receiver, rule.c.withdrawn_at.is_(None))
    row = connection.execute(query.where(rule.c.data_class == data_class.value)).first()
    return None if row is None else _rule(row)


def find_rule(connection: Connection, id: str) -> ReleaseRule | None:
    row = connection.execute(select(rule).where(rule.c.id == id)).first()
    return None if row is None else _rule(row)


def list_rules(connection: Connection, *, withdrawn: bool) -> list[ReleaseRule]:
    """By the pair of jurisdictions and the class; with their past if `withdrawn`."""
    query = select(rule).order_by(rule.c.sender, rule.c.receiver, rule.c.data_class, rule.c.id)
    if not withdrawn:
        query = query.where(rule.c.withdrawn_at.is_(None))
    return [_rule(row) for row in connection.execute(query)]


def find_decision(connection: Connection, id: str) -> Decision | None:
    row = connection.execute(select(decision).where(decision.c.id == id)).first()
    return None if row is None else _decision(connection, row)


def list_decisions(connection: Connection, filters: dict[str, Any], before: str, limit: int) -> list[Decision]:
    """Newest first, those in front of `before`; `filters` are columns and their values."""
    query = select(decision).filter_by(**filters).order_by(decision.c.id.desc()).limit(limit)
    if before:
        query = query.where(decision.c.id < before)
    return [_decision(connection, row) for row in connection.execute(query).all()]


def _rule(row: Any) -> ReleaseRule:
    return ReleaseRule(
        id=row.id,
        sender=row.sender,
        receiver=row.receiver,
        data_class=DataClass(row.data_class),
        effect=Effect(row.effect),
        basis=row.basis,
        added_at=row.added_at,
        withdrawn_at=row.withdrawn_at,
    )


def _decision(connection: Connection, row: Any) -> Decision:
    asked = Release(DataClass(row.data_class), Receiver(row.receiver, row.jurisdiction), row.purpose, row.subject)
    used = find_rule(connection, row.rule) if row.rule else None
    ruling = Ruling(asked, row.sender, row.allowed, Ground(row.ground), used)
    return Decision(row.id, ruling, row.rules_version, PartyId(row.party), row.decided_at)
