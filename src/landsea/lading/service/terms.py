"""Model terms, for issuers that give none of their own."""

from __future__ import annotations

from landsea.lading.model import Terms

_TAKEN_EN = (
    "Taken in charge in apparent good order and condition, unless noted otherwise, at the place of receipt, for carriage by the modes "
    "named above to the place of delivery. The issuer contracts as multimodal transport operator for the whole carriage, from taking "
    "in charge to delivery. Weight, measure, marks, numbers, quality and contents are as declared by the shipper. "
)
_TAKEN_ZH = (
    "除另有批注外，货物外表状况良好，已在收货地接管，以上列运输方式运至交货地。签发人作为多式联运经营人，对自接管至交付的全程运输承担责任。"
    "重量、尺码、唛头、号码、品质与内容均由托运人申报。"
)
_BILL_EN = (
    "This document exists as one electronic record under the exclusive control of its holder, who may transfer it. The goods are "
    "delivered against its surrender in that record and against nothing else. "
)
_BILL_ZH = "本单证为唯一一份电子记录，由持有人排他控制并可转让；货物仅凭在该记录中交单提取，别无他据。"
_WAYBILL_EN = "This document exists as one electronic record, is not negotiable, and the goods are delivered to the consignee named. "
_WAYBILL_ZH = "本单证为唯一一份电子记录，不可转让，货物交付给列名收货人。"
_REST_EN = (
    "Every print or file is a copy. The issuer's conditions and the law of the contract of carriage govern all else."
)
_REST_ZH = "任何打印件或文件均为副本。其余事项适用签发人的条款及运输合同所适用的法律。"


def model_terms(negotiable: bool) -> Terms:
    """The room's own wording; an issuer replaces it with the conditions of its contract."""
    english, chinese = (_BILL_EN, _BILL_ZH) if negotiable else (_WAYBILL_EN, _WAYBILL_ZH)
    return Terms(_TAKEN_EN + english + _REST_EN, _TAKEN_ZH + chinese + _REST_ZH)
