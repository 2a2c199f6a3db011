"""What harvests, replays and their trials say: a line for each source, why, what changes, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import islice

from catalogue.differences import Difference
from catalogue.generation import Generation, current
from catalogue.inspection import Inspection
from catalogue.states import Outcome, State
from harvesters.declaration import SourceFault
from harvesters.report import Options, Report
from harvesters.source import Source
from maillage.console import DATA_PROBLEM, DONE, PARTIAL, UNREACHABLE, USAGE, Console
from maillage.workspace import Workspace, fault_rows

_MOST_SHOWN = 20
_LONGEST_VALUE = 120


def exit_code(reports: Sequence[Report], faults: Sequence[SourceFault] = ()) -> int:
    """0 done, 1 rejects or waiting or unreadable, 2 faults in source files, 3 a source unreachable, 4 partial."""
    if any(report.unreachable for report in reports):
        return UNREACHABLE
    if any(report.outcome is Outcome.PARTIAL for report in reports):
        return PARTIAL
    if faults:
        return USAGE
    troubled = (Outcome.WAITING, Outcome.FAILED)
    if any(report.outcome in troubled or _refused(report) for report in reports):
        return DATA_PROBLEM
    return DONE


def _refused(report: Report) -> int:
    """The records that stand refused after a run; a dry run knows only those that it would refuse."""
    return max(report.states[State.REJECTED] + report.states[State.HELD], report.tally.rejected)


def tell(space: Workspace, reports: Sequence[Report], generation: Generation | None, options: Options,
         faults: Sequence[SourceFault] = ()) -> None:
    """Say what each run did and what to do next."""
    console = space.console
    if console.json:
        console.result("maillage.harvest/1", {
            "dry_run": options.dry_run, "generation": generation.manifest.id if generation else None,
            "exit": exit_code(reports, faults), "faults": fault_rows(faults),
            "runs": [_as_json(report) for report in reports]})
        return
    console.table(
        [console.pick("source", "source"), console.pick("résultat", "outcome"), console.pick("listées", "listed"),
         "+", "~", "=", console.pick("rejets", "rejected"), console.pick("exclues", "excluded"),
         console.pick("manquantes", "missing"), console.pick("parties", "gone"), console.pick("en ligne", "live"),
         "s"],
        [_row(report) for report in reports])
    for report in reports:
        if report.reason.code:
            console.note(f"{report.source} : {report.reason.code} {report.reason.fr}",
                         f"{report.source}: {report.reason.code} {report.reason.en}")
        for remark in report.remarks:
            console.note(f"{report.source} : {remark.code} {remark.fr}", f"{report.source}: {remark.code} {remark.en}")
    for report in reports:
        for refused in report.refused:
            console.note(f"{refused['place']} : {refused['code']} {refused['fr']}",
                         f"{refused['place']}: {refused['code']} {refused['en']}")
    for report in reports:
        tell_differences(console, report.source, report.differences)
    _advise(space, reports, generation, options)


def tell_differences(console: Console, source: str, differences: Sequence[Difference]) -> None:
    """The records that a run moves, field by field: the first ones of each kind, then how many more."""
    for what, fr, en in _KINDS:
        moved = [one for one in differences if one.what == what]
        for one in moved[:_MOST_SHOWN]:
            console.note(f"{source} : {one.key} : {fr}", f"{source}: {one.key}: {en}")
            for change in islice(one.fields(), _MOST_SHOWN) if what == "changed" else ():
                name = f"{change.part} {change.field}".strip()
                for sign, values in (("-", change.removed), ("+", change.added)):
                    for value in values:
                        console.note(f"    {sign} {name}: {value[:_LONGEST_VALUE]}",
                                     f"    {sign} {name}: {value[:_LONGEST_VALUE]}")
        if len(moved) > _MOST_SHOWN:
            console.note(f"{source} : {len(moved) - _MOST_SHOWN} autres ({fr}) ; --json les donne toutes.",
                         f"{source}: {len(moved) - _MOST_SHOWN} more ({en}); --json gives all of them.")


_KINDS = (("created", "ajoutée", "added"), ("changed", "changée", "changed"), ("removed", "retirée", "removed"))


def _row(report: Report) -> list[object]:
    t = report.tally
    return [report.source, report.outcome, t.listed, t.created, t.changed, t.unchanged, t.rejected, t.excluded,
            t.missing, t.gone, _live(report), f"{report.seconds:.1f}"]


def _live(report: Report) -> int:
    """The records on line after a run, or after the run that a dry run stands for; one that waits moved nothing."""
    return report.tally.live_before if report.outcome is Outcome.WAITING else report.tally.live_after


def _advise(space: Workspace, reports: Sequence[Report], generation: Generation | None, options: Options) -> None:
    console = space.console
    refused = sum(map(_refused, reports))
    if refused and not options.dry_run:
        console.note(f"{refused} fiche{'s' * (refused != 1)} refusée{'s' * (refused != 1)} : voyez `maillage rejects`.",
                     f"{refused} record{'s' * (refused != 1)} refused: see `maillage rejects`.")
    warnings = sum(report.warned for report in reports if report.tally.created or report.tally.changed)
    if warnings:
        console.note(f"{warnings} fiches en ligne avec avertissements : voyez `maillage rejects --warnings --group`.",
                     f"{warnings} records on line with warnings: see `maillage rejects --warnings --group`.")
    if options.dry_run:
        console.note("Rien n'a été écrit (essai).", "Nothing was written (dry run).")
    elif generation is None:
        console.note("Rien n'a changé : aucune nouvelle génération.", "Nothing changed: no new generation.")
    else:
        manifest = generation.manifest
        console.note(f"Génération {manifest.id} : {manifest.records} fiches, {manifest.quads} quads.",
                     f"Generation {manifest.id}: {manifest.records} records, {manifest.quads} quads.")
        found = len(Inspection.read(generation.findings).lapses)
        if found:
            console.note(f"{found} remarques sur plusieurs fiches ensemble : voyez `maillage findings --group`.",
                         f"{found} remarks on several records together: see `maillage findings --group`.")


def tell_left_behind(space: Workspace, declared: Mapping[str, Source]) -> None:
    """Records whose source is renamed, removed or disabled stay on line, which must not go unnoticed."""
    generation = current(space.directory.path)
    for name, summary in generation.manifest.sources.items() if generation else ():
        if summary.records and name in declared and not declared[name].enabled:
            space.console.note(
                f"La source « {name} » est désactivée (enabled = false) ; ses {summary.records} fiches restent en "
                f"ligne. Pour les retirer : maillage source retire {name}",
                f"The source “{name}” is disabled (enabled = false); its {summary.records} records stay on line. "
                f"To remove them: maillage source retire {name}")
        elif summary.records and name not in declared:
            space.console.note(
                f"La source « {name} » n'est pas déclarée dans {space.settings.sources_path} ; ses {summary.records} "
                f"fiches restent en ligne. Pour les retirer : maillage source retire {name}",
                f"The source “{name}” is not declared in {space.settings.sources_path}; its {summary.records} records "
                f"stay on line. To remove them: maillage source retire {name}")


def _as_json(report: Report) -> dict[str, object]:
    return {"source": report.source, "run": report.run, "outcome": report.outcome, **report.tally.as_dict(),
            "states": dict(report.states), "reason": asdict(report.reason),
            "remarks": [asdict(remark) for remark in report.remarks], "refused": list(report.refused),
            "warned": report.warned, "seconds": round(report.seconds, 3),
            "differences": [differing(one) for one in report.differences]}


def differing(one: Difference) -> dict[str, object]:
    """What becomes of one record, for programs."""
    return {"key": one.key, "iri": one.iri, "state": one.state, "what": one.what,
            "fields": [asdict(change) for change in one.fields()]}

