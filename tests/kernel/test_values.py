"""Values that cannot be constructed wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsea.kernel import (
    BadValue,
    ContainerNumber,
    Lei,
    Money,
    Period,
    Quantity,
    Ucr,
    Uen,
    UnLocode,
    Uscc,
    clean,
    parse_instant,
)
from landsea.kernel.equipment import check_digit

# ISO 6346 prints CSQU3054383; the others are published examples of the identifiers' own standards and registers.
GOOD: list[tuple[Callable[[str], str], str]] = [
    (ContainerNumber, "CSQU3054383"),
    (Uscc, "91110000600037341L"),
    (Uen, "00192200M"),
    (Lei, "213800KUD8LAJWSQ9D15"),
    (Ucr, "6CN91500000MA5U4X9T2L-000017"),
    (UnLocode, "CNCKG"),
]


@pytest.mark.parametrize(("kind", "value"), GOOD, ids=[kind.__name__ for kind, _ in GOOD])
def test_a_good_value_is_taken_as_it_is(kind: Callable[[str], str], value: str) -> None:
    assert kind(value) == value


@pytest.mark.parametrize("value", ["1", "98", "213800KUD8LAJWSQ9D15000000000000000000000000"])
def test_an_lei_has_20_characters_also_when_its_check_digits_are_right(value: str) -> None:
    with pytest.raises(BadValue):
        Lei(value)


@pytest.mark.parametrize(("kind", "value"), GOOD[:4], ids=[kind.__name__ for kind, _ in GOOD[:4]])
def test_any_changed_last_character_is_refused(kind: Callable[[str], str], value: str) -> None:
    others = {value[:-1] + char for char in "0123456789ABCDEFGHJKLMNPQRTUWXY" if char != value[-1]}
    refused = set()
    for other in others:
        try:
            kind(other)
        except BadValue:
            refused.add(other)
    assert refused == others


@given(st.from_regex(r"[A-Z]{3}[UJZ][0-9]{6}", fullmatch=True), st.integers(0, 9), st.integers(0, 9))
def test_a_wrong_digit_of_a_container_number_is_found(first_ten: str, at: int, put: int) -> None:
    """ISO 6346 finds every single wrong digit, but where the check number is 10 (written 0)."""
    digit = check_digit(first_ten)
    assert ContainerNumber(f"{first_ten}{digit}")
    wrong = first_ten[: 4 + at % 6] + str(put) + first_ten[5 + at % 6 :]
    if wrong != first_ten and check_digit(wrong) != digit:
        with pytest.raises(BadValue):
            ContainerNumber(f"{wrong}{digit}")


@pytest.mark.parametrize(
    "bad",
    [
        lambda: UnLocode("CNC"),
        lambda: UnLocode("CN1CK"),
        lambda: UnLocode(7),  # type: ignore[arg-type]
        lambda: ContainerNumber("CSQX3054383"),
        lambda: Ucr("CN6"),
        lambda: Money("usd", 1),
        lambda: Money("USD", 2**53),
        lambda: Money("USD", 1.5),  # type: ignore[arg-type]
        lambda: Money("USD", True),
        lambda: Money.parse("USD", "1.005"),
        lambda: Money.parse("JPY", "1.5"),
        lambda: Money.parse("USD", "NaN"),
        lambda: Money.parse("USD", "1e999999999"),
        lambda: Money.parse("USD", "1e400000"),
        lambda: Money.parse("USD", "9" * 5000),
        lambda: Money("USD", 1) + Money("CNY", 1),
        lambda: Quantity("1e999", "KGM"),
        lambda: Quantity("NaN", "KGM"),
        lambda: Quantity("１2", "KGM"),  # noqa: RUF001 - a full-width digit is the point
        lambda: Quantity("1_0", "KGM"),
        lambda: Quantity("1", "STONE"),
        lambda: Quantity("1", "CEL").grams,
        lambda: parse_instant("2026-11-23T08:00"),
        lambda: parse_instant("yesterday"),
        lambda: Period(datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)),
        lambda: clean("", "name"),
        lambda: clean("a\x00b", "name"),
        lambda: clean("a\u200bb", "name"),
        lambda: clean("\u202egpj", "name"),
        lambda: clean("p\u0430ypal", "name"),
        lambda: clean("x" * 201, "name"),
    ],
)
def test_a_bad_value_is_refused_with_what_and_how_to_mend(bad: Callable[[], object]) -> None:
    with pytest.raises(BadValue) as refused:
        bad()
    assert refused.value.facts["mend"]
    assert refused.value.facts["why"]


def test_names_in_both_scripts_are_good() -> None:
    assert clean("  重庆 Chongqing 国际物流 ", "name") == "重庆 Chongqing 国际物流"


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_money_reads_what_it_writes(minor: int) -> None:
    money = Money("USD", minor)
    assert Money.parse("USD", str(money).split(" ")[1].replace(",", "")) == money


def test_a_period_is_half_open() -> None:
    start = datetime(2026, 11, 21, tzinfo=UTC)
    first, second = (
        Period(start, start + timedelta(days=1)),
        Period(start + timedelta(days=1), start + timedelta(days=2)),
    )
    assert start in first
    assert first.end not in first
    assert not first.overlaps(second)


def test_mass_in_grams_is_exact() -> None:
    assert Quantity("21.5", "TNE").grams == Quantity("21500", "KGM").grams == 21_500_000
