"""Answers of people in the threads of a commented Word file."""

from __future__ import annotations

import pytest
from word_fixture import paragraph, run, word_file

from workreport.drafts.reading.word_replies import replies


def comment(id: int, author: str, *texts: str) -> str:
    content = "".join(
        f'<w:p w14:paraId="{id:04X}{at:04X}">{run(text)}</w:p>' for at, text in enumerate(texts)
    )
    return f'<w:comment w:id="{id}" w:author="{author}">{content}</w:comment>'


def on(id: int, text: str) -> str:
    return f'<w:commentRangeStart w:id="{id}"/>{run(text)}<w:commentRangeEnd w:id="{id}"/>'


@pytest.fixture
def answered(tmp_path):
    """The answers in a file whose threads are given."""

    def read(extended: str) -> list[tuple[str, ...]]:
        body = paragraph("受理", on(1, "1235"), "件，", on(2, "办结"), "完")
        comments = comment(1, "核稿", "【红】错误：应为 1231", "编号 ab12") + comment(2, "李科", "这里改一下")
        comments += (
            comment(3, "张科", "口径不同，", "不改") + comment(4, "王科", "同意") + comment(5, "王科", "好")
        )
        (tmp_path / "稿.docx").write_bytes(word_file(body, extended, comments=comments))
        return replies(tmp_path / "稿.docx")

    return read


def thread(id: str, parent: str = "") -> str:
    above = f' w15:paraIdParent="{parent}"' if parent else ""
    return f'<w15:commentEx w15:paraId="{id}"{above} w15:done="0"/>'


def test_answers_in_the_thread_of_a_finding_are_read(answered):
    found = answered(
        thread("00010001") + thread("00020000") + thread("00030001", "00010001")
        + thread("00040000", "00030001") + thread("00050000", "00020000")
    )  # fmt: skip
    told = "【红】错误：应为 1231\n编号 ab12"
    assert found == [
        (told, "1235", "口径不同，\n不改", "张科"),
        (told, "1235", "同意", "王科"),
    ]
    assert {one.fingerprint for one in found} == {"ab12"}


def test_a_circle_of_threads_ends(answered):
    assert answered(thread("00030001", "00040000") + thread("00040000", "00030001")) == []


def test_without_threads_there_are_no_answers(answered):
    assert answered("") == []
