"""Use cases of the network."""

from landsea.journal import Projection
from landsea.network import store, store_exchange, store_performance
from landsea.network.model import (
    ExchangeRateStated,
    FacilityClosed,
    FacilityReopened,
    NetworkImported,
    PerformanceRecorded,
    SailingAdded,
    SailingBlanked,
    VesselSchedulesImported,
)
from landsea.network.service.exchange import exchange_rates, find_exchange_rate, state_exchange_rate
from landsea.network.service.factors import know_factors
from landsea.network.service.files import SHIPPED, load, shipped, shipped_files
from landsea.network.service.gtfs import export_gtfs, export_shipped_gtfs
from landsea.network.service.performance import (
    performance,
    performance_history,
    performance_version,
    published_delays,
    record_performance,
)
from landsea.network.service.reading import (
    current,
    get_place,
    in_force,
    list_closures,
    place_in,
    schedule,
    schedule_of,
    shipped_schedule,
    version,
)
from landsea.network.service.search import Departure, PlaceDetail, find_places, places_in, show, show_in
from landsea.network.service.versions import difference, list_versions, say_change, say_counts
from landsea.network.service.vessels import (
    ImportedVessels,
    SchedulePage,
    find_voyage,
    import_vessel_schedules,
    list_service_schedules,
    voyage_finder,
    voyages,
)
from landsea.network.service.writing import (
    Imported,
    add_sailing,
    blank_sailing,
    close_facility,
    export_files,
    export_zip,
    import_dir,
    import_files,
    import_shipped,
    import_zip,
    reopen_facility,
)
from landsea.network.wire.ovs_query import VesselQuery

PROJECTION = Projection(
    tables=(*store.TABLES, store_performance.performance_table, store_exchange.exchange_table),
    handlers={
        SailingAdded: store.on_sailing,
        SailingBlanked: store.on_sailing,
        FacilityClosed: store.on_closed,
        FacilityReopened: store.on_reopened,
        ExchangeRateStated: store_exchange.on_stated,
    },
    bulk={
        NetworkImported: store.on_imported,
        VesselSchedulesImported: store.on_vessel_schedules,
        PerformanceRecorded: store_performance.on_recorded,
    },
    upcasts={"network-imported/1": (NetworkImported.kind, lambda body: body)},
)

__all__ = [
    "PROJECTION",
    "SHIPPED",
    "Departure",
    "Imported",
    "ImportedVessels",
    "PlaceDetail",
    "SchedulePage",
    "VesselQuery",
    "add_sailing",
    "blank_sailing",
    "close_facility",
    "current",
    "difference",
    "exchange_rates",
    "export_files",
    "export_gtfs",
    "export_shipped_gtfs",
    "export_zip",
    "find_exchange_rate",
    "find_places",
    "find_voyage",
    "get_place",
    "import_dir",
    "import_files",
    "import_shipped",
    "import_vessel_schedules",
    "import_zip",
    "in_force",
    "know_factors",
    "list_closures",
    "list_service_schedules",
    "list_versions",
    "load",
    "performance",
    "performance_history",
    "performance_version",
    "place_in",
    "places_in",
    "published_delays",
    "record_performance",
    "reopen_facility",
    "say_change",
    "say_counts",
    "schedule",
    "schedule_of",
    "shipped",
    "shipped_files",
    "shipped_schedule",
    "show",
    "show_in",
    "state_exchange_rate",
    "version",
    "voyage_finder",
    "voyages",
]
