"""What a derived proof's holder could have left out.

The standard (Data Integrity ECDSA Cryptosuites 1.0, section 3.6) lets an issuer sign so that a holder can leave out the status or the
end of validity. Then nobody knows whether it was there; so issuer, type, validity, status and a digest of the content must be mandatory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from landsea.identity.wire.credentials.selective import Disclosed

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_CREDENTIALS = "https://www.w3.org/2018/credentials#"
_ISSUER, _FROM, _UNTIL, _STATUS = (
    f"<{_CREDENTIALS}{name}>" for name in ("issuer", "validFrom", "validUntil", "credentialStatus")
)
_NEVER_BY_CHOICE = {_TYPE, _ISSUER, _FROM, _UNTIL, _STATUS}
DIGESTS = frozenset({f"{_CREDENTIALS}digestSRI", "https://w3id.org/security#digestMultibase"})
"""Predicates that commit to content beside the credential (VC Data Model 2.0 section 5.3)."""


def not_covered(disclosed: Disclosed, needs_status: bool, content: frozenset[str]) -> set[str]:
    """The names of what was not signed as mandatory; what is shown by choice, or not at all, is not.

    `content`: predicates (IRIs) of which at least one must be mandatory; empty: none is asked for.
    """
    must, may = ([_terms(line) for line in lines] for lines in (disclosed.mandatory, disclosed.chosen))
    roots = {subject for subject, *rest in (*must, *may) if rest == [_TYPE, f"<{_CREDENTIALS}VerifiableCredential>"]}
    always = {_TYPE, _ISSUER, _FROM, *([_STATUS] if needs_status else [])}
    loose = set() if roots else set(always)
    for root in roots:
        loose |= always - {predicate for subject, predicate, _ in must if subject == root}
        loose |= _NEVER_BY_CHOICE & {predicate for subject, predicate, _ in may if subject == root}
    statuses = {value for subject, predicate, value in must if subject in roots and predicate == _STATUS}
    if _below(statuses, (*must, *may)) & {subject for subject, _, _ in may}:
        loose.add(_STATUS)
    named = {re.split("[#/]", one.strip("<>"))[-1] for one in loose}
    committed = {predicate.strip("<>") for _, predicate, _ in must} & content
    return named if committed or not content else named | {"content"}


def _below(nodes: set[str], lines: Sequence[tuple[str, str, str]]) -> set[str]:
    """The nodes and everything that hangs on them."""
    found: set[str] = set()
    while nodes - found:
        found |= nodes
        nodes = {value for subject, _, value in lines if subject in found and not value.startswith('"')}
    return found


def _terms(line: str) -> tuple[str, str, str]:
    subject, predicate, value = line.removesuffix(" .\n").split(" ", 2)
    return subject, predicate, value
