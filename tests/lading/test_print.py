"""The printed copy."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pypdf
import pytest

from landsea import lading
from landsea.lading.model import CharacterNotInFont, Terms
from landsea.lading.service import fonts
from landsea.lading.service.seal import open_seal
from tests.lading.world import World


def text_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_the_copy_is_pdf_a_3b_with_fonts_inside(real_world: World) -> None:
    pdf = real_world.pdf(real_world.shipper, real_world.issue())
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert pdf.count(b"/Type/FontDescriptor") >= 2
    assert pdf.count(b"/FontFile2 ") + pdf.count(b"/FontFile3 ") == pdf.count(b"/Type/FontDescriptor")
    assert b"/AFRelationship/Data" in pdf


def test_the_copy_says_what_it_is_in_both_languages(real_world: World) -> None:
    document = real_world.issue()
    text = text_of(real_world.pdf(real_world.shipper, document))
    number = real_world.see(real_world.shipper, document).title.number
    for words in ("MULTIMODAL BILL OF LADING", "多式联运提单", "COPY OF ELECTRONIC RECORD", "电子记录副本", number):
        assert words in text
    for words in ("Synthetic Shipper", "合成", "CSQU3054383", "21,500.5 kg", "52.8 m", "CNQZH", "SYNTHETIC STAR"):
        assert words in text
    assert "SANDBOX" not in text


def test_a_sandbox_says_so_on_every_page(world: World) -> None:
    pdf = world.pdf(world.shipper, world.issue(negotiable=False))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) == 2
    assert all("SANDBOX" in page and "演示" in page for page in pages)
    assert "MULTIMODAL WAYBILL" in pages[0]


def test_the_copy_is_the_same_when_it_is_printed_again(real_world: World) -> None:
    document = real_world.issue()
    assert real_world.pdf(real_world.shipper, document) == real_world.pdf(real_world.shipper, document)


def test_the_state_is_printed(real_world: World) -> None:
    document = real_world.issue()
    real_world.surrender(real_world.shipper, document)
    assert "SURRENDERED" in text_of(real_world.pdf(real_world.shipper, document))


def test_a_character_that_the_font_lacks_is_refused_by_name(real_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # As in a document that came from elsewhere: here it would not have been issued.
    monkeypatch.setattr("landsea.lading.service.content.require_printable", lambda said: None)
    document = real_world.issue(terms=Terms("Terms \U0001f40e.", "条款。"))
    with pytest.raises(CharacterNotInFont, match=r"U\+1F40E.*terms_en"):
        real_world.pdf(real_world.shipper, document)
    assert lading.verify_file(real_world.evidence(real_world.shipper, document)).verdict is lading.Verdict.UNPROVEN


def test_the_template_itself_needs_no_character_that_the_font_lacks() -> None:
    from landsea.lading.service import render

    printed = re.sub(r"//.*", "", render._TEMPLATE.read_text())
    fonts.require_covered({"template": printed.replace("\n", " ")})


def test_markup_in_a_text_is_printed_and_not_obeyed(real_world: World) -> None:
    words = "#panic() $x$ *bold* <label> @ref \\ `raw` [content]"
    document = real_world.issue(terms=Terms(words, words))
    assert "#panic()" in text_of(real_world.pdf(real_world.shipper, document))


def test_the_seal_covers_every_byte_and_stands_twice(real_world: World) -> None:
    pdf = real_world.pdf(real_world.shipper, real_world.issue())
    signer = real_world.journal.signer
    message, signature = open_seal(pdf, signer.name)
    assert signer.verifier.verifies(message, signature)
    assert len(re.findall(rb"landsea-seal-" + signature.hex().encode(), pdf)) == 2


def test_the_issuers_own_terms_and_clauses_are_printed_in_full_and_in_their_lines(real_world: World) -> None:
    english = "\n".join(f"Clause {number}. Synthetic words of the issuer." for number in range(1, 61))
    chinese = "\n".join(f"第 {number} 条　签发人的合成条款。" for number in range(1, 61))
    document = real_world.issue(terms=Terms(english, chinese, "COL", "SD", "CFS", "LCL"))
    text = text_of(real_world.pdf(real_world.shipper, document))
    lines = text.splitlines()
    for number in range(1, 61):
        assert f"Clause {number}. Synthetic words of the issuer." in lines
        assert any(line.startswith(f"第 {number} 条") for line in lines)
    for words in ("Collect 到付", "LCL SD/CFS"):
        assert words in text
    assert "apparent good order" not in text, "the model terms are replaced, not added to"


def test_dangerous_goods_are_printed_with_their_proper_shipping_name(
    real_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from landsea.lading.service import render

    def dangerous(found: Any) -> Any:
        more = {"dangerous_un": "1950", "shipping_name": "AEROSOLS", "hazard_class": "2.1", "packing_group": "II"}
        goods = (replace(found.content.goods[0], **more), *found.content.goods[1:])
        return replace(found, content=replace(found.content, goods=goods))

    monkeypatch.setattr(render, "get_document", lambda view, id: dangerous(lading.get_document(view, id)))
    text = text_of(real_world.pdf(real_world.shipper, real_world.issue()))
    assert "UN 1950 AEROSOLS, class 类别 2.1, PG II" in " ".join(text.split())


def long(found: Any) -> Any:
    goods = tuple(replace(found.content.goods[0], description=f"Synthetic goods {number}") for number in range(80))
    return replace(found, content=replace(found.content, goods=goods))


def test_many_lines_of_goods_flow_over_pages(real_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from landsea.lading.service import render

    document = real_world.issue()
    monkeypatch.setattr(render, "get_document", lambda view, id: long(lading.get_document(view, id)))
    pdf = real_world.pdf(real_world.shipper, document)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) >= 4
    assert "Synthetic goods 79" in text_of(pdf)
