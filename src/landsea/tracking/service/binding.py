"""Who sees which event: the only place that joins tracking with consignments and parties."""

from __future__ import annotations

from landsea import consignment, identity
from landsea.journal import View
from landsea.kernel import Role
from landsea.tracking.store.queries import Sight, sees_little


def sight_of(view: View) -> Sight:
    """Parties on the consignment an event is bound to see it, and who sent it; what is bound to nobody, the node's operators."""
    actor, seen = view.actor, consignment.references_of(view.actor.party)
    return Sight(
        party=actor.party,
        seen=seen,
        all_=consignment.references_of(None),
        inbox=actor.role is Role.OPERATOR and runs_node(view),
        everything=actor.role is Role.NODE,
        narrow=sees_little(view.connection, actor.party, seen),
    )


def runs_node(view: View) -> bool:
    host = identity.find_node_party(view)
    return host is not None and host.id == view.actor.party
