"""The read model of exchange rates: the newest of each pair of currencies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Connection, String, Table, delete, insert, select

from landsea.kernel import Recorded
from landsea.network.model.exchange import ExchangeRate, ExchangeRateStated
from landsea.runtime import metadata

STREAM = "exchange-rates"
exchange_table = Table(
    "network_exchange_rate",
    metadata,
    Column("base", String(3), primary_key=True),
    Column("currency", String(3), primary_key=True),
    Column("rate", String(19), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("source", String(200), nullable=False),
)
_c = exchange_table.c


def on_stated(connection: Connection, recorded: Sequence[Recorded[ExchangeRateStated]]) -> None:
    for rate in (one.fact.rate for one in recorded):
        connection.execute(delete(exchange_table).where(_c.base == rate.base, _c.currency == rate.currency))
        row = {name: getattr(rate, name) for name in ("base", "currency", "rate", "as_of", "source")}
        connection.execute(insert(exchange_table).values(row))


def list_rates(connection: Connection) -> list[ExchangeRate]:
    found = connection.execute(select(exchange_table).order_by(_c.base, _c.currency)).mappings()
    return [ExchangeRate(**row) for row in found]
