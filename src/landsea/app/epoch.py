"""What a restored or copied node must show before it may act on title again.

The evidence must be the newest known anywhere outside the node: that there is none newer is the operator's word, and on record.
"""

from __future__ import annotations

import json
from typing import Any

from landsea import journal
from landsea.journal import BadNote, Checkpoint, Journal, open_note
from landsea.kernel import Refusal

POSITIONS_MAX = 2**53


class CheckpointNotHeld(Refusal):
    code = "checkpoint-not-held"
    status = 409
    text = "{why} Restore a newer backup; title acts stay disabled."


def confirm_with_checkpoint(node: Journal, note: str) -> None:
    """Confirms the epoch if `note` is signed by this node and the journal holds, unchanged, all entries it covers.

    It must be the newest checkpoint known anywhere outside: that no newer one exists is the operator's word, and on record.
    """
    try:
        text, _ = open_note(note, [node.signer.verifier])
        known = Checkpoint.parse(text)
    except BadNote as error:
        raise CheckpointNotHeld(why=f"This is no checkpoint of this node: {error}.") from None
    with node.work(journal.NODE) as work:
        size = journal.size(work)
        if known.size > size:
            raise CheckpointNotHeld(
                why=f"The checkpoint covers {known.size} entries, the journal has {size}: newer acts are missing."
            )
        if journal.root_at(work, known.size) != known.root:
            raise CheckpointNotHeld(why=f"The first {known.size} entries are not those the checkpoint was signed over.")
        journal.confirm_epoch(work, note)


def confirm_with_receipt(node: Journal, text: str) -> None:
    """Confirms the epoch if the journal holds the entry that a receipt names, with the same leaf.

    `text` is a receipt as an act was answered with it, or the whole answer. It says nothing of later entries; prefer a checkpoint.
    """
    receipt = _receipt(text)
    with node.work(journal.NODE) as work:
        held = journal.leaf_at(work, receipt["position"])
        if held is None:
            raise CheckpointNotHeld(why=f"The journal ends before entry {receipt['position']}: newer acts are missing.")
        if held.hex() != receipt["leaf"]:
            raise CheckpointNotHeld(why=f"Entry {receipt['position']} is not the one the receipt was given for.")
        journal.confirm_epoch(work, text)


def _receipt(text: str) -> dict[str, Any]:
    """The receipt, or the last of an answer's."""
    try:
        found = json.loads(text)
        found = found["receipts"][-1] if "receipts" in found else found
        position = int(found["position"])
        if not 0 <= position < POSITIONS_MAX:
            raise ValueError(position)
        return {"position": position, "leaf": str(found["leaf"])}
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        raise CheckpointNotHeld(why="This is no receipt: it needs position and leaf.") from None
