"""Few changes are seen before the rules across records are applied to them; these follow, whatever happens."""

from pathlib import Path

import pytest

from catalogue.claims import claims
from catalogue.datadir import DataDirectory
from catalogue.generation import FINDINGS, FORMER_FINDINGS, Generation, current, damages
from catalogue.inspection import Inspection
from catalogue.ledger import Ledger
from harvesters import publication
from harvesters.inspection import inspect_late
from tests.harvesters.conftest import BASE
from tests.harvesters.test_run import source, take

MAP = '[map]\nkey = "id"\ntitle = "nom"\nlandingPage = "autre"\n'


class Killed(BaseException):
    """What ends a process."""


def harvest(folder: Path, directory: DataDirectory, ledger: Ledger, shared: bool) -> None:
    """Two sources of many tools; the first ones of each share a page, or do not."""
    for name in ("one", "two"):
        page = "same" if shared else name
        rows = (f"{key};Outil {key};https://{name if key else page}.example/{key}" for key in range(20))
        take(directory, ledger, source(folder, name, *rows, mapped=MAP))


def publish(directory: DataDirectory, ledger: Ledger, *, rebuild: bool = False) -> Generation | None:
    return publication.publish_changes(directory, ledger, lambda *_: None, rebuild=rebuild)


def shown(directory: DataDirectory) -> Generation:
    generation = current(directory.path)
    assert generation is not None
    return generation


def killed(generation: Generation) -> None:
    raise Killed(generation.manifest.id)


def test_readers_see_changes_with_the_former_claims_until_the_rules_were_applied(
        tmp_path: Path, directory: DataDirectory, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    harvest(tmp_path, directory, ledger, shared=False)
    publish(directory, ledger)
    assert (shown(directory).findings.name, Inspection.read(shown(directory).findings).lapses) == (FINDINGS, ())
    harvest(tmp_path, directory, ledger, shared=True)
    with monkeypatch.context() as patched:
        patched.setattr(publication, "inspect_late", killed)
        with pytest.raises(Killed):
            publish(directory, ledger)
    early = shown(directory)
    assert (early.manifest.number, early.findings.name, damages(early)) == (2, FORMER_FINDINGS, [])
    assert claims(early).early
    assert publish(directory, ledger) is None  # Nothing has changed since, but the rules were still to be applied.
    assert (shown(directory).manifest, shown(directory).findings.name) == (early.manifest, FINDINGS)
    claimed = claims(shown(directory))
    assert not claimed.early
    assert [claim.iri for claim in claimed.of(f"{BASE}id/tool/one--0")] == [f"{BASE}id/tool/two--0"]


def test_findings_after_changes_are_those_of_a_rebuild(
        tmp_path: Path, directory: DataDirectory, ledger: Ledger) -> None:
    found = []
    for shared in (False, True, False):
        harvest(tmp_path, directory, ledger, shared=shared)
        publish(directory, ledger)
        found.append(shown(directory).findings.read_bytes())
    assert found[0] == found[2] != found[1]
    publish(directory, ledger, rebuild=True)
    assert shown(directory).findings.read_bytes() == found[2]
    assert not (shown(directory).path / FORMER_FINDINGS).exists()


def test_a_graph_that_proves_unreadable_after_the_switch_is_written_from_the_ledger(
        tmp_path: Path, directory: DataDirectory, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    harvest(tmp_path, directory, ledger, shared=False)
    publish(directory, ledger)
    harvest(tmp_path, directory, ledger, shared=True)

    def harmed(generation: Generation) -> None:
        next(generation.path.glob("graphs/source.one.*")).write_bytes(b"garbage")
        inspect_late(generation)

    monkeypatch.setattr(publication, "inspect_late", harmed)
    healed = publish(directory, ledger)
    assert healed is not None
    assert (healed, healed.manifest.number, damages(healed)) == (shown(directory), 3, [])
    assert healed.findings.name == FINDINGS
