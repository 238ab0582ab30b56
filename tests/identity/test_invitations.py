"""How people come to a party, and leave it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient

from landsea import identity
from landsea import journal as door
from landsea.identity.model import LastOperator, LinkNotValid, NotYourParty, RoleNotOfParty, WrongPassphrase
from landsea.journal import Journal
from landsea.kernel import Actor, NotAllowed, NotFound, Role
from tests.identity.conftest import HandClock
from tests.support import people
from tests.support.journals import open_journal, table_dump
from tests.support.people import PASSPHRASE, PASSWORD, Person

NEW = {"name": "Synthetic Newcomer", "email": "newcomer@synthetic.example", "password": PASSWORD}


@pytest.fixture
def person(journal: Journal) -> Person:
    return people.make_person(journal, "Shipper")


def invite(journal: Journal, actor: Actor, party: str, role: Role = Role.SHIPPER, passphrase: str | None = None) -> str:
    with journal.work(actor) as work:
        return identity.invite_user(work, identity.get_party(work, party).id, role, passphrase=passphrase)[1]


def accept(client: TestClient, token: str, **more: Any) -> Any:
    return client.post("/v1/invitations/accept", json={"token": token} | NEW | more)


def test_who_accepts_an_invitation_is_logged_in(client: TestClient, person: Person) -> None:
    path = f"/v1/parties/{person.party}/invitations"
    made = client.post(path, json={"role": "shipper"}, headers=person.headers).json()
    assert made["link"].startswith("http://test.example/invitation?token=")
    joined = accept(client, made["link"].split("token=")[1]).json()
    assert (joined["party"], joined["role"], joined["user"]["email"]) == (person.party, "shipper", NEW["email"])
    users = client.get(f"/v1/parties/{person.party}/users", headers=person.headers).json()["data"]
    assert [user["email"] for user in users] == [person.email, NEW["email"]]
    [listed] = client.get(path, headers=person.headers).json()["data"]
    assert (listed["state"], listed["by"]) == ("accepted", person.user)


def test_an_invitation_is_accepted_once(journal: Journal, client: TestClient, person: Person) -> None:
    token = invite(journal, person.actor, person.party)
    assert accept(client, token).status_code == 200
    assert accept(client, token, email="second@synthetic.example").json()["code"] == "link-not-valid"


def test_two_who_accept_at_once_do_not_both_join(journal: Journal, person: Person) -> None:
    token = invite(journal, person.actor, person.party)
    joined: list[str] = []

    def join(number: int) -> None:
        other = open_journal(journal)
        try:
            with other.work(Actor(person.party, Role.SHIPPER)) as work:
                email = f"n{number}@synthetic.example"
                identity.accept_invitation(work, token, name="Synthetic", email=email, password=PASSWORD)
            joined.append(email)
        except LinkNotValid:
            pass
        finally:
            other.database.close()

    threads = [threading.Thread(target=join, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(joined) == 1
    with journal.view(person.actor) as view:
        assert [user.email for user in identity.list_users(view, person.party)] == [person.email, *joined]


def test_an_invitation_runs_out_and_can_be_withdrawn(
    journal: Journal, client: TestClient, person: Person, hand_clock: HandClock
) -> None:
    token, other = (invite(journal, person.actor, person.party) for _ in range(2))
    [first, _] = client.get(f"/v1/parties/{person.party}/invitations", headers=person.headers).json()["data"]
    assert client.post(f"/v1/invitations/{first['id']}/withdraw", headers=person.headers).status_code == 200
    assert accept(client, token).json()["code"] == "link-not-valid"
    hand_clock.advance(days=7)
    assert accept(client, other).json()["code"] == "link-not-valid"


def test_an_invitation_signed_by_a_holder_brings_a_title_key(
    journal: Journal, client: TestClient, person: Person
) -> None:
    token = invite(journal, person.actor, person.party, passphrase=PASSPHRASE)
    joined = accept(client, token, passphrase="my own synthetic passphrase").json()
    keys = client.get(f"/v1/parties/{person.party}/keys", headers=person.headers).json()["data"]
    assert [key["id"] for key in keys][1:] == [joined["title_key"]]


def test_an_invitation_nobody_signed_brings_no_title_key(journal: Journal, client: TestClient, person: Person) -> None:
    token = invite(journal, person.actor, person.party)
    answer = accept(client, token, passphrase="my own synthetic passphrase")
    assert answer.json()["code"] == "title-key-needs-approval"
    assert accept(client, token).status_code == 200


def test_the_first_user_of_a_party_brings_its_first_title_key(journal: Journal, client: TestClient) -> None:
    operator, party = people.make_operator(journal), people.make_party(journal, "Shipper")
    token = invite(journal, operator.actor, party.id)
    assert accept(client, token, passphrase="my own synthetic passphrase").json()["title_key"].startswith("key_")


def test_signing_an_invitation_needs_the_passphrase(journal: Journal, person: Person) -> None:
    with pytest.raises(WrongPassphrase):
        invite(journal, person.actor, person.party, passphrase="not the passphrase")
    with journal.view(person.actor) as view:
        assert identity.list_invitations(view, person.party) == []


def test_the_operator_brings_a_party_its_first_users_only(journal: Journal, person: Person) -> None:
    operator = people.make_operator(journal)
    with pytest.raises(NotYourParty):
        invite(journal, operator.actor, person.party)


def test_nobody_else_invites_to_another_party(journal: Journal, person: Person) -> None:
    other = people.make_person(journal, "Other", Role.OPERATOR)
    with pytest.raises(NotAllowed):
        invite(journal, other.actor, person.party)
    with pytest.raises(NotAllowed):
        invite(journal, people.make_user(journal, person.party, Role.VIEWER).actor, person.party)


def test_a_role_that_the_party_does_not_have_is_refused(journal: Journal, person: Person) -> None:
    with pytest.raises(RoleNotOfParty):
        invite(journal, person.actor, person.party, Role.OPERATOR)


def test_an_account_is_joined_to_another_party_only_by_its_password(
    journal: Journal, client: TestClient, person: Person, hand_clock: HandClock
) -> None:
    other = people.make_person(journal, "Other")
    token = invite(journal, other.actor, other.party)
    for _ in range(10):
        wrong = accept(client, token, email=person.email, password="not the password")
        assert wrong.json()["code"] == "login-failed"
    assert accept(client, token, email=person.email).json()["code"] == "too-many-attempts"


def test_a_wrong_email_or_name_is_said_so(journal: Journal, client: TestClient, person: Person) -> None:
    token = invite(journal, person.actor, person.party)
    for wrong in ({"email": "nowhere"}, {"name": "\x00"}, {"name": "\u0410dmin"}):
        assert accept(client, token, **wrong).json()["code"] == "bad-value"
    assert accept(client, token, password="short").json()["code"] == "weak-password"
    assert accept(client, token).status_code == 200


def test_other_parties_do_not_see_people_and_invitations(journal: Journal, client: TestClient, person: Person) -> None:
    stranger = people.make_person(journal, "Stranger")
    for what in ("users", "invitations"):
        answer = client.get(f"/v1/parties/{person.party}/{what}", headers=stranger.headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    with journal.view(stranger.actor) as view, pytest.raises(NotFound):
        identity.get_user(view, person.user)


def test_the_last_operator_stays(journal: Journal) -> None:
    operator = people.make_operator(journal)
    with pytest.raises(LastOperator), journal.work(operator.actor) as work:
        identity.end_membership(work, operator.user, Role.OPERATOR)
    with pytest.raises(LastOperator), journal.work(operator.actor) as work:
        identity.erase_user(work, operator.user, "asked for")
    people.make_user(journal, operator.party, Role.OPERATOR)
    with journal.work(operator.actor) as work:
        identity.end_membership(work, operator.user, Role.OPERATOR)


def test_a_rebuild_yields_the_same_people(journal: Journal, client: TestClient, person: Person) -> None:
    accept(client, invite(journal, person.actor, person.party, passphrase=PASSPHRASE))
    invite(journal, person.actor, person.party)
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before
    assert client.get("/v1/me").status_code == 200
