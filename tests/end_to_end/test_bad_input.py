"""Bad input: a clear message in Chinese that says where and what to do; no traceback, nothing half-written."""

from __future__ import annotations

import csv
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import load_workbook
from small_bureau import part_of_bureau

LEDGERS = {
    "LG04": "food_inspections",
    "LG08": "product_sampling",
    "LG11": "registrations",
    "LG12": "patents",
    "LG14": "complaints",
    "RF02": "subjects",
}
SECTIONS = ("03_food_safety", "06_product_quality", "08_intellectual_property", "10_consumer_rights")
LG04 = "LG04_食品生产经营监督检查台账.xlsx"
LG11 = "LG11_经营主体登记业务导出_合成示例.csv"
LG14 = "LG14_12315投诉举报工单导出_合成示例.csv"


def edit_csv(path: Path, change: Callable[[list[list[str]]], None]) -> None:
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def edit_xlsx(path: Path, change: Callable[[list[list]], None]) -> None:
    book = load_workbook(path)
    name = book.sheet_names[0]
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    change(rows)
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as out:
        sheet = out.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)


def set_cell(column: str, row: int, value: str) -> Callable[[list[list]], None]:
    """Write a cell of the first data rows; the header is the row that holds `column`."""

    def change(rows: list[list]) -> None:
        header = next(i for i, cells in enumerate(rows) if column in cells)
        rows[header + row][rows[header].index(column)] = value

    return change


def drop_column(column: str) -> Callable[[list[list]], None]:
    def change(rows: list[list]) -> None:
        header = next(i for i, cells in enumerate(rows) if column in cells)
        at = rows[header].index(column)
        for row in rows[header:]:
            if len(row) > at:
                del row[at]

    return change


@pytest.fixture
def bureau(repository: Path, tmp_path: Path) -> Path:
    """A part of the sample bureau that a test may spoil."""
    return part_of_bureau(tmp_path / "data", repository, LEDGERS, SECTIONS)


def refused(result, out: Path, *words: str) -> None:
    """Status 2, a Chinese message with these words, no traceback, nothing published."""
    assert result.returncode == 2, result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr
    assert not list(out.glob("2021*")) if out.is_dir() else True


@pytest.mark.parametrize(
    "period", ["2021Q5", "2021-13", "21", "2021-02-30..2021-03-01", "2021-05..2021-02", "abc"]
)
def test_bad_period(period: str, call, tmp_path: Path) -> None:
    refused(call("run", period, "--out", tmp_path / "out"), tmp_path / "out", "报告期", "2021H1")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("no_such=1", ("no_such", "top_n")),
        ("top_n=许多", ("top_n", "整数")),
        ("top_n", ("top_n", "名称=值")),
        ("period=2020", ("period",)),
    ],
)
def test_bad_parameter(given: str, words: tuple[str, ...], call, bureau: Path, tmp_path: Path) -> None:
    result = call("run", "2021", "-p", given, "--data", bureau, "--out", tmp_path / "out")
    refused(result, tmp_path / "out", *words)


def test_missing_data_folder(call, tmp_path: Path) -> None:
    refused(
        call("run", "2021", "--data", tmp_path / "none", "--out", tmp_path / "out"),
        tmp_path / "out",
        "数据目录不存在",
    )


