"""Mutation of whole credentials: whatever one thing is changed, left out or put in, they are valid no more (I1 of the checklist)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.identity.wire.credentials import Given, Policy, check, derive, read_proofs
from landsea.identity.wire.credentials.multibase import base64url, parse_base64url
from landsea.identity.wire.credentials.refusals import CredentialRefused
from landsea.identity.wire.credentials.selective import verify_derived
from tests.identity.credentials.test_checks import ALWAYS, CREDENTIAL, ISSUER, KEYS, given_, shown, signed

__all__ = ["given_"]
LENIENT = Policy(needs_status=False, content=frozenset(), strict=False)
"""So that it is the proof, not a rule of ours, that notices."""
Path = tuple[str | int, ...]


def paths(value: Any, at: Path = ()) -> Iterator[Path]:
    """Every place in a JSON value, but for the top."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (*at, name)
        yield from paths(inner, (*at, name))


def changed(document: dict[str, Any], path: Path, change: str) -> dict[str, Any]:
    made = copy.deepcopy(document)
    at: Any = made
    for step in path[:-1]:
        at = at[step]
    if change == "left out":
        del at[path[-1]]
    elif change == "replaced":
        at[path[-1]] = at[path[-1]] + "x" if isinstance(at[path[-1]], str) else "urn:x"
    elif isinstance(at[path[-1]], dict):
        at[path[-1]]["description"] = "put in"
    return made


@pytest.mark.parametrize("change", ["left out", "replaced", "put in"])
@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023"])
def test_no_single_change_goes_unnoticed(suite: str, change: str, given_: Given) -> None:
    if suite == "ecdsa-sd-2023":
        credential = shown(given_.contexts, ALWAYS, ["/credentialSubject/blNumber"])
    else:
        credential = signed(CREDENTIAL, given_.contexts, suite=suite)
    assert check(credential, given_, LENIENT).failed == ()
    unnoticed = []
    for path in paths(credential):
        other = changed(credential, path, change)
        if other != credential and not check(other, given_, LENIENT).failed:
            unnoticed.append(path)
    assert unnoticed == []


@settings(max_examples=120)
@given(place=st.integers(0, 10**6), flip=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_proof_value_is_always_refused_by_name(
    place: int, flip: int, cut: bool, damaged: tuple[Given, bytes, dict[str, Any]]
) -> None:
    given_, data, credential = damaged
    place %= len(data)
    other = data[:place] + (b"" if cut else bytes([data[place] ^ flip]) + data[place + 1 :])
    document = credential | {"proof": credential["proof"] | {"proofValue": "u" + base64url(other)}}
    ((proof, over),) = read_proofs(document)
    with pytest.raises(CredentialRefused):
        verify_derived(over, proof, KEYS[ISSUER].public, given_.contexts)
    with pytest.raises(CredentialRefused):
        derive(document, ["/validFrom"], given_.contexts)


@pytest.fixture(name="damaged", scope="module")
def value_to_damage(given_: Given) -> tuple[Given, bytes, dict[str, Any]]:
    credential = shown(given_.contexts, ALWAYS, ["/credentialSubject/blNumber"])
    return given_, parse_base64url(credential["proof"]["proofValue"][1:]), credential


NAMES = ["@context", "id", "type", "issuer", "proof", "@value", "credentialSubject", "x:y"]
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=150)
@given(what=ANYTHING)
def test_whatever_stands_in_a_credential_it_is_judged_and_not_valid(
    what: Any, damaged: tuple[Given, bytes, dict[str, Any]]
) -> None:
    given_, _, credential = damaged
    for document in (
        what,
        credential | {"credentialSubject": what},
        credential | {"proof": what},
        credential | {"credentialStatus": what},
    ):
        assert not check(document, given_).is_valid
