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
    remark = "【红】错误：应为 1231\n编号 ab12"
    assert found == [
        (remark, "1235", "口径不同，\n不改", "张科"),
        (remark, "1235", "同意", "王科"),
    ]
    assert {reply.fingerprint for reply in found} == {"ab12"}


def test_a_circle_of_threads_ends(answered):
    assert answered(thread("00030001", "00040000") + thread("00040000", "00030001")) == []


def test_without_threads_comments_on_other_words_are_no_answers(answered):
    assert answered("") == []


ASKED = "【红】错误：应为 1231\n编号 ab12"
OPEN = '<w:commentRangeStart w:id="{0}"/>'
CLOSE = '<w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>'
POINT = '<w:r><w:commentReference w:id="{0}"/></w:r>'


def saved_by_libreoffice(tmp_path, around: str, *comments: str) -> list[tuple[str, ...]]:
    """The answers in a file as LibreOffice writes it: comments without threads and paragraph ids, runs without text."""
    body = paragraph("受理", around, "件")
    stripped = "".join(comments).replace("w14:paraId", "w14:was")
    (tmp_path / "稿.docx").write_bytes(word_file(body, comments=stripped))
    return replies(tmp_path / "稿.docx")


@pytest.mark.parametrize(
    "around",
    [
        OPEN.format(0)
        + OPEN.format(1)
        + run("1235")
        + "<w:r/>"
        + CLOSE.format(1)
        + "<w:r/>"
        + CLOSE.format(0),
        OPEN.format(1) + run("1235") + CLOSE.format(1) + POINT.format(0),
    ],
)
def test_without_threads_a_comment_on_the_same_words_is_an_answer(tmp_path, around):
    first, second = comment(1, "核稿", *ASKED.split("\n")), comment(0, "张科", "不改：口径不同")
    found = saved_by_libreoffice(tmp_path, around, first, second)
    assert found == [(ASKED, "1235", "不改：口径不同", "张科")]


def test_a_comment_on_more_words_is_no_answer(tmp_path):
    around = OPEN.format(0) + run("约") + OPEN.format(1) + run("1235") + CLOSE.format(1) + CLOSE.format(0)
    first, second = comment(1, "核稿", *ASKED.split("\n")), comment(0, "张科", "不改")
    assert saved_by_libreoffice(tmp_path, around, first, second) == []


def test_of_two_comments_on_the_same_words_the_quoted_one_is_answered(tmp_path):
    around = "".join(map(OPEN.format, (0, 1, 2))) + run("1235") + "".join(map(CLOSE.format, (2, 1, 0)))
    first, second = comment(1, "核稿", *ASKED.split("\n")), comment(2, "核稿", "【黄】存疑", "编号 cd34")
    assert saved_by_libreoffice(tmp_path, around, first, second, comment(0, "张科", "不改")) == []
    quoting = comment(0, "张科", "回复 核稿：“【红】错误：应为 1231", "编号 ab12”", "不改：已核")
    assert saved_by_libreoffice(tmp_path, around, first, second, quoting) == [
        (ASKED, "1235", "不改：已核", "张科")
    ]
