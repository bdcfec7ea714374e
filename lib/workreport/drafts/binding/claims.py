"""Claims against the figures: words that hold only while the ledgers say so (均已、全覆盖、未发生、居首、同比下降)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workreport.base.errors import MissingLedger
from workreport.drafts.binding.aspects import COMPLETION, LAST, VALUE, direction_of
from workreport.drafts.binding.context import PLANS, Place, headings_of, plain
from workreport.drafts.binding.facts import Facts
from workreport.drafts.binding.scope import scope_of
from workreport.drafts.binding.synonyms import Synonyms
from workreport.drafts.binding.text_claims import text_claims
from workreport.drafts.binding.words import fit, matches, near, undominated
from workreport.drafts.model import MATCHES, OTHER, TABULAR, WRONG, Binding, DraftText, Finding, Line, Token
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES

KIND = "claim"
ALL = re.compile(r"均已|均|都已|已?全部|全都|全数|悉数|全覆盖|无一遗漏|无遗漏")
NONE = re.compile(r"未发生|未发现|未出现|没有发生|没有出现|没有发现|没有|无")
MOST = re.compile(r"居首|居于首位|居第一|位居第一|排名?第一|首位|最[多高大]")
LEAST = re.compile(r"最[少低小]|垫底|末位|居后")
AGAINST = re.compile(r"同比|[比较](?:上年|去年)")
INTENDED = re.compile(
    r"将|力争|确保|争取|努力|务必|必须|应当|要求|推动|推进|坚决|严防|下一步|目标|不得|是否|如"
)
TASK = "任务"
"""A task is fulfilled at its completion, whatever the figure's own value."""
_CLAUSE = re.compile(r"[^。；，：！？]+")
CLOSE = 12
"""Characters within which what is denied follows the denial."""


@dataclass(frozen=True)
class Clause:
    """A clause of a line: its words and its place, as of a number at its end."""

    line: Line
    words: str
    start: int
    place: Place

    def finding(self, message: str) -> Finding:
        """A finding on the clause."""
        begin = self.line.start + self.start
        return Finding(WRONG, self.line.number, begin, begin + len(self.words), KIND, message)


def claims_of(
    text: DraftText, tokens: Sequence[Token], bindings: Sequence[Binding], book: Book, synonyms: Synonyms
) -> tuple[Finding, ...]:
    """Claims of a text that the figures or its own numbers contradict, in the order of the text."""
    starts = tuple(sorted(token.start for token in tokens))
    judge = _Judge(Facts(book), synonyms, starts)
    findings = [finding for clause in clauses(text) for finding in judge.judge(clause)]
    findings += text_claims(text, tokens, bindings)
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.message)))


def clauses(text: DraftText) -> Iterator[Clause]:
    """The clauses of a text that state something done, not something planned."""
    headings = headings_of(text)
    for line in text.lines:
        words = plain(line.text)
        if PLANS.search(headings[line.number]) or line.part in TABULAR:
            continue
        for match in _CLAUSE.finditer(words):
            if not INTENDED.search(match[0]):
                place = Place(
                    words, match.end(), match.end(), match.start(), match.end(), headings[line.number]
                )
                yield Clause(line, match[0], match.start(), place)


@dataclass(frozen=True)
class Worded:
    """A figure stated in words, such as 未发生 for 0 or 均已 for 100 %: where they begin in the clause, and if they hold."""

    figure: str
    words: str
    start: int
    number: Decimal
    holds: bool
    aspect: str = VALUE


def worded_of(text: DraftText, book: Book, synonyms: Synonyms) -> tuple[Binding, ...]:
    """Figures that a text states rightly in words; the tokens of the bindings are words, not numbers."""
    judge, bindings = _Judge(Facts(book), synonyms, ()), []
    for clause in clauses(text):
        for claim in judge.worded(clause) if judge._is_ours(clause) else ():
            if claim.holds:
                start = clause.line.start + clause.start + claim.start
                token = Token(clause.line.number, start, start + len(claim.words), claim.words, OTHER)
                shown = judge._number(claim.figure, claim.number, claim.aspect)
                bindings.append(Binding(token, MATCHES, claim.figure, claim.aspect, shown))
    return tuple(bindings)


