"""The containers of a consignment and what is stuffed into each: stated and changed while no document is operative."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from fastapi import Request

from landsea import consignment, lading
from landsea.consignment import Act, Equipment, LegState
from landsea.console.named import Gazetteer
from landsea.console.pages.consignments import row_body
from landsea.console.web import page
from landsea.console.words import CONTAINERS
from landsea.journal import View


@page("/consignments/{id}/containers", "containers.html")
def containers_page(view: View, request: Request) -> dict[str, Any]:
    """`goods` and `boxes` as the call that amends the consignment takes them, `version` the one that was read."""
    record = consignment.get_consignment(view, request.path_params["id"])
    operative = [one for one in lading.list_documents(view, consignment=record.id) if not one.title.has_ended]
    return {
        **row_body(Gazetteer(view), record),
        "version": record.version,
        "may_amend": consignment.may(Act.AMEND, record, view.actor),
        "confirmed": sum(leg.state is LegState.CONFIRMED for leg in record.booked_legs),
        "documents": [{"id": one.title.document, "number": one.title.number} for one in operative],
        "boxes": [_box(one) for one in record.equipment],
        "goods": msgspec.to_builtins(record.goods, enc_hook=str.__str__),
        "size_types": list(CONTAINERS),
    }


def _box(one: Equipment) -> dict[str, Any]:
    """The verified gross mass in kilograms, as decimal text."""
    return {
        "container": str(one.container),
        "iso_code": one.iso_code,
        "seals": list(one.seals),
        "vgm": f"{(Decimal(one.vgm.grams) / 1000).normalize():f}" if one.vgm else "",
        "vgm_method": one.vgm_method,
    }
