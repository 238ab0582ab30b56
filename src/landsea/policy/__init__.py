"""What may leave this node, to whom: classes of data, jurisdictions, and a decision on record for each release.

Laws: without a rule, what stays within the node's jurisdiction may go and what crosses a border may not; only the node's operator makes
rules, each with its legal basis; nothing leaves for another jurisdiction without a recorded decision that allowed it.
Law that operators apply through it: PIPL articles 38 to 40 with the provisions of 22 March 2024 (China), PDPA section 26 with the
regulations of 2021 (Singapore).

    decision = policy.decide(work, policy.Release(
        data_class=policy.DataClass.TRANSPORT_DOCUMENT,
        receiver=policy.Receiver(name="platform:WAVE", jurisdiction="SG"),
        purpose="pint-transfer", subject="document:doc_..."))

`decide` records and answers; `require` raises `ReleaseRefused`; `explain` only answers.
"""

from landsea.policy.model import (
    AddReleaseRule,
    DataClass,
    Decision,
    Effect,
    Ground,
    Receiver,
    Release,
    ReleaseDecided,
    ReleaseRefused,
    ReleaseRule,
    ReleaseRuleAdded,
    ReleaseRuleWithdrawn,
    RuleNotInForce,
    Ruling,
    jurisdiction,
)
from landsea.policy.service import (
    PROJECTION,
    add_rule,
    decide,
    explain,
    get_decision,
    get_rule,
    list_decisions,
    list_rules,
    own_jurisdiction,
    require,
    rules_version,
    withdraw_rule,
)

__all__ = [
    "PROJECTION",
    "AddReleaseRule",
    "DataClass",
    "Decision",
    "Effect",
    "Ground",
    "Receiver",
    "Release",
    "ReleaseDecided",
    "ReleaseRefused",
    "ReleaseRule",
    "ReleaseRuleAdded",
    "ReleaseRuleWithdrawn",
    "RuleNotInForce",
    "Ruling",
    "add_rule",
    "decide",
    "explain",
    "get_decision",
    "get_rule",
    "jurisdiction",
    "list_decisions",
    "list_rules",
    "own_jurisdiction",
    "require",
    "rules_version",
    "withdraw_rule",
]
