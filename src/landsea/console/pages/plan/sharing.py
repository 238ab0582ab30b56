"""Who sees a kept plan beside its maker, as its page says."""

from __future__ import annotations

from typing import Any

from landsea import planner, policy
from landsea.console.named import party_body
from landsea.journal import View
from landsea.kernel import Role


def sharing_body(view: View, plan: str) -> dict[str, Any]:
    """Parties and links that see the plan, told to its maker alone."""
    ours = planner.maker_of(view, plan) == view.actor.party
    return {
        "shared_with": [party_body(view, party) for party in planner.shared_with(view, plan)],
        "links": [_link(one) for one in planner.list_links(view, plan)] if ours else [],
        "may_share": ours and view.actor.role is not Role.VIEWER,
        "jurisdiction": policy.own_jurisdiction(view),
    }


def _link(link: planner.PlanLink) -> dict[str, Any]:
    return {
        "id": link.id,
        "jurisdiction": link.jurisdiction,
        "made_at": link.made_at.isoformat(),
        "expires_at": link.expires_at.isoformat(),
    }
