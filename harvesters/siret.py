"""SIRET numbers: fourteen digits by which the French register knows an establishment."""

_LA_POSTE = "356000000"
# The digit sum of twice each digit.
_DOUBLED = str.maketrans("0123456789", "0246813579")


def is_siret(value: str) -> bool:
    """Whether the check digits hold; fourteen zeros, which many programs send by default, do not count."""
    if len(value) != 14 or not (value.isascii() and value.isdigit()) or not value.strip("0"):
        return False
    if value.startswith(_LA_POSTE):
        # Its establishments outnumber the check digits: the plain sum is a multiple of five (or Luhn holds).
        return sum(map(int, value)) % 5 == 0 or _luhn(value)
    return _luhn(value[:9]) and _luhn(value)


def _luhn(digits: str) -> bool:
    return sum(map(int, digits[::-2] + digits[-2::-2].translate(_DOUBLED))) % 10 == 0
