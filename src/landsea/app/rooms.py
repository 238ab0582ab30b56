"""The rooms of a node, in their order: projections to replay, routes to serve, followers and timed work to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landsea import journal
from landsea.journal import Projection

if TYPE_CHECKING:
    from fastapi import APIRouter

    from landsea.runtime.http import ErrorForm


def projections() -> list[Projection]:
    """Lower rooms first: a rebuild fills them in this order and empties them in the other."""
    from landsea import consignment, identity, lading, network, notify, planner, policy, tracking

    network.know_factors(lambda: planner.factor_names())  # imported only when a network is
    rooms = (journal, identity, policy, notify, network, consignment, lading, tracking, planner)
    return [room.PROJECTION for room in rooms]


def routers() -> list[APIRouter]:
    from landsea.consignment.api import router as consignment
    from landsea.identity.api import router as identity
    from landsea.lading.api import router as lading
    from landsea.network.api import router as network
    from landsea.notify.api import router as notify
    from landsea.planner.api import router as planner
    from landsea.policy.api import router as policy
    from landsea.tracking.api import router as tracking

    return [identity, policy, notify, network, consignment, lading, tracking, planner]


def error_forms() -> dict[str, ErrorForm]:
    """Where the routes follow a standard that has its own form of an error; the longer path counts."""
    from landsea.lading.api import ERRORS as lading
    from landsea.network.api import ERRORS as network
    from landsea.planner.api import ERRORS as planner
    from landsea.tracking.api import ERRORS as tracking

    return {**network, **lading, **tracking, **planner}
