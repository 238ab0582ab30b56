"""A LINERLIB folder read from disk, and everything in it that does not fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from landsea.kernel import BadSource, Finding, Phrase
from landsea.planner.model.liner import LinerInstance, PublishedResult, Rotation
from landsea.planner.service.liner_costs import legs
from landsea.planner.wire import linerlib
from landsea.planner.wire.linerlib_log import parse_log

T = TypeVar("T")
BYTES_MAX = 64 << 20


def read_instance(folder: Path, name: str, demand: Path | None = None) -> tuple[LinerInstance, list[Finding]]:
    """What the folder holds of an instance, and everything that is wrong with it."""
    findings: list[Finding] = []

    def read(file: str | Path, parse: Callable[[str, str], tuple[T, list[Finding]]]) -> T:
        path = file if isinstance(file, Path) else find_file(folder, file)
        parsed, wrong = parse(_text(path), path.name)
        findings.extend(wrong)
        return parsed

    instance = LinerInstance(
        name=name,
        ports=read("ports.csv", linerlib.parse_ports),
        passages=read("dist_dense.csv", linerlib.parse_passages),
        demands=read(demand or f"Demand_{name}.csv", linerlib.parse_demand),
        classes=read("fleet_data.csv", linerlib.parse_classes),
        fleet=read(f"fleet_{name}.csv", linerlib.parse_fleet),
    )
    return instance, findings + list(_strangers(instance))


def _strangers(instance: LinerInstance) -> Iterator[Finding]:
    source = f"Demand_{instance.name}.csv"
    for code in sorted({code for one in instance.demands for code in (one.origin, one.destination)}):
        if not _priced(instance, code):
            yield Finding(source, 0, "", _stranger(code), "Add it or correct the code.")
    for name in instance.fleet:
        if name not in instance.classes:
            yield Finding(
                f"fleet_{instance.name}.csv",
                0,
                "",
                Phrase("Class {name} is not in fleet_data.csv.", name=name),
                "Add it there.",
            )


def _stranger(code: str) -> Phrase:
    return Phrase("Port {code} is not in ports.csv with its costs.", code=code)


def _priced(instance: LinerInstance, code: str) -> bool:
    return code in instance.ports and instance.ports[code].has_costs


def unknown(instance: LinerInstance, rotations: Sequence[Rotation]) -> Iterator[Finding]:
    """What the services refer to and the tables do not have; more vessels than there are is advice."""
    for one in rotations:
        source, mend = f"service {one.id}", "Use the services of this instance, or complete the tables."
        if instance.class_of(one.capacity_ffe) is None:
            yield Finding(
                source, one.line, "capacity", Phrase("No class has {count} FFE.", count=one.capacity_ffe), mend
            )
        for a, b in legs(one.calls):
            if not _priced(instance, a):
                yield Finding(source, one.line, "calls", _stranger(a), mend)
            elif (a, b) not in instance.passages:
                yield Finding(
                    source, one.line, "calls", Phrase("There is no distance from {a} to {b}.", a=a, b=b), mend
                )
    for name, count in instance.fleet.items():
        capacity = instance.classes[name].capacity_ffe if name in instance.classes else None
        used = sum(one.vessels for one in rotations if one.capacity_ffe == capacity)
        if used > count:
            what = Phrase(
                "The services use {used} vessels of {name}; there are {count}.", used=used, name=name, count=count
            )
            yield Finding(
                f"fleet_{instance.name}.csv", 0, "Quantity", what, "Take the services of this case.", error=False
            )


def read_services(path: Path) -> tuple[tuple[Rotation, ...], PublishedResult | None, list[Finding]]:
    if path.suffix == ".json":
        rotations, findings = linerlib.parse_rotations(_text(path), path.name)
        return rotations, None, findings
    return parse_log(_text(path), path.name)


def find_file(folder: Path, file: str) -> Path:
    """The file of that name in the folder or, the first by path, below it."""
    for path in (folder / file, folder / "data" / file, *sorted(folder.glob(f"**/{file}"))):
        if path.is_file():
            return path
    raise BadSource(str(folder), [Finding(file, 0, "", "There is no such file.", "Name the benchmark's folder.")])


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > BYTES_MAX:
            what = Phrase("The file has {size} bytes.", size=path.stat().st_size)
            raise BadSource(
                path.name, [Finding(path.name, 0, "", what, Phrase("Keep files below {most} bytes.", most=BYTES_MAX))]
            )
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = Phrase("It cannot be read as UTF-8 text ({error}).", error=type(error).__name__)
        raise BadSource(path.name, [Finding(path.name, 0, "", what, "Give a text file.")]) from error
