"""A Word file opened by LibreOffice: as many pages as it says, no empty box, nothing cut; looked at as pictures."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pylopdf_fonts_zh_cn
import pypdf
import pytest
from programs import require

from workreport.blocks.block import Chart
from workreport.rendering.documents.document_model import Table
from workreport.rendering.documents.word import word_document

NEEDED = ("soffice", "pdftoppm", "pdffonts")
SPACES = re.compile(r"\s+")
BLACK = 100


@pytest.fixture(scope="session", autouse=True)
def office() -> None:
    """The programs that open the document; asked for before there is one."""
    require(NEEDED)


@pytest.fixture(scope="module")
def opened(report, pdf, tmp_path_factory) -> Path:
    """The document as LibreOffice prints it, with this project's fonts for those of the office."""
    folder = tmp_path_factory.mktemp("opened")
    (folder / "report.docx").write_bytes(word_document(report, lambda: (pdf.pages, pdf.count)))
    fonts = {path().parent for path in (pylopdf_fonts_zh_cn.sans_path, pylopdf_fonts_zh_cn.serif_path)}
    listed = "".join(f"<dir>{escape(str(path))}</dir>" for path in sorted(fonts))
    (folder / "fonts.conf").write_text(
        f'<?xml version="1.0"?><fontconfig>{listed}<cachedir>{escape(str(folder))}</cachedir>'
        "<alias><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias></fontconfig>",
        encoding="utf-8",
    )
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'user').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    done = subprocess.run(
        [*command, "--outdir", folder, folder / "report.docx"],
        env=os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert (folder / "report.pdf").is_file(), done.stderr
    return folder / "report.pdf"


@pytest.fixture(scope="module")
def pages(opened) -> list[str]:
    return [SPACES.sub("", page.extract_text()) for page in pypdf.PdfReader(opened).pages]


def test_it_has_as_many_pages_as_it_says(pages, pdf):
    assert len(pages) == pdf.count


def test_contents_lead_to_the_pages_where_headings_stand(pages, pdf, report):
    for content in report.contents:
        assert SPACES.sub("", content.text) in pages[pdf.pages[content.anchor] - 1], content.text


def test_page_numbers_run_through(pages):
    assert all(f"—{number}—" in page for number, page in enumerate(pages, start=1))


def test_headers_of_a_long_table_stand_on_every_page_of_it(pages, report):
    long = next(block for block in report.blocks if isinstance(block, Table) and len(block.rows) == 40)
    shown = [page for page in pages if any(f"来源{at}{at + 1}" in page for at in range(2, 40))]
    assert len(shown) > 1 and all(SPACES.sub("", "".join(long.header)) in page for page in shown)


def test_no_character_is_an_empty_box(opened):
    """Every font in the print is one that has the characters; a missing one would bring in another."""
    listing = subprocess.run(["pdffonts", str(opened)], capture_output=True, text=True, check=True).stdout
    names = {line.split()[0].partition("+")[2] for line in listing.splitlines()[2:]}
    assert names and all(name.startswith(("NotoSansSC", "NotoSerifSC")) for name in names), names


def test_nothing_is_cut_and_no_page_is_blank(opened, report, tmp_path):
    """Looked at: ink on every page, and none outside the margins."""
    from PIL import Image

    subprocess.run(["pdftoppm", "-r", "36", "-gray", "-png", str(opened), str(tmp_path / "p")], check=True)
    looked = sorted(tmp_path.glob("p-*.png"))
    assert looked and any(isinstance(block, Chart) for block in report.blocks)
    for path in looked:
        page = Image.open(path).convert("L").point(lambda value: 255 if value < BLACK else 0)
        left, _, right, _ = page.getbbox() or pytest.fail(f"{path.name} is blank")
        assert left >= 28 / 210 * page.width - 8 and right <= (1 - 26 / 210) * page.width + 3, path.name
