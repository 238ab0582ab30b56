"""The Merkle tree against the known answers of RFC 6962 implementations, and by property."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsea.journal import merkle

# The eight leaves and roots that Certificate Transparency implementations have published as known answers since RFC 6962.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
KNOWN = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 2.1 writes it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots(size: int) -> None:
    assert merkle.root(merkle.in_memory(KNOWN), size).hex() == ROOTS[size - 1]


def test_known_proofs() -> None:
    """PATH(0, D[8]), PATH(5, D[8]), PROOF(1, D[8]) and PROOF(6, D[8]) end in the published roots."""
    tree = merkle.in_memory(KNOWN)
    for index, size in [(0, 8), (5, 8), (2, 3), (1, 5)]:
        proof = merkle.inclusion_proof(tree, index, size)
        assert merkle.verify_inclusion(KNOWN[index], index, size, proof, bytes.fromhex(ROOTS[size - 1]))
    for old, new in [(1, 8), (6, 8), (2, 5), (6, 7)]:
        proof = merkle.consistency_proof(tree, old, new)
        assert merkle.verify_consistency(old, new, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[new - 1]), proof)
    assert [step.hex()[:8] for step in merkle.consistency_proof(tree, 6, 8)] == ["0ebc5d34", "ca854ea1", "d37ee418"]


sizes = st.integers(1, 70)


def leaves_of(size: int) -> list[bytes]:
    return [merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


@given(sizes)
def test_the_root_is_the_rfc_s_recursive_definition(size: int) -> None:
    assert merkle.root(merkle.in_memory(leaves_of(size)), size) == naive_root(leaves_of(size))


@given(st.data())
def test_any_leaf_is_proven_in_any_tree(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    proof = merkle.inclusion_proof(merkle.in_memory(leaves), index, size)
    assert merkle.verify_inclusion(leaves[index], index, size, proof, naive_root(leaves))


@given(st.data())
def test_any_prefix_is_proven_consistent(data: st.DataObject) -> None:
    new = data.draw(sizes)
    old = data.draw(st.integers(0, new))
    leaves = leaves_of(new)
    proof = merkle.consistency_proof(merkle.in_memory(leaves), old, new)
    assert merkle.verify_consistency(old, new, naive_root(leaves[:old]), naive_root(leaves), proof)


def flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(st.data())
def test_any_single_bit_change_in_an_inclusion_proof_is_found(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 40))
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    parts = [leaves[index], naive_root(leaves), *merkle.inclusion_proof(merkle.in_memory(leaves), index, size)]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flipped(parts[which], bit)
    assert not merkle.verify_inclusion(parts[0], index, size, parts[2:], parts[1])


@given(st.data())
def test_any_single_bit_change_in_a_consistency_proof_is_found(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 40))
    old = data.draw(st.integers(1, new - 1))
    leaves = leaves_of(new)
    parts = [
        naive_root(leaves[:old]),
        naive_root(leaves),
        *merkle.consistency_proof(merkle.in_memory(leaves), old, new),
    ]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = flipped(parts[which], bit)
    assert not merkle.verify_consistency(old, new, parts[0], parts[1], parts[2:])


@given(st.data())
def test_a_proof_for_one_place_proves_no_other(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 40))
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    leaves = leaves_of(size)
    proof = merkle.inclusion_proof(merkle.in_memory(leaves), index, size)
    assert not merkle.verify_inclusion(leaves[index], other, size, proof, naive_root(leaves))


@pytest.mark.parametrize("cut", ["shorter", "longer"])
def test_a_proof_of_the_wrong_length_is_refused(cut: str) -> None:
    leaves = leaves_of(7)
    proof = merkle.inclusion_proof(merkle.in_memory(leaves), 3, 7)
    proof = proof[:-1] if cut == "shorter" else [*proof, proof[0]]
    assert not merkle.verify_inclusion(leaves[3], 3, 7, proof, naive_root(leaves))


def test_hashes_that_are_not_32_bytes_are_refused() -> None:
    assert not merkle.verify_inclusion(b"", 0, 1, [], b"")
    assert not merkle.verify_consistency(1, 1, b"", b"", [])


def test_a_node_never_passes_for_a_leaf() -> None:
    """Second preimages: leaves and nodes are hashed in different domains (RFC 6962 2.1)."""
    left, right = leaves_of(2)
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
