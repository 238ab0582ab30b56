"""DCSA Commercial Schedules 1.0 (OpenAPI 1.0.1): routings and vessels' calls as its JSON (https://developer.dcsa.org, cs/v1).

Only what the standard has a word for is told: of rail and road it has the mode and the places. It has no word for the air, so that
routings by air are not asked for. Prices have no place in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from landsea.planner.model import (
    CallTime,
    LatestMoment,
    PortCall,
    Routing,
    RoutingLeg,
    Sailing,
    ServiceRef,
    Stand,
    TerminalCalls,
    VesselCalls,
    VesselRef,
)

VERSION = "1.0.1"
MODES = {"sea": "VESSEL", "inland-water": "BARGE", "rail": "RAIL", "road": "TRUCK"}
FACILITY_TYPES = {"sea": "POTE", "river": "POTE", "rail": "RAMP", "road": "INTE", "border": "BORD"}
"""Port terminal, rail ramp, inland terminal, border."""
CUSTOMER_LOCATION = "CLOC"
CUTOFFS = {"cargo": "FCO", "document": "DCO", "customs": "CUA", "vgm": "VCO", "dangerous": "DGC"}
"""Delivery of full containers, documentation, customs acceptance, verified gross mass, dangerous goods. `LCO` is for CFS, which no
network of ours offers."""
STORE_DOOR, YARD = "SD", "CY"
NAME_MAX, LOCATION_MAX, CODE_MAX = 50, 100, 11

Json = dict[str, Any]


def render_routing(routing: Routing, receipt: str, delivery: str) -> Json:
    """`PointToPoint`. Its cut-offs are those of the first leg: what the shipper has to meet."""
    return {
        "placeOfReceipt": _place(routing.legs[0].origin, routing.departure, door=receipt == STORE_DOOR),
        "placeOfDelivery": _place(routing.legs[-1].destination, routing.arrival, door=delivery == STORE_DOOR),
        "receiptTypeAtOrigin": receipt,
        "deliveryTypeAtDestination": delivery,
        "solutionNumber": routing.solution,
        "transitTime": routing.transit_days,
        "legs": [_leg(number, leg) for number, leg in enumerate(routing.legs, start=1)],
    } | _cutoffs(_first_cutoffs(routing.legs))


def _first_cutoffs(legs: tuple[RoutingLeg, ...]) -> tuple[LatestMoment, ...]:
    return next((leg.cutoffs for leg in legs if not leg.on_demand), ())


def _leg(number: int, leg: RoutingLeg) -> Json:
    return {
        "sequenceNumber": number,
        "transport": _transport(leg),
        "departure": _place(leg.origin, leg.departure),
        "arrival": _place(leg.destination, leg.arrival),
    }


def _transport(leg: RoutingLeg) -> Json:
    mode = MODES[leg.mode]
    if leg.sailing is not None:
        return {"modeOfTransport": mode} | _sailing(leg.sailing)
    if mode in ("VESSEL", "BARGE"):
        return {"modeOfTransport": mode, "servicePartners": [{"carrierServiceName": leg.service[:NAME_MAX].strip()}]}
    return {"modeOfTransport": mode}


def _sailing(sailing: Sailing) -> Json:
    partner = _partner(sailing.service, sailing.vessel) | _said(
        carrierImportVoyageNumber=sailing.import_voyage, carrierExportVoyageNumber=sailing.export_voyage
    )
    return _said(
        transportCallReference=sailing.reference,
        portVisitReference=sailing.port_visit,
        servicePartners=[partner],
        universalServiceReference=sailing.service.universal,
        universalImportVoyageReference=sailing.universal_import,
        universalExportVoyageReference=sailing.universal_export,
        vessel=_vessel(sailing.vessel),
    )


def _place(stand: Stand, at: datetime, *, door: bool = False) -> Json:
    """The facility, or, at the door of the shipper or consignee, the place alone."""
    name = stand.place_name if door else stand.name
    facility = {"facilityCode": stand.smdg, "facilityCodeListProvider": "SMDG"} if stand.smdg and not door else None
    return {
        "facilityTypeCode": CUSTOMER_LOCATION if door else FACILITY_TYPES.get(stand.kind, "INTE"),
        "location": _said(locationName=name[:LOCATION_MAX].strip(), UNLocationCode=stand.place, facility=facility),
        "dateTime": _time(at),
    }


def render_vessels(told: Iterable[VesselCalls]) -> Json:
    """`ServiceSchedule`: the vessels of one service."""
    vessels = list(told)
    return _service(vessels[0].service) | {
        "vesselSchedules": [
            _said(vessel=_vessel(one.vessel))
            | {"isDummyVessel": one.vessel.is_dummy, "transportCalls": [_call(call) for call in one.calls]}
            for one in vessels
        ],
    }


def _service(service: ServiceRef) -> Json:
    return _said(
        carrierServiceName=service.name,
        carrierServiceCode=service.code,
        universalServiceReference=service.universal,
    )


def _call(call: PortCall) -> Json:
    return (
        _said(
            portVisitReference=call.port_visit,
            transportCallReference=call.reference,
            carrierImportVoyageNumber=call.import_voyage,
            carrierExportVoyageNumber=call.export_voyage,
            universalImportVoyageReference=call.universal_import,
            universalExportVoyageReference=call.universal_export,
        )
        | _cutoffs(call.cutoffs)
        | {"location": _location(call), "timestamps": [_timestamp(one) for one in call.times]}
    )


def render_terminal(terminal: TerminalCalls) -> Json:
    """`PortSchedule`."""
    return {
        "location": _location(terminal),
        "vesselSchedules": [_schedule(one.service, one.vessel, one.call) for one in terminal.calls],
    }


def _schedule(service: ServiceRef, vessel: VesselRef, call: PortCall) -> Json:
    partner = _partner(service, vessel) | _said(
        carrierImportVoyageNumber=call.import_voyage, carrierExportVoyageNumber=call.export_voyage
    )
    return (
        _said(universalServiceReference=service.universal)
        | {"servicePartners": [partner], "isDummyVessel": vessel.is_dummy}
        | _said(
            vessel=_vessel(vessel),
            universalImportVoyageReference=call.universal_import,
            universalExportVoyageReference=call.universal_export,
        )
        | {"timestamps": [_timestamp(one) for one in call.times]}
        | _cutoffs(call.cutoffs)
    )


def _partner(service: ServiceRef, vessel: VesselRef) -> Json:
    carrier = (
        {"carrierCode": vessel.operator, "carrierCodeListProvider": "SMDG"} if 0 < len(vessel.operator) <= 4 else {}
    )
    return carrier | _said(carrierServiceName=service.name, carrierServiceCode=service.code)


def _vessel(vessel: VesselRef) -> Json:
    operator = {"operatorCarrierCode": vessel.operator, "operatorCarrierCodeListProvider": "SMDG"}
    return _said(vesselIMONumber=vessel.imo, MMSINumber=vessel.mmsi, name=vessel.name, callSign=vessel.call_sign) | (
        operator if vessel.operator else {}
    )


def _location(where: PortCall | TerminalCalls) -> Json:
    return _said(
        locationName=where.name[:LOCATION_MAX].strip(), UNLocationCode=where.place, facilitySMDGCode=where.smdg
    )


def _timestamp(one: CallTime) -> Json:
    return {"eventTypeCode": one.event, "eventClassifierCode": one.classifier, "eventDateTime": _time(one.at)}


def _cutoffs(moments: Iterable[LatestMoment]) -> Json:
    times = [{"cutOffDateTimeCode": CUTOFFS[one.what], "cutOffDateTime": _time(one.at)} for one in moments]
    return _said(cutOffTimes=times)


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _said(**fields: Any) -> Json:
    """The fields that have a value. Texts of other carriers may bring blanks, which the standard's patterns do not allow."""
    bare = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    return {name: value for name, value in bare.items() if value}


def render_error(
    *,
    method: str,
    uri: str,
    status: int,
    phrase: str,
    message: str,
    reference: str,
    at: datetime,
    errors: list[Mapping[str, Any]],
) -> Json:
    """`ErrorResponse`."""
    return {
        "httpMethod": method,
        "requestUri": uri,
        "statusCode": status,
        "statusCodeText": phrase,
        "statusCodeMessage": message[:200],
        "providerCorrelationReference": reference,
        "errorDateTime": _time(at),
        "errors": errors,
    }
