"""Which of the office's fonts are missing is said, with what stands in for them."""

from __future__ import annotations

import pylopdf_fonts_zh_cn
from click.testing import CliRunner

from workreport.cli.analysts import fonts
from workreport.rendering.documents import office_fonts
from workreport.rendering.documents.office_fonts import NAMED, families_in
from workreport.rendering.documents.office_fonts import office_fonts as look
from workreport.rendering.documents.official_page import FALLBACKS


def test_every_chinese_font_of_the_document_is_looked_for():
    assert set(FALLBACKS) < {font.name for font in NAMED}


def test_a_relative_stands_in_before_what_the_system_takes():
    found = {
        font.named.name: font for font in look({"SimHei", "FangSong", "宋体"}, lambda name: "DejaVu Sans")
    }
    assert found["宋体"].present and not found["宋体"].stand_in
    assert (found["黑体"].present, found["黑体"].stand_in) == (False, "SimHei")
    assert found["仿宋_GB2312"].stand_in == "FangSong"
    assert found["楷体_GB2312"].stand_in == "DejaVu Sans"


def test_families_are_read_from_font_files(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "notes.txt").write_bytes(b"")
    path = pylopdf_fonts_zh_cn.sans_path()
    (tmp_path / path.name).write_bytes(path.read_bytes())
    assert "Noto Sans SC" in families_in([tmp_path, tmp_path / "absent"])


def test_the_command_lists_what_is_missing(monkeypatch):
    monkeypatch.setattr(office_fonts, "installed", lambda: {"宋体"})
    monkeypatch.setattr(office_fonts, "_matched", lambda name: "Noto Serif SC")
    result = CliRunner().invoke(fonts)
    assert result.exit_code == 1 and "缺 5 种" in result.output and "方正小标宋简体" in result.output
    monkeypatch.setattr(office_fonts, "installed", lambda: {font.name for font in NAMED})
    assert CliRunner().invoke(fonts).exit_code == 0
