"""Results as a page lists them, read from the items of the index."""

from dataclasses import dataclass
from typing import Any

import orjson
from markupsafe import Markup

from api.coming import next_session
from api.facets import FACETS, facet_labels
from api.names import record_titles
from api.pages.dates import period, short_day
from api.pages.highlight import Highlighter
from api.pages.rendering import marked
from api.pages.said import Speaker
from api.pages.typography import typeset
from api.values import in_language
from ontology.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what it is, how it is called, where it leads, who offers it, what is worth knowing."""

    kind: str
    kind_label: str
    title: Markup
    path: str
    byline: str
    text: Markup
    meta: tuple[str, ...]
    stale: bool
    day: str = ""
    month: str = ""
    start: str = ""


def hit_of(item: bytes, speaker: Speaker, highlighter: Highlighter, today: str) -> Hit:
    """A result from its JSON; `today` tells which session is the next one."""
    told: dict[str, Any] = orjson.loads(item)
    title, title_language = in_language(told, "title", speaker.language)
    text, text_language = in_language(told, "description", speaker.language)
    coming = next_session(told, today)
    day, month = short_day(coming["start"] or "", speaker.language) if coming else ("", "")
    kind = KINDS[told["kind"]]
    return Hit(
        kind=kind.code,
        kind_label=kind.fr if speaker.language == "fr" else kind.en,
        title=_shown(title or told["id"], title_language, speaker, highlighter),
        path=told["path"],
        byline=_byline(told, coming, speaker),
        text=_shown(text, text_language, speaker, highlighter),
        meta=tuple(_meta(told, coming, speaker)),
        stale=told["stale"],
        day=day, month=month, start=(coming or {}).get("start") or "",
    )


def _shown(text: str, language: str, speaker: Speaker, highlighter: Highlighter) -> Markup:
    its = language or speaker.language
    return marked(highlighter.mark(typeset(text) if its == "fr" else text, its), language, speaker.language)


def _byline(told: dict[str, Any], coming: dict[str, Any] | None, speaker: Speaker) -> str:
    """Who offers it and where: the next session's town, else the regions."""
    names = [name for provider in told["providers"][:2] if (name := _provider(provider, speaker))]
    places = [coming["place"]] if coming and coming["place"] else [
        facet_labels(speaker.view, FACETS["region"], code)[speaker.language] for code in told["regions"][:2]]
    return ", ".join(dict.fromkeys([*names, *places]))


def _provider(provider: dict[str, Any], speaker: Speaker) -> str:
    titles = provider["title"] or record_titles(speaker.view, provider["id"] or "")
    return in_language({"title": titles}, "title", speaker.language)[0]


def _meta(told: dict[str, Any], coming: dict[str, Any] | None, speaker: Speaker) -> list[str]:
    words, language = speaker.words, speaker.language
    meta = []
    if told["kind"] == "event" and coming:
        when = period(coming["start"] or "", coming["end"] or "", language)
        several = told["sessionCount"] > 1
        meta += [words("search.dates", n=told["sessionCount"]), words("search.next_date", date=when)] if several else [
            when]
    elif told["kind"] == "course":
        if told["sessionCount"]:
            meta.append(words("search.sessions", n=told["sessionCount"]))
        if coming:
            meta.append(words("search.next_session", date=period(coming["start"] or "", "", language)))
        elif not told["sessionCount"]:
            meta.append(words("search.on_request"))
    for facet, codes in (("mode", told["modes"]), ("level", told["levels"])):
        meta += [facet_labels(speaker.view, FACETS[facet], code)[language] for code in codes]
    if told["free"]:
        meta.append(words("search.free"))
    return meta
