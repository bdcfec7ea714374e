"""Check digits of the identifiers that ledgers carry."""

from __future__ import annotations

from operator import mul

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100—2015: 31 characters, without I, O, S, V and Z."""
_USCC_VALUES = {c: value for value, c in enumerate(USCC_ALPHABET)}
_USCC_WEIGHTS = [pow(3, i, 31) for i in range(17)]


def is_uscc(text: str) -> bool:
    """Whether `text` is an 18-character unified social credit code with a right check digit.

    GB 32100—2015: the check value is 31 − Σ(Cᵢ·3^(i−1) mod 31) mod 31, and 31 is written 0.
    """
    if len(text) != 18 or not _USCC_VALUES.keys() >= {*text}:
        return False
    total = sum(map(mul, map(_USCC_VALUES.__getitem__, text), _USCC_WEIGHTS))  # of the first 17
    return USCC_ALPHABET[(31 - total % 31) % 31] == text[17]


def is_old_registration_no(text: str) -> bool:
    """Whether `text` has the shape of a number from before 2015: 15-digit registration or 9-character organisation code."""
    bare = text.replace("-", "")
    return text.isascii() and ((len(text) == 15 and text.isdigit()) or (len(bare) == 9 and bare.isalnum()))


def is_patent_no(text: str) -> bool:
    """Whether `text` is a Chinese application number: 12 digits, a point, and its check character; CN or ZL may lead it.

    The check character is Σ(digit × 2,3,4,5,6,7,8,9,2,3,4,5) mod 11, where 10 is written X.
    """
    number = text.upper().removeprefix("CN").removeprefix("ZL").replace(".", "")
    if len(number) != 13 or not number[:12].isdigit():
        return False
    total = sum(int(d) * w for d, w in zip(number, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=False))
    return "0123456789X"[total % 11] == number[12]


def is_registration_no(text: str) -> bool:
    """Whether `text` is a 15-digit registration number from before 2015 with a right check digit.

    GS 15—2006: ISO 7064, MOD 11,10.
    """
    if len(text) != 15 or not (text.isascii() and text.isdigit()):
        return False
    product = 10
    for digit in text[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(text[14])) % 10 == 1
