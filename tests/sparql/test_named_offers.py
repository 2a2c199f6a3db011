"""The named queries on hubs, services, languages, eco-design, programmes and events answer what plain Python counts."""

from collections import Counter

from tests.sparql.facts import answer, columns, concept, facts, label, regions

OPEN = {"CC0", "CC_BY_4_0", "CC_BYSA_4_0", "ETALAB_2_0", "ODC_BL", "APACHE_2_0", "ODBL", "MIT", "ODbL-1.0"}


def having(name: str, value: str, *kinds: str) -> set[str]:
    return {iri for iri in (facts().of(*kinds) if kinds else facts().kinds) if value in facts().get(iri, name)}


def test_hubs_for_immersive_creation_tell_the_networks_they_lead() -> None:
    told = answer("hubs-for-immersive-creation")
    leader = concept("role", "chef-de-file")
    wanted = set()
    for hub in having("toolFamily", concept("tool-family", "immersive"), "hub"):
        led = {facts().text(network, "title") for held in facts().get(hub, "membership")
               if leader in facts().get(held, "role") for network in facts().get(held, "organization")}
        wanted.add((hub, facts().text(hub, "title"), ", ".join(led)))
    assert set(told) == wanted
    assert (len(told), sum(bool(row[2]) for row in told)) == (20, 6)


def test_hubs_with_an_equipment_come_with_their_region() -> None:
    told = answer("hubs-with-an-equipment", language="en")
    hubs = having("equipment", concept("equipment-type", "3d-scanner"), "hub")
    assert set(told) == {(hub, facts().text(hub, "title", "en"), label(region, "en"), facts().one(hub, "homepage"))
                         for hub in hubs for region in regions(hub)}
    assert len(told) == 6


def test_hubs_are_counted_by_region_and_family() -> None:
    wanted = Counter((region, family) for hub in facts().of("hub") for region in regions(hub)
                     for family in facts().get(hub, "toolFamily"))
    told = answer("hubs-by-region-and-family")
    assert {(row[0], row[2]): int(row[4]) for row in told} == wanted
    assert (len(told), sum(wanted.values())) == (86, 106)


def test_equipment_to_share_tells_where_it_is_and_how_to_book_it() -> None:
    for terms, many in (("loan", 14), ("residency", 9)):
        told = answer("equipment-to-share", terms=terms)
        assert set(told) == {
            (iri, facts().text(iri, "title"), facts().one(iri, "location", "address", "city"),
             facts().text(iri, "bookingProcedure"), facts().one(iri, "requiresTraining"))
            for iri in having("sharingTerms", concept("sharing-terms", terms), "equipment")}
        assert len(told) == many


def test_members_of_networks_are_told_by_either_side() -> None:
    wanted = set()
    for holder in facts().of("network", "hub"):
        for held in facts().get(holder, "membership"):
            other, role = facts().one(held, "organization"), label(facts().one(held, "role"))
            network, member = (holder, other) if facts().kinds[holder] == "network" else (other, holder)
            wanted.add((network, facts().text(network, "title"), member, facts().text(member, "title"), role))
    told = answer("networks-and-their-members")
    assert set(told) == wanted
    assert len(told) == 71


def test_players_of_a_region_are_hubs_organisations_and_programmes_with_their_tools() -> None:
    for region, many in (("03", 5), ("53", 6)):
        told = answer("players-of-a-region", region=region)
        players = having("spatial", concept("region", region), "hub", "organization", "programme")
        assert {(row[0], row[1], frozenset(filter(None, row[2].split(", ")))) for row in told} == {
            (iri, facts().text(iri, "title"), frozenset(facts().get(iri, "usesTool", "title"))) for iri in players}
        assert len(told) == many


def test_services_that_preserve_3d_models_or_digital_artworks() -> None:
    told = answer("services-preserving-3d-and-digital-art")
    contents = having("contentType", concept("content-type", "3d-model")) | having(
        "contentType", concept("content-type", "digital-artwork"))
    services = contents & having("coversStage", concept("life-cycle-stage", "preserve"), "service")
    assert set(told) == {(iri, facts().text(iri, "title"), facts().text(facts().one(iri, "provider"), "title"),
                          facts().text(iri, "storageGuarantee")) for iri in services}
    assert len(told) == 4


def test_services_are_listed_by_stage_of_the_life_cycle() -> None:
    told = answer("services-by-life-cycle-stage")
    assert columns(told, 0, 1, 2) == {(stage, label(stage), iri) for iri in facts().of("service")
                                      for stage in facts().get(iri, "coversStage")}
    assert (len(told), Counter(row[1] for row in told)["Préserver"]) == (48, 8)


def test_services_for_an_archival_stage_tell_their_contents() -> None:
    for stage, many in (("intermediate", 12), ("final", 8)):
        told = answer("services-for-an-archival-stage", stage=stage)
        assert {(row[0], frozenset(filter(None, row[2].split(", ")))) for row in told} == {
            (iri, frozenset(label(content) for content in facts().get(iri, "contentType")))
            for iri in having("archivalStage", concept("archival-stage", stage), "service")}
        assert len(told) == many


def test_resources_for_languages_of_france_are_corpora_and_models() -> None:
    tongues = {concept("language", code) for code in ("br", "eu", "co", "oc", "gsw", "rcf")}
    told = answer("resources-for-languages-of-france")
    assert {(row[0], frozenset(row[2].split(", "))) for row in told} == {
        (iri, frozenset(label(tongue) for tongue in spoken)) for iri in facts().of("dataset", "model")
        if (spoken := tongues & set(facts().get(iri, "language")))}
    assert len(told) == 15


