"""Whether a document can be relied on here, in one word, and why."""

from __future__ import annotations

from datetime import datetime

from landsea import journal
from landsea.journal import View
from landsea.lading import Purpose, State, Title


def standing_here(view: View, title: Title) -> tuple[str, str]:
    """As `why`; `unknown` on a restored or copied node whose epoch nobody has confirmed, unless the document has ended for good."""
    return why(title, view.now) if journal.is_confirmed(view) or title.has_ended else ("unknown", "unknown")


def why(title: Title, now: datetime) -> tuple[str, str]:
    """(`operative`, `pledged`, `frozen` or `not-operative`, the key of its reason in `title_words.WHY`)."""
    if title.state is not State.ISSUED:
        return "not-operative", _ended(title)
    if title.valid_until is not None and title.valid_until <= now:
        return "not-operative", "past-validity"
    if title.frozen or title.pledge:
        found = "frozen" if title.frozen else "pledged"
        return found, found
    return "operative", _held(title)


def _held(title: Title) -> str:
    if not title.endorsable and not title.is_to_bearer:
        return "operative-straight"
    return "operative" if title.is_held_by_the_entitled else "operative-possession"


def _ended(title: Title) -> str:
    if title.state in (State.SURRENDERED, State.ACCEPTED):
        return f"{title.state.value}-{(title.purpose or Purpose.DELIVERY).value}"
    if title.state in (State.LEAVING, State.AWAY):
        return f"{title.state.value}-{title.medium.value}"
    return title.state.value
