"""The reference of calls, slots and contract keys: complete, in Chinese, and every example is one."""

from __future__ import annotations

import ast
import inspect
import re

import pytest
import yaml
from sample_sections import sample_section

from workreport.cli.reference.calls import groups
from workreport.cli.reference.contracts import PARTS, keys_of
from workreport.cli.reference.slots import IN_DRAFTS, IN_OUTLINE, IN_SENTENCES, PLACE_WORDS
from workreport.drafts.binding.synonyms import load_synonyms
from workreport.drafts.bound.slots import ASPECTS, FORMS, SPANS, SlotReader
from workreport.drafts.writing.conditions import CONDITIONS
from workreport.ledgers.declared.contract import Contract
from workreport.narrative import cards, conditions, office_text, problems_table
from workreport.narrative.example_names import EXAMPLE, example_names, example_of, filled
from workreport.narrative.largest_parts import LARGEST
from workreport.narrative.section import Section
from workreport.narrative.sentences import PLACES, SLOTS
from workreport.narrative.sub_bureau_ranking import RANK_SLOTS

CALLS = {name: call for calls in groups().values() for name, call in calls.items()}
CHINESE = re.compile("[一-龥]{4}")
BASE = {
    "code": "T01",
    "name": "samples",
    "title": "抽样",
    "grain": "一行",
    "kind": "register",
    "files": ["T"],
}
NAMES = (
    "sample_no",
    "org_code",
    "sample_date",
    "report_date",
    "reg_date",
    "ended_date",
    "result",
    "uscc",
    "task",
)
"""Fields that the examples name."""


@pytest.mark.parametrize("name", CALLS)
def test_every_call_is_explained_in_chinese_with_an_example_of_itself(name):
    text = inspect.getdoc(CALLS[name])
    found = EXAMPLE.search(text)
    assert CHINESE.search(text.splitlines()[0]) and found, name
    called = {
        ast.unparse(node.func) for node in ast.walk(ast.parse(found["call"])) if isinstance(node, ast.Call)
    }
    assert name in called


@pytest.fixture(scope="module")
def s(book_of) -> Section:
    return Section(sample_section("01_party_building"), book_of("2021"))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CALLS if not name.startswith("open_")])
def test_every_example_can_be_called(s, name):
    """On the sample bureau: it shows something, or for a condition says yes or no."""
    intake = s.book.frames.intake
    known = vars(conditions) | {
        "s": s,
        "cards": cards,
        "office_text": office_text,
        "problems_table": problems_table,
    }
    done = eval(
        example_of(inspect.getdoc(CALLS[name]), example_names(intake.workspace, intake.contracts)), known
    )
    if callable(done):
        done = done(s.book)
        assert done in (True, False)
    assert done is not None and getattr(done, "kind", "") != "notice"


@pytest.mark.parametrize(
    ("meanings", "words"),
    [
        (IN_SENTENCES, {*SLOTS, *RANK_SLOTS, LARGEST}),
        (PLACE_WORDS, {*PLACES}),
        (IN_DRAFTS, {*ASPECTS, *SPANS, *FORMS}),
        (IN_OUTLINE, {*CONDITIONS}),
    ],
)
def test_every_slot_and_condition_is_explained(meanings, words):
    assert set(meanings) == words


@pytest.mark.slow
def test_examples_of_slots_are_read(s):
    intake = s.book.frames.intake
    names, reader = (
        example_names(intake.workspace, intake.contracts),
        SlotReader(s.book, load_synonyms(intake.workspace)),
    )
    for _, example in IN_SENTENCES.values():
        assert s.say(filled(example, names) + "。").kind == "paragraph", example
    for word, (_, example) in IN_DRAFTS.items():
        if "组名" not in example and "机构名" not in example:
            assert reader.read(filled(example, names).strip("〔〕")).source is not None, word


@pytest.mark.parametrize("title", PARTS)
def test_every_key_of_a_contract_is_explained_and_its_example_is_one(title):
    model, meanings = PARTS[title]
    assert list(meanings) == keys_of(model)
    examples = {key: yaml.safe_load(example) for key, (_, example) in meanings.items()}
    assert all([*content] == [key] for key, content in examples.items())
    required = {name: content[name] for name, content in examples.items() if name in _required(model)}
    for key, one in examples.items():
        if model is Contract:
            fields = [{"name": name, "title": name} for name in NAMES]
            given = BASE | {"fields": fields, "primaryKey": ["sample_no"]} | ({} if key == "fields" else one)
        else:
            kind = (
                {"order": ["a", "b"]} if title == "规则" and key in ("id", "message", "disposition") else {}
            )
            given = required | kind | one
        assert model.model_validate(given)


def _required(model) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items() if field.is_required()}
