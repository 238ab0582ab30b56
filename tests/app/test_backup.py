"""A restored node remembers less than the world: its old holders can do nothing until an operator has compared."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from landsea import journal as door
from landsea import lading
from landsea.app.backup import NotABackup, back_up, restore_from
from landsea.app.epoch import (
    CheckpointNotHeld,
    NoEvidence,
    OlderThanRestored,
    confirm_with_checkpoint,
    confirm_with_receipt,
)
from landsea.app.node import NodeExists
from landsea.journal import NODE, EpochConfirmed, Journal, TitleActsDisabled
from landsea.runtime import Settings
from tests.app.nodes import new_node, populate, reopened, settings_for
from tests.lading.world import SIGN
from tests.support.postgres import PostgresServer


def newest_note(journal: Journal) -> str:
    door.sign_checkpoint(journal)
    with journal.view(NODE) as view:
        note = door.newest_checkpoint(view)
    assert note is not None
    return note


@pytest.fixture
def elsewhere(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Another machine: its own folder, its own empty database, the same secret."""
    if database_url.startswith("sqlite"):
        return settings_for(database_url, tmp_path / "elsewhere")
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return settings_for(server.url(server.create_database()), tmp_path / "elsewhere")


def carry_secret(source: Settings, target: Settings) -> None:
    shutil.copy(source.home / "node.secret", target.home / "node.secret")


def fresh(target: Settings, source: Settings) -> Settings:
    """The same target without a folder; the source's secret comes by the environment."""
    shutil.rmtree(target.home)
    return replace(target, node_secret=(source.home / "node.secret").read_text().strip())


def test_the_old_holder_can_do_nothing_after_a_restore(database_url: str, tmp_path: Path, elsewhere: Settings) -> None:
    settings = settings_for(database_url, tmp_path / "home")
    node = new_node(settings)
    world = populate(node)
    document = world.issue(order_of=world.shipper.party)
    file = tmp_path / "backup.tar"
    assert back_up(settings, file) == file.stat().st_size
    world.transfer(world.shipper, document, world.buyer)
    known_outside = newest_note(node.journal)
    node.close()

    carry_secret(settings, elsewhere)
    restore_from(elsewhere, file)
    restored = reopened(world, elsewhere)
    assert restored.see(restored.shipper, document).title.holder == world.shipper.party
    for act in (
        lambda: restored.transfer(restored.shipper, document, restored.bank),
        lambda: restored.surrender(restored.shipper, document),
        lambda: restored.issue(record=restored.book().id),
    ):
        with pytest.raises(TitleActsDisabled):
            act()
    with pytest.raises(CheckpointNotHeld, match="entries"):
        confirm_with_checkpoint(restored.journal, known_outside)
    with pytest.raises(TitleActsDisabled):
        restored.transfer(restored.shipper, document, restored.bank)
    assert door.verify(restored.journal).findings == []


def test_a_complete_restore_is_confirmed_by_the_last_known_checkpoint(
    database_url: str, tmp_path: Path, elsewhere: Settings
) -> None:
    settings = settings_for(database_url, tmp_path / "home")
    node = new_node(settings)
    world = populate(node)
    document = world.issue(order_of=world.shipper.party)
    known_outside = newest_note(node.journal)
    back_up(settings, tmp_path / "backup.tar")
    node.close()
    elsewhere = fresh(elsewhere, settings)
    entries = restore_from(elsewhere, tmp_path / "backup.tar")
    restored = reopened(world, elsewhere)
    assert confirm_with_checkpoint(restored.journal, known_outside) == entries
    after = restored.transfer(restored.shipper, document, restored.buyer)
    assert after.title.holder == world.buyer.party
    with restored.journal.view(NODE) as view:
        assert door.current_epoch(view) == (2, True)


