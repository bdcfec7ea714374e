"""Identifiers with their check digits: credit codes, organisation codes, patent numbers."""

from __future__ import annotations

USCC_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I O S V Z
ORG_CHARS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714-1997
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
PATENT_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def uscc_check_char(body: str) -> str:
    """18th character of a unified social credit code from its first 17 (GB 32100-2015).

    The sum modulo 31 taken from 31 may be 31 itself, which the standard writes as 0.
    """
    total = sum(USCC_CHARS.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return USCC_CHARS[(31 - total % 31) % 31]


def org_check_char(body: str) -> str:
    """9th character of an organisation code from its first 8 (GB 11714-1997; 10 is X, 11 is 0)."""
    total = sum(ORG_CHARS.index(char) * weight for char, weight in zip(body, ORG_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def make_uscc(kind: str, region: str, serial: int) -> str:
    """A valid credit code with an invented subject number.

    Parameters
    ----------
    kind : str
        First two characters: ``91`` enterprise, ``92`` individual, ``93`` cooperative,
        ``12`` public institution, ``52`` private non-enterprise unit.
    region : str
        Six-digit division code.
    serial : int
        Running number below 31 ** 6.
    """
    digits = ""
    for _ in range(6):
        serial, digit = divmod(serial, 31)
        digits = USCC_CHARS[digit] + digits
    org = "MA" + digits
    body = kind + region + org + org_check_char(org)
    return body + uscc_check_char(body)


def patent_check_char(digits: str) -> str:
    """Check character of a 12-digit patent application number (ZC 0006-2003; 10 is X)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, PATENT_WEIGHTS, strict=True))
    return "0123456789X"[total % 11]


def make_patent_no(year: int, kind: str, serial: int) -> str:
    """Application number ``YYYYKNNNNNNN.C``; ``kind`` is 1 发明, 2 实用新型 or 3 外观设计."""
    digits = f"{year:04d}{kind}{serial:07d}"
    return f"{digits}.{patent_check_char(digits)}"
