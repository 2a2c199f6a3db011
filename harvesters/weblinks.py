"""Web addresses as sources write them."""

import re
from urllib.parse import quote

from pyoxigraph import NamedNode

# What nearly every address looks like; the rest takes the slow way.
_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_SAFE = r"[A-Za-z0-9\-._~:/?@!$&'()*+,;=]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9\-._~:/?@!$&'()*+,;=]*+)*+"
_PLAIN = re.compile(
    rf"https?://{_LABEL}(?:\.{_LABEL})*(?::\d{{1,5}})?(?:[/?]{_SAFE})?(?:#{_SAFE})?", re.ASCII)
_SCHEME = re.compile(r"(https?)://(?=[^/?#])(.*)", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(
    r"(?:\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)*\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE)
_BARE = re.compile(
    r"(?:www\.[\w-]+\.[\w.-]+|[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,}(?=[/?])|fr|eu|org|com|net|edu))"
    r"(?::\d+)?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_AUTHORITY_END = re.compile(r"[/?#]")
_SECOND = re.compile(r"\s\S*https?://|[\s,;]www\.", re.IGNORECASE)
# Controls, bidi overrides and invisible characters disguise where a link leads.
_DISGUISE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[\s\"<>\\^`{|}\[\]]")
_MAILBOX = re.compile(
    r"(?:mailto:)?([a-z0-9._+-]{1,64})@([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:\?.*)?", re.IGNORECASE | re.ASCII)



def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROLES = _words("""
    accueil admin administration adhesion adhesions agenda animation archive archives assistance
    association atelier ateliers biblio bibliotheque billetterie bonjour boutique bureau candidature
    candidatures com communication contact contacts cooperation courrier data dataverse developpement
    direction doc documentation donnees editions enquiries equipe evenement evenements event events
    festival formation formations geomatique greffe hello help helpdesk info information informations
    infos inscription inscriptions international mail mairie mediatheque mediation musee museum
    numerique office open opendata plateforme pole press presse pro programmation projet projets public
    publics reception recherche relations reservation reservations residence residences salut scolarite
    secretaire secretariat service services sig stage stages support team training visites web webmaster
    webmestre""")
_QUALIFIERS = _words("""
    accessibilite continue copyright culture de des du et france handicap la le les ouvertes sciences
    technique the""")


def web_iri(value: str) -> str | None:
    """`value` as a valid http, https or mailto IRI, or None; a bare `www.…` gets `https://`."""
    if _PLAIN.fullmatch(value):
        return value
    text = value.strip()
    if not text or _DISGUISE.search(text) or _SECOND.search(text):
        return None
    if text[:7].lower() == "mailto:":
        mailbox = _MAILBOX.fullmatch(text)
        return f"mailto:{mailbox[1]}@{mailbox[2].lower()}" if mailbox else None
    if text.startswith("//"):
        text = f"https:{text}"
    elif "://" not in text[:9] and _BARE.fullmatch(text):
        text = f"https://{text}"
    return _mended(text)


def role_mailbox(value: str) -> str | None:
    """The mailto IRI of a role address (`contact@`, `formation@`), None for one that may be a person's."""
    mailbox = _MAILBOX.fullmatch(value.strip())
    if mailbox is None:
        return None
    local, domain = mailbox[1].lower(), mailbox[2].lower()
    first, *others = [word for word in re.split(r"[._+-]|\d+", local) if word] or [""]
    organisation = domain.rpartition(".")[0]
    qualified = all(word in _ROLES or word in _QUALIFIERS or word in organisation
                    for word in others)
    return f"mailto:{local}@{domain}" if first in _ROLES and qualified else None


def _mended(text: str) -> str | None:
    """An http(s) address with what an IRI may not hold percent-encoded; None when its host is not one."""
    match = _SCHEME.fullmatch(text)
    if match is None:
        return None
    end = _AUTHORITY_END.search(match[2])
    cut = end.start() if end else len(match[2])
    host, rest = match[2][:cut], match[2][cut:]
    # A user name before the host (`https://known.fr@other.org`) deceives, or gives away a password.
    if not _HOST.fullmatch(host):
        return None
    path, hash_mark, fragment = rest.partition("#")
    encoded = path + hash_mark + fragment.replace("#", "%23")
    encoded = _UNSAFE.sub(lambda found: quote(found[0], safe=""), _BAD_PERCENT.sub("%25", encoded))
    try:
        return NamedNode(f"{match[1].lower()}://{host.lower()}{encoded}").value
    except ValueError:
        return None
