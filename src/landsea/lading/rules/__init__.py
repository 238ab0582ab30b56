"""The law of title: one table of transitions, and pure decisions that read it."""

from landsea.lading.rules.amounts import amounts_of, volumes_add_up
from landsea.lading.rules.chain import BrokenChain, Opening, apply, first_title, replay
from landsea.lading.rules.decide import decide, orderable, possible_acts
from landsea.lading.rules.intent import Intent, intent_of
from landsea.lading.rules.outcome import holder_after, outcome, to_state
from landsea.lading.rules.paper import folded, is_of_paper, paper_key, uses_up_its_paper
from landsea.lading.rules.statement import PREPARED_MINUTES_MAX, next_statement, require_fresh
from landsea.lading.rules.table import (
    BIRTHS,
    ROLES,
    SETTLING,
    TABLE,
    Control,
    Standing,
    Transition,
    diagram,
    listing,
    roles_for,
)

__all__ = [
    "BIRTHS",
    "PREPARED_MINUTES_MAX",
    "ROLES",
    "SETTLING",
    "TABLE",
    "BrokenChain",
    "Control",
    "Intent",
    "Opening",
    "Standing",
    "Transition",
    "amounts_of",
    "apply",
    "decide",
    "diagram",
    "first_title",
    "folded",
    "holder_after",
    "intent_of",
    "is_of_paper",
    "listing",
    "next_statement",
    "orderable",
    "outcome",
    "paper_key",
    "possible_acts",
    "replay",
    "require_fresh",
    "roles_for",
    "to_state",
    "uses_up_its_paper",
    "volumes_add_up",
]
