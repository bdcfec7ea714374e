"""YAML of any shape is content or one error with file and line: no traceback, no crash, no long wait."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workreport.base.bounded_yaml import MAX_ALIASED, MAX_BYTES, MAX_DEPTH, parse_yaml, read_yaml
from workreport.base.errors import ContractError
from workreport.base.settings import Settings, load_entries

NAMES = "abcdefghij"


def doubling(line: str) -> str:
    """Each line has nine aliases of the one before, in the place of ``{}``."""
    pairs = itertools.pairwise(NAMES)
    return "a: &a {x: 1}\n" + "".join(
        f"{name}: &{name} {line.format(','.join([f'*{before}'] * 9))}\n" for before, name in pairs
    )


FAULTS = {
    "a: 1\nday: 2021-02-30\n": (2, "“2021-02-30”"),
    "a: 1\n\nday: 2021-13-01 25:61:61\n": (3, "读不成日期"),
    "a: 1\nb:\n  - !!int x\n": (3, "“x”"),
    "a: !!timestamp x\n": (1, "“x”"),
    "a: !!bool maybe\n": (1, "“maybe”"),
    f"a: {'9' * 5000}\n": (1, "此处的值"),
    "a: 1\nb: 2\na: 3\n": (3, "“a”出现两次"),
    "a: 1\nb: " + "[" * 100_000: (2, f"超过 {MAX_DEPTH} 层"),
    "a: 1\nb:\n  " + "- " * 100_000: (3, f"超过 {MAX_DEPTH} 层"),
    "{a: " * 100_000: (1, f"超过 {MAX_DEPTH} 层"),
    doubling("[{}]"): (5, f"超过 {MAX_ALIASED} 项"),
    doubling("{{<<: [{}]}}"): (5, f"超过 {MAX_ALIASED} 项"),
    "a: 1\nb: &b [*b]\n": (2, "引用它自己"),
    "a: 1\nb: [\n": (3, "不是合法的 YAML"),
    "a: 1\nb: \x07\n": (2, "不是合法的 YAML"),
    "a: 1\n---\nb: 1\n": (2, "不是合法的 YAML"),
    "a: 1\nb: *unknown\n": (2, "不是合法的 YAML"),
    "a: 1\nb: !!python/name:os.system\n": (2, "不是合法的 YAML"),
    "a: 1\n? [b]\n: 1\n": (2, "不是合法的 YAML"),
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: repr(text[:25]))
def test_one_message_with_the_line(text: str):
    line, what = FAULTS[text]
    with pytest.raises(ContractError, match=what) as caught:
        parse_yaml(text, "2021/notes.yaml")
    assert caught.value.where == f"2021/notes.yaml 第 {line} 行"
    assert caught.value.todo


def test_plain_content_and_short_aliases_are_read():
    text = "day: 2021-02-28\nkinds: &kinds [甲, 乙]\nsame: *kinds\nnone:\n? 1\n: x\n"
    assert parse_yaml(text, "f") == {
        "day": dt.date(2021, 2, 28),
        "kinds": ["甲", "乙"],
        "same": ["甲", "乙"],
        "none": None,
        1: "x",
    }
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert repr(parse_yaml(deep, "f")) == deep


PARTS = (
    "a", "- ", "? ", ": ", "{", "}", "[", "]", ",", "\n", "\n  ", "&a ", "*a", "<<: ", "=", "|", "'", '"', "#", "---", "%", "\\",
    "!!map ", "!!set ", "!!omap ", "!!pairs ", "!!int ", "!!binary ", "!!timestamp ", "!!float ", "!!bool ", "!!null ",
    "!!seq ", "!!str ", "2021-02-30", "0x", "0b2", "1_", "1:99:x", "~",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=10).map("".join))
def test_whatever_the_text(text: str):
    try:
        parse_yaml(text, "f.yaml")
    except ContractError as error:
        assert error.where.startswith("f.yaml 第 ")


def test_files_that_cannot_be_read(tmp_path: Path):
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "latin.yaml").write_bytes(b"a: 1\nb: \xe9t\xe9\n")
    (tmp_path / "large.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    for name, where, what in (
        ("missing.yaml", "missing.yaml", "找不到"),
        ("folder.yaml", "folder.yaml", "读不出来"),
        ("latin.yaml", "latin.yaml 第 2 行", "UTF-8"),
        ("large.yaml", "large.yaml", "大于"),
    ):
        with pytest.raises(ContractError, match=what) as caught:
            read_yaml(tmp_path / name)
        assert caught.value.where == where


class Entry(Settings):
    day: dt.date


def test_entries_name_the_file_of_the_year(tmp_path: Path):
    path = tmp_path / "notes.yaml"
    path.write_text("- day: 2021-02-28\n- day: 2021-02-30\n", encoding="utf-8")
    with pytest.raises(ContractError) as caught:
        load_entries(Entry, path, "2021/notes.yaml")
    assert caught.value.where == "2021/notes.yaml 第 2 行"
