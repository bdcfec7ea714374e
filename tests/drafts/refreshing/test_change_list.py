"""改数单: every change with its cause, for spreadsheets and on paper; and what is written where."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workreport.base.errors import WorkreportError
from workreport.drafts.model import DraftText
from workreport.drafts.reading.word_changes import TextChange
from workreport.drafts.refreshing.causes import with_causes
from workreport.drafts.refreshing.change_list import COLUMNS, change_csv, counts
from workreport.drafts.refreshing.change_paper import change_paper
from workreport.drafts.refreshing.entries import KINDS, TYPED, Entry
from workreport.drafts.refreshing.output_files import files_of, name_of, write
from workreport.drafts.refreshing.refresh import Refreshed
from workreport.drafts.refreshing.written_numbers import Moved
from workreport.history.runs import History


@pytest.fixture
def moved(drafts, book, tmp_path):
    """A draft whose number moved from 3 to 5, with a slot that cannot be read, and the book."""
    raw = drafts.refresh(drafts.draft("全年完成抽样〔抽样〕。", "〔=1+1〕"), book(3)).content
    now = book(5)
    return with_causes(drafts.refresh(raw, now), now, History.of(tmp_path / "none")), now


def test_the_table_names_paragraph_numbers_ledger_and_sentence(moved):
    done, _ = moved
    content = change_csv(done)
    assert content.startswith(b"\xef\xbb\xbf")
    slot, change = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(change) == COLUMNS
    assert [change[name] for name in ("类别", "要处理", "段落", "绑定的数", "原数", "现数", "依据", "句子")] == [
        "改数", "", "1", "抽样", "3批次", "5批次", "《抽样台账》5行", "全年完成抽样5批次。",
    ]  # fmt: skip
    assert (slot["类别"], slot["要处理"], slot["句子"]) == ("槽位未填", "是", "〔=1+1〕")


def test_nothing_in_the_table_is_run_as_a_formula():
    entry = Entry(TYPED, 0, 3, old="=1+1", new="@SUM(A1)", message="+cmd", sentence="-2+3")
    done = Refreshed(b"", DraftText.of("稿", "=1+1"), (entry,), (), "2021", "", 0, 0, 0)
    (row,) = csv.DictReader(io.StringIO(change_csv(done).decode("utf-8-sig")))
    assert [row[name][0] for name in ("原数", "现数", "说明", "句子")] == ["'"] * 4


def test_the_counts_name_every_kind_that_occurs(moved):
    done, _ = moved
    assert counts(done) == {"绑定数": 1, "未变": 0, "槽位未填": 1, "改数": 1}


def test_the_paper_says_the_same_and_is_made_alike_every_time(moved):
    done, book = moved
    bureau = book.frames.intake.workspace.bureau
    paper = change_paper(done, bureau, book.period)
    assert paper == change_paper(done, bureau, book.period)
    document = docx.Document(io.BytesIO(paper))
    to_do, changed = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
    assert to_do[1][:2] == ["2", KINDS["slot"].title]
    assert changed[1] == ["1", "抽样", "3批次", "5批次", "《抽样台账》5行", "全年完成抽样5批次。"]
    assert any("改数 1" in paragraph.text for paragraph in document.paragraphs)


def test_a_refresh_without_changes_says_so(drafts, book):
    now = book(3)
    done = drafts.refresh(drafts.draft("没有数。"), now)
    document = docx.Document(io.BytesIO(change_paper(done, now.frames.intake.workspace.bureau, now.period)))
    assert not document.tables and any("没有改数" in paragraph.text for paragraph in document.paragraphs)


def test_personal_data_of_a_sentence_is_masked(drafts, book):
    done = drafts.refresh(drafts.draft("联系人：张三丰，手机13812345678，抽样〔抽样〕。"), book(3))
    assert "13812345678" not in change_csv(done).decode("utf-8-sig")


@given(
    st.text("ab", max_size=12),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.text("xyz", max_size=3)), max_size=4),
)
def test_places_move_with_the_changes_before_them(text, given_changes):
    changes, until = [], 0
    for start, end, new in sorted(given_changes):
        if until <= start < end <= len(text):
            changes.append(TextChange(start, end, new))
            until = end
    moved = Moved(tuple(changes))
    after = moved.text(text)
    for start, end, new in changes:
        assert after[slice(*moved.range(start, end))] == new
    for at, letter in enumerate(text):
        if not any(start <= at < end for start, end, _ in changes):
            assert after[slice(*moved.range(at, at + 1))] == letter


# files


def test_a_refreshed_draft_keeps_its_name():
    names = ["正文", "正文_刷新", "正文_清样", "_刷新"]
    assert [name_of(Path(f"{name}.docx")) for name in names] == ["正文", "正文", "正文", "_刷新"]


def test_all_files_are_replaced_together_and_what_somebody_edited_is_not(moved, tmp_path):
    done, book = moved
    files = files_of(done, "正文", book.frames.intake.workspace.bureau, book.period, accept=False)
    folder = write(tmp_path, "正文", files)
    assert write(tmp_path, "正文", files) == folder
    assert {path.name for path in folder.iterdir()} == set(files)
    (folder / "正文_刷新.docx").write_bytes(b"edited")
    with pytest.raises(WorkreportError, match="有人改过"):
        write(tmp_path, "正文", files)
    assert (folder / "正文_刷新.docx").read_bytes() == b"edited"


KILLED = """
import os, signal, sys
from pathlib import Path
from workreport.drafts.refreshing.output_files import write

class Files(dict):
    def items(self):
        yield "a.docx", b"half"
        os.kill(os.getpid(), signal.SIGKILL)

write(Path(sys.argv[1]), "正文", Files())
"""


@pytest.mark.slow
def test_a_kill_in_the_middle_leaves_the_earlier_files_whole(tmp_path):
    folder = write(tmp_path, "正文", {"a.docx": b"first", "b.csv": b"first"})
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)], env=os.environ | {"PYTHONUTF8": "1"}, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL
    assert [(folder / name).read_bytes() for name in ("a.docx", "b.csv")] == [b"first", b"first"]
    write(tmp_path, "正文", {"a.docx": b"second"})
    assert (folder / "a.docx").read_bytes() == b"second" and not (folder / "b.csv").exists()
