"""Which emission factors a network may name. Rooms above know them; they say so when a node is composed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from landsea.kernel import BadSource, Finding
from landsea.network.kept import network_in
from landsea.network.model import Network
from landsea.network.wire.feed import unknown_factors
from landsea.network.wire.tables import FINDINGS_MAX

Names = Callable[[], Collection[str]]
_known: list[Names] = []


def know_factors(names: Names) -> None:
    """From now on an import is refused if it names a factor, or a mode, that is not among these."""
    _known[:] = [names]


def read_with_factors(files: Mapping[str, bytes], digest: str) -> Network:
    """The network of these files. Raises `BadSource` with every finding, those of factors that are not known among them."""
    network, findings = None, list[Finding]()
    try:
        network = network_in(files, digest)
    except BadSource as wrong:
        findings += wrong.findings
    findings += (finding for names in _known for finding in unknown_factors(files, names()))
    if network is None or findings:
        raise BadSource("network", findings[:FINDINGS_MAX])
    return network
