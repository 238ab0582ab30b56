"""A chain's node is asked, outside of any transaction, before somebody relies on it: its chain id, and the kind of the registry."""

from __future__ import annotations

from dataclasses import replace

from landsea import identity
from landsea.journal import Journal
from landsea.kernel import Actor, Refusal
from landsea.lading import chain
from landsea.lading.chain.facts import ChainSettings
from landsea.lading.chain.refusals import (
    ChainNodeRefused,
    ChainUnreachable,
    EvmExtraMissing,
    NotATokenRegistry,
    WrongChain,
)
from landsea.lading.service.chain.configured import get_chain, line_at, line_to, require_good, url_for

SECONDS_MAX = 5
"""For each question."""


def try_settings(node: Journal, actor: Actor, settings: ChainSettings, url: str | None) -> Refusal | None:
    """Why it could not be found out that the settings are right, if so. By an operator of the node, before `add_chain`.

    Raises `WrongChain` and `NotATokenRegistry` where they are wrong, each with the pointer of the value.
    """
    with node.view(actor) as view:
        identity.require_node_operator(view, "configure chains")
        url = url_for(view, settings, url)
    require_good(settings, url)
    try:
        _ask(line_at(settings, url), settings)
    except WrongChain as wrong:
        raise wrong.at("/chain_id") from None
    except NotATokenRegistry as wrong:
        raise wrong.at("/registry") from None
    except (ChainUnreachable, ChainNodeRefused, EvmExtraMissing) as unknown:
        return unknown
    return None


def require_there(node: Journal, actor: Actor, name: str) -> None:
    """Before a document leaves for the chain `name`: whoever leaves for a chain that is not there is operative nowhere.

    Raises `WrongChain`, `NotATokenRegistry`, `ChainUnreachable`, `ChainNodeRefused`.
    """
    with node.view(actor) as view:
        settings = get_chain(view, name)
        line = line_to(view, settings)
    _ask(line, settings)


def _ask(line: chain.Chain, settings: ChainSettings) -> None:
    chain.connect(replace(line, timeout_seconds=SECONDS_MAX), settings.registry)
