"""A synthetic document: no party in it exists."""

from __future__ import annotations

from datetime import UTC, datetime

from landsea.kernel import PartyId
from landsea.lading.model import (
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    NamedPlace,
    Terms,
)

ISSUED = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
CHONGQING = NamedPlace("CNCKG", "Chongqing", "重庆", "Tuanjiecun 团结村")
QINZHOU = NamedPlace("CNQZH", "Qinzhou", "钦州")
SINGAPORE = NamedPlace("SGSIN", "Singapore", "新加坡")
ISSUER = DocumentParty(
    "Sample Operator (synthetic)", "样例经营人（合成）", PartyId("par_issuer"), "did:web:a.example", "CN"
)
SHIPPER = DocumentParty(
    "Sample Shipper (synthetic)", "样例托运人（合成）", PartyId("par_shipper"), "did:web:b.example", "CN"
)
BUYER = DocumentParty("Sample Buyer (synthetic)", "样例买方（合成）", PartyId("par_buyer"), "did:web:c.example", "SG")
TERMS = Terms("Carried under sample terms.", "按样例条款承运。")


def content(*, negotiable: bool = True, sandbox: bool = True) -> DocumentContent:
    return DocumentContent(
        document="doc_sample",
        number="LSBL0123456789AB",
        negotiable=negotiable,
        consignment="cns_sample",
        ucr="6CN91500000MA5U4X9T2L-000017",
        issuer=ISSUER,
        shipper=SHIPPER,
        consignee=None if negotiable else BUYER,
        order_of=SHIPPER if negotiable else None,
        notify=(BUYER,),
        receipt=CHONGQING,
        loading=QINZHOU,
        discharge=SINGAPORE,
        delivery=SINGAPORE,
        carriage=(
            Carriage(1, "RAIL", "X9501", CHONGQING, QINZHOU, ISSUED, datetime(2026, 11, 23, 4, 0, tzinfo=UTC)),
            Carriage(
                2,
                "VESSEL",
                "Beibu Gulf Express",
                QINZHOU,
                SINGAPORE,
                datetime(2026, 11, 24, 4, 0, tzinfo=UTC),
                datetime(2026, 11, 28, 6, 30, tzinfo=UTC),
                vessel="Sample Star",
                voyage="042S",
            ),
        ),
        goods=(
            GoodsLine("Fresh lemons 鲜柠檬", "080550", 1800, "CT", 21_500_250, "33.2", "TN-2026", "CSQU3054383", "4"),
            GoodsLine("Canned pork 猪肉罐头", "160249", 400, "CT", 4_000_000, "8.5", container="CSQU3054383"),
        ),
        equipment=(EquipmentLine("CSQU3054383", "45R1", ("SEAL0042",)),),
        terms=TERMS,
        issued_at=ISSUED,
        issued_place=CHONGQING,
        booking="BKG-1",
        origin="test.example/landsea",
        sandbox=sandbox,
    )
