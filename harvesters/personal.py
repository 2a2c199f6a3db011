"""Keeping people's own addresses and numbers out of what is kept."""

import re

from harvesters.weblinks import role_mailbox

# What stands for an address that is not kept; it still reads as one, so that its absence can be told.
WITHHELD = "…@"

_MAILBOX = re.compile(r"[\w.+'-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
# International, or French with its zero; years, dates, prices, SIRET numbers and coordinates are no telephones.
PHONE = re.compile(
    r"(?<![\w.+])(?:\(?\+|00)[1-9][\d\s().-]{6,24}\d(?!\w)"
    r"|(?<![\w.,+-])\(?0[1-9]\)?(?:[\s.-]?\d\d){4}(?![\w-])", re.ASCII)


def without_personal_addresses(text: str) -> str:
    """`text` with role addresses as they are, and people's reduced to their domain, phone numbers to a mark."""
    return PHONE.sub(WITHHELD, without_personal_mailboxes(text))


def without_personal_mailboxes(text: str) -> str:
    """The same, numbers left alone: in long texts `2024-2025` is no phone."""
    return _MAILBOX.sub(_kept, text) if "@" in text else text


def _kept(found: re.Match[str]) -> str:
    return found[0] if role_mailbox(found[0]) else WITHHELD + found[1]