def test_a_checkpoint_older_than_the_backup_shows_nothing_of_what_is_missing(tmp_path: Path) -> None:
    settings = settings_for("sqlite://", tmp_path / "home")
    node = new_node(settings)
    known_outside = newest_note(node.journal)
    world = populate(node)
    document = world.issue(order_of=world.shipper.party)
    node.close()
    shutil.copytree(settings.home, tmp_path / "copy")
    copy = reopened(world, settings_for("sqlite://", tmp_path / "copy"))
    with pytest.raises(OlderThanRestored, match="older than the backup"):
        confirm_with_checkpoint(copy.journal, known_outside)
    with pytest.raises(TitleActsDisabled):
        copy.transfer(copy.shipper, document, copy.buyer)
    confirm_with_checkpoint(copy.journal, known_outside, "Synthetic: the node was off since")
    assert copy.transfer(copy.shipper, document, copy.buyer).title.holder == world.buyer.party
    with copy.journal.view(NODE) as view:
        kept = [fact.evidence for _, fact in view.history("node") if isinstance(fact, EpochConfirmed)]
    assert "Confirmed because: Synthetic: the node was off since" in kept[-1]


def test_a_copied_folder_is_a_new_epoch(tmp_path: Path) -> None:
    """SQLite only: on PostgreSQL a copy is another database, which `elsewhere` covers."""
    settings = settings_for("sqlite://", tmp_path / "home")
    node = new_node(settings)
    world = populate(node)
    document = world.issue(order_of=world.shipper.party)
    node.close()
    shutil.copytree(settings.home, tmp_path / "clone")
    clone = reopened(world, settings_for("sqlite://", tmp_path / "clone"))
    with pytest.raises(TitleActsDisabled):
        clone.transfer(clone.shipper, document, clone.buyer)
    original = reopened(world, settings)
    assert original.transfer(original.shipper, document, original.buyer).title.holder == world.buyer.party


def test_a_checkpoint_of_another_node_confirms_nothing(tmp_path: Path) -> None:
    one = new_node(settings_for("sqlite://", tmp_path / "one"))
    other = new_node(settings_for("sqlite://", tmp_path / "other"))
    with pytest.raises(NoEvidence, match=r"no checkpoint of this node.*The backup is not at fault"):
        confirm_with_checkpoint(one.journal, newest_note(other.journal))


def test_what_is_not_a_backup_is_refused_and_nothing_is_overwritten(tmp_path: Path) -> None:
    settings = settings_for("sqlite://", tmp_path / "home")
    junk = tmp_path / "junk.tar"
    junk.write_bytes(b"not a tar")
    with pytest.raises(NotABackup):
        restore_from(settings, junk)
    new_node(settings).close()
    back_up(settings, tmp_path / "good.tar")
    with pytest.raises(NodeExists):
        restore_from(settings, tmp_path / "good.tar")


def test_a_receipt_known_outside_confirms_only_the_journal_that_holds_it(tmp_path: Path) -> None:
    settings = settings_for("sqlite://", tmp_path / "home")
    node = new_node(settings)
    world = populate(node)
    document = world.issue(order_of=world.shipper.party)
    node.close()
    shutil.copytree(settings.home, tmp_path / "older")
    with reopened(world, settings).journal.work(world.shipper.actor) as work:
        lading.transfer(work, document, world.buyer.party, SIGN)
    receipt = json.dumps({"receipts": [{"position": work.receipts[-1].position, "leaf": work.receipts[-1].leaf}]})
    older = reopened(world, settings_for("sqlite://", tmp_path / "older"))
    with pytest.raises(CheckpointNotHeld, match="not the one the receipt"):
        confirm_with_receipt(older.journal, receipt)
    shutil.copytree(settings.home, tmp_path / "newer")
    newer = reopened(world, settings_for("sqlite://", tmp_path / "newer"))
    with pytest.raises(NoEvidence, match="no receipt"):
        confirm_with_receipt(newer.journal, "{}")
    confirm_with_receipt(newer.journal, receipt)
    assert newer.surrender(newer.buyer, document).title.state.value == "surrendered"
