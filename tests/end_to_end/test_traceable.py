"""Every number of the report can be followed to its rows, and is what they give when counted again."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn
from recount import Marks, Report, number, same, wrong_figures

PERIODS = ("2021", "2021-08")
"""A year, and a period with something before it, tasks half done, small numbers and a register seen later."""
PAGES = (
    *("2021/index.html", "2021/review.html", "2021/sections/03_food_safety.html"),
    *("2021/sections/10_consumer_rights.html", "2021-08/index.html", "2021-08/review.html"),
)
DATES = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?|\d{1,2}月(\d{1,2}日)?|末月\d{1,2}日")
NAMES = re.compile(r"12315|12345|3·15|(LG|RF)\d{2}[A-Z]?")
"""Names that have digits in them: hotlines, a festival, ledgers."""
SPACES, PAGE_NUMBER = re.compile(r"\s+"), re.compile(r"— ?\d+ ?—")
MANY = 3
"""Lines of a table that no paper leaves out: a header, two rows and a total."""
ELSEWHERE = ("reported", "reference")
"""Numbers reported or published before: not counted from the evidence."""


@pytest.fixture(scope="session")
def folder(report_2021) -> Path:
    return report_2021 / "2021"


@pytest.fixture(scope="session")
def folders(folder, report_month) -> dict[str, Path]:
    return {"2021": folder, "2021-08": report_month / "2021-08"}


@pytest.fixture(scope="session")
def reports(folders, repository) -> dict[str, Report]:
    return {period: Report(folder, repository / "data") for period, folder in folders.items()}


@pytest.fixture(scope="session")
def report(reports) -> Report:
    return reports["2021"]


@pytest.fixture(scope="session")
def pages(folders) -> dict[str, Marks]:
    return {name: Marks(page_in(folders, name).read_text(encoding="utf-8")) for name in PAGES}


def page_in(folders: dict[str, Path], name: str) -> Path:
    period, _, path = name.partition("/")
    return folders[period] / path


def loose(page: Marks) -> list[str]:
    """Numbers of the report's body outside any figure, dates and names set aside."""
    return [text for text in page.loose if re.search(r"\d", NAMES.sub("", DATES.sub("", text)))]


@pytest.mark.parametrize("period", PERIODS)
def test_every_figure_is_what_its_evidence_gives(reports, period):
    assert len(reports[period].figures) > 250
    assert wrong_figures(reports[period]) == []


def test_recount_sees_a_row_taken_away(report):
    recounted = Report(report.folder, report.data)
    id = next(
        id
        for id, _ in recounted.recipes
        if recounted.recipes[id, ""]["measure"] == "rows" and recounted.evidence(id)
    )
    recounted.evidence(id).pop()
    assert any(text.startswith(f"{id}:") for text in wrong_figures(recounted))