def test_resources_in_a_language_are_of_any_kind() -> None:
    for code, many in (("br", 3), ("eu", 2), ("en", 9)):
        told = answer("resources-in-a-language", tongue=code)
        assert set(told) == {(iri, facts().one(iri, "type"), facts().text(iri, "title"))
                             for iri in having("language", concept("language", code))}
        assert len(told) == many


def test_corpora_and_models_are_counted_by_language() -> None:
    wanted = {tongue: tuple(str(len(having("language", tongue, kind))) for kind in ("dataset", "model"))
              for iri in facts().of("dataset", "model") for tongue in facts().get(iri, "language")}
    told = answer("language-resources-by-language")
    assert {row[0]: row[2:] for row in told} == wanted
    assert {row[1]: row[2:] for row in told}["Breton"] == ("2", "1")
    assert len(told) == 15


def test_corpora_open_for_reuse_have_an_open_licence_and_public_access() -> None:
    told = answer("corpora-open-for-reuse")
    assert columns(told, 0, 1, 3) == {
        (iri, facts().text(iri, "title"), facts().one(iri, "distribution", "accessURL"))
        for iri in facts().of("dataset", "model") if facts().one(iri, "licence").rpartition("/")[2] in OPEN
        and all(access.endswith("/PUBLIC") for access in facts().get(iri, "access"))}
    assert len(told) == 20


def test_what_measures_an_ecological_impact_tells_how() -> None:
    told = answer("measuring-ecological-impact")
    assert set(told) == {(iri, facts().text(iri, "title"), facts().text(iri, "impactMethod"))
                         for iri in having("ecoDimension", concept("eco-dimension", "measurement"), "practice")}
    assert len(told) == 8


def test_eco_resources_of_a_dimension_come_with_their_type_and_page() -> None:
    for dimension, many in (("materials", 13), ("water", 4)):
        told = answer("eco-resources-of-a-dimension", dimension=dimension)
        assert set(told) == {
            (iri, facts().text(iri, "title"), label(facts().one(iri, "practiceType")), facts().one(iri, "landingPage"))
            for iri in having("ecoDimension", concept("eco-dimension", dimension))}
        assert len(told) == many


def test_practices_and_trainings_are_counted_by_dimension() -> None:
    told = {row[1]: row[2:] for row in answer("eco-resources-by-dimension")}
    for code, many in (("digital", ("19", "8")), ("measurement", ("8", "5")), ("food", ("1", "1"))):
        iri = concept("eco-dimension", code)
        assert tuple(str(len(having("ecoDimension", iri, kind))) for kind in ("practice", "course")) == many
        assert told[label(iri)] == many
    assert len(told) == 9


def test_bearers_of_programmes_tell_their_responsibility() -> None:
    for role, many in (("porteur", 59), ("partenaire", 25)):
        told = answer("programmes-and-their-bearers", role=role)
        assert set(told) == {
            (iri, facts().text(iri, "title"), body, facts().text(body, "title"), facts().text(held, "responsibility"))
            for iri in facts().of("programme") for held in facts().get(iri, "membership")
            if concept("role", role) in facts().get(held, "role") for body in facts().get(held, "organization")}
        assert len(told) == many


def test_programmes_run_on_a_date_at_the_precision_of_their_own() -> None:
    for day, many in (("2026-11-22", 14), ("2024-06-15", 22)):
        wanted = set()
        for iri in facts().of("programme"):
            start, end = facts().one(iri, "startDate"), facts().one(iri, "endDate")
            if start and start <= day and (not end or end >= day[:len(end)]):
                wanted.add((iri, facts().text(iri, "title"), label(facts().one(iri, "programmeType")), start, end))
        assert set(answer("programmes-running-on-a-date", day=day)) == wanted
        assert len(wanted) == many


def test_meetings_for_innovation_come_latest_first() -> None:
    told = answer("meetings-for-innovation")
    events = having("topic", concept("topic", "innovation"), "event") & having(
        "audience", concept("audience", "start-up"))
    assert set(told) == {(iri, facts().text(iri, "title"), facts().one(iri, "startDate"), facts().one(iri, "endDate"))
                         for iri in events}
    starts = [row[2] for row in told]
    assert (len(told), starts) == (9, sorted(starts, reverse=True))


def test_events_between_two_dates_touch_the_span_at_their_own_precision() -> None:
    for first, last, many in (("2027-01-01", "2027-03-31", 13), ("2024-02-10", "2024-02-12", 11)):
        wanted = set()
        for iri in facts().of("event"):
            start, end = facts().one(iri, "startDate"), facts().one(iri, "endDate")
            if start and start <= last and (end or start) >= first[:len(end or start)]:
                city = facts().one(iri, "location", "address", "city")
                wanted.add((iri, facts().text(iri, "title"), start, end, city))
        assert set(answer("events-between-two-dates", from_=first, to=last)) == wanted
        assert len(wanted) == many


def test_sessions_events_and_programmes_are_counted_by_year() -> None:
    starts = {"session": [session for course in facts().of("course") for session in facts().get(course, "session")],
              "event": list(facts().of("event")), "programme": list(facts().of("programme"))}
    counted = {kind: Counter(facts().one(iri, "startDate")[:4] for iri in found) for kind, found in starts.items()}
    told = answer("activity-by-year")
    years = sorted(set().union(*counted.values()) - {""})
    assert told == [(year, *(str(counted[kind][year]) for kind in starts)) for year in years]
    assert told[-1] == ("2027", "200", "27", "9")
