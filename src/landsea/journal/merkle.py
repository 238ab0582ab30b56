"""Merkle trees of RFC 6962 (section 2.1): roots, inclusion and consistency proofs, and their verification (RFC 9162 2.1.3, 2.1.4).

All functions are pure. Hashes are 32 bytes; anything else is refused by the verifiers, which return a bool and never raise.
A stored tree is read through `Subtree`: `(level, index)` -> hash of the complete subtree over leaves
`[index << level, (index + 1) << level)`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Subtree = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 2.1: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 2.1: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def in_memory(leaves: Sequence[bytes]) -> Subtree:
    """A `Subtree` over leaf hashes held in memory; each subtree is computed once."""
    known: dict[tuple[int, int], bytes] = {}

    def subtree(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        found = known.get((level, index))
        if found is None:
            found = node_hash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1))
            known[level, index] = found
        return found

    return subtree


def root(subtree: Subtree, size: int) -> bytes:
    """MTH of the first `size` leaves."""
    return _range(subtree, 0, size) if size else EMPTY_ROOT


def inclusion_proof(subtree: Subtree, index: int, size: int) -> list[bytes]:
    """PATH(index, D[size]) of RFC 6962 2.1.1, from the leaf's sibling up to the root's child."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    return _path(subtree, index, 0, size)


def consistency_proof(subtree: Subtree, old: int, new: int) -> list[bytes]:
    """PROOF(old, D[new]) of RFC 6962 2.1.2; empty when `old` is 0 or equals `new`."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} has no earlier size {old}")
    return [] if old in (0, new) else _consistency(subtree, old, 0, new, whole=True)


def _range(subtree: Subtree, start: int, end: int) -> bytes:
    width = end - start
    if width & (width - 1) == 0 and start % width == 0:
        return subtree(width.bit_length() - 1, start // width)
    split = start + _largest_power_below(width)
    return node_hash(_range(subtree, start, split), _range(subtree, split, end))


def _path(subtree: Subtree, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    split = start + _largest_power_below(end - start)
    if index < split:
        return [*_path(subtree, index, start, split), _range(subtree, split, end)]
    return [*_path(subtree, index, split, end), _range(subtree, start, split)]


def _consistency(subtree: Subtree, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    if old == end:
        return [] if whole else [_range(subtree, start, end)]
    split = start + _largest_power_below(end - start)
    if old <= split:
        return [*_consistency(subtree, old, start, split, whole=whole), _range(subtree, split, end)]
    return [*_consistency(subtree, old, split, end, whole=False), _range(subtree, start, split)]


def _largest_power_below(width: int) -> int:
    """The largest power of two smaller than `width` (the `k` of RFC 6962 2.1)."""
    return 1 << (width - 1).bit_length() - 1


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """RFC 9162 2.1.3.2."""
    if not 0 <= index < size or not _all_hashes((leaf, expected_root, *proof)):
        return False
    position, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            current = node_hash(sibling, current)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and current == expected_root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2. From size 0 (C2SP tlog-witness: `old 0`) only the empty proof and the empty root are consistent."""
    if not 0 <= old <= new or not _all_hashes((old_root, new_root, *proof)):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    from_old = from_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            from_old, from_new = node_hash(sibling, from_old), node_hash(sibling, from_new)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            from_new = node_hash(from_new, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and from_old == old_root and from_new == new_root


def _all_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == 32 for value in values)
