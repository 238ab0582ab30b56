"""DCSA Operational Vessel Schedules 3.0: a list of ServiceSchedule, in and out (https://github.com/dcsaorg/DCSA-OpenAPI, ovs/v3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec

from landsea.kernel import BadSource, Finding
from landsea.network.model.vessels import (
    CallEvent,
    CallLocation,
    CallTimestamp,
    Classifier,
    Vessel,
    VesselCall,
    VesselSchedule,
)
from landsea.network.wire.ovs_reader import SOURCE, Fields, Findings

VERSION = "3.0.1"
BYTES_MAX = 64 * 1024 * 1024
UNIVERSAL_SERVICE = r"SR\d{5}[A-Z]"
UNIVERSAL_VOYAGE = r"\d{2}[0-9A-Z]{2}[NEWSR]"
IMO = r"\d{7}"
MMSI = r"\d{9}"
UN_LOCODE = r"[A-Z]{2}[A-Z2-9]{3}"
STATUSES = frozenset(["OMIT", "BLNK", "ADHO", "PHOT", "PHIN", "SLID", "ROTC", "CUTR", "DRYD", "BUNK", "OOSV"])
ADDRESS = {
    "name": 100,
    "street": 100,
    "streetNumber": 50,
    "floor": 50,
    "postCode": 50,
    "city": 65,
    "stateRegion": 65,
    "country": 75,
}


def parse_schedules(content: bytes) -> tuple[tuple[VesselSchedule, ...], tuple[Finding, ...]]:
    """The vessels' schedules of a message, and what is doubtful in it. Raises `BadSource` with every error, each at its JSON pointer."""
    findings = Findings()
    schedules = [one for fields in _services(content, findings) for one in _service(fields)]
    if findings.has_errors:
        raise BadSource(SOURCE, findings)
    return tuple(schedules), tuple(findings)


def first_pointers(content: bytes) -> dict[tuple[str, str], str]:
    """Where in a good message a location (`UNLocationCode`, `facilitySMDGCode`) is first named, and a call (`call`, its reference)."""
    found: dict[tuple[str, str], str] = {}
    for s, service in enumerate(msgspec.json.decode(content)):
        for v, vessel in enumerate(service.get("vesselSchedules") or ()):
            for c, call in enumerate(vessel.get("transportCalls") or ()):
                pointer, location = f"/{s}/vesselSchedules/{v}/transportCalls/{c}", call.get("location") or {}
                found.setdefault(("call", call["transportCallReference"]), pointer)
                code, smdg = location.get("UNLocationCode") or "", location.get("facilitySMDGCode") or ""
                found.setdefault((code, smdg), f"{pointer}/location")
    return found


def _services(content: bytes, findings: Findings) -> Iterator[Fields]:
    if len(content) > BYTES_MAX:
        what, mend = "The message has {size} bytes.", "Keep messages below {most} bytes."
        findings.wrong("", what, mend, size=len(content), most=BYTES_MAX)
        return
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        findings.wrong("", "The message is not JSON: {why}.", "Send JSON in UTF-8.", why=str(error).rstrip("."))
        return
    if not isinstance(value, list):
        what, mend = (
            "The message is not a list.",
            "Send a list of ServiceSchedule, as GET /v3/service-schedules gives it.",
        )
        findings.wrong("", what, mend)
        return
    yield from Fields({"": value}, "", findings).items("")


def _service(fields: Fields) -> Iterator[VesselSchedule]:
    code, name = fields.needed("carrierServiceCode", 11), fields.needed("carrierServiceName", 50)
    universal = fields.text("universalServiceReference", 8, UNIVERSAL_SERVICE)
    vessels = list(fields.items("vesselSchedules"))
    for inner in vessels:
        vessel, calls = _vessel(inner), _calls(inner)
        yield VesselSchedule(code, name, universal, vessel, calls, imported=True, other=fields.rest)


def _vessel(fields: Fields) -> Vessel:
    vessel = Vessel(
        operator=fields.needed("vesselOperatorSMDGLinerCode", 10),
        is_dummy=fields.flag("isDummyVessel"),
        imo=fields.text("vesselIMONumber", 7, IMO),
        mmsi=fields.text("MMSINumber", 9, MMSI),
        name=fields.text("vesselName", 35),
        call_sign=fields.text("vesselCallSign", 10),
        other={name: value for name, value in fields.rest.items() if name != "transportCalls"},
    )
    _require_identity(fields, vessel)
    return vessel


