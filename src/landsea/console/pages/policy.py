"""What may leave the node: the rules, for everybody; every decision, for operators of the node."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import identity, policy
from landsea.console.pages.documents.values import relative_body
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import Role
from landsea.policy import DataClass, Decision, ReleaseRule
from landsea.runtime import translate
from landsea.runtime.http import language_of

DECISIONS_SHOWN = 50


@page("/policy", "policy.html")
def policy_page(view: View, request: Request) -> dict[str, Any]:
    """With `?refused=1` only the decisions that refused."""
    runs = identity.get_party(view, view.actor.party).runs_node and view.actor.role is Role.OPERATOR
    only = False if request.query_params.get("refused") else None
    decisions = policy.list_decisions(view, allowed=only, limit=DECISIONS_SHOWN) if runs else []
    language = language_of(request)
    return {
        "jurisdiction": policy.own_jurisdiction(view),
        "rules": [_rule(one) for one in policy.list_rules(view)],
        "classes": [one.value for one in DataClass],
        "may_rule": runs,
        "only_refused": only is False,
        "decisions": [_decision(view, one, language) for one in decisions],
    }


def _rule(one: ReleaseRule) -> dict[str, Any]:
    return {
        "id": one.id,
        "sender": one.sender,
        "receiver": one.receiver,
        "data_class": one.data_class.value,
        "effect": one.effect.value,
        "basis": one.basis,
        "added_at": one.added_at.isoformat(),
    }


def _decision(view: View, one: Decision, language: str) -> dict[str, Any]:
    asked, why = one.release, one.why
    return {
        "id": one.id,
        "allowed": one.allowed,
        "data_class": asked.data_class.value,
        "receiver": asked.receiver.name,
        "jurisdiction": asked.receiver.jurisdiction,
        "purpose": asked.purpose,
        "subject": asked.subject,
        "document": relative_body(view, asked.subject.removeprefix("document:"))
        if asked.subject.startswith("document:doc_")
        else None,
        "why": translate(why.template, language).format(**why.facts),
        "decided_at": one.decided_at.isoformat(),
    }
