"""The names that a public edition must not contain: units out of the ledgers, and what the office declares.

A name is masked whole, with its short forms, by a word that tells neither its length nor which one it is.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import Field as Default

from workreport.base.bureau import Bureau
from workreport.base.errors import LedgerError
from workreport.base.personal_data import MASK
from workreport.base.settings import Settings, load_settings
from workreport.base.workspace import Workspace
from workreport.ledgers.intake import Intake

FILE = "public.yaml"
WORDS = {"企业": "某企业", "单位": "某单位", "地区": "某地", "个人": "某人"}
SHORTEST = 3
"""Characters; a shorter name in a ledger is a word of its own, and must be declared to be masked."""
FORM = re.compile(
    r"(有限责任公司|股份有限公司|集团有限公司|有限公司|股份公司|分公司|公司|专业合作社|合作社|个体工商户|（[^（）]*）|\([^()]*\))+$"
)
INLINE = re.compile(r"</?(?:a|b|data|em|i|mark|small|span|strong|sub|sup|u)\b[^>]*>")
BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
Kind = Literal["企业", "单位", "地区", "个人"]


class Declared(Settings):
    """A name that stands in no ledger: the city above, a landmark, a person; with its other names."""

    name: str = Default(min_length=2)
    kind: Kind
    aliases: list[str] = Default(default_factory=list)


class Rules(Settings):
    """``public.yaml`` of a bureau.

    Attributes
    ----------
    own_names : {"keep", "mask"}
        Whether the bureau, its sub-bureaus, district, city and province are named.
    entities : list of Declared
        Further names to mask.
    allowed : list of str
        Names that may stand, such as units named by a published decision.
    """

    own_names: Literal["keep", "mask"] = "keep"
    entities: list[Declared] = Default(default_factory=list)
    allowed: list[str] = Default(default_factory=list)


@dataclass(frozen=True)
class Entities:
    """Names with the words that stand for them, longest first."""

    words: dict[str, str]

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in sorted(self.words, key=lambda name: (-len(name), name)):
            found.setdefault(name[:2], []).append(name)
        return found

    def masked(self, text: str) -> str:
        """The text with every name replaced as a whole."""
        parts, last = [], 0
        for start, name in self.found(text):
            parts += [text[last:start], self.words[name]]
            last = start + len(name)
        return "".join([*parts, text[last:]])

    def left_in(self, page: str) -> list[str]:
        """Names on a page, whatever spaces, width, marks or escapes stand in between."""
        known = Entities({_bare(name): word for name, word in self.words.items()})
        return list(dict.fromkeys(name for line in lines_of(page) for _, name in known.found(_bare(line))))

    def found(self, text: str) -> Iterable[tuple[int, str]]:
        """Names in a text with their places, the longest at each."""
        at, starts = 0, self._by_start
        while at < len(text) - 1:
            name = next((one for one in starts.get(text[at : at + 2], ()) if text.startswith(one, at)), None)
            if name is not None:
                yield at, name
            at += len(name) if name else 1


def lines_of(page: str) -> list[str]:
    """What a reader sees of a page, one cell or paragraph a line; what describes its pictures too."""
    described = re.findall(r'\b(?:alt|title|aria-label)="([^"]*)"', page)
    text = re.sub(r"<[^>]*>", "\n", INLINE.sub("", page))
    return [html.unescape(line) for line in [*text.split("\n"), *described] if line.strip()]


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def load_rules(workspace: Workspace) -> Rules:
    """The bureau's rules for public editions; ``ContractError`` if they are malformed."""
    path = workspace.data / FILE
    return load_settings(Rules, path) if path.is_file() else Rules()


def entities(intake: Intake, rules: Rules) -> Entities:
    """Every name to be masked, with its short forms, in HTML's spelling too."""
    bureau, words = intake.workspace.bureau, {}
    for name, kind in _of_ledgers(intake):
        for form in short_forms(name, bureau):
            words.setdefault(form, WORDS[kind])
    own = _own(intake)
    kept = set(rules.allowed) | (own if rules.own_names == "keep" else set())
    kept |= {label for codes in intake.codes.values() for label in codes.labels.values()} - own
    words = {name: word for name, word in words.items() if len(name) >= SHORTEST and name not in kept}
    if rules.own_names == "mask":
        words |= dict.fromkeys(own, WORDS["单位"])
        words |= dict.fromkeys(filter(None, (bureau.district, bureau.city, bureau.province)), WORDS["地区"])
    for one in rules.entities:
        words |= dict.fromkeys([one.name, *one.aliases], WORDS[one.kind])
    words |= {html.escape(name): word for name, word in words.items()}
    return Entities({name: word for name, word in words.items() if name not in rules.allowed})


def short_forms(name: str, bureau: Bureau) -> list[str]:
    """A unit's full name and what is left of it without its legal form, place and brackets."""
    places = [
        p for full in (bureau.province, bureau.city, bureau.district) if full for p in (full, full[:-1])
    ]
    place = (
        re.compile(f"({'|'.join(sorted(map(re.escape, places), key=len, reverse=True))})+")
        if places
        else None
    )
    forms = [name, BRACKETS.sub("", name)]
    forms += [FORM.sub("", form) for form in forms]
    if place is not None:
        forms += [place.sub("", form, count=1) for form in forms if place.match(form)]
    return [form for form in dict.fromkeys(forms) if form == name or len(form) > SHORTEST]


def _of_ledgers(intake: Intake) -> list[tuple[str, str]]:
    """Names in the columns that contracts call names, of every file that can be read."""
    found: dict[str, str] = {}
    for file in intake.files:
        fields = [field for field in intake.contract(file.ledger).read_fields if field.entity]
        if not fields:
            continue
        with suppress(LedgerError):  # what cannot be read is in no report
            frame = intake.read(file).frame
            for field in fields:
                for name in frame[field.name].dropna().unique() if field.name in frame else ():
                    if MASK not in name:
                        found.setdefault(name.strip(), field.entity)
    return sorted(found.items())


def _own(intake: Intake) -> set[str]:
    """Names of the bureau and its organisations."""
    bureau = intake.workspace.bureau
    names = {bureau.name, bureau.short_name}
    if "orgs" in intake.codes:
        names |= set(intake.codes["orgs"].labels.values())
        names |= {name for name in intake.codes["orgs"].spellings if re.search("[\u4e00-\u9fff]", name)}
    return {name for name in names if len(name) > 1}
