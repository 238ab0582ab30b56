"""Routes of policy: the rules, what they say of a release, and every decision."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal.http import Work, read, write
from landsea.kernel import Phrase
from landsea.policy import service
from landsea.policy.model import (
    AddReleaseRule,
    DataClass,
    Decision,
    Effect,
    Receiver,
    Release,
    ReleaseRule,
    Ruling,
)
from landsea.runtime import only_id, render_cursor, translate
from landsea.runtime.http import json_response, language_of

router = APIRouter(prefix="/v1/policy", tags=["policy"])

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Country = Annotated[str, Query(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2", examples=["SG"])]
Text = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]


class NewRule(BaseModel):
    """`receiver`: the jurisdiction that the data go to. `basis`: the reason in law, which every decision repeats."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "receiver": "SG",
                    "data_class": "transport-document",
                    "effect": "allow",
                    "basis": "no personal information, international trade (provisions of 22 March 2024, article 3)",
                }
            ]
        },
    )

    receiver: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    data_class: DataClass
    effect: Effect
    basis: Annotated[str, Field(min_length=1, max_length=500)]


class Withdrawal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=500)]


@router.get("/rules", summary="The rules of what may leave")
def list_rules(request: Request, withdrawn: bool = False) -> Response:
    """Those in force; with `withdrawn` also those that were. Where there is none: allowed within a jurisdiction, refused across."""
    with read(request) as view:
        rules = [rule_body(one) for one in service.list_rules(view, withdrawn=withdrawn)]
        known = {"jurisdiction": service.own_jurisdiction(view), "version": service.rules_version(view)}
    return json_response(known | {"data": rules, "has_more": False, "next_cursor": None})


@router.post("/rules", status_code=201, summary="Add a rule")
def add_rule(request: Request, body: NewRule) -> Response:
    """Operators of the node. It takes the place of the rule in force for the same jurisdiction and class."""

    def effect(work: Work) -> ReleaseRule:
        return service.add_rule(work, AddReleaseRule(body.receiver, body.data_class, body.effect, body.basis))

    return write(request, effect, body=body, status=201, render=rule_body)


@router.post("/rules/{rule}/withdraw", summary="Withdraw a rule")
def withdraw_rule(request: Request, rule: Id, body: Withdrawal) -> Response:
    """Operators of the node. From then on the default holds."""
    return write(request, lambda work: service.withdraw_rule(work, rule, body.reason), body=body, render=rule_body)


@router.get("/explain", summary="What the rules say of a release")
def explain(request: Request, data_class: DataClass, jurisdiction: Country) -> Response:
    """What would be decided now if something of this class were to go there, and why. Nothing is recorded."""
    release = Release(data_class, Receiver("anybody", jurisdiction), "question", "anything")
    with read(request) as view:
        return json_response(ruling_body(service.explain(view, release), language_of(request)))


@router.get("/decisions", summary="What has left, and what was refused")
def list_decisions(
    request: Request,
    allowed: bool | None = None,
    data_class: DataClass | None = None,
    jurisdiction: Annotated[str | None, Query(pattern="^[A-Z]{2}$")] = None,
    receiver: Text = None,
    subject: Text = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=120, description="`next_cursor` of the page before")] = "",
) -> Response:
    """Operators of the node; newest first."""
    with read(request) as view:
        found = service.list_decisions(
            view,
            allowed=allowed,
            data_class=data_class,
            jurisdiction=jurisdiction,
            receiver=receiver,
            subject=subject,
            before=only_id(cursor),
            limit=limit + 1,
        )
    data = [decision_body(one, language_of(request)) for one in found[:limit]]
    more = len(found) > limit
    next_cursor = render_cursor(found[limit - 1].id) if more else None
    return json_response({"data": data, "has_more": more, "next_cursor": next_cursor})


@router.get("/decisions/{decision}", summary="One decision")
def show_decision(request: Request, decision: Id) -> Response:
    with read(request) as view:
        return json_response(decision_body(service.get_decision(view, decision), language_of(request)))


def rule_body(rule: ReleaseRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "sender": rule.sender,
        "receiver": rule.receiver,
        "data_class": rule.data_class.value,
        "effect": rule.effect.value,
        "basis": rule.basis,
        "added_at": rule.added_at,
        "withdrawn_at": rule.withdrawn_at,
    }


def ruling_body(ruling: Ruling, language: str) -> dict[str, Any]:
    return {
        "allowed": ruling.allowed,
        "ground": ruling.ground.value,
        "rule": ruling.rule.id if ruling.rule else None,
        "sender": ruling.sender,
        "jurisdiction": ruling.release.receiver.jurisdiction,
        "data_class": ruling.release.data_class.value,
        "why": _said(ruling.why, language),
    }


def decision_body(decision: Decision, language: str) -> dict[str, Any]:
    asked = decision.release
    return ruling_body(decision.ruling, language) | {
        "id": decision.id,
        "receiver": asked.receiver.name,
        "purpose": asked.purpose,
        "subject": asked.subject,
        "rules_version": decision.rules_version,
        "party": decision.party,
        "decided_at": decision.decided_at,
    }


def _said(why: Phrase, language: str) -> str:
    return translate(why.template, language).format(**why.facts)
