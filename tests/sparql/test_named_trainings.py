"""The named queries on trainings, research and artificial intelligence answer what plain Python counts."""

from collections import Counter

import pytest

from ontology.concepts import load_concepts
from tests.sparql.facts import answer, columns, concept, facts, label, regions, within


def courses_in(region: str) -> set[str]:
    return {course for course in facts().of("course") if region in facts().get(course, "spatial")}


def test_the_trainings_in_transcription_use_one_of_three_tools_and_are_open_to_researchers() -> None:
    keys = {"escriptorium", "kraken", "transkribus"}
    tools = {tool: facts().text(tool, "title") for tool in facts().of("tool")
             if facts().one(tool, "identifier") in keys}
    wanted = {(course, label(facts().one(course, "level")), frozenset(tools[tool] for tool in used))
              for course in facts().of("course") if (used := tools.keys() & set(facts().get(course, "usesTool")))
              and concept("audience", "researcher") in facts().get(course, "audience")}
    told = answer("trainings-in-transcription")
    assert {(course, level, frozenset(names.split(", "))) for course, _, level, names in told} == wanted
    assert len(told) == len(wanted) == 6


def test_the_trainings_of_a_region_come_with_modes_provider_and_page() -> None:
    told = answer("trainings-of-a-region")
    wanted = {(course, facts().text(course, "title"),
               frozenset(label(mode) for mode in facts().get(course, "session", "mode")),
               facts().text(facts().one(course, "provider"), "title"), facts().one(course, "landingPage"))
              for course in courses_in(concept("region", "Bretagne"))}
    assert {(course, title, frozenset(modes.split(", ")), provider, page)
            for course, title, modes, provider, page in told} == wanted
    assert len(told) == 11


def test_trainings_are_chosen_by_the_mode_of_their_sessions() -> None:
    for mode, many in (("online", 38), ("selfpaced", 10)):
        wanted = {(course, facts().text(course, "title"), label(facts().one(course, "level")),
                   facts().one(course, "landingPage"))
                  for course in facts().of("course") if concept("mode", mode) in facts().get(course, "session", "mode")}
        told = answer("trainings-by-mode", mode=mode)
        assert set(told) == wanted
        assert len(told) == many


def test_the_coming_sessions_start_on_or_after_the_date_the_next_first() -> None:
    told = answer("coming-sessions")
    wanted = {(session, course, facts().one(session, "startDate"), label(facts().one(session, "mode")),
               facts().one(session, "location", "address", "city"))
              for course in facts().of("course") for session in facts().get(course, "session")
              if facts().one(session, "startDate") >= "2027-01-01"}
    assert columns(told, 0, 1, 3, 5, 6) == wanted
    assert len(told) == 200
    starts = [row[3] for row in told]
    assert starts == sorted(starts)


def test_what_is_free_for_an_audience_are_trainings_and_materials() -> None:
    told = answer("free-trainings-for-an-audience")
    librarian = concept("audience", "librarian")
    assert columns(told, 0) == {(iri,) for iri in facts().of("course", "material")
                                if facts().get(iri, "free") == ["true"] and librarian in facts().get(iri, "audience")}
    assert len(told) == 12


def test_trainings_are_counted_by_region_and_family() -> None:
    wanted = Counter((region, family) for course in facts().of("course") for region in regions(course)
                     for family in facts().get(course, "toolFamily"))
    told = answer("trainings-by-region-and-family")
    assert {(row[0], row[2]): int(row[4]) for row in told} == wanted
    assert all((row[1], row[3]) == (label(row[0]), label(row[2])) for row in told)
    assert (len(told), wanted[concept("region", "11"), concept("tool-family", "archiving")]) == (113, 2)


def test_a_gap_is_a_family_in_use_in_a_region_that_has_no_training_in_it() -> None:
    users: dict[tuple[str, str], set[str]] = {}
    for iri in facts().of("hub", "organization", "service", "equipment", "course"):
        families = {*facts().get(iri, "toolFamily"), *facts().get(iri, "usesTool", "toolFamily")}
        for region in regions(iri) | regions(iri, "territoryServed"):
            for family in families:
                users.setdefault((region, family), set()).add(iri)
    wanted = {pair: len(found) for pair, found in users.items()
              if not any(facts().kinds[iri] == "course" for iri in found)}
    told = answer("training-gaps")
    assert {(row[0], row[2]): int(row[4]) for row in told} == wanted
    assert len(told) == len(wanted) == 30


