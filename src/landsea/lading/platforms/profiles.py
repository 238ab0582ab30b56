"""What is asked of a sending platform, as data: the standard, and one named tolerance.

A profile belongs to a configured platform. The order of checks is the same in both; a profile only switches single checks of what
the chain means. Signatures, linkage, checksums, recipient and the comparison with what is known are never switched.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Profile:
    """Each switch is one deviation from PINT 3.0.0 that is let pass; all off is the standard."""

    name: str
    issuance_manifest_beside_chain: bool = False
    """The carrier's issuance manifest may stand at the top of the envelope (an older draft) instead of in the first entry."""
    later_issue_is_transfer: bool = False
    """`ISSUE` in a later transaction is read as `TRANSFER` (an older draft told them apart by another property)."""
    possession_unlinked: bool = False
    """The actor of a transaction need not be who possessed the document after the one before."""

    @property
    def deviations(self) -> tuple[str, ...]:
        return tuple(one.name for one in fields(self) if one.name != "name" and getattr(self, one.name))


STRICT = Profile("strict")
DCSA_CTK = Profile(
    "dcsa-ctk",
    issuance_manifest_beside_chain=True,
    later_issue_is_transfer=True,
    possession_unlinked=True,
)
"""The synthetic sender of DCSA's conformance toolkit for PINT 3.0.0. For sandboxes: a real node refuses to use it."""

PROFILES = {one.name: one for one in (STRICT, DCSA_CTK)}
