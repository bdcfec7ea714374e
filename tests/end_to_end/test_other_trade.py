"""A bureau of another trade by its data folder alone: own sections, notebooks, figures, contracts, codes, checks."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

MARKET = re.compile(
    "市场监|市监|食品|药品|特种设备|12315|消费|商标|专利|marketsupervision|org\\.subjects|(LG[0-9]{2}[A-C]?|RF02|RF04)_"
)
"""Words of the trade whose rules stand beside the example in the repository."""
VALUES = {
    "safety.inspections": "12",
    "safety.checked_units": "5",
    "hazard.found": "10",
    "hazard.rectified": "8",
    "hazard.rectification_rate": "80",
}
TEXTS = {".html", ".csv", ".json", ".md", ".ipynb", ".svg"}


def figures(out: Path) -> dict[str, str]:
    with (out / "2021" / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {row["id"]: row["value"] for row in csv.DictReader(lines)}


def texts(out: Path) -> dict[str, str]:
    """What can be read in a published report and in the page that lists it, by file."""
    files = [out / "index.html", *(path for path in (out / "2021").rglob("*") if path.suffix in TEXTS)]
    found = {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in files}
    for name in ("data.docx", "definitions.docx", "figures.xlsx"):
        with zipfile.ZipFile(out / "2021" / name) as parts:
            found |= {
                f"{name}/{part}": parts.read(part).decode("utf-8", "replace") for part in parts.namelist()
            }
    return found


@pytest.fixture(scope="module")
def data(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("emergency") / "data"
    return Path(shutil.copytree(repository / "data" / "examples" / "emergency_bureau", folder))


@pytest.fixture(scope="module")
def built(workreport, data: Path):
    out = data.parent / "out"
    return workreport("run", "2021", "--data", data, "--out", out), out


def test_it_is_clean_and_its_figures_are_its_own(built) -> None:
    result, out = built
    assert result.returncode == 0, result.stderr + result.stdout
    assert figures(out) == VALUES
    manifest = json.loads((out / "2021" / "manifest.json").read_text(encoding="utf-8"))
    assert [(section["id"], section["status"]) for section in manifest["sections"]] == [
        ("01_safety_inspections", "ok"),
        ("02_hazard_rectification", "ok"),
    ]
    assert {
        check["verdict"] for check in csv.DictReader((out / "2021" / "checks.csv").open(encoding="utf-8-sig"))
    } == {"HOLDS"}


def test_no_trace_of_the_other_trade(built) -> None:
    _, out = built
    found = {name: sorted({match[0] for match in MARKET.finditer(text)}) for name, text in texts(out).items()}
    assert not {name: words for name, words in found.items() if words}
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "澜江区应急管理局" in page and "隐患整改率" in page


def test_a_changed_row_and_a_changed_program_are_noticed(built, workreport, data) -> None:
    """The second run takes over what is not concerned; the third counts anew what the changed program counts."""
    _, out = built
    again = workreport("run", "2021", "--data", data, "--out", out)
    assert "没有变化，沿用已出的报告" in again.stdout
    (ledger,) = (data / "2021").glob("EM02_*")
    text = ledger.read_text(encoding="utf-8")
    ledger.write_text(text.replace("2021-12-10,,整改中", "2021-12-10,2021-12-09,已整改"), encoding="utf-8")
    changed = workreport("run", "2021", "--data", data, "--out", out)
    assert "1 节没有变化，沿用；1 节重新生成" in changed.stdout + changed.stderr
    assert figures(out) == VALUES | {"hazard.rectified": "9", "hazard.rectification_rate": "90"}

    program = data / "figures" / "hazards.py"
    text = program.read_text(encoding="utf-8")
    program.write_text(
        text.replace("    return hazards\n", '    return where_in(hazards, "level", "一般")\n'),
        encoding="utf-8",
    )
    workreport("run", "2021", "--data", data, "--out", out)
    assert figures(out)["hazard.found"] == "7"
    section = (out / "2021" / "sections" / "02_hazard_rectification.html").read_text(encoding="utf-8")
    assert "7条" in re.sub("<[^>]+>", "", section), "the kernel has the changed program too"
