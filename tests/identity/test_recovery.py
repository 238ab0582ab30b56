"""A lost title key is replaced by two persons, in plain sight."""

from __future__ import annotations

import pytest

from landsea import identity
from landsea import journal as door
from landsea.identity.model import (
    RecoveryExists,
    RecoveryNotOpen,
    SecondPersonNeeded,
    TitleKeyExists,
    WrongPassphrase,
)
from landsea.journal import Journal
from landsea.kernel import NotAllowed, Role
from tests.support import people
from tests.support.journals import table_dump
from tests.support.people import PASSPHRASE, Person

MESSAGE = b"test message v1\n"
NEW = "another synthetic passphrase"


def ask(journal: Journal, who: Person) -> identity.Recovery:
    with journal.work(who.actor) as work:
        return identity.request_recovery(work, "the passphrase is lost")


def approve(journal: Journal, who: Person, recovery: identity.Recovery) -> identity.Recovery:
    with journal.work(who.actor) as work:
        return identity.approve_recovery(work, recovery.id)


def test_after_approval_a_new_key_replaces_the_lost_one(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    with journal.view(holder.actor) as view:
        old = identity.sign_for_party(view, PASSPHRASE, MESSAGE)
    approve(journal, second, ask(journal, holder))
    with journal.work(holder.actor) as work:
        key = identity.create_title_key(work, NEW)
    with journal.view(holder.actor) as view:
        new = identity.sign_for_party(view, NEW, MESSAGE)
        assert new.key_id == key.id
        assert not identity.verify_party_signature(view, old, MESSAGE)
        assert identity.verify_party_signature(view, old, MESSAGE, view.now)
        with pytest.raises(WrongPassphrase):
            identity.sign_for_party(view, PASSPHRASE, MESSAGE)
        [lost, found] = identity.title_keys_of(view, holder.party)
        assert (lost.successor, lost.why_superseded, found.is_active) == (key.id, "recovered", True)
        [recovery] = identity.list_recoveries(view, holder.party)
        assert (recovery.state, recovery.replaces, recovery.key) == ("used", lost.id, key.id)


def test_what_waits_is_shown_with_a_name_to_who_may_approve_it(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    operator, stranger = people.make_operator(journal), people.make_person(journal, "Stranger")
    asked = ask(journal, holder)

    def waiting(who: Person) -> list[tuple[str, bool]]:
        with journal.view(who.actor) as view:
            return [(one.id, bool(name)) for one, name in identity.recoveries_to_approve(view)]

    assert [waiting(one) for one in (second, operator, stranger, holder)] == [[(asked.id, True)]] * 2 + [[], []]
    approve(journal, operator, asked)
    assert waiting(second) == []


def test_every_step_has_its_place_in_the_journal(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    recovery = approve(journal, second, ask(journal, holder))
    with journal.work(holder.actor) as work:
        key = identity.create_title_key(work, NEW)
    with journal.view(second.actor) as view:
        at = identity.key_positions(view, holder.party)
    steps = [f"title-key-recovery-{step}/1 {recovery.id}" for step in ("requested", "approved")]
    order = [at[step] for step in [*steps, f"title-key-registered/1 {key.id}"]]
    assert order == sorted(order)
    assert at[f"title-key-superseded/1 {recovery.replaces}"] == order[-1] + 1


def test_the_old_key_signs_until_the_new_one_is_made(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    approve(journal, second, ask(journal, holder))
    with journal.view(holder.actor) as view:
        identity.sign_for_party(view, PASSPHRASE, MESSAGE)


def test_without_approval_there_is_no_new_key(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    ask(journal, holder)
    with pytest.raises(TitleKeyExists), journal.work(holder.actor) as work:
        identity.create_title_key(work, NEW)


def test_nobody_approves_for_themselves(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    with pytest.raises(SecondPersonNeeded):
        approve(journal, holder, ask(journal, holder))


def test_strangers_and_viewers_do_not_approve(journal: Journal) -> None:
    holder, stranger = people.make_person(journal, "Shipper"), people.make_person(journal, "Stranger")
    recovery = ask(journal, holder)
    with pytest.raises(SecondPersonNeeded):
        approve(journal, stranger, recovery)
    with pytest.raises(NotAllowed):
        approve(journal, people.make_user(journal, holder.party, Role.VIEWER), recovery)


def test_an_operator_approves_unless_it_has_reset_the_login(journal: Journal) -> None:
    operator = people.make_operator(journal)
    colleague = people.make_user(journal, operator.party, Role.OPERATOR)
    holder = people.make_person(journal, "Shipper")
    with journal.work(operator.actor) as work:
        identity.create_reset_link(work, holder.user)
    recovery = ask(journal, holder)
    with pytest.raises(SecondPersonNeeded):
        approve(journal, operator, recovery)
    assert approve(journal, colleague, recovery).approved_by == colleague.user


def test_a_recovery_is_asked_once_and_approved_once(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    recovery = ask(journal, holder)
    with pytest.raises(RecoveryExists):
        ask(journal, holder)
    approve(journal, second, recovery)
    with pytest.raises(RecoveryNotOpen):
        approve(journal, second, recovery)


def test_a_used_recovery_gives_no_second_key(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    approve(journal, second, ask(journal, holder))
    with journal.work(holder.actor) as work:
        identity.create_title_key(work, NEW)
    with pytest.raises(TitleKeyExists), journal.work(holder.actor) as work:
        identity.create_title_key(work, NEW)


def test_a_reset_login_opens_no_title_key(journal: Journal) -> None:
    operator, holder = people.make_operator(journal), people.make_person(journal, "Shipper")
    with journal.work(operator.actor) as work:
        token = identity.create_reset_link(work, holder.user)
    with journal.work(door.NODE) as work:
        identity.reset_password(work, token, "set by the operator")
    with journal.view(holder.actor) as view:
        for tried in ("set by the operator", people.PASSWORD, token):
            with pytest.raises(WrongPassphrase):
                identity.sign_for_party(view, tried, MESSAGE)
        identity.sign_for_party(view, PASSPHRASE, MESSAGE)


def test_a_rebuild_yields_the_same_keys_and_recoveries(journal: Journal) -> None:
    holder = people.make_person(journal, "Shipper")
    second = people.make_user(journal, holder.party, Role.SHIPPER)
    approve(journal, second, ask(journal, holder))
    with journal.work(holder.actor) as work:
        identity.create_title_key(work, NEW)
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before
    with journal.view(holder.actor) as view:
        identity.sign_for_party(view, NEW, MESSAGE)
