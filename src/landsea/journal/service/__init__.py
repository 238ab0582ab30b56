"""Use cases of the journal."""

from landsea.journal.service.follow import NODE, Follower, follow
from landsea.journal.service.node import (
    PROJECTION,
    confirm_epoch,
    create,
    created,
    current_epoch,
    erase,
    is_confirmed,
    is_created,
    mark_moved,
    require_title_acts,
    restored_size,
    start_epoch_if_moved,
)
from landsea.journal.service.replay import differing_tables, dump, rebuild
from landsea.journal.service.tree import (
    consistency,
    leaf_at,
    newest_checkpoint,
    prove,
    prove_stream,
    root_at,
    sign_checkpoint,
    size,
)
from landsea.journal.service.verify import Verification, verify
from landsea.journal.service.work import Journal, Projection, Site, View, Work

__all__ = [
    "NODE",
    "PROJECTION",
    "Follower",
    "Journal",
    "Projection",
    "Site",
    "Verification",
    "View",
    "Work",
    "confirm_epoch",
    "consistency",
    "create",
    "created",
    "current_epoch",
    "differing_tables",
    "dump",
    "erase",
    "follow",
    "is_confirmed",
    "is_created",
    "leaf_at",
    "mark_moved",
    "newest_checkpoint",
    "prove",
    "prove_stream",
    "rebuild",
    "require_title_acts",
    "restored_size",
    "root_at",
    "sign_checkpoint",
    "size",
    "start_epoch_if_moved",
    "verify",
]
