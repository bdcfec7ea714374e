"""`workreport refresh`: a new copy and its list of changes beside an untouched original; answers, statuses, refusals."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import docx
import pytest
import yaml
from click.testing import CliRunner, Result
from lxml import etree

from workreport.cli import main
from workreport.drafts.reading.word_xml import W

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def samples(bureau, two_figures):
    """A function that writes a ledger of so many samples in 2021."""
    bureau.devices(2020)
    bureau.devices(2021)
    bureau.samples(2020)

    def write(count: int) -> None:
        bureau.samples(2021, *({"抽样日期": f"2021-03-{day + 1:02}"} for day in range(count)))

    write(3)
    return write


@pytest.fixture
def refresh(bureau, samples, tmp_path):
    """The command on a Word file of one paragraph, or on a file that is there."""

    def invoke(file: Path | str, *more: str, period: str = "2021") -> Result:
        if isinstance(file, str):
            document = docx.Document()
            document.add_paragraph(file)
            document.save(tmp_path / "稿.docx")
            file = tmp_path / "稿.docx"
        folders = ["--data", str(bureau.data), "--out", str(tmp_path / "done")]
        return CliRunner().invoke(main, ["refresh", str(file), period, *folders, *more])

    return invoke


@pytest.fixture
def done(tmp_path) -> Path:
    return tmp_path / "done" / "drafts" / "稿"


def rows(done: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((done / "稿_改数单.csv").read_text(encoding="utf-8-sig"))))


def text(path: Path) -> str:
    from workreport.drafts.reading import read_text

    return read_text(path).text.text


def test_a_new_copy_stands_beside_the_untouched_original(refresh, done, tmp_path):
    result = refresh("抽样〔抽样〕。")
    assert (result.exit_code, "没有要人处理的" in result.output) == (0, True), result.output
    assert text(tmp_path / "稿.docx") == "抽样〔抽样〕。"
    assert text(done / "稿_刷新.docx") == "抽样3批次。"
    assert {path.name for path in done.iterdir()} == {
        "稿_刷新.docx", "稿_改数单.docx", "稿_改数单.csv", "manifest.json",
    }  # fmt: skip
    assert [row["类别"] for row in rows(done)] == ["填入"]


def test_what_people_have_to_do_is_status_1(refresh, done):
    result = refresh("抽样〔抽羊〕。")
    assert (result.exit_code, "槽位未填 第1段" in result.output) == (1, True), result.output


@pytest.mark.parametrize("name", ["没有.docx", "坏.docx", "文.txt"])
def test_what_cannot_be_refreshed_is_status_2(refresh, done, tmp_path, name):
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no archive")
    (tmp_path / "文.txt").write_text("抽样〔抽样〕。", encoding="utf-8")
    result = refresh(tmp_path / name)
    assert result.exit_code == 2 and name.removesuffix(".docx").removesuffix(".txt") in result.output
    assert "Traceback" not in result.output and not done.exists()


def test_a_file_with_macros_is_not_copied(refresh, done, tmp_path):
    refresh("抽样〔抽样〕。")
    saved = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "稿.docx") as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/vbaProject.bin", b"macro")
    (tmp_path / "稿.docm").write_bytes(saved.getvalue())
    before = {path.name: path.read_bytes() for path in done.iterdir()}
    result = refresh(tmp_path / "稿.docm")
    assert (result.exit_code, "宏" in result.output) == (2, True), result.output
    assert {path.name: path.read_bytes() for path in done.iterdir()} == before


def test_the_clean_copy_has_neither_revisions_nor_comments(refresh, done, tmp_path):
    result = refresh("抽样〔抽样〕，〔没有的〕。", "--accept")
    assert result.exit_code == 1
    with zipfile.ZipFile(done / "稿_清样.docx") as parts:
        assert b"<w:ins " not in parts.read("word/document.xml")
        assert not [name for name in parts.namelist() if "comments" in name]


def test_equal_drafts_and_ledgers_give_equal_bytes(refresh, done):
    outputs = []
    for _ in range(2):
        refresh("抽样〔抽样〕，〔没有的〕。")
        outputs.append({path.name: path.read_bytes() for path in done.iterdir()})
    assert outputs[0] == outputs[1]


def typed_over(path: Path, target: Path) -> Path:
    """A copy of a refreshed draft in which somebody typed 9批次 for 3批次."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name,
                content.replace("3批次".encode(), "9批次".encode())
                if name == "word/document.xml"
                else content,
            )
    return target


