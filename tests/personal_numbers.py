"""Numbers that pass for those of persons, made up by tests."""

from __future__ import annotations

from workreport.base.identifiers import USCC_ALPHABET, is_uscc

# made up: the check digits are right, the regions and ranges belong to nobody
NO_DAY, OLD_ID, PHONE = "990103198002300016", "990103800228001", "13900000000"


def identity(birth: str = "19800228", serial: str = "001", region: str = "990103") -> str:
    """An identity number with a right check digit."""
    first = region + birth + serial
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights, strict=True)) % 11]


def card(digits: str = "620000000000000000") -> str:
    """A card number with a right check digit."""
    doubled = (int(d) * (2 - at % 2) for at, d in enumerate(reversed(digits)))
    return digits + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


def credit_code(first: str) -> str:
    """A unified social credit code with a right check digit."""
    return next(first + last for last in USCC_ALPHABET if is_uscc(first + last))


IN_FOURS = "-".join(card("621700000000000")[at : at + 4] for at in range(0, 16, 4))
LIKE_A_CARD = next(
    code for at in range(999) if (code := credit_code(card(f"5299010350000{at:03d}")))[-1] > "9"
)
WITH_X = next(number for serial in range(999) if (number := identity(serial=f"{serial:03d}")).endswith("X"))
