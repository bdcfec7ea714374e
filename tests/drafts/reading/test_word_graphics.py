"""Charts and SmartArt of a Word file are read like tables, and what is not read is told."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from workreport.drafts.model import FAILS, DraftText
from workreport.drafts.proof.whole import proof
from workreport.drafts.reading import ReadFile, read_text
from workreport.drafts.reading.word_comments import commented_copy

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
DIAGRAM = f"""<dgm:dataModel xmlns:dgm="{DRAWN}/diagram" xmlns:a="{DRAWN}/main"><dgm:ptLst>
<dgm:pt modelId="1" type="doc"/>
<dgm:pt modelId="2"><dgm:t><a:p><a:r><a:t>受理1</a:t></a:r><a:r><a:t>20件</a:t></a:r></a:p></dgm:t></dgm:pt>
<dgm:pt modelId="3" type="sibTrans"><dgm:t><a:p><a:r><a:t>9</a:t></a:r></a:p></dgm:t></dgm:pt>
</dgm:ptLst></dgm:dataModel>"""
NAMESPACES = {
    "c": f"{DRAWN}/chart",
    "dgm": f"{DRAWN}/diagram",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
}


def chart_xml(
    categories: list[str], series: dict[str, list[float]], title: str = "", number_format: str = "General"
) -> str:
    """The XML of a chart with values that Word keeps."""
    data = CategoryChartData(number_format=number_format)
    data.categories = categories
    for name, values in series.items():
        data.add_series(name, values)
    xml = ChartXmlWriter(XL_CHART_TYPE.COLUMN_CLUSTERED, data).xml
    if title:
        words = f'<a:p xmlns:a="{DRAWN}/main"><a:r><a:t>{title}</a:t></a:r></a:p>'
        xml = xml.replace(
            "<c:chart>", f"<c:chart><c:title><c:tx><c:rich>{words}</c:rich></c:tx></c:title>", 1
        )
    return xml


def draw(paragraph: Paragraph, kind: str, tag: str, attribute: str, xml: str) -> None:
    """Put a graphic into a paragraph, its part beside the document."""
    document = paragraph.part
    name = PackURI(f"/word/{kind}/{len(document.rels)}.xml")
    id = document.relate_to(Part(name, "application/xml", xml.encode(), document.package), f"{OFFICE}/{kind}")
    prefix = tag.partition(":")[0]
    paragraph.add_run()._r.append(
        parse_xml(
            '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f'<{tag} xmlns:{prefix}="{NAMESPACES[prefix]}" xmlns:r="{OFFICE}" r:{attribute}="{id}"/></w:drawing>'
        )
    )


@pytest.fixture
def read(tmp_path):
    """Reads a document from a file."""

    def read(document) -> ReadFile:
        document.save(path := Path(tmp_path / "稿.docx"))
        return read_text(path)

    return read


def with_chart(xml: str, *lines: str):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    draw(document.add_paragraph("见图。"), "chart", "c:chart", "id", xml)
    return document


def texts(text: DraftText) -> list[tuple[str, str]]:
    return [(line.part, line.text) for line in text.lines]


def test_a_chart_is_read_as_a_table_behind_its_paragraph(read):
    chart = chart_xml(["一月", "二月"], {"受理": [12, 30], "办结": [11, 29.5]}, "各月投诉")
    assert texts(read(with_chart(chart)).text) == [
        ("body", "见图。"),
        ("chart", "图1《各月投诉》\t受理\t办结"),
        ("chart", "一月\t12\t11"),
        ("chart", "二月\t30\t29.5"),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.2285, "0.0%", "22.9%"),
        (0.5, "0%", "50%"),
        (1234.5, "#,##0.00", "1234.50"),
        (0.1 + 0.2, "General", "0.3"),
        (1200000, "General", "1200000"),
        (44197, 'yyyy"年"m"月"', "2021年1月"),
    ],
)
def test_a_value_is_read_as_printed(read, value, number_format, shown):
    chart = chart_xml(["甲"], {"占比": [value]}, number_format=number_format)
    assert texts(read(with_chart(chart)).text)[1:] == [
        ("chart", "图1《占比》\t占比"),
        ("chart", f"甲\t{shown}"),
    ]


def test_parts_in_a_chart_are_held_against_their_total(read):
    chart = chart_xml(["食品", "药品", "合计"], {"受理（件）": [12, 30, 43]}, "投诉")
    found = proof(read(with_chart(chart)).text, None)
    assert [relation.printed for relation in found.relations if relation.verdict == FAILS] == ["43"]


def test_a_comment_names_chart_series_and_category(read):
    chart = chart_xml(["食品", "药品", "合计"], {"受理（件）": [12, 30, 43]}, "投诉")
    file = read(with_chart(chart))
    copy = docx.Document(io.BytesIO(commented_copy(file, proof(file.text, None).findings)))
    assert ["图1《投诉》 受理（件） 合计：“43”" in comment.text for comment in copy.comments] == [True]


def test_smart_art_is_read_as_lines(read):
    document = docx.Document()
    draw(document.add_paragraph("流程"), "diagramData", "dgm:relIds", "dm", DIAGRAM)
    assert texts(read(document).text)[1:] == [("smartart", "受理120件")]


def without_values(xml: str) -> str:
    return re.sub(r"<c:numCache>.*?</c:numCache>", "", xml, flags=re.DOTALL)


@pytest.mark.parametrize("tag", ["c:chart", "cx:chart"])
def test_a_chart_that_is_not_read_is_told(read, tag):
    document = docx.Document()
    xml = without_values(chart_xml(["甲"], {"受理": [1]}))
    draw(document.add_paragraph("见图。"), "chart", tag, "id", xml)
    found = proof(read(document).text, None).findings
    assert [(finding.kind, finding.line) for finding in found] == [("graphic", 2)]