@pytest.fixture
def typed(refresh, done, tmp_path) -> Path:
    refresh("全年抽样〔抽样〕，工作有序。")
    return typed_over(done / "稿_刷新.docx", tmp_path / "稿.docx")


def test_a_typed_number_is_settled_by_an_answer_beside_the_draft(refresh, done, tmp_path, typed):
    assert refresh(typed).exit_code == 1
    (row,) = rows(done)
    assert [row[name] for name in ("类别", "现数", "台账数", "修改人")] == ["手改待定", "9批次", "3批次", ""]
    answer = {"fingerprint": row["编号"], "verdict": "dismissed", "by": "办公室", "why": "含协办"}
    (tmp_path / "proof.yaml").write_text(yaml.safe_dump([answer], allow_unicode=True), encoding="utf-8")
    settled = refresh(typed)
    assert settled.exit_code == 0, settled.output
    (row,) = rows(done)
    assert (row["类别"], row["修改人"], row["理由"]) == ("手改保留", "办公室", "含协办")
    assert text(done / "稿_刷新.docx") == "全年抽样9批次，工作有序。"


def replied(path: Path, words: str) -> None:
    """Answer the first comment of a Word file, as Word stores it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    comments = etree.fromstring(parts["word/comments.xml"])
    paragraphs = comments[0]
    paragraphs[-1].set(f"{{{W14}}}paraId", "00000001")
    answer = etree.SubElement(comments, f"{W}comment", {f"{W}id": "990", f"{W}author": "李局"})
    paragraph = etree.SubElement(answer, f"{W}p", {f"{{{W14}}}paraId": "00000002"})
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = words
    parts["word/comments.xml"] = etree.tostring(comments)
    parts["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="00000001"/>'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/></w15:commentsEx>'
    ).encode()
    relation = f'<Relationship Id="rIdEx" Type="{RELATIONS}/commentsExtended" Target="commentsExtended.xml"/></Relationships>'
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relation.encode())
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


def test_a_reply_to_the_comment_keeps_the_number_and_its_thread(refresh, done, tmp_path, typed, samples):
    assert refresh(typed).exit_code == 1
    answered = tmp_path / "回" / "稿.docx"
    answered.parent.mkdir()
    answered.write_bytes((done / "稿_刷新.docx").read_bytes())
    replied(answered, "不改：含协办单位的")
    result = refresh(answered)
    assert result.exit_code == 0, result.output
    (row,) = rows(done)
    assert (row["类别"], row["修改人"], row["理由"]) == ("手改保留", "李局", "含协办单位的")
    with zipfile.ZipFile(done / "稿_刷新.docx") as parts:
        assert len(etree.fromstring(parts.read("word/comments.xml"))) == 2
    again = tmp_path / "再" / "稿.docx"
    again.parent.mkdir()
    again.write_bytes((done / "稿_刷新.docx").read_bytes())
    samples(5)
    assert refresh(again).exit_code == 0 and text(done / "稿_刷新.docx") == "全年抽样9批次，工作有序。"


def test_what_somebody_edited_among_the_results_is_not_written_over(refresh, done):
    refresh("抽样〔抽样〕。")
    edited = typed_over(done / "稿_刷新.docx", done / "又.docx")
    edited.replace(done / "稿_刷新.docx")
    before = (done / "稿_刷新.docx").read_bytes()
    result = refresh("抽样〔抽样〕。")
    assert (result.exit_code, "有人改过" in result.output) == (2, True), result.output
    assert (done / "稿_刷新.docx").read_bytes() == before
