"""Invented names: firms, shops, and masked persons. None belongs to anyone."""

from __future__ import annotations

import random

FIRST = "云青松柏竹桂枫杉岚霁朗澄穗禾溪泉桥渡帆星虹霞晨曦榆槐橙荷菱芦荻鹭鸢雁梧桐"
SECOND = "杉岚霁川泽涧湾洲屿岭峦坪原野畔畈苑轩舟帆枝叶穗粒珠璞瑶琅棠楹槿蓼薇蕙芷蘅"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


def brand(rng: random.Random) -> str:
    """A two-character trade name such as 云杉."""
    first = rng.choice(FIRST)
    return first + rng.choice(SECOND.replace(first, ""))


def masked_person(rng: random.Random) -> str:
    """A surname and two asterisks, whatever the length of the name."""
    return rng.choice(SURNAMES) + "**"


def masked_phone(rng: random.Random) -> str:
    """A telephone number that cannot be dialled."""
    return f"1{rng.choice('3578')}{rng.randrange(10)}****0000"


class NameBook:
    """Hands out each full name once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, rng: random.Random, pattern: str) -> str:
        """A name from ``pattern``, whose ``{brand}`` is replaced until the result is new."""
        if "{brand}" not in pattern:
            if pattern in self._taken:
                raise ValueError(f"fixed name used twice: {pattern}")
            self._taken.add(pattern)
            return pattern
        for _ in range(2000):
            name = pattern.replace("{brand}", brand(rng))
            if name not in self._taken:
                self._taken.add(name)
                return name
        raise ValueError(f"names exhausted for {pattern}")
