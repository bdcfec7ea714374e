"""A ledger revised after a report: seen before building, named by verify and diff, told of the reported value."""

from __future__ import annotations

import csv
import json
import re
from itertools import takewhile
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from small_bureau import part_of_bureau
from test_bad_input import LG14, edit_csv

from workreport.cli import main

REMOVED, CHANGED = 5, 20
"""Lines of the complaints' ledger that are revised: one taken out, one given another content."""
LEDGERS = {"LG06": "special_devices", "LG14": "complaints"}
SECTIONS = ("00_summary", "05_special_equipment", "10_consumer_rights")
"""Two ledgers tell the story as well as all, and faster."""
SECTION, BY = "10_consumer_rights", "甲某某"
SIGNED = ("sign", "2021", "--role", "股室负责人", "--by", BY)
SAID = ("comment", "2021", "请核对，联系人：王小明 13812345678", "--role", "办公室", "--by", "乙某某")


@pytest.fixture(scope="module")
def story(workreport, call, repository: Path, tmp_path_factory: pytest.TempPathFactory):
    """2021 published; two complaints revised; told before building; published again."""
    from workreport.pipeline.verify import verify

    folder = tmp_path_factory.mktemp("story")
    part_of_bureau(folder / "data", repository, LEDGERS, SECTIONS)
    run = ("run", "2021", "--data", folder / "data", "--out", folder / "out", "-j", 2)
    first = workreport(*run)
    assert first.returncode == 0, first.stdout + first.stderr
    numbers: dict[str, str] = {}
    where = ("--section", SECTION, "--date", "2022-01-10", *run[2:-2])
    for command in (SIGNED, SAID):
        done = call(*command, *where)
        assert done.returncode == 0, done.stderr

    def revise(rows: list[list[str]]) -> None:
        numbers["removed"], numbers["changed"] = rows[REMOVED - 1][0], rows[CHANGED - 1][0]
        rows[CHANGED - 1][rows[0].index("受理状态")] = "受理"
        del rows[REMOVED - 1]

    edit_csv(folder / "data" / "2021" / LG14, revise)
    before_building = list(
        takewhile(
            lambda line: line.startswith(("输入", "台账行")), verify(folder / "out" / "2021", folder / "data")
        )
    )
    second = workreport(*run)
    return folder, numbers, before_building, second


def test_verify_names_the_revised_rows_before_it_builds(story) -> None:
    _, numbers, lines, _ = story
    assert f"输入：台账 2021/{LG14}：内容有改动" in lines
    rows = [line for line in lines if line.startswith("台账行")]
    assert len(rows) == 2
    assert [numbers["removed"] in line for line in rows if "删除" in line] == [True]
    changed = next(line for line in rows if "改动" in line)
    assert numbers["changed"] in changed and "→受理" in changed


def test_run_says_first_what_changed_since_the_report(story) -> None:
    folder, _, _, second = story
    lines = second.stderr.splitlines()
    warned = next(at for at, line in enumerate(lines) if "与已出的正式稿" in line)
    assert LG14 in lines[warned + 1]
    assert warned < next(at for at, line in enumerate(lines) if re.match(r"\[1/\d+\]", line))
    assert "与上一正式稿相比变动的输入" in (folder / "out" / "2021" / "review.html").read_text(
        encoding="utf-8"
    )


def test_reported_value_names_the_rows_that_changed_since(story) -> None:
    folder, numbers, _, _ = story
    with (folder / "out" / "2021" / "reported.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["figure"] == "complaint.total"]
    assert [(row["change"], row["key"], row["difference"]) for row in rows] == [
        ("删除", numbers["removed"], "-1")
    ]
    with (folder / "out" / "2021" / "checks.csv").open(encoding="utf-8-sig", newline="") as lines:
        checks = {row["id"]: row for row in csv.DictReader(lines)}
    assert "删除1行" in checks["reported:complaint.total:省系统"]["explanation"]
    assert "没有留存过" in checks["reported:special.devices_total:市局"]["explanation"]


def test_diff_splits_and_names_the_rows(story, call, tmp_path: Path) -> None:
    folder, numbers, _, _ = story
    first, _ = sorted((folder / "out" / ".history" / "2021").glob("*.json"))
    where = ("--data", folder / "data", "--out", folder / "out")
    table, page = tmp_path / "diff.csv", tmp_path / "diff.html"
    result = call(
        "diff", f"2021@{first.stem.partition('-')[2]}", "2021", *where, "--csv", table, "--html", page
    )
    assert result.returncode == 1, result.stderr
    assert "complaint.total" in result.stdout
    with table.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["figure"] == "complaint.total"]
    assert [
        (row["change"], row["key"], row["by_ledger"], row["by_definition"], row["by_period"]) for row in rows
    ] == [("删除", numbers["removed"], "-1", "0", "0")]
    assert numbers["removed"] in page.read_text(encoding="utf-8")
    assert call("diff", "2021", "2021", *where).returncode == 0


