"""TradeTrust's TitleEscrow v5, as pure values and one table."""

from landsea.lading.escrow.model import (
    NOBODY,
    REMARK_BYTES_MAX,
    Address,
    After,
    Call,
    Escrow,
    Event,
    EventName,
    Operation,
    Place,
    Registry,
    RegistryRole,
    new_registry,
    parse_address,
)
from landsea.lading.escrow.refusals import EscrowRefusal
from landsea.lading.escrow.rules import decide, render_table

__all__ = [
    "NOBODY",
    "REMARK_BYTES_MAX",
    "Address",
    "After",
    "Call",
    "Escrow",
    "EscrowRefusal",
    "Event",
    "EventName",
    "Operation",
    "Place",
    "Registry",
    "RegistryRole",
    "decide",
    "new_registry",
    "parse_address",
    "render_table",
]
