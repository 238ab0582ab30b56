"""A node in CN with identity and policy, its operator and a shipper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from landsea import identity, policy
from landsea.journal import NODE, Journal
from landsea.policy import AddReleaseRule, DataClass, Decision, Effect, Receiver, Release, ReleaseRule
from tests.support.people import Person, make_operator, make_person


@dataclass(frozen=True)
class Office:
    journal: Journal
    operator: Person
    shipper: Person

    def rule(self, receiver: str, data_class: DataClass, effect: Effect = Effect.ALLOW) -> ReleaseRule:
        command = AddReleaseRule(receiver, data_class, effect, "synthetic basis, article 3")
        return self.journal.run(self.operator.actor, lambda work: policy.add_rule(work, command))

    def withdraw(self, rule: ReleaseRule) -> ReleaseRule:
        return self.journal.run(self.operator.actor, lambda work: policy.withdraw_rule(work, rule.id, "synthetic"))

    def decide(self, release: Release) -> Decision:
        return self.journal.run(NODE, lambda work: policy.decide(work, release))

    def decisions(self) -> list[Decision]:
        with self.journal.view(self.operator.actor) as view:
            return policy.list_decisions(view)


def to(jurisdiction: str, data_class: DataClass = DataClass.TITLE_ACT, subject: str = "document:doc_1") -> Release:
    return Release(data_class, Receiver("platform:SYNTHETIC", jurisdiction), "pint-transfer", subject)


@pytest.fixture
def office(make_journal: Callable[..., Journal]) -> Office:
    journal = make_journal(identity.PROJECTION, policy.PROJECTION)
    return Office(journal, make_operator(journal), make_person(journal, "Shipper"))
