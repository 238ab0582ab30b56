"""How a document is named in the exchange, and what the newest entry of its chain says."""

from __future__ import annotations

import json

from landsea.lading.model import Purpose
from landsea.lading.platforms.values import Action, Json
from landsea.lading.wire.jws import parse_jws
from landsea.lading.wire.strict_json import checksum_of_bytes


def key_for(carrier: tuple[str, str], number: str, trial: str = "") -> str:
    """Names a document in the exchange: a number is its carrier's, and in a sandbox its trial's."""
    digest = checksum_of_bytes(json.dumps([*carrier, number]).encode())
    return f"{digest[:32]}:{trial}" if trial else digest


def trial_of(key: str) -> str:
    """The trial under whose name a document came to a sandbox; empty as a rule."""
    return key.partition(":")[2]


def stream_of(key: str) -> str:
    return f"interchange:{key}"


def newest_transaction(entry: str) -> Json:
    """Of a chain entry that was read before, as it was said."""
    found: Json = parse_jws(entry).value["transactions"][-1]
    return found


def purpose_of(surrender: Json) -> Purpose:
    """Why a document is surrendered, by the transaction; a switch to paper is an amendment with the reason SWTP."""
    if surrender["actionCode"] == Action.SURRENDER_FOR_DELIVERY:
        return Purpose.DELIVERY
    return Purpose.PAPER if surrender.get("reasonCode") == "SWTP" else Purpose.AMENDMENT
