"""Words of the past in a draft that is rolled forward: earlier years, names of its period, sayings of other years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field as Default
from pydantic import model_validator

from workreport.base.bureau import Bureau
from workreport.base.period import Period
from workreport.base.settings import Settings, load_entries
from workreport.base.workspace import Workspace
from workreport.drafts.writing.fixed_words import FIXED
from workreport.drafts.writing.outline import FOLDER

FILE = "过时说法.yaml"
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
WHOLE_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
OF_PERIOD = ("报告期", "期内", "截至", "累计期")
"""Words of an outline that name the period."""


class Saying(Settings):
    """Words that belong to `years`, or for another reason, `why`, seldom hold in the next period."""

    say: list[str] = Default(min_length=1)
    years: list[int] = Default(default_factory=list)
    why: str = ""

    @model_validator(mode="after")
    def _of_some_time(self) -> Saying:
        if bool(self.years) == bool(self.why):
            raise ValueError("years（哪几年的说法）和 why（为什么多半过时）写一个")
        return self


def load_sayings(workspace: Workspace) -> list[Saying]:
    """The sayings that a bureau watches for; none for a trade without a list."""
    path = workspace.shared_file(f"{FOLDER}/{FILE}")
    return load_entries(Saying, path, workspace.shown(path)) if path else []


@dataclass(frozen=True)
class PastWords:
    """Finds words of an earlier period in lines that are to speak of a later one."""

    before: Period
    now: Period
    bureau: Bureau
    sayings: list[Saying]

    def reasons(self, line: str) -> Iterator[str]:
        """Why words of a line may be of the past, in Chinese, each once."""
        found = [*self._dates(line), *self._names_of_period(line), *self._said(line)]
        yield from dict.fromkeys(found)

    def _dates(self, line: str) -> Iterator[str]:
        if WHOLE_DATE.fullmatch(line.strip()):
            yield f"“{line.strip()}”是上一稿的成文日期"
            return
        for match in YEAR.finditer(line):
            if int(match[1]) < self.now.end.year:
                yield f"“{match[0]}”是以前的年份"

    def _names_of_period(self, line: str) -> Iterator[str]:
        now = {FIXED[name](self.now, self.bureau) for name in OF_PERIOD}
        for name in OF_PERIOD:
            word = FIXED[name](self.before, self.bureau)
            if word not in now and word in line and not YEAR.match(word):
                yield f"“{word}”说的是{self.before.label}"

    def _said(self, line: str) -> Iterator[str]:
        for saying in self.sayings:
            for word in saying.say:
                if word in line and self.now.end.year not in saying.years:
                    years = "、".join(map(str, saying.years))
                    yield f"“{word}”{saying.why or f'是{years}年的说法'}"
