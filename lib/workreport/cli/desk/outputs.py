"""What a period's folders hold, as links that the browser opens; the table of findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup

from workreport.base.office_texts import texts_of
from workreport.cli.desk.choices import Chosen
from workreport.cli.desk.served_files import address
from workreport.ledgers.declared.findings import DISPOSITIONS

TITLES = {
    "index.html": "报告（领导阅）",
    "review.html": "审阅稿",
    "report.docx": "正文或数据册（Word）",
    "report.pdf": "正文或数据册（PDF）",
    "data.docx": "数据册（Word）",
    "data.pdf": "数据册（PDF）",
    "definitions.docx": "指标口径",
    "brief.docx": "一页简报",
    "slides.pptx": "演示文稿",
    "note.docx": "呈批说明",
    "correction.docx": "更正说明",
    "figures.xlsx": "指标（工作簿）",
    "findings.csv": "问题行",
    "checks.csv": "勾稽结果",
}
"""The files that people open, in their order; a report need not have all of them."""
HEADINGS = ("文件", "工作表", "行", "列", "原值", "处置", "说明")
MOST_ROWS = 200


def links(chosen: Chosen) -> Markup:
    """Links to the period's report, texts, marked ledgers and results of refreshing and proofing."""
    out = chosen.workspace.out
    groups = {
        f"{chosen.period.label}工作报告": [
            (title, chosen.folder / name)
            for name, title in TITLES.items()
            if (chosen.folder / name).is_file()
        ],
        "本期的稿": [(path.name, path) for path in texts_of(chosen.workspace, chosen.period)],
        "标注了问题的台账": _below(out / "check" / chosen.period.id),
        "刷新后的稿": _below(out / "drafts"),
        "核稿结果": _below(out / "proof"),
    }
    parts = [
        Markup("<p><strong>{}</strong>　{}</p>").format(title, Markup("　").join(map(_link, files)))
        for title, files in groups.items()
        if files
    ]
    return Markup("").join(parts) or Markup("<p>{}</p>").format(f"{chosen.period.label}还没有出过稿")


def findings_table(rows: Sequence[dict[str, str]]) -> Markup:
    """Findings as a table; those that need no correction come last."""
    if not rows:
        return Markup("<p>没有问题行</p>")
    order = [*DISPOSITIONS][::-1]
    ordered = sorted(rows, key=lambda row: order.index(row["disposition"]))
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in HEADINGS)
    lines = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(cell) for cell in _cells(row))
        )
        for row in ordered[:MOST_ROWS]
    )
    more = f"，这里列出前 {MOST_ROWS} 处" if len(rows) > MOST_ROWS else ""
    table = Markup('<table class="findings"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
    return Markup("<p>问题行 {} 处{}</p>").format(len(rows), more) + table.format(head, lines)


def _link(file: tuple[str, Path]) -> Markup:
    return Markup('<a href="{}" target="_blank">{}</a>').format(address(file[1]), file[0])


def _below(folder: Path) -> list[tuple[str, Path]]:
    return [(path.relative_to(folder).as_posix(), path) for path in sorted(_shown(folder))]


def _shown(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _cells(row: dict[str, str]) -> tuple[str, ...]:
    place = row["file"], row["sheet"], row["row"] if row["row"] != "0" else "", row["column"]
    return (*place, row["original"], DISPOSITIONS[row["disposition"]], row["message"])
