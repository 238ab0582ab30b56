"""Joint journeys: lots that are collected at several places, carried on together from a hub, and split again.

What was asked, the ways found with each lot's part in them, and which parts stand in the way where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from landsea.kernel import BadValue, Fact, Money, Refusal
from landsea.planner.model.plans import Explanation, PlaceRef, PlanExchange, PlannedItinerary
from landsea.planner.model.request import TEU_MAX, PlanRequest

LOTS_MAX = 12


class BadLots(Refusal):
    code = "bad-lots"
    text = "A joint journey has 1 to {most} lots with {teu} TEU in all at most; these are {count} lots. Split the consignment."


@dataclass(frozen=True, slots=True)
class JointLot:
    """`teu` twenty-foot units stand `ready` at `origin` and are wanted at `destination` (places or facilities of the
    network). A lot at the hub, or bound for the place of the split, has no journey of its own there.
    """

    origin: str
    destination: str
    ready: datetime
    teu: int = 1

    def __post_init__(self) -> None:
        if self.ready.utcoffset() is None:
            raise BadValue(
                value=self.ready.isoformat(),
                what="time",
                why="it has no zone",
                mend="Add the offset, for example +08:00.",
            )
        if not 1 <= self.teu <= TEU_MAX:
            raise BadValue(
                value=str(self.teu),
                what="number of TEU",
                why=f"it must be from 1 to {TEU_MAX}",
                mend="Split larger lots.",
            )


@dataclass(frozen=True, slots=True)
class JointRequest:
    """All `lots` meet at `together.origin`, the hub, go on as one and part at `together.destination`, the split.

    What `together` limits holds for each part: cargo, what to avoid, changes, the days of the horizon. Its deadline is
    that of the last lot, its budget and chance those of the whole.
    """

    lots: tuple[JointLot, ...]
    together: PlanRequest

    @classmethod
    def of(cls, lots: Sequence[JointLot], hub: str, split: str, **limits: Any) -> JointRequest:
        """`limits` are those of a `PlanRequest`. The time looked at begins when the first lot is ready."""
        if not lots:
            raise BadLots(most=LOTS_MAX, teu=TEU_MAX, count=0, pointer="/lots")
        ready = min(lot.ready for lot in lots)
        return cls(tuple(lots), PlanRequest(hub, split, ready, **limits))

    @property
    def hub(self) -> str:
        return self.together.origin

    @property
    def split(self) -> str:
        return self.together.destination

    @property
    def teu(self) -> int:
        return sum(lot.teu for lot in self.lots)

    def __post_init__(self) -> None:
        if not 1 <= len(self.lots) <= LOTS_MAX or self.teu > TEU_MAX:
            raise BadLots(most=LOTS_MAX, teu=TEU_MAX, count=len(self.lots), pointer="/lots")


@dataclass(frozen=True, slots=True)
class JointLotWay:
    """One lot's part in a way: to the hub, wait, from the split; `None` where it is there already.

    `at_hub` is when it can go on from the hub, `waiting_minutes` how long it then waits for the way together;
    `late_permille` is the chance, in thousandths, that it comes too late for it (`None` where no delays are known).
    `storage` is paid at hub and split. `cost` and `co2e_grams` are its own, storage included, with its share (by TEU) of
    the way together; the lots' sums are the way's.
    """

    collected: PlannedItinerary | None
    at_hub: datetime
    waiting_minutes: int
    late_permille: int | None
    delivered: PlannedItinerary | None
    arrival: datetime
    storage: Money
    cost: Money
    co2e_grams: int


@dataclass(frozen=True, slots=True)
class JointWay:
    """One way for all; `number` counts from 1 in the order of the plan. `arrival` is that of the last lot.

    `certain_permille` is the chance that every connection is made and, with a deadline, that the last lot meets it
    (`None` where no delays are known).
    """

    number: int
    departure: datetime
    arrival: datetime
    cost: Money
    co2e_grams: int
    changes: int
    certain_permille: int | None
    together: PlannedItinerary
    lots: tuple[JointLotWay, ...]


@dataclass(frozen=True, slots=True)
class JointStuck:
    """A part without a way: `collecting` or `delivering` lot `lot` (from 1), `together`, or the `whole` (then ways there are,
    but none as cheap or certain as asked).
    """

    part: str
    lot: int | None
    origin: PlaceRef
    destination: PlaceRef
    reasons: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class JointPlan:
    """An answer: ways in order, or, where there are none, the parts that stand in the way. `ends` are the lots' places."""

    request: JointRequest
    network: str
    basis: str
    basis_zh: str
    made_at: datetime
    hub: PlaceRef
    split: PlaceRef
    ends: tuple[tuple[PlaceRef, PlaceRef], ...]
    ways: tuple[JointWay, ...] = ()
    stuck: tuple[JointStuck, ...] = ()
    exchange: PlanExchange | None = None
    id: str | None = None


@dataclass(frozen=True)
class JointPlanSaved(Fact):
    """A joint plan somebody may refer to. It is shared like any plan (`PlanShared`)."""

    kind: ClassVar[str] = "joint-plan-saved/1"
    plan: JointPlan
