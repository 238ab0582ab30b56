"""What a restored or copied node must show before it may act on title again.

The evidence must be the newest known anywhere outside the node: that there is none newer is the operator's word, and on record.
"""

from __future__ import annotations

import json
from typing import Any

from landsea import journal
from landsea.journal import BadNote, Checkpoint, Journal, Work, open_note
from landsea.kernel import Refusal

POSITIONS_MAX = 2**53


class CheckpointNotHeld(Refusal):
    code = "checkpoint-not-held"
    status = 409
    text = "{why} Restore a newer backup; title acts stay disabled."


class NoEvidence(Refusal):
    code = "no-evidence"
    status = 422
    text = (
        "{why} The backup is not at fault. Give the newest checkpoint kept outside the node, exactly as its GET /v1/checkpoint "
        "answered it, or the newest receipt of an act on it. Title acts stay disabled."
    )


class OlderThanRestored(Refusal):
    code = "older-than-restored"
    status = 409
    text = (
        "It covers {covered} entries, and {restored} were restored: it is older than the backup, so it shows nothing of what may be "
        "missing after it. Give a newer one. If there is none anywhere outside, say why you know that nothing is missing with --because; "
        "it goes on record. Title acts stay disabled."
    )


def confirm_with_checkpoint(node: Journal, note: str, because: str = "") -> int:
    """Confirms the epoch if `note` is signed by this node and the journal holds, unchanged, all entries it covers; returns how many.

    It must be the newest checkpoint known anywhere outside: that no newer one exists is the operator's word, and on record. One that is
    older than what was restored says nothing of what is missing and needs a reason, `because`, which goes on record too.
    """
    try:
        text, _ = open_note(note, [node.signer.verifier])
        known = Checkpoint.parse(text)
    except BadNote as error:
        raise NoEvidence(why=f"This is no checkpoint of this node: {error}.") from None
    with node.work(journal.NODE) as work:
        size = journal.size(work)
        if known.size > size:
            raise CheckpointNotHeld(
                why=f"The checkpoint covers {known.size} entries, the journal has {size}: newer acts are missing."
            )
        if journal.root_at(work, known.size) != known.root:
            raise CheckpointNotHeld(why=f"The first {known.size} entries are not those the checkpoint was signed over.")
        _confirm(work, note, known.size, because)
    return known.size


def _confirm(work: Work, evidence: str, covered: int, because: str) -> None:
    restored = journal.restored_size(work)
    if covered < restored and not because:
        raise OlderThanRestored(covered=covered, restored=restored)
    reason = f"\nIt covers {covered} of {restored} restored entries. Confirmed because: {because}\n" if because else ""
    journal.confirm_epoch(work, evidence + reason)


def confirm_with_receipt(node: Journal, text: str, because: str = "") -> int:
    """Confirms the epoch if the journal holds the entry that a receipt names, with the same leaf; returns how many entries end there.

    `text` is a receipt as an act was answered with it, or the whole answer. It says nothing of later entries; prefer a checkpoint.
    `because`: as of a checkpoint.
    """
    receipt = _receipt(text)
    with node.work(journal.NODE) as work:
        held = journal.leaf_at(work, receipt["position"])
        if held is None:
            raise CheckpointNotHeld(why=f"The journal ends before entry {receipt['position']}: newer acts are missing.")
        if held.hex() != receipt["leaf"]:
            raise CheckpointNotHeld(why=f"Entry {receipt['position']} is not the one the receipt was given for.")
        _confirm(work, text, receipt["position"] + 1, because)
    return int(receipt["position"]) + 1


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
        raise NoEvidence(why="This is no receipt: it needs position and leaf.") from None