@pytest.mark.parametrize("name", PAGES)
def test_every_marked_number_is_what_the_evidence_gives(reports, pages, name):
    marks, report = pages[name].marks, reports[name.partition("/")[0]]
    assert len(marks) > 40
    wrong = [
        (mark, report.expected_number(mark))
        for mark in marks
        if mark.get("data-kind") not in ELSEWHERE
        and not same(number(mark["value"]), report.expected_number(mark))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_no_number_of_the_body_stands_outside_a_figure(pages, name):
    assert loose(pages[name]) == []


@pytest.mark.parametrize("planted", ["<p>共检查37家。</p>", "<table><tr><td>8</td></tr></table>"])
def test_walk_finds_a_planted_number(folder, planted):
    page = (folder / "sections" / "03_food_safety.html").read_text(encoding="utf-8")
    assert len(loose(Marks(page.replace('<p class="wr-say">', f'{planted}<p class="wr-say">', 1)))) == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_number_arrives(pages, name):
    walked = pages[name]
    assert len(walked.links) >= len(walked.marks)
    assert {link.removeprefix("#") for link in walked.links} <= walked.ids


def test_every_number_printed_in_a_chart_is_a_link(folder):
    page = (folder / "review.html").read_text(encoding="utf-8")
    links = page.count('<a class="wr-ref" href="#def-') - page.count("<data")
    assert links > 200
    for path in sorted(folder.glob("charts/*/*.svg")):
        parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
        root = ElementTree.fromstring(path.read_bytes(), parser)
        assert unmarked(root) == [], path.name


def unmarked(element, within: str = "") -> list[str]:
    """Texts with a number in a chart outside scales, legends and names, that no mark explains."""
    found = []
    for child in element:
        if child.tag is ElementTree.Comment:
            bare = DATES.sub("", child.text or "").strip()
            scale = re.search(r"[xy]tick|legend", within + element.get("id", ""))
            mark = element.get("id", "").startswith("mark-")
            if re.search(r"\d", bare) and not (scale or mark or bare.startswith(("目标", "时序进度"))):
                found.append(bare)
        else:
            found += unmarked(child, within + element.get("id", ""))
    return found


def printed(folder: Path, name: str) -> tuple[str, str]:
    """All words of a paper's Word file and of its PDF, without spaces and page numbers, between which a number may stand."""
    document = docx.Document(str(folder / f"{name}.docx"))
    words = "".join(element.text or "" for element in document.element.iter(qn("w:t")))
    pages = pypdf.PdfReader(folder / f"{name}.pdf").pages
    texts = (PAGE_NUMBER.sub("", page.extract_text()) for page in pages)
    return SPACES.sub("", words), SPACES.sub("", "".join(texts))


def figures_in(html: str) -> set[str]:
    """The numbers of figures in part of a page, without spaces."""
    return {
        SPACES.sub("", element) for element in re.findall(r'<data class="wr-fig"[^>]*>([^<]+)</data>', html)
    }


def test_the_written_report_has_every_number_that_the_page_begins_with(folder):
    page = (folder / "index.html").read_text(encoding="utf-8")
    start = page.index('id="written"')
    numbers = figures_in(page[start : page.index("</section>", start)])
    assert len(numbers) > 100
    for words in printed(folder, "report"):
        assert [text for text in sorted(numbers) if text not in words] == []


def test_the_data_volume_has_every_number_of_the_pages_long_tables(folder):
    page = (folder / "index.html").read_text(encoding="utf-8")
    body = page[: page.index('id="definitions"')]
    tables = re.findall(r'<figure class="wr-table" id="(?!s12).*?</figure>', body, flags=re.DOTALL)
    numbers = set().union(*(figures_in(table) for table in tables if table.count("<tr>") > MANY))
    assert len(numbers) > 500
    for words in printed(folder, "data"):
        assert [text for text in sorted(numbers) if text not in words] == []


def test_ratios_name_their_two_figures(report):
    rate = report.evidence("food.sampling.nonconforming_rate")
    assert [row["作用"] for row in rate] == ["numerator", "denominator"]
    assert all(row["指标编号"] in report.figures for row in rate)


def test_evidence_points_at_the_ledger_rows(report, repository):
    sheets: dict[tuple[str, str], list] = {}
    checked = 0
    for id, recipe in list(report.recipes.items()):
        rows = report.evidence(*id)
        if id[1] or not rows or "文件" not in rows[0]:
            continue
        key = list(rows[0])[3]
        for row in rows[:: max(1, len(rows) // 5)]:
            cells = ledger_row(repository / "data" / row["文件"], row["工作表"], int(row["行"]), sheets)
            assert row[key] in cells, (id, recipe["file"], row)
            checked += 1
    assert checked > 500


def ledger_row(path: Path, sheet: str, at: int, read: dict) -> list[str]:
    """The cells of a ledger's row as text, by the file itself."""
    if (path, sheet) not in read:
        if path.suffix == ".csv":
            raw = path.read_bytes()
            try:
                text = raw.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = raw.decode("gb18030")
            read[path, sheet] = list(csv.reader(text.splitlines()))
        else:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            read[path, sheet] = [list(row) for row in book[sheet].iter_rows(values_only=True)]
    return ["" if cell is None else str(cell) for cell in read[path, sheet][at - 1]]


def test_no_evidence_of_what_was_not_handed_in(report):
    for id, row in report.figures.items():
        if row["status"] == "blocked":
            assert report.evidence(id) == [] and row["value"] == ""


def test_shown_value_is_the_one_in_the_table(report, pages):
    values = {
        m["data-figure"]: m["value"]
        for m in pages["2021/index.html"].marks
        if m.get("data-kind") in ("value", "number") and not m.get("data-by") and not m.get("data-period")
    }
    assert len(values) > 100
    assert all(
        Decimal(value or 0) == Decimal(report.figures[id]["value"] or 0) for id, value in values.items()
    )