def _require_identity(fields: Fields, vessel: Vessel) -> None:
    """OVS 3.0.1: "If isDummyVessel is false - at least one of vesselIMONumber or MMSINumber MUST be specified"; a dummy has its name."""
    if not (vessel.imo or vessel.mmsi or (vessel.is_dummy and vessel.name)):
        what = "Nothing identifies the vessel."
        mend = "Add vesselIMONumber or MMSINumber; for a dummy vessel, vesselName."
        fields.findings.wrong(fields.pointer, what, mend)
    if vessel.imo and not _imo_fits(vessel.imo):
        what, mend = "The check digit of {imo} does not fit.", "Compare the IMO number with the ship's papers."
        fields.findings.wrong(fields.at("vesselIMONumber"), what, mend, error=False, imo=vessel.imo)


def _imo_fits(imo: str) -> bool:
    """IMO resolution A.1117(30): the last digit is that of the sum of the others, weighted 7 to 2."""
    return sum(int(digit) * weight for digit, weight in zip(imo, range(7, 1, -1), strict=False)) % 10 == int(imo[6])


def _calls(fields: Fields) -> tuple[VesselCall, ...]:
    calls, seen = [], dict[str, str]()
    for inner in fields.items("transportCalls"):
        call = _call(inner)
        first = seen.setdefault(call.reference, inner.pointer)
        if call.reference and first != inner.pointer:
            what, mend = "{reference} stands at {first} already.", "Give each call of a vessel a reference of its own."
            inner.findings.wrong(
                inner.at("transportCallReference"), what, mend, reference=repr(call.reference), first=first
            )
        calls.append(call)
    return tuple(calls)


def _call(fields: Fields) -> VesselCall:
    imported = fields.needed("carrierImportVoyageNumber", 50)
    call = VesselCall(
        reference=fields.needed("transportCallReference", 100),
        import_voyage=imported,
        export_voyage=fields.text("carrierExportVoyageNumber", 50) or imported,
        location=_location(fields.inner("location")),
        timestamps=_timestamps(fields),
        universal_import=fields.text("universalImportVoyageReference", 5, UNIVERSAL_VOYAGE),
        universal_export=fields.text("universalExportVoyageReference", 5, UNIVERSAL_VOYAGE),
        port_visit=fields.text("portVisitReference", 50),
        statuses=_statuses(fields),
        other=fields.rest,
    )
    _check_order(fields, call)
    return call


def _statuses(fields: Fields) -> tuple[str, ...]:
    """OVS 3.0.1: "If statusCodes is used - then values in [statusCode] are ignored." """
    single, several = fields.text("statusCode", 10), fields.texts("statusCodes", 10)
    found = several or ((single,) if single else ())
    for code in found:
        if code not in STATUSES:
            what, mend = "{code} is no status code of OVS 3.0; it is kept.", "Known are {known}."
            known = ", ".join(sorted(STATUSES))
            fields.findings.wrong(fields.at("statusCode"), what, mend, error=False, code=repr(code), known=known)
    return found


def _location(fields: Fields | None) -> CallLocation:
    if fields is None:
        return CallLocation()
    kind, name = fields.needed("locationType", 4), fields.text("locationName", 100)
    if kind == "ADDR":
        inner = fields.inner("address")
        if inner is None:
            fields.missing("address")
            return CallLocation(name=name)
        address = {"name": inner.needed("name", 100)} | {key: inner.text(key, most) for key, most in ADDRESS.items()}
        return CallLocation(name=name, address={key: value for key, value in address.items() if value})
    if kind not in ("UNLO", "FACS", ""):
        what, mend = "{value} is no locationType.", "Use UNLO, FACS or ADDR."
        fields.findings.wrong(fields.at("locationType"), what, mend, value=repr(kind))
        return CallLocation(name=name)
    smdg = fields.needed("facilitySMDGCode", 6) if kind == "FACS" else ""
    return CallLocation(fields.needed("UNLocationCode", 5, UN_LOCODE), smdg, name)


def _timestamps(fields: Fields) -> tuple[CallTimestamp, ...]:
    return tuple(one for inner in fields.items("timestamps") if (one := _timestamp(inner)) is not None)


def _timestamp(fields: Fields) -> CallTimestamp | None:
    event, classifier = _word(fields, "eventTypeCode", CallEvent), _word(fields, "eventClassifierCode", Classifier)
    at = fields.time("eventDateTime")
    single, several = fields.text("delayReasonCode", 3), fields.texts("delayReasonCodes", 3)
    remark = fields.text("changeRemark", 250)
    if not (event and classifier and at):
        return None
    reasons = several or ((single,) if single else ())
    return CallTimestamp(CallEvent(event), Classifier(classifier), at, reasons, remark)


