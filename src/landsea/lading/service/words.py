"""States and acts as they are printed, in both languages."""

from __future__ import annotations

from landsea.lading.model import ActKind, Endorsement, State

STATES = {
    State.CAPTURED: ("CAPTURED FROM PAPER, NOT OPERATIVE YET", "已由纸质单证录入，尚未生效"),
    State.ISSUED: ("OPERATIVE", "有效"),
    State.SURRENDERED: ("SURRENDERED", "已交单"),
    State.ACCEPTED: ("SURRENDER ACCEPTED", "交单已接受"),
    State.ACCOMPLISHED: ("ACCOMPLISHED", "已提货完结"),
    State.LEAVING: ("CHANGING ITS MEDIUM, OPERATIVE NOWHERE", "载体转换中，现无有效正本"),
    State.AWAY: ("OPERATIVE ELSEWHERE, NOT HERE", "有效正本在他处，此处无效"),
    State.SPLIT: ("SPLIT INTO OTHER DOCUMENTS", "已分单"),
    State.MERGED: ("MERGED INTO ANOTHER DOCUMENT", "已并单"),
    State.EXPIRED: ("EXPIRED", "已过有效期"),
    State.DISCARDED: ("DISCARDED, THE PAPER STAYS OPERATIVE", "录入已作废，以纸质正本为准"),
}
ACT_NAMES = {
    ActKind.ISSUE: ("Issued", "签发"),
    ActKind.CAPTURE: ("Captured from paper", "由纸质单证录入"),
    ActKind.ACTIVATE: ("Activated, paper void", "生效（纸质单证作废）"),
    ActKind.DISCARD: ("Capture discarded", "录入作废"),
    ActKind.RECEIVE: ("Received from another platform", "自其他平台接收"),
    ActKind.TRANSFER: ("Transferred", "转让"),
    ActKind.OFFER: ("Offered", "发起转让"),
    ActKind.PLEDGE: ("Pledge offered", "发起质押"),
    ActKind.TAKE: ("Taken", "接收"),
    ActKind.RELEASE: ("Pledge released", "解除质押"),
    ActKind.ENFORCE: ("Pledge enforced", "实现质权"),
    ActKind.AMEND: ("Amendment proposed", "提议更改"),
    ActKind.CONSENT: ("Amendment consented", "同意更改"),
    ActKind.ASK_SPLIT: ("Split requested", "申请分单"),
    ActKind.ASK_MERGE: ("Merge requested", "申请并单"),
    ActKind.ASK_PART: ("Part delivery requested", "申请部分提货"),
    ActKind.GRANT: ("Request granted", "准予申请"),
    ActKind.DECLINE: ("Declined", "拒绝"),
    ActKind.WITHDRAW: ("Withdrawn", "撤回"),
    ActKind.SURRENDER: ("Surrendered", "交单"),
    ActKind.ACCEPT: ("Surrender accepted", "接受交单"),
    ActKind.REJECT: ("Surrender rejected", "退回交单"),
    ActKind.ACCOMPLISH: ("Accomplished", "提货完结"),
    ActKind.LEAVE: ("Change of medium begun", "开始载体转换"),
    ActKind.LEFT: ("Medium changed", "载体已转换"),
    ActKind.STAY: ("Medium not changed", "载体未转换"),
    ActKind.RETURN: ("Returned to this record", "载体转回"),
    ActKind.ORDER: ("Order begun", "发起登记处置"),
    ActKind.CONFIRM: ("Order confirmed", "确认登记处置"),
    ActKind.REVOKE: ("Order revoked", "撤销登记处置"),
    ActKind.EXPIRE: ("Expired", "有效期届满"),
}
ENDORSEMENTS = {
    Endorsement.FULL: ("in full to", "记名背书给"),
    Endorsement.ORDER: ("to the order of", "指示背书，凭其指示："),
    Endorsement.BLANK: ("in blank", "空白背书"),
    Endorsement.NONE: ("not endorsed", "未背书"),
}
BESIDE = {
    "705": "Bill of lading 提单",
    "710": "Sea waybill 海运单",
    "720": "Rail consignment note 铁路运单",
    "730": "Road consignment note 公路运单",
    "740": "Air waybill 航空运单",
    "741": "Air waybill 航空运单",
    "765": "Multimodal transport document 多式联运单证",
    "766": "Multimodal bill of lading 多式联运提单",
}
"""UN/EDIFACT 1001."""
