"""What the page says, in one language."""

from __future__ import annotations

from typing import Protocol

from landsea.kernel import Money
from landsea.planner import Named, StudyResult, duration
from landsea.runtime import translate


class _BothNames(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_zh(self) -> str: ...


class Words:
    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str) -> str:
        return translate(text, self.language)

    def named(self, one: _BothNames) -> str:
        return one.name if self.language == "en" else one.name_zh or one.name

    def place(self, place: Named) -> str:
        return self.named(place)

    def code(self, code: str, result: StudyResult) -> str:
        return f"{self.named(result.places[code])} [{code}]" if code in result.places else code

    def pair(self, ends: tuple[str, str], result: StudyResult) -> str:
        """A destination; with its origin where there are several, be it of a demand."""
        origin, destination = ends
        several = len({*result.origins, *(one.origin for one in result.demand)}) > 1
        return (
            f"{self.code(origin, result)} → {self.code(destination, result)}"
            if several
            else self.code(destination, result)
        )

    def minutes(self, minutes: int | None) -> str:
        return "–" if minutes is None else duration(minutes, self.language)

    def change(self, minutes: int) -> str:
        """With its sign."""
        if minutes == 0:
            return self("unchanged")
        return ("+" if minutes > 0 else "−") + duration(abs(minutes), self.language)

    def money(self, currency: str, amount: int | None) -> str:
        return "–" if amount is None else str(Money(currency, amount))

    def more_money(self, currency: str, amount: int) -> str:
        """With its sign."""
        return ("+" if amount > 0 else "−" if amount < 0 else "") + str(Money(currency, abs(amount)))

    def more_kilograms(self, grams: int | None) -> str:
        """With its sign."""
        return "–" if grams is None else f"{grams / 1000:+,.0f} kg".replace("-", "−")

    def best_changes(self, result: StudyResult) -> list[tuple[str, str]]:
        """What became of the best by other measures than the one that chooses, as lines of a summary."""
        found, told = result.best_changes(), []
        if "cost" in found:
            told += [("mean change of the lowest cost", self.more_money(result.currency, found["cost"]))]
        if "co2e" in found:
            told += [("mean change of the lowest CO2e", self.more_kilograms(found["co2e"]))]
        return told

    def kilograms(self, grams: int | None) -> str:
        return "–" if grams is None else f"{grams / 1000:,.0f} kg"

    def share(self, permille: int | None) -> str:
        return "–" if permille is None else f"{permille / 10:.1f} %"
