"""`workreport draft`: where it writes, what it never writes over, what it says."""

from __future__ import annotations

import docx
import pytest
from click.testing import CliRunner, Result

from workreport.base.paths import OUT_VARIABLE
from workreport.cli import main
from workreport.drafts.reading import read_text


@pytest.fixture
def run(bureau, two_figures, monkeypatch, out):
    """The command on a bureau with three samples in 2021 and one in 2020, without devices."""
    monkeypatch.setenv(OUT_VARIABLE, str(out))
    bureau.samples(2021, {}, {}, {})
    bureau.samples(2020, {"抽样单编号": "A1", "抽样日期": "2020-03-05", "报告日期": "2020-03-20"})
    (bureau.data / "sections.yaml").write_text(
        "- {id: 01_samples, title: 抽样, chapter: 工作}\n", encoding="utf-8"
    )
    (bureau.data / "outline").mkdir()
    outline = "sections: {01_samples: [[【期内】抽样〔抽样〕。, 〔此处写措施〕。, 设备〔在用设备〕。]]}\n"
    (bureau.data / "outline" / "正文.yaml").write_text(outline, encoding="utf-8")

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(main, ["draft", *words, "--data", str(bureau.data)])

    return invoke


def text(path) -> str:
    return read_text(path).text.text


def test_the_first_draft_goes_to_the_periods_folder(run, bureau):
    result = run("2021")
    assert result.exit_code == 0, result.output
    assert "全年抽样3批次" in text(bureau.data / "2021" / "drafts" / "正文.docx")
    assert "绑定数 1 个，待写 4 处" in result.output and "→ 2021/drafts/正文.docx" in result.output
    assert "! 此处待补：" in result.output and "设备登记台账" in result.output
    assert run("2021Q1").exit_code == 0
    assert (bureau.data / "2021" / "drafts" / "正文_2021Q1.docx").is_file()


def test_a_draft_that_is_there_stays(run, bureau, tmp_path):
    path = bureau.data / "2021" / "drafts" / "正文.docx"
    path.parent.mkdir()
    path.write_bytes(b"people's words")
    refused = run("2021")
    assert refused.exit_code == 2 and "已经有这份稿" in refused.output and "--to" in refused.output
    assert path.read_bytes() == b"people's words"
    assert run("2021", "--to", str(tmp_path / "另一份.docx")).exit_code == 0
    assert "抽样3批次" in text(tmp_path / "另一份.docx")


def test_an_earlier_draft_is_rolled_forward(run, bureau, tmp_path):
    run("2020", "--to", str(tmp_path / "上年.docx"))
    result = run("2021", "--from", str(tmp_path / "上年.docx"))
    assert result.exit_code == 0, result.output
    assert "全年抽样3批次" in text(bureau.data / "2021" / "drafts" / "正文.docx")
    assert "段有过时的说法" in result.output


def test_a_finished_report_is_bound(run, bureau, tmp_path):
    finished = docx.Document()
    finished.add_paragraph("2021年，抽样3批次，另有抽样4批次。")
    finished.save(tmp_path / "写好的.docx")
    result = run("2021", "--bind", str(tmp_path / "写好的.docx"))
    assert result.exit_code == 0, result.output
    assert "绑定数 1 个，拿不准的 1 个" in result.output and "“4批次”" in result.output


def test_wrong_calls_are_explained(run, tmp_path):
    both = run("2021", "--from", "a.docx", "--bind", "b.docx")
    assert both.exit_code == 2 and "只能用一个" in both.output
    missing = run("2021", "--from", str(tmp_path / "没有.docx"))
    assert missing.exit_code == 2 and "找不到文件" in missing.output
    other = run("2021", "--to", str(tmp_path / "正文.txt"))
    assert other.exit_code == 2 and "Word 文件" in other.output