def _word(fields: Fields, name: str, words: type[CallEvent] | type[Classifier]) -> str:
    value, known = fields.needed(name, 4), [str(word) for word in words]
    if value and value not in known:
        what, mend = "{field} is {value}.", "Use one of {known}."
        fields.findings.wrong(fields.at(name), what, mend, field=name, value=repr(value), known=", ".join(known))
        return ""
    return value


def _check_order(fields: Fields, call: VesselCall) -> None:
    """Within one classifier. Across classifiers times may contradict: an actual delay is known before the estimates follow."""
    for classifier in Classifier:
        times = {one.event: one.at for one in call.timestamps if one.classifier is classifier}
        if len(times) == len(CallEvent) and times[CallEvent.DEPARTURE] < times[CallEvent.ARRIVAL]:
            what, mend = "The {classifier} departure is before the {classifier} arrival.", "Correct the times."
            fields.findings.wrong(fields.at("timestamps"), what, mend, classifier=classifier)


StatusOf = Callable[[VesselCall], tuple[str, ...]]


def standard_statuses(call: VesselCall) -> tuple[str, ...]:
    """As the standard says: codes "are ONLY meant to communicate any change / exception to the published schedule"."""
    return call.statuses


def suite_statuses(call: VesselCall) -> tuple[str, ...]:
    """As DCSA's conformance suite wants it: no call without a code; a regular one is said to be `ADHO`."""
    return call.statuses or ("ADHO",)


def render_schedules(schedules: Iterable[VesselSchedule], statuses: StatusOf) -> list[dict[str, Any]]:
    """ServiceSchedules: `schedules` of one service must stand together."""
    return [_render_service(list(group), statuses) for _, group in groupby(schedules, key=service_key)]


def service_key(schedule: VesselSchedule) -> tuple[str, str, str]:
    """What makes two schedules one ServiceSchedule."""
    return schedule.service_code, schedule.universal_service, schedule.service_name


def _render_service(schedules: list[VesselSchedule], statuses: StatusOf) -> dict[str, Any]:
    first = schedules[0]
    return _present(
        carrierServiceName=first.service_name,
        carrierServiceCode=first.service_code,
        universalServiceReference=first.universal_service,
        vesselSchedules=[_render_vessel(one, statuses) for one in schedules],
    )


def _render_vessel(schedule: VesselSchedule, statuses: StatusOf) -> dict[str, Any]:
    vessel = schedule.vessel
    found = _present(
        vesselOperatorSMDGLinerCode=vessel.operator,
        vesselIMONumber=vessel.imo,
        MMSINumber=vessel.mmsi,
        vesselName=vessel.name,
        vesselCallSign=vessel.call_sign,
    )
    calls = [_render_call(call, statuses(call)) for call in schedule.calls]
    return found | {"isDummyVessel": vessel.is_dummy, "transportCalls": calls}


def _render_call(call: VesselCall, statuses: tuple[str, ...]) -> dict[str, Any]:
    """`statusCode` is deprecated and still what most readers look at; `statusCodes` is added where there are several."""
    return _present(
        portVisitReference=call.port_visit,
        transportCallReference=call.reference,
        carrierImportVoyageNumber=call.import_voyage,
        carrierExportVoyageNumber=call.export_voyage,
        universalImportVoyageReference=call.universal_import,
        universalExportVoyageReference=call.universal_export,
        location=_render_location(call.location),
        statusCode=statuses[0] if statuses else "",
        statusCodes=list(statuses) if len(statuses) > 1 else [],
        timestamps=[_render_timestamp(one) for one in call.timestamps],
    )


def _render_location(location: CallLocation) -> dict[str, Any]:
    """A code that the network made itself is no UN/LOCODE, and is told as an address."""
    if location.smdg:
        found = _present(locationName=location.name, locationType="FACS", UNLocationCode=location.code)
        return found | {"facilitySMDGCode": location.smdg}
    if location.code and location.unlocode:
        return _present(locationName=location.name, locationType="UNLO", UNLocationCode=location.code)
    address: Mapping[str, str] = location.address or ({"name": location.name} if location.name else {})
    return _present(locationName=location.name, locationType="ADDR", address=dict(address)) if address else {}


def _render_timestamp(one: CallTimestamp) -> dict[str, Any]:
    return _present(
        eventTypeCode=one.event.value,
        eventClassifierCode=one.classifier.value,
        eventDateTime=one.at.isoformat(timespec="seconds"),
        delayReasonCode=one.delay_reasons[0] if one.delay_reasons else "",
        delayReasonCodes=list(one.delay_reasons) if len(one.delay_reasons) > 1 else [],
        changeRemark=one.remark,
    )


def _present(**fields: Any) -> dict[str, Any]:
    """Without those that are empty."""
    return {name: value for name, value in fields.items() if value not in ("", [], {})}
