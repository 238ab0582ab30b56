"""The user's chain key and what its addresses have, and for operators of the node the chains that it uses."""

from __future__ import annotations

from typing import Any

import msgspec

from landsea import identity, lading
from landsea.journal import View
from landsea.kernel import Role


def chain_body(view: View) -> dict[str, Any]:
    """For the settings. `earlier`: addresses of keys that were replaced, while they still have something."""
    configured = lading.list_chains(view)
    operates = view.actor.role is Role.OPERATOR and identity.get_party(view, view.actor.party).runs_node
    left = lading.chain_left_behind(view)
    return {
        "chains": [one.name for one in configured],
        "chain_key": _own_key(view),
        "earlier": [{"address": address, "holds": _builtins(held)} for address, held in left.items()],
        "operates_chains": operates,
        "chain_settings": _builtins(configured) if operates else [],
    }


def _own_key(view: View) -> dict[str, Any] | None:
    key = lading.own_chain_key(view)
    if key is None:
        return None
    return {
        "address": key.address,
        "inside": key.custody.value == "sealed",
        "outlived": lading.is_chain_key_outlived(view, key),
        "holds": _builtins(lading.chain_held_at(view, key.address)),
    }


def _builtins(values: list[Any]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(one) for one in values]
