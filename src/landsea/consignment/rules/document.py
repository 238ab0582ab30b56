"""Draws `docs/consignment-states.md` from the tables of `rules.state`."""

from __future__ import annotations

from collections.abc import Iterable

from landsea.consignment.model import State
from landsea.consignment.rules.state import PERMISSIONS, STATES, Act

HEAD = """# The states of a consignment

Drawn from the tables in `src/landsea/consignment/rules/state.py` by `python -m landsea.consignment.rules.document`; a test holds them
equal. A state is not stored by hand: it is the first line whose condition the consignment's facts meet.

"""


MIDDLE = """
An act needs a user with one of the roles, of a party in one of the capacities, while the consignment is in one of the states.
For `confirm`, `decline` and `roll` the party is also the leg's operator, or the forwarder for an operator that is not on the node.

"""


def states_page() -> str:
    """The page as Markdown."""
    states = [f"| {state} | {why} |" for state, why, _ in STATES]
    acts = [
        f"| {act} | {_words(allowed.roles)} | {_words(allowed.capacities)} | {_marks(act)} |"
        for act, allowed in PERMISSIONS.items()
    ]
    names = [str(state) for state in State]
    return HEAD + _table(["state", "when"], states) + MIDDLE + _table(["act", "roles", "capacities", *names], acts)


def _table(header: list[str], rows: list[str]) -> str:
    return "\n".join([f"| {' | '.join(header)} |", "|---" * len(header) + "|", *rows]) + "\n"


def _words(words: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, words)))


def _marks(act: Act) -> str:
    return " | ".join("yes" if state in PERMISSIONS[act].states else "" for state in State)


if __name__ == "__main__":
    print(states_page(), end="")
