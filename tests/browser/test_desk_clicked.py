"""A month at the desk, clicked through in JupyterLab: blank ledgers, findings, report, draft, signature; no terminal."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from chromium import DESKTOP
from lab_server import PATIENCE, jupyterlab, wait_for_kernel
from playwright.sync_api import Browser, Locator, Page, expect
from small_bureau import LEDGERS, small_bureau

LONG_MS = 90_000
"""How long one command may take on a busy machine."""


@pytest.fixture(scope="module")
def bureau(chromium: Path, tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A bureau whose year has not begun."""
    folder = small_bureau(tmp_path_factory.mktemp("bureau") / "data", repository)
    shutil.rmtree(folder / "2021")
    return folder


@pytest.fixture(scope="module")
def address(bureau: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = bureau.with_name("outputs")
    with jupyterlab(tmp_path_factory.mktemp("home"), "--data", str(bureau), "--out", str(out)) as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE * 1000)
    opened.goto(address)
    expect.set_options(timeout=PATIENCE * 1000)
    yield opened
    expect.set_options(timeout=5_000)  # as it is by default
    context.close()


def field(page: Page, label: str) -> Locator:
    """The input of this label on the open form."""
    return page.locator(".widget-inline-hbox:visible", has=page.get_by_text(label, exact=True)).locator(
        "input, textarea, select"
    )


def fill(page: Page, label: str, text: str) -> None:
    field(page, label).fill(text)
    field(page, label).press("Tab")


def start(page: Page, form: str, ended: str) -> None:
    """Press a form's button and wait for the state that it ends with."""
    page.get_by_role("button", name=form, exact=True).locator("visible=true").click()
    expect(page.get_by_text(f"{form}：{ended}", exact=True)).to_be_visible(timeout=LONG_MS)


def open_form(page: Page, form: str) -> None:
    page.get_by_role("tab", name=form, exact=True).click()


def hand_in(bureau: Path, repository: Path) -> None:
    """The divisions fill in the blank ledgers: one cell of one of them with a slip."""
    for pattern in LEDGERS:
        for path in (repository / "data" / "2021").glob(pattern):
            assert (bureau / "2021" / path.name).is_file(), "the blank copy has the ledger's name"
            shutil.copy(path, bureau / "2021")
    targets = bureau / "2021" / "targets.csv"
    rows = [*csv.reader(targets.read_text(encoding="utf-8-sig").splitlines())]
    rows[1][rows[0].index("任务数")] = "不详"
    with targets.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_a_month_from_blank_ledgers_to_a_signed_report(
    page: Page, address: str, bureau: Path, repository: Path
) -> None:
    expect(page.locator(".jp-MarkdownOutput h1")).to_contain_text("出稿台")
    wait_for_kernel(address)
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    page.locator("#jp-MainMenu").get_by_text("运行", exact=True).click()
    page.locator('[data-command="runmenu:run-all"], [data-command="notebook:run-all-cells"]').click()
    expect(field(page, "数据目录")).to_have_value(str(bureau))

    open_form(page, "空白台账")
    fill(page, "年度", "2021")
    start(page, "空白台账", "完成")
    hand_in(bureau, repository)
    fill(page, "报告期", "2021-08")

    open_form(page, "核对台账")
    start(page, "核对台账", "完成，有要处理的")
    findings = page.locator("table.findings")
    expect(findings).to_contain_text("不详")
    expect(findings).to_contain_text("任务数")
    shutil.copy(repository / "data" / "2021" / "targets.csv", bureau / "2021")
    start(page, "核对台账", "完成")
    expect(findings).to_have_count(0)

    open_form(page, "写初稿")
    start(page, "写初稿", "完成")
    assert (bureau / "2021" / "drafts" / "正文_2021-08.docx").is_file()

    open_form(page, "出稿")
    page.get_by_role("button", name="出稿", exact=True).locator("visible=true").click()
    expect(page.locator("pre.log")).to_contain_text("[1/2]", timeout=LONG_MS)
    expect(page.get_by_text("出稿：完成", exact=True)).to_be_visible(timeout=LONG_MS)

    open_form(page, "签署")
    start_button = page.get_by_role("button", name="签署", exact=True).locator("visible=true")
    start_button.click()
    expect(page.locator("pre.log")).to_contain_text("没有填：步骤、署名")
    field(page, "章节").select_option(["正文", "党建与为民办实事"])
    field(page, "步骤").select_option("股室经办（采集台账，核对行数和来源）")
    fill(page, "署名", "王青")
    start(page, "签署", "完成")
    signed = yaml.safe_load((bureau / "2021" / "signoffs.yaml").read_text(encoding="utf-8"))
    assert {(signoff["section"], signoff["role"], signoff["by"]) for signoff in signed} == {
        ("written_report", "股室经办", "王青"),
        ("01_party_building", "股室经办", "王青"),
    }

    open_form(page, "出稿")
    start(page, "出稿", "完成")
    manifest = json.loads((bureau.with_name("outputs") / "2021-08" / "manifest.json").read_text("utf-8"))
    assert not manifest["draft"]
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="审阅稿", exact=True).click()
    expect(opened.value.locator("body")).to_contain_text("王青")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="报告（领导阅）", exact=True).click()
    report = opened.value
    expect(report.locator("h1").first).to_be_visible()
    with report.expect_download() as loaded:  # the rows behind a number; its link stands in a closed dialog
        report.locator('a[href^="evidence/"]').first.dispatch_event("click")
    assert loaded.value.suggested_filename.endswith(".csv")


def test_a_tile_of_the_launcher_opens_the_desk(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address.replace("/?", "/lab?reset&"))
    tile = page.locator(".jp-LauncherCard", has_text="出稿台")
    with context.expect_page() as opened:
        tile.click()
    expect(opened.value.locator(".jp-MarkdownOutput h1")).to_contain_text("出稿台", timeout=PATIENCE * 1000)
    context.close()


def test_only_files_of_a_bureau_are_served_and_only_to_who_is_logged_in(
    browser: Browser, address: str, bureau: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("别的", encoding="utf-8")
    (bureau / ".hidden").write_text("藏", encoding="utf-8")
    site, token = address.split("/?")
    files = f"{site}/workreport/files"
    context = browser.new_context()
    statuses = {
        path: context.request.get(f"{files}{path}?{token}").status
        for path in (f"{bureau}/bureau.yaml", f"{bureau}/.hidden", f"{tmp_path}/other.txt", "/etc/hostname")
    }
    assert [*statuses.values()] == [200, 404, 404, 404]
    stranger = browser.new_context()
    assert "login" in stranger.request.get(f"{files}{bureau}/bureau.yaml").url
    context.close()
    stranger.close()