def test_a_signature_is_withdrawn_where_the_section_changed(story) -> None:
    """On the terminal, on the covers, in the review page with what changed; the manifest names the record."""
    folder, _, _, second = story
    assert f"签署已失效：{SECTION} 股室负责人 {BY}" in second.stderr
    pages = {
        name: (folder / "out" / "2021" / name).read_text(encoding="utf-8")
        for name in ("index.html", "review.html")
    }
    for page in pages.values():
        cover = page.partition("</header>")[0]
        assert "尚无有效签署" in cover and 'wr-withdrawn">' in cover and BY not in cover
    assert "投诉举报" in (
        row := re.search(r"<li class=\"wr-said-old\"><strong>股室负责人.*?</li>", pages["review.html"])[0]
    )
    assert "→" in row and "已失效" in row and BY in row
    manifest = json.loads((folder / "out" / "2021" / "manifest.json").read_text(encoding="utf-8"))
    assert "2021/signoffs.yaml" in {setting["file"] for setting in manifest["settings"]}


def test_a_comment_survives_and_is_told_to_be_of_other_content(story) -> None:
    folder, _, _, _ = story
    review = (folder / "out" / "2021" / "review.html").read_text(encoding="utf-8")
    comment = re.search(r"<li class=\"wr-said-old\"><strong>办公室 乙某某</strong>.*?</li>", review)[0]
    assert "所说的内容已改动" in comment and "请核对" in comment
    for text in (review, (folder / "data" / "2021" / "signoffs.yaml").read_text(encoding="utf-8")):
        assert "王小明" not in text and "13812345678" not in text


def test_what_moved_since_the_run_before_is_told_before_the_report(story) -> None:
    folder, _, _, _ = story
    with (folder / "out" / "2021" / "moved.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["id"]: row for row in csv.DictReader(lines)}
    assert rows["complaint.total"]["difference"] == "-1" and rows["complaint.total"]["cause"] == "删除1行"
    notice = Document(folder / "out" / "2021" / "correction.docx")
    cells = [[cell.text for cell in row.cells] for table in notice.tables for row in table.rows]
    label = rows["complaint.total"]["label"]
    assert next(row for row in cells if row[0] == label)[3:] == ["−1", "删除1行"]
    review = (folder / "out" / "2021" / "review.html").read_text(encoding="utf-8")
    places = [
        review.index(f'id="{id}"')
        for id in ("agenda", "checks", "findings", "moved", "signing", "s00_summary")
    ]
    assert places == sorted(places)
    assert 'href="#def-complaint.total"' in review[places[3] : places[4]]


def test_signing_again_holds_and_the_first_stays_listed(story, call) -> None:
    from workreport.base.period import Period
    from workreport.base.workspace import Workspace
    from workreport.history.signoff_record import load_record

    folder, _, _, _ = story
    path = folder / "data" / "2021" / "signoffs.yaml"
    before = path.read_bytes()
    result = call(*SIGNED, "--all", "--data", folder / "data", "--out", folder / "out")
    record = load_record(Workspace.open(folder / "data"), Period.parse("2021"))
    assert path.read_bytes().startswith(before), "only written to at its end"
    path.write_bytes(before)  # the tests after this one verify the report as it was
    assert result.returncode == 0, result.stderr
    contents = [
        entry.content for entry in record.entries if entry.section == SECTION and entry.action == "sign"
    ]
    assert len(contents) == 2 and contents[0] != contents[1] and not record.broken


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"--role": "局长"}, "没有步骤"),
        ({"--by": "13812345678"}, "署名不是姓名"),
        ({"--section": "99_nothing"}, "没有章节"),
        ({"--section": None}, "没有写明签署哪些章节"),
        ({"--out": "/nowhere"}, "没有可用的清单"),
    ],
)
def test_what_cannot_be_signed_is_refused(story, changed, message) -> None:
    folder, _, _, _ = story
    before = (folder / "data" / "2021" / "signoffs.yaml").read_bytes()
    options = {
        "--role": "股室经办", "--by": BY, "--section": SECTION, "--data": folder / "data", "--out": folder / "out",
    } | changed  # fmt: skip
    given = [part for name, value in options.items() if value is not None for part in (name, value)]
    result = CliRunner().invoke(main, ["sign", "2021", *map(str, given)])
    assert result.exit_code == 2 and message in result.output
    assert (folder / "data" / "2021" / "signoffs.yaml").read_bytes() == before


def test_verify_names_the_tampered_file_and_nothing_else(story, workreport) -> None:
    folder, _, _, _ = story
    path = folder / "out" / "2021" / "rows.csv"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"ledger", b"Ledger", 1))
    result = workreport("verify", folder / "out" / "2021", "--data", folder / "data", "-j", 2)
    path.write_bytes(content)
    assert result.returncode == 1, result.stderr
    faults = [line for line in result.stdout.splitlines() if "✗" in line]
    assert [line.split("：")[0:2] for line in faults] == [
        ["  ✗ 输出", "rows.csv"],
        ["  ✗ 重新生成", "rows.csv"],
    ]
    assert "第 1 行" in faults[1]


def test_verify_needs_a_manifest(call, tmp_path: Path) -> None:
    result = call("verify", tmp_path)
    assert result.returncode == 2
    assert "没有可用的清单" in result.stderr