def test_a_family_is_taught_in_a_region_where_a_training_says_so() -> None:
    for region, family in (("06", "3d-scan"), ("53", "text-htr"), ("11", "archiving"), ("06", "sound-video")):
        taught = any(concept("tool-family", family) in facts().get(course, "toolFamily")
                     for course in courses_in(concept("region", region)))
        assert answer("is-a-family-taught-in-a-region", region=region, family=family) == [(str(taught).lower(),)]
    assert answer("is-a-family-taught-in-a-region") == [("false",)]
    assert answer("is-a-family-taught-in-a-region", region="Bretagne", family="text-htr") == [("true",)]


def test_what_makes_public_agents_aware_of_ai_is_listed_free_ones_first() -> None:
    told = answer("ai-awareness-for-public-agents")
    wanted = {(iri, facts().text(iri, "title"), facts().one(iri, "free")) for iri in facts().kinds
              if concept("ai-level", "awareness") in facts().get(iri, "aiLevel")
              and concept("audience", "public-agent") in facts().get(iri, "audience")}
    assert set(told) == wanted
    assert [row[2] for row in told] == ["true", "true", "false", ""]


def test_resources_are_counted_by_level_of_ai_literacy() -> None:
    wanted = {level: tuple(str(sum(level in facts().get(iri, "aiLevel") for iri in facts().of(kind)))
                           for kind in ("course", "material"))
              for iri in facts().of("course", "material") for level in facts().get(iri, "aiLevel")}
    told = answer("resources-by-ai-level", language="en")
    assert {row[0]: (row[2], row[3]) for row in told} == wanted
    assert {row[1]: row[2:] for row in told}[label(concept("ai-level", "design"), "en")] == ("5", "1")


def test_the_tools_of_an_activity_serve_it_or_a_narrower_one() -> None:
    analysing = concept("research-activity", "analyzing")
    activities = {analysing, *within(analysing)}
    done = {tool: {label(activity) for activity in activities & set(facts().get(tool, "researchActivity"))}
            for tool in facts().of("tool")}
    told = answer("tools-for-a-research-activity")
    assert {row[0]: set(row[2].split(", ")) for row in told} == {tool: names for tool, names in done.items() if names}
    assert len(told) == 49


@pytest.mark.parametrize(("scheme", "many", "widest"), [
    ("research-activity", 40, ("Analyse", "35", "95")), ("region", 18, ("Auvergne-Rhône-Alpes", "12", "41"))])
def test_a_concept_brings_together_narrower_ones_and_the_records_of_all(
        scheme: str, many: int, widest: tuple[str, str, str]) -> None:
    wanted = {}
    for wider in load_concepts().scheme(scheme).concepts:
        below = within(wider.iri)
        named = [iri for iri in facts().kinds if {wider.iri, *below} & facts().links[iri]]
        if below:
            wanted[wider.iri] = (wider.labels["fr"], str(len(below)), str(len(named)))
    told = answer("concepts-and-their-narrower-ones", scheme=scheme)
    assert {row[0]: row[1:] for row in told} == wanted
    assert len(told) == many
    assert widest in wanted.values()


def test_infrastructures_come_with_their_kind_and_tools() -> None:
    told = answer("infrastructures-and-their-tools", language="en")
    assert {(row[0], row[1], row[2], frozenset(filter(None, row[3].split(", ")))) for row in told} == {
        (iri, facts().text(iri, "title", "en"), label(facts().one(iri, "infrastructureKind"), "en"),
         frozenset(facts().text(tool, "title") for tool in facts().get(iri, "usesTool")))
        for iri in facts().of("infrastructure")}
    assert len(told) == 16


def test_the_users_of_a_tool_are_of_any_kind() -> None:
    for key, many in (("kraken", 5), ("qgis", 22)):
        tool = next(iri for iri in facts().of("tool") if facts().one(iri, "identifier") == key)
        wanted = {(iri, facts().one(iri, "type"), facts().text(iri, "title")) for iri in facts().kinds
                  if tool in facts().get(iri, "usesTool")}
        assert set(answer("users-of-a-tool", identifier=key)) == wanted
        assert len(wanted) == many
