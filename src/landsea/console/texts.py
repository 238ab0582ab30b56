"""How the console speaks: English in the code, Chinese in `zh.po`; instants, spans, money and weights as a forwarder writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.messages.pofile import read_po
from markupsafe import Markup

from landsea.console.words import N_, PACKAGES
from landsea.kernel import Money

ROOM = Path(__file__).parent
SCRIPTS = ROOM / "static" / "js"


@cache
def chinese() -> dict[str, str]:
    """Message id -> Chinese, of the console alone: a word such as `open` means other things in other rooms."""
    with (ROOM / "zh.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id and one.string and not one.fuzzy}


def translate(text: str, language: str) -> str:
    return chinese().get(text, text) if language == "zh" else text


DAYS = {
    "Mo": N_("Mo"),
    "Tu": N_("Tu"),
    "We": N_("We"),
    "Th": N_("Th"),
    "Fr": N_("Fr"),
    "Sa": N_("Sa"),
    "Su": N_("Su"),
}


@dataclass(frozen=True)
class Texts:
    """One reader's language (`en` or `zh`) and time zone (an IANA name, for instants that belong to no place)."""

    language: str
    zone: str = "UTC"

    def __call__(self, text: str, **facts: object) -> str:
        said = translate(text, self.language)
        return said.format(**facts) if facts else said

    def name(self, named: dict[str, Any] | None) -> str:
        """The name of a place or party in the reader's script; the other one, then the code, where it is missing."""
        if not named:
            return "–"
        first, second = ("name_zh", "name_en") if self.language == "zh" else ("name_en", "name_zh")
        return str(
            named.get(first) or named.get(second) or named.get("name") or named.get("code") or named.get("id") or "–"
        )

    def packages(self, count: int, code: str) -> str:
        """`1680 cartons`, of a code of UN/ECE Recommendation 21; the code itself where the console has no word for it."""
        return f"{count} {self.package_word(count, code)}"

    def package_word(self, count: int, code: str) -> str:
        """`carton` for one, `cartons` for more."""
        word = self(PACKAGES[code]) if code in PACKAGES else code
        if self.language == "en" and code in PACKAGES and count != 1:
            word += "es" if word.endswith("x") else "s"
        return word

    def when(self, instant: str | datetime | None, zone: str | None = None) -> Markup:
        """ISO date, time and offset in the place's `zone`, else the reader's: `2026-11-23 08:00 +08:00`."""
        if not instant:
            return Markup("–")
        return _clock(local(instant, zone or self.zone))

    def stated(self, instant: str | None, day_only: bool = False) -> Markup:
        """A time that a document states, as it does: with the offset it has there; or only its day."""
        if not instant:
            return Markup("–")
        moment = datetime.fromisoformat(instant)
        return Markup('<time datetime="{0}">{0}</time>').format(moment.date()) if day_only else _clock(moment)

    def weekday(self, instant: str | datetime, zone: str | None = None) -> str:
        """`Th`, in the place's zone."""
        return self(list(DAYS.values())[local(instant, zone or self.zone).weekday()])

    def hours(self, week: str) -> str:
        """Weekly hours (`Mo-Sa 08:00-18:00`) with the days in the reader's language; always where there are none."""
        if week in ("", "Mo-Su 00:00-24:00"):
            return self("always")
        return re.sub("|".join(DAYS), lambda day: self(DAYS[day[0]]), week)

    def span(self, minutes: float | None) -> str:
        """`7 d 4 h`, `5 h 30 min`, `-2 h`: the two largest units."""
        if minutes is None:
            return "–"
        total = abs(round(minutes))
        days, rest = divmod(total, 1440)
        hours, left = divmod(rest, 60)
        if days:
            said = self("{days} d {hours} h", days=days, hours=hours) if hours else self("{days} d", days=days)
        elif hours:
            said = (
                self("{hours} h {minutes} min", hours=hours, minutes=left) if left else self("{hours} h", hours=hours)
            )
        else:
            said = self("{minutes} min", minutes=left)
        return f"−{said}" if minutes < 0 else said


def local(instant: str | datetime, zone: str) -> datetime:
    moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(ZoneInfo("UTC"))


def minutes_between(start: str | datetime, end: str | datetime) -> float:
    return (local(end, "UTC") - local(start, "UTC")) / timedelta(minutes=1)


def money(amount: dict[str, Any] | Money | None) -> str:
    """`USD 1,234.50`: the ISO code, never a sign."""
    if amount is None:
        return "–"
    return str(amount if isinstance(amount, Money) else Money(amount["currency"], int(amount["minor"])))


def mass(grams: float | None) -> str:
    """Kilograms below a tonne, then tonnes."""
    if grams is None:
        return "–"
    return f"{grams / 1000:,.0f} kg" if grams < 1_000_000 else f"{grams / 1_000_000:,.2f} t"


def decimal(cell: str | float | None) -> str:
    """`1,234.5` from decimal text: groups of three, no zeros at the end."""
    if cell is None or cell == "":
        return "–"
    said = f"{Decimal(str(cell)):,f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def percent(permille: float | None) -> str:
    """`97.0 %`, `99.5 %`: a share given in per mille, with one decimal always, so that a column reads evenly."""
    return "–" if permille is None else f"{permille / 10:.1f} %"


@cache
def script_texts(language: str) -> dict[str, str]:
    """What the console's scripts say in `language`: message id -> translation, for every `t("...")` in them."""
    found = {
        text
        for path in SCRIPTS.glob("*.js")
        for text in re.findall(r'\bt\("((?:[^"\\]|\\.)+)"', path.read_text("utf-8"))
    }
    return {text: translate(text, language) for text in sorted(found)} if language != "en" else {}


def _clock(moment: datetime) -> Markup:
    """ISO date, time and offset."""
    offset = moment.strftime("%z")
    return Markup(
        '<time datetime="{}"><span class="nowrap">{}</span> <span class="nowrap">{} <span class="offset">{}:{}</span></span></time>'
    ).format(moment.isoformat(), moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M"), offset[:3], offset[3:5])
