"""The data volume: tables and charts to be looked up, nothing else; the definitions of what it shows."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from made_report import cell, chart, context, notebook, sentence_of, table
from nbformat.v4 import new_markdown_cell
from sample_sections import SECTIONS

from workreport.blocks.block import Cards, Notice, OfficeText, Table
from workreport.blocks.text import Cell, Explanation, NumberLink, Run, figure_cell, plain_runs
from workreport.rendering.documents import document_model as model
from workreport.rendering.documents.data_volume import data_volume, definitions_paper, used
from workreport.rendering.documents.pdf import pdf_document
from workreport.rendering.documents.word import word_document
from workreport.rendering.report_model import Definition, SectionResult


def volume_of(*shown, **changes) -> list:
    """The blocks of a volume with one section that shows this."""
    executed = notebook("监管", new_markdown_cell("## 抽检"), *map(cell, shown))
    return list(data_volume(context(**changes), [SectionResult(SECTIONS[1], "ok", executed)]).blocks)


def tables(blocks: list) -> list[str]:
    return [block.title for block in blocks if isinstance(block, model.Table)]


def test_sentences_boxes_and_office_texts_are_left_out():
    blocks = volume_of(sentence_of("完成抽检", "food.a"), Cards(()), OfficeText("办公室的话"), table())
    words = " ".join(block.text for block in blocks if isinstance(block, model.Paragraph))
    assert "完成" not in words and "办公室" not in words and tables(blocks) == [table().title]


def test_remarks_for_review_are_left_out():
    pending = Explanation((Run("变动较大，原因待说明。"),), pending=True)
    given = Explanation((Run("上年受疫情影响（法规股）"),))
    blocks = volume_of(
        replace(table(), below=(pending, given)), replace(table("problems", "问题清单"), for_review=True)
    )
    [shown] = [block for block in blocks if isinstance(block, model.Table)]
    assert shown.title == table().title
    assert "上年受疫情影响" in shown.notes[0] and "待说明" not in shown.notes[0]


def test_neither_waiting_rows_nor_checks_are_told():
    blocks = volume_of(table(), draft=True, pending_rows=4)
    words = " ".join(block.text for block in blocks if isinstance(block, model.Paragraph))
    assert "待核" not in words and "勾稽" not in words and "口径" not in words


def test_what_was_not_handed_in_is_told():
    blocks = volume_of(Notice(plain_runs("未提供台账：LG17")), table())
    assert any(isinstance(block, model.Paragraph) and "LG17" in block.text for block in blocks)


def zeros(text: str) -> Table:
    rows = [[Cell(f"来源{at}"), figure_cell(text, 0, "food.all")] for at in range(3)]
    return Table("zeros", "全是零", "", ["来源", "批次"], rows)


@pytest.mark.parametrize("empty", [table("short", "一行", rows=1), zeros("0"), zeros("—"), zeros("/")])
def test_tables_that_say_nothing_are_left_out(empty):
    assert tables(volume_of(empty, table())) == [table().title]


def test_a_table_of_words_is_no_empty_one():
    rows = [[Cell(name, kind="name"), Cell(day, kind="name")] for name, day in (("甲", "1日"), ("乙", "2日"))]
    listed = Table("list", "清单", "", ["单位", "日期"], rows, internal=True)
    assert tables(volume_of(listed)) == ["清单"]


def test_charts_without_a_number_are_left_out_and_with_them_the_section():
    none = [replace(line, values=["", *["0"] * (len(line.values) - 1)]) for line in chart().series]
    assert [type(block) for block in volume_of(replace(chart(), series=none))] == [model.Paragraph]


def test_charts_stand_after_the_tables_two_in_a_row():
    charts = [replace(chart(), name=f"c{at}") for at in range(3)]
    blocks = volume_of(charts[0], table(), charts[1], table("more", "另一张"), charts[2])
    assert [type(block).__name__ for block in blocks[-4:]] == ["Table", "Table", "Beside", "Beside"]
    assert [picture.name.rpartition("-")[2] for picture in model.charts_of(blocks)] == ["c0", "c1", "c2"]
    assert [len(block.charts) for block in blocks[-2:]] == [2, 1]


def test_source_and_notes_are_one_paragraph_without_the_day():
    [shown] = [block for block in volume_of(table()) if isinstance(block, model.Table)]
    assert shown.notes == ("注：完成率按年度任务计算。　数据来源：食品抽检股",) and not shown.source


def test_word_and_pdf_have_all_of_it(volume):
    pdf = pdf_document(volume)
    document = Document(io.BytesIO(word_document(volume, lambda: (pdf.pages, pdf.count))))
    charts = list(model.charts_of(volume.blocks))
    printed = "".join(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages).split()
    )
    words = "".join("".join(element.text or "" for element in document.element.iter(qn("w:t"))).split())
    for title in [*tables(volume.blocks), *(picture.title for picture in charts)]:
        assert title in printed and title in words
    assert [element.get("descr") for element in document.element.iter(qn("wp:docPr"))] == [
        picture.alt for picture in charts
    ]
    ids = [element.get("id") for element in document.element.iter(qn("wp:docPr"))]
    assert charts and len(set(ids)) == len(ids)


def definition(id: str, *made_of: str) -> Definition:
    return Definition(
        id, id, "", "流量", "计抽样单。", "台账", 1, "1", made_of=[(part, part, "1") for part in made_of]
    )


def test_definitions_are_of_figures_that_are_shown_and_their_parts():
    defined = [
        definition("rate", "part", "whole"),
        definition("part"),
        definition("whole"),
        definition("other"),
    ]
    defined.append(definition("base"))
    link = NumberLink("rate", "per_base", base="base")
    block = replace(sentence_of("甲"), runs=(Run("1", 1, link),))
    result = SectionResult(SECTIONS[1], "ok", notebook("监管", cell(block)))
    assert [record.id for record in used(defined, [result])] == ["rate", "part", "whole", "base"]
    failed = replace(result, status="failed")
    assert used(defined, [failed]) == []


def test_definitions_are_words_and_no_formula():
    paper = definitions_paper(context(), [SectionResult(SECTIONS[1], "ok", notebook("监管", cell(table())))])
    [shown] = [block for block in paper.blocks if isinstance(block, model.Table)]
    assert shown.rows[0] == ("食品监督抽检（批次）", "计抽样单。", "流量", "食品抽检台账")
    assert "行数" not in str(shown) and not paper.listed
