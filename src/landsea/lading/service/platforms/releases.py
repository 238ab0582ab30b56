"""What leaves for another platform is asked of `policy` first; a decision holds while the rules have not changed."""

from __future__ import annotations

from landsea import policy
from landsea.journal import Work
from landsea.lading.platforms.facts import Counterpart
from landsea.policy import DataClass, Receiver, Release

CLASSES = {
    "envelope": (DataClass.TRANSPORT_DOCUMENT, DataClass.TITLE_ACT),
    "issuance-request": (DataClass.TRANSPORT_DOCUMENT,),
    "issuance-response": (DataClass.NOTICE,),
    "surrender-request": (DataClass.TITLE_ACT,),
    "surrender-response": (DataClass.TITLE_ACT,),
    "receiver-validation": (DataClass.PARTY,),
}


def require_release(work: Work, kind: str, to: Counterpart, subject: str) -> None:
    """Refuses what may not leave before anything is done. Raises `ReleaseRefused`."""
    for one in _releases(kind, to, subject):
        policy.require(work, one)


def may_leave(work: Work, kind: str, to: Counterpart, subject: str) -> bool:
    """Whether it may leave now; each decision is recorded."""
    decisions = [policy.decide(work, one) for one in _releases(kind, to, subject)]
    return all(one.allowed for one in decisions)


def _releases(kind: str, to: Counterpart, subject: str) -> list[Release]:
    receiver = Receiver(f"platform:{to.codes[0] if to.codes else to.id}", to.jurisdiction)
    return [Release(one, receiver, f"dcsa-{kind}", subject) for one in CLASSES[kind]]
