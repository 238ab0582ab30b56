"""Places, their facilities, and the other codes by which they are known."""

from __future__ import annotations

from dataclasses import dataclass

from landsea.kernel import UnLocode
from landsea.network.model.freight import ANY, Limits


@dataclass(frozen=True, slots=True)
class Place:
    """A UN/LOCODE location. Coordinates are microdegrees (WGS 84); `timezone` is an IANA name.

    `code_kind` is `unlocode`, or `local` where UN/LOCODE has no entry and the network made a code of the same shape. `membership` says
    whether the corridor is published or assumed to reach the place (empty: not a member). `region` is the province.
    """

    code: UnLocode
    name: str
    name_zh: str
    country: str
    region: str
    region_zh: str
    latitude_udeg: int
    longitude_udeg: int
    timezone: str
    kind: str
    code_kind: str
    membership: str
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Facility:
    """A terminal or yard of a place, where cargo waits and changes. Costs are minor units of the network's currency per TEU.

    `import_minutes` pass from arrival until cargo is available; `export_minutes` before a departure cargo must be there, unless the call
    names a cut-off of its own. `open` and `customs` are weekly hours as text (see `Hours`; empty: always), `customs_minutes` how long
    export clearance takes within them. Cargo stays `free_days` without storage cost. `gauges_mm` are those of its tracks (empty: not
    stated).
    """

    id: str
    name: str
    name_zh: str
    latitude_udeg: int
    longitude_udeg: int
    timezone: str
    place: UnLocode
    kind: str
    open: str
    customs: str
    customs_minutes: int
    import_minutes: int
    export_minutes: int
    load_cost: int
    unload_cost: int
    free_days: int
    storage_cost_day: int
    basis: str
    source: str
    limits: Limits = ANY
    gauges_mm: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Alias:
    """Another code under which users look for a place, and why."""

    alias: UnLocode
    code: UnLocode
    reason: str
    reason_zh: str
