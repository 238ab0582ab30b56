"""What is answered to another platform, before HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from landsea.journal import View
from landsea.lading.platforms.values import FinishedResponse
from landsea.lading.service.platforms import keys
from landsea.lading.wire.pint import render_finished


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and JSON value; `None` is an empty body. A signed answer is one JSON string."""

    status: int
    body: Any = None


def signed(view: View, answer: FinishedResponse) -> Reply:
    """Signed by this platform's key: it binds."""
    return Reply(answer.code.status, keys.sign_as_platform(view.journal.signer, render_finished(answer)))