def test_output_is_a_file(call, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("我在这里")
    result = call("run", "2021", "--out", tmp_path / "out")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert (tmp_path / "out").read_text() == "我在这里"


def test_missing_column(call, bureau: Path, tmp_path: Path) -> None:
    edit_csv(bureau / "2021" / LG11, drop_column("核准日期"))
    result = call("run", "2021", "--data", bureau, "--out", tmp_path / "out")
    refused(result, tmp_path / "out", "2021/" + LG11, "工作表", "第 1 行", "核准日期", "处理")


def test_corrupt_file(call, bureau: Path, tmp_path: Path) -> None:
    (bureau / "2021" / LG04).write_bytes(b"this is not a workbook")
    refused(
        call("run", "2021", "--data", bureau, "--out", tmp_path / "out"),
        tmp_path / "out",
        "2021/" + LG04,
        "打不开",
    )


YAMLS = {
    "a day that is none": ("- {figure: a, day: 2021-02-30}\n", "“2021-02-30”读不成日期"),
    "deep nesting": ("[" * 100_000, "嵌套超过"),
    "aliases of aliases": (
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{to}: &{to} [{','.join([f'*{of}'] * 9)}]\n" for of, to in zip("abcde", "bcdef", strict=True)
        ),
        "别名展开后超过",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", YAMLS)
@pytest.mark.parametrize("name", ["notes.yaml", "corrections.yaml", "waivers.yaml", "signoffs.yaml"])
def test_what_people_write_of_a_year_is_refused_once(
    name: str, fault: str, call, bureau: Path, tmp_path: Path
) -> None:
    text, words = YAMLS[fault]
    (bureau / "2021" / name).write_text(text, encoding="utf-8")
    result = call("run", "2021", "--data", bureau, "--out", tmp_path / "out")
    refused(result, tmp_path / "out", words, f"2021/{name} 第 ", "处理")
    assert result.stderr.count("错误：") == 1


def test_a_file_whose_name_is_not_text_is_named(call, bureau: Path, tmp_path: Path) -> None:
    path = os.fsencode(bureau / "2021") + b"/LG04_\xff\xfe.csv"
    with open(path, "wb") as file:
        file.write("甲,乙\n1,2\n".encode())
    result = call("run", "2021", "--data", bureau, "--out", tmp_path / "out")
    refused(result, tmp_path / "out", r"2021/LG04_\xff\xfe.csv", "找不到《食品生产经营监督检查台账》的表头")


def test_previous_output_stays_when_a_run_is_refused(call, bureau: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "2021").mkdir(parents=True)
    (out / "2021" / "index.html").write_text("上一次的报告")
    (out / "2021" / "manifest.json").write_text('{"outputs": ["index.html"]}')
    (bureau / "2021" / LG04).write_bytes(b"")
    result = call("run", "2021", "--data", bureau, "--out", out)
    assert result.returncode == 2
    assert "打不开" in result.stderr
    assert {path.name for path in (out / "2021").iterdir()} == {"index.html", "manifest.json"}


@pytest.fixture(scope="module")
def spoilt(workreport, repository: Path, tmp_path_factory: pytest.TempPathFactory):
    """One run over a bureau with a wrong type, an unknown code, an unknown unit, and a ledger not handed in."""
    folder = tmp_path_factory.mktemp("spoilt")
    part_of_bureau(folder / "data", repository, LEDGERS, SECTIONS)
    year = folder / "data" / "2021"
    edit_xlsx(year / LG04, set_cell("检查人数（人）", 5, "两三个"))
    edit_csv(year / LG14, set_cell("客体类别", 3, "飞碟"))
    edit_csv(year / LG11, set_cell("承办机构", 7, "上下浦分局"))
    (year / "LG12_专利台账.xlsx").unlink()
    shutil.copy(year / LG04, year / "LG04-补报.xlsx")
    result = workreport("run", "2021", "--data", folder / "data", "--out", folder / "out")
    return result, folder / "out" / "2021"


def test_spoilt_rows_are_named_and_set_aside(spoilt) -> None:
    result, out = spoilt
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    for words in (
        (f"2021/{LG04}", "第 8 行", "检查人数", "两三个", "整数"),
        (f"2021/{LG14}", "第 4 行", "客体类别", "飞碟"),
        (f"2021/{LG11}", "第 8 行", "承办机构", "上下浦分局"),
    ):
        line = next(line for line in result.stderr.splitlines() if words[0] in line)
        assert all(word in line for word in words), line
    with (out / "findings.csv").open(encoding="utf-8-sig") as lines:
        found = [row for row in csv.DictReader(lines) if row["disposition"] == "quarantined"]
    assert {(row["ledger"], row["row"]) for row in found} == {
        ("food_inspections", "8"), ("complaints", "4"), ("registrations", "8"),
    }  # fmt: skip
    with (out / "rows.csv").open(encoding="utf-8-sig") as lines:
        aside = {
            row["ledger"]: int(row["quarantined"])
            for row in csv.DictReader(lines)
            if row["file"].startswith("2021/")
        }
    assert {name for name, count in aside.items() if count} == {
        "food_inspections",
        "complaints",
        "registrations",
    }


def test_a_file_that_no_ledger_takes_is_named_and_makes_a_draft(spoilt) -> None:
    result, out = spoilt
    (line,) = [line for line in result.stderr.splitlines() if "LG04-补报.xlsx" in line]
    assert "没有读入" in line and "LG04_*" in line
    with (out / "sources.csv").open(encoding="utf-8-sig") as lines:
        (row,) = [row for row in csv.DictReader(lines) if row["file"].endswith("补报.xlsx")]
    assert (row["use"], row["blocks"]) == ("not_taken", "true")
    assert "LG04-补报.xlsx" in (out / "review.html").read_text(encoding="utf-8")
    assert "LG04-补报.xlsx" not in (out / "index.html").read_text(encoding="utf-8")


def test_report_says_how_many_rows_wait(spoilt) -> None:
    _, out = spoilt
    waits = '台账中另有<data class="wr-count" value="3">3</data>行待核'
    assert waits in (out / "index.html").read_text(encoding="utf-8")


def test_written_report_of_a_draft_is_marked(spoilt) -> None:
    with zipfile.ZipFile(spoilt[1] / "report.docx") as parts:
        headers = [parts.read(name) for name in parts.namelist() if name.startswith("word/header")]
    assert len(headers) == 2 and all(b"PowerPlusWaterMark" in header for header in headers)


def test_missing_ledger_blocks_its_section_with_words(spoilt) -> None:
    result, out = spoilt
    section = (out / "sections" / "08_intellectual_property.html").read_text(encoding="utf-8")
    assert "本节暂缺" in section and "LG12" not in section
    assert "本期未提供台账：LG12" in (out / "review.html").read_text(encoding="utf-8")
    assert "LG12" in result.stderr
    with (out / "figures.csv").open(encoding="utf-8-sig") as lines:
        patents = next(row for row in csv.DictReader(lines) if row["id"] == "ip.patents_valid")
    assert (patents["value"], patents["status"]) == ("", "blocked")
    other = (out / "sections" / "10_consumer_rights.html").read_text(encoding="utf-8")
    assert "本节暂缺" not in other


def notebooks_with(repository: Path, folder: Path, change: Callable[[dict], None]) -> Path:
    """A copy of the notebooks in which section 06 was changed."""
    shutil.copytree(repository / "notebooks", folder)
    path = folder / "06_product_quality.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def test_failing_section_is_a_marked_gap(bureau: Path, repository: Path, tmp_path: Path) -> None:
    import io

    from workreport.base.period import Period
    from workreport.base.workspace import Workspace
    from workreport.pipeline.run import RunRequest, run

    def break_it(content: dict) -> None:
        content["cells"][-1]["source"] = "raise RuntimeError('故意出错')"
        content["cells"][-1]["cell_type"] = "code"
        content["cells"][-1] |= {"outputs": [], "execution_count": None}

    notebooks = notebooks_with(repository, tmp_path / "notebooks", break_it)
    workspace = Workspace.open(bureau, tmp_path / "out")
    outcome = run(RunRequest(workspace, Period.parse("2021"), io.StringIO(), notebooks=notebooks))
    states = {result.section.id: result.status for result in outcome.sections}
    assert outcome.status == 1
    assert [id for id, state in states.items() if state != "ok"] == ["06_product_quality"]
    leaders = (outcome.folder / "index.html").read_text(encoding="utf-8")
    review = (outcome.folder / "review.html").read_text(encoding="utf-8")
    assert "未能生成" in leaders
    assert "故意出错" not in leaders
    assert "故意出错" in review
    assert "消费维权" in leaders


@pytest.mark.parametrize("tags", [[], None])
def test_notebook_without_parameters_cell(tags, bureau: Path, repository: Path, tmp_path: Path) -> None:
    import io

    from workreport.base.errors import WorkreportError
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace
    from workreport.pipeline.run import RunRequest, run

    def untag(content: dict) -> None:
        for cell in content["cells"]:
            cell["metadata"] = {} if tags is None else {"tags": tags}

    notebooks = notebooks_with(repository, tmp_path / "notebooks", untag)
    workspace = Workspace.open(bureau, tmp_path / "out")
    with pytest.raises(WorkreportError, match="参数单元格") as error:
        run(RunRequest(workspace, Period.parse("2021"), io.StringIO(), notebooks=notebooks))
    assert "06_product_quality.ipynb" in error.value.message
    assert not (tmp_path / "out" / "2021").exists()