@dataclass(frozen=True)
class _Judge:
    """``starts`` are the offsets of the text's numbers, in order."""

    facts: Facts
    synonyms: Synonyms
    starts: tuple[int, ...]

    def judge(self, clause: Clause) -> Iterator[Finding]:
        """Findings on a clause."""
        claims = any(words.search(clause.words) for words in (ALL, NONE, AGAINST, MOST, LEAST))
        if not claims or not self._is_ours(clause):
            return
        for claim in self.worded(clause):
            if not claim.holds:
                yield clause.finding(self._contradiction(claim))
        yield from self._turned(clause)
        if MOST.search(clause.words) or LEAST.search(clause.words):
            yield from self._ranked(clause)

    def _is_ours(self, clause: Clause) -> bool:
        """Whether a clause speaks of the whole bureau and of the report's period."""
        scope = scope_of(clause.place, self._level, self.facts.units, self.facts.book.period)
        return not (scope.foreign or scope.period) and (not scope.unit or scope.unit in clause.words)

    @property
    def _level(self) -> str:
        return self.facts.book.frames.intake.workspace.bureau.district[-1:]

    def worded(self, clause: Clause) -> Iterator[Worded]:
        """What a clause says of a figure in words: that all is done, or that there was none."""
        if any(name in clause.words for name in self.facts.units):
            return
        if (match := ALL.search(clause.words)) and not re.search(r"未全|不全|尚未", clause.words):
            named = self._named(clause, "all")
            aspect = COMPLETION if TASK in clause.words else VALUE
            if len(named) == 1 and (rate := self.facts.number(named[0], aspect)) is not None:
                yield Worded(named[0], match[0], match.start(), rate, rate >= 100, aspect)
        if (match := NONE.search(clause.words)) is None:
            return
        denied = clause.words[match.end() :]
        for id in self._named(clause, "none"):
            number = self.facts.number(id)
            cores = [term for phrase in self.synonyms.claims["none"][id] for term in phrase[0]]
            if number is not None and any(0 <= denied.find(core) <= CLOSE for core in cores):
                yield Worded(id, match[0], match.start(), number, number <= 0)

    def _named(self, clause: Clause, kind: str) -> list[str]:
        """Figures whose claim of a kind the clause makes: of ``all`` the one that its words name most fully."""
        place, scores = clause.place, {}
        # the words of a claim stand in its sentence; only its topic may stand before
        sentence = replace(place, text=" " * place.sentence + place.text[place.sentence :], headings="")
        for id, phrases in self.synonyms.claims[kind].items():
            topic = self.synonyms.topic(id)
            if topic and not near(place, topic):
                continue
            fitting = [
                fit(phrase, sentence, place.first, place.start, negated=kind == "none") for phrase in phrases
            ]
            if sizes := [len(fitted[0]) + fitted[1] for fitted in fitting if fitted is not None]:
                scores[id] = max(sizes)
        best = max(scores.values(), default=0)
        return [id for id, score in scores.items() if score == best or kind == "none"]

    def _contradiction(self, claim: Worded) -> str:
        figure = FIGURES[claim.figure]
        shown = self._number(figure.id, claim.number, claim.aspect)
        if claim.aspect == COMPLETION:
            return f"说“{claim.words}”，但{figure.label}的任务按台账完成{shown}"
        if claim.number and not figure.is_rate:
            return f"说“{claim.words}”，但{figure.label}按台账有{shown}"
        of = ""
        if figure.numerator and figure.denominator:
            of = f"（{self._shown(figure.denominator)}，{self._shown(figure.numerator)}）"
        return f"说“{claim.words}”，但{figure.label}按台账是{shown}{of}"

    def _turned(self, clause: Clause) -> Iterator[Finding]:
        """A rise or fall against last year, said without a number."""
        direction = direction_of(clause.words)
        if not direction or self._is_counted(clause) or not AGAINST.search(clause.words):
            return
        turns = []
        for id in self._clear(clause):
            now, before = self.facts.number(id), self.facts.number(id, LAST)
            if now is None or before is None or (now - before) * direction > 0:
                return
            turns.append((id, now, before))
        if turns:
            id, now, before = turns[0]
            word = "增长" if direction > 0 else "下降"
            yield clause.finding(
                f"说{word}，但{FIGURES[id].label}按台账上年同期{self._number(id, before)}，本期{self._number(id, now)}"
            )

    def _is_counted(self, clause: Clause) -> bool:
        """Whether a number stands in the clause."""
        begin = clause.line.start + clause.start
        at = bisect_left(self.starts, begin)
        return at < len(self.starts) and self.starts[at] < begin + len(clause.words)

    def _ranked(self, clause: Clause) -> Iterator[Finding]:
        """A sub-bureau said to be first or last among those of the bureau."""
        units = {label for name, label in self.facts.units.items() if name in clause.words}
        wider = re.search(rf"全[国省市区县](?<!{self._level})", clause.words)
        if len(units) != 1 or wider:
            return
        unit, least = units.pop(), LEAST.search(clause.words) is not None
        wrong = []
        for id in self._clear(clause):
            numbers = self._by_unit(id)
            if len(numbers) < 2 or unit not in numbers:
                return
            top = (min if least else max)(numbers.values())
            if numbers[unit] == top:
                return
            wrong.append((id, numbers, top))
        if wrong:
            id, numbers, top = wrong[0]
            first = "、".join(label for label, number in numbers.items() if number == top)
            own_number, top_number = self._number(id, numbers[unit]), self._number(id, top)
            most = "最少" if least else "最多"
            yield clause.finding(
                f"{FIGURES[id].label}{most}的不是{unit}（{own_number}），按台账是{first}（{top_number}）"
            )

    def _by_unit(self, id: str) -> dict[str, Decimal]:
        if self.facts.book.value(id).status != "ok":
            return {}
        try:
            cut = self.facts.book.cut(id, (SUB_BUREAU,))
        except MissingLedger:
            return {}
        branches = set(self.facts.units.values())
        return {key[0]: Decimal(number or 0) for key, number in cut.items() if key[0] in branches}

    def _clear(self, clause: Clause) -> list[str]:
        """The figures that a clause speaks of; several if its words leave open which, none if they leave a doubt."""
        text = clause.place.text
        for name in sorted(self.facts.units, key=len, reverse=True):
            text = text.replace(name, " " * len(name))
        text = re.sub(f"{MOST.pattern}|{LEAST.pattern}", lambda match: " " * len(match[0]), text)
        candidates = undominated(matches(replace(clause.place, text=text), self.synonyms, lambda id: True))
        best = [match for match in candidates if match.score > candidates[0].score - 1]
        return [match.figure for match in best] if all(match.is_clear for match in best) else []

    def _shown(self, id: str) -> str:
        number = self.facts.number(id)
        return f"{FIGURES[id].label}{self._number(id, number)}" if number is not None else FIGURES[id].label

    def _number(self, id: str, number: Decimal, aspect: str = VALUE) -> str:
        return self.facts.candidate(id, aspect, number).display
