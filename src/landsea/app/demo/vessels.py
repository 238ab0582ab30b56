"""The vessel of the demo's sailing, as its line would publish it: DCSA Operational Vessel Schedules 3.0. Synthetic, with a number that no
ship has (IMO numbers do not begin with 0).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "vessel-schedules.json"


def services() -> list[dict[str, Any]]:
    """The sailing that the story uses, there and back."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text())
    return found


def named() -> dict[str, Any]:
    """The vessel and its voyage as a Track & Trace 2.2 transport call names them."""
    vessel = services()[0]["vesselSchedules"][0]
    return {
        "exportVoyageNumber": vessel["transportCalls"][0]["carrierExportVoyageNumber"],
        "vessel": {name: vessel[name] for name in ("vesselIMONumber", "vesselName")},
    }
