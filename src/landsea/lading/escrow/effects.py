"""What the functions of the contracts leave and log, when their guards hold."""

from __future__ import annotations

from dataclasses import replace

from landsea.lading.escrow.guards import Before
from landsea.lading.escrow.model import NOBODY, Address, After, Escrow, Event, EventName, Operation, Place

_Change = tuple[Escrow, tuple[Event, ...]]


def _after(before: Before, change: _Change, *more: Event, remark: bytes | None = None) -> After:
    escrow, events = change
    kept = before.call.remark if remark is None else remark
    return After(before.registry, replace(escrow, remark=kept), events + more)


def _set_nominee(escrow: Escrow, nominee: Address, remark: bytes) -> _Change:
    event = Event(EventName.NOMINATION, (escrow.nominee, nominee), remark)
    return replace(escrow, nominee=nominee), (event,)


def _set_beneficiary(escrow: Escrow, new: Address, remark: bytes) -> _Change:
    event = Event(EventName.BENEFICIARY, (escrow.beneficiary, new), remark)
    events: tuple[Event, ...] = (event,)
    if escrow.nominee != NOBODY:
        escrow, cleared = _set_nominee(escrow, NOBODY, b"0x")  # the contract logs these two characters here
        events += cleared
    return replace(escrow, beneficiary=new), events


def _set_holder(escrow: Escrow, new: Address, remark: bytes) -> _Change:
    return replace(escrow, holder=new), (Event(EventName.HOLDER, (escrow.holder, new), remark),)


def _set_both(escrow: Escrow, beneficiary: Address, holder: Address, remark: bytes) -> _Change:
    escrow, first = _set_beneficiary(escrow, beneficiary, remark)
    escrow, second = _set_holder(escrow, holder, remark)
    return escrow, first + second


def _received(escrow: Escrow, remark: bytes, minting: bool) -> Event:
    return Event(EventName.RECEIVED, (escrow.beneficiary, escrow.holder), remark, minting)


def mint(before: Before) -> After:
    call = before.call
    empty = Escrow(place=Place.ESCROW, active=True)
    change = _set_both(empty, call.beneficiary, call.holder, b"")
    return _after(before, change, _received(change[0], call.remark, minting=True))


def nominate(before: Before) -> After:
    escrow, call = before.escrow, before.call
    kept_holder = NOBODY if escrow.has_sole_owner else escrow.prev_holder
    escrow = replace(escrow, prev_beneficiary=NOBODY, prev_holder=kept_holder)
    return _after(before, _set_nominee(escrow, call.beneficiary, call.remark))


def transfer_beneficiary(before: Before) -> After:
    escrow = replace(before.escrow, prev_holder=NOBODY, prev_beneficiary=before.escrow.beneficiary)
    return _after(before, _set_beneficiary(escrow, before.call.beneficiary, before.call.remark))


def transfer_holder(before: Before) -> After:
    escrow = before.escrow
    kept_beneficiary = NOBODY if escrow.has_sole_owner else escrow.prev_beneficiary
    escrow = replace(escrow, prev_beneficiary=kept_beneficiary, prev_holder=escrow.holder)
    return _after(before, _set_holder(escrow, before.call.holder, before.call.remark))


def reject_beneficiary(before: Before) -> After:
    escrow, remark = before.escrow, before.call.remark
    back = (escrow.beneficiary, escrow.prev_beneficiary)
    change = _set_beneficiary(replace(escrow, prev_beneficiary=NOBODY), back[1], remark)
    return _after(before, change, Event(EventName.REJECTED_BENEFICIARY, back, remark))


def reject_holder(before: Before) -> After:
    escrow, remark = before.escrow, before.call.remark
    back = (escrow.holder, escrow.prev_holder)
    change = _set_holder(replace(escrow, prev_holder=NOBODY), back[1], remark)
    return _after(before, change, Event(EventName.REJECTED_HOLDER, back, remark))


def reject_owners(before: Before) -> After:
    escrow, remark = before.escrow, before.call.remark
    back = (escrow.beneficiary, escrow.prev_beneficiary, escrow.holder, escrow.prev_holder)
    emptied = replace(escrow, prev_beneficiary=NOBODY, prev_holder=NOBODY)
    change = _set_both(emptied, escrow.prev_beneficiary, escrow.prev_holder, remark)
    return _after(before, change, Event(EventName.REJECTED_OWNERS, back, remark))


def give_back(before: Before) -> After:
    call = before.call
    emptied = replace(before.escrow, place=Place.REGISTRY, prev_beneficiary=NOBODY, prev_holder=NOBODY)
    change = _set_nominee(emptied, NOBODY, b"")
    return _after(before, change, Event(EventName.RETURNED, (call.caller,), call.remark))


def restore(before: Before) -> After:
    escrow = replace(before.escrow, place=Place.ESCROW)
    return _after(before, (escrow, ()), _received(escrow, before.call.remark, minting=False))


def burn(before: Before) -> After:
    closed = replace(before.escrow, place=Place.BURNT, active=False)
    return _after(before, _set_both(closed, NOBODY, NOBODY, b""), Event(EventName.SHREDDED, (), before.call.remark))


def set_paused(before: Before) -> After:
    paused = before.call.operation is Operation.PAUSE
    return After(replace(before.registry, paused=paused, remark=before.call.remark), before.escrow)


def set_role(before: Before) -> After:
    call, granted = before.call, before.registry.granted
    one = {(call.role, call.account)}
    changed = granted | one if call.operation is Operation.GRANT else granted - one
    return After(replace(before.registry, granted=changed), before.escrow)


def never(before: Before) -> After:
    raise AssertionError(f"{before.call.operation} has a guard that no party passes")
