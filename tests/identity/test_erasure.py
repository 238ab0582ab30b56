"""Who somebody was can be erased; what was done stays, and stays provable."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text

from landsea import identity
from landsea import journal as door
from landsea.journal import Journal
from landsea.kernel import NotAllowed, NotFound, Role
from tests.support import people
from tests.support.journals import table_dump
from tests.support.people import PASSPHRASE, PASSWORD, Person

REASON = "asked for by the person"
MESSAGE = b"test message v1\n"


@pytest.fixture
def person(journal: Journal) -> Person:
    person = people.make_person(journal, "Shipper")
    with journal.work(person.actor) as work:
        identity.request_recovery(work, "lost on a journey of mine")
    return person


def erase(journal: Journal, person: Person) -> None:
    with journal.work(person.actor) as work:
        identity.erase_user(work, person.user, REASON)


def everything(journal: Journal) -> str:
    with journal.database.read() as connection:
        tables = inspect(connection).get_table_names()
        return "".join(str(row) for table in tables for row in connection.execute(text(f'SELECT * FROM "{table}"')))  # noqa: S608


def test_nothing_personal_is_left_in_the_database(journal: Journal, person: Person) -> None:
    for personal in ("Synthetic Person", person.email, "journey of mine"):
        assert personal in everything(journal)
    erase(journal, person)
    for personal in ("Synthetic Person", person.email, "journey of mine"):
        assert personal not in everything(journal)


def test_law_1_holds_after_an_erasure(journal: Journal, person: Person) -> None:
    people.make_user(journal, person.party, Role.SHIPPER)
    erase(journal, person)
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before
    assert door.verify(journal).findings == []


def test_what_the_user_signed_stays_valid_and_nothing_more_is_signed(journal: Journal, person: Person) -> None:
    other = people.make_user(journal, person.party, Role.SHIPPER)
    with journal.view(person.actor) as view:
        signature, at = identity.sign_for_party(view, PASSPHRASE, MESSAGE), view.now
    erase(journal, person)
    with journal.view(other.actor) as view:
        assert identity.verify_party_signature(view, signature, MESSAGE, at)
        assert not identity.verify_party_signature(view, signature, MESSAGE)
        [key] = identity.title_keys_of(view, person.party)
        assert key.why_superseded == "closed"


def test_an_erased_user_cannot_come_in(journal: Journal, client: TestClient, person: Person) -> None:
    client.post("/v1/login", json={"email": person.email, "password": PASSWORD})
    with journal.work(door.NODE) as work:
        link = identity.create_login_link(work, person.user)
    erase(journal, person)
    assert client.get("/v1/me").status_code == 401
    assert client.get("/v1/me", headers=person.headers).status_code == 401
    assert client.post("/v1/login-link", json={"token": link}).status_code == 410
    answer = client.post("/v1/login", json={"email": person.email, "password": PASSWORD})
    assert answer.json()["code"] == "login-failed"


def test_the_email_is_free_again(journal: Journal, person: Person) -> None:
    erase(journal, person)
    with journal.work(door.NODE) as work:
        user = identity.add_user(work, person.party, Role.SHIPPER, name="Synthetic Next", email=person.email)
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before
    assert user.id != person.user


def test_the_operator_may_erase_and_other_users_may_not(journal: Journal, client: TestClient, person: Person) -> None:
    operator = people.make_operator(journal)
    colleague = people.make_user(journal, person.party, Role.SHIPPER)
    with pytest.raises(NotAllowed), journal.work(colleague.actor) as work:
        identity.erase_user(work, person.user, REASON)
    path, body = f"/v1/users/{person.user}/erase", {"reason": REASON}
    assert client.post(path, json=body, headers=operator.headers).status_code == 200
    assert client.post(path, json=body, headers=operator.headers).json()["code"] == "not-found"
    with pytest.raises(NotFound), journal.work(operator.actor) as work:
        identity.erase_user(work, person.user, REASON)


def test_the_reason_of_a_recovery_is_in_no_stored_answer(journal: Journal, client: TestClient) -> None:
    person = people.make_person(journal, "Other")
    path = f"/v1/parties/{person.party}/recoveries"
    headers = person.headers | {"Idempotency-Key": "once"}
    assert client.post(path, json={"reason": "private words"}, headers=headers).status_code == 201
    erase(journal, person)
    assert "private words" not in everything(journal)
