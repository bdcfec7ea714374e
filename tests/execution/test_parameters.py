"""Parameters are read strictly, typed by their defaults, and refused with the list of allowed ones."""

from __future__ import annotations

import pytest

from workreport.base.errors import UsageError, WorkreportError
from workreport.execution.parameters import Parameter, assign, check, read_parameters

DECLARED = {
    one.name: one
    for one in (
        Parameter("period", "2021", "报告期"),
        Parameter("top", 5, "取前几名"),
        Parameter("share", 0.5),
        Parameter("by_month", True),
        Parameter("orgs", []),
        Parameter("years", [2020, 2021]),
    )
}


def test_reads_names_defaults_types_and_descriptions(notebook):
    cell = (
        "# 说明不属于任何一个参数\n"
        'period = "2021"  # 报告期：#1\n'
        "top: int = 5\n"
        "low = -0.5\n"
        "by_month = True  # 按月\n"
        "orgs = [\n    'QC11',  # 项\n    'QC12',\n]  # 分局\n"
    )
    assert list(read_parameters(notebook("a.ipynb", parameters=(cell,))).values()) == [
        Parameter("period", "2021", "报告期：#1"),
        Parameter("top", 5),
        Parameter("low", -0.5),
        Parameter("by_month", True, "按月"),
        Parameter("orgs", ["QC11", "QC12"], "分局"),
    ]


@pytest.mark.parametrize(
    ("cells", "what"), [((), "没有参数单元格"), (("a = 1", "b = 1"), "有 2 个参数单元格")]
)
def test_exactly_one_parameters_cell(notebook, cells, what):
    with pytest.raises(WorkreportError, match=what) as caught:
        read_parameters(notebook("05_special.ipynb", parameters=cells))
    assert "05_special.ipynb" in caught.value.message and "parameters 标签" in caught.value.message


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("import os", 1),
        ("a = 1\nb = a", 2),
        ("a = 1\n\nprint(a)", 3),
        ("a = b = 1", 1),
        ("a, b = 1, 2", 1),
        ("a: int", 1),
        ("a = 1\na += 1", 2),
        ("a = 1\na = 2", 2),
        ("a = None", 1),
        ("a = {}", 1),
        ("a = (1, 2)", 1),
        ("a = 1j", 1),
        ("a = [1, 'x']", 1),
        ("a = [[1]]", 1),
        ("a = f'{1}'", 1),
        ("a = 1\nb = ", 2),
        ("%matplotlib inline", 1),
    ],
)
def test_a_parameters_cell_holds_constants_only(notebook, cell, line):
    with pytest.raises(WorkreportError, match="看不懂") as caught:
        read_parameters(notebook("a.ipynb", parameters=(cell,)))
    assert f"a.ipynb 参数单元格第 {line} 行" in caught.value.where


def test_a_missing_file_and_a_file_that_is_no_notebook(tmp_path):
    with pytest.raises(WorkreportError, match="找不到笔记本"):
        read_parameters(tmp_path / "a.ipynb")
    for number, content in enumerate((b"", b"{", b"[]", b'{"nbformat": 4}', b"\xff\xfe\x00")):
        path = tmp_path / f"{number}.ipynb"
        path.write_bytes(content)
        with pytest.raises(WorkreportError, match="不是可读的") as caught:
            read_parameters(path)
        assert path.name in caught.value.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("top=10", 10),
        ("top= －３ ", -3),
        ("share=1", 1.0),
        ("share=0.25", 0.25),
        ("share=３．５", 3.5),
        ("by_month=否", False),
        ("by_month=是", True),
        ("by_month=TRUE", True),
        ("period=2021=H1", "2021=H1"),
        ("period=", ""),
        ("orgs=上浦分局、下浦分局", ["上浦分局", "下浦分局"]),
        ("orgs=QC11, QC12，QC13", ["QC11", "QC12", "QC13"]),
        ("orgs=", []),
        ("years=2019,2020", [2019, 2020]),
        (" top =1", 1),
    ],
)
def test_values_take_the_type_of_the_default(text, value):
    (found,) = assign(DECLARED, [text]).values()
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        (["top"], "写法有误"),
        (["=5"], "写法有误"),
        ([""], "写法有误"),
        (["tpo=5"], "没有名为 'tpo' 的参数"),
        (["period=2020"], "没有名为 'period' 的参数"),
        (["top=1", "top=2"], "参数 top 给了两次"),
        (["top=五"], "参数 top 的值 '五' 不是整数"),
        (["top=1.0"], "不是整数"),
        (["top=1_000"], "不是整数"),
        (["top="], "不是整数"),
        (["share=nan"], "不是小数"),
        (["share=1e400"], "不是小数"),
        (["share=" + "9" * 400], "不是小数"),
        (["by_month=1"], "不是是/否"),
        (["years=2020、去年"], "不是列表"),
    ],
)
def test_refusals_name_the_allowed_parameters(texts, what):
    with pytest.raises(UsageError, match=what) as caught:
        assign(DECLARED, texts, reserved=("period",))
    assert "top（整数，默认 5）：取前几名" in caught.value.message
    assert "by_month（是/否，默认 是）" in caught.value.message
    assert "\n    period" not in caught.value.message


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"data": ""}, "没有名为 'data' 的参数"),
        ({"period": 2021}, "参数 period 的值 2021 不是文本"),
        ({"top": True}, "不是整数"),
        ({"share": 1}, "不是小数"),
        ({"years": ["2020"]}, "不是列表"),
    ],
)
def test_values_that_a_notebook_does_not_take(notebook, values, what):
    path = notebook("03_food_safety.ipynb")
    with pytest.raises(UsageError, match=what) as caught:
        check(path, DECLARED, values)
    assert caught.value.where == "03_food_safety.ipynb" and "top（整数" in caught.value.message


def test_values_that_it_takes(notebook):
    check(notebook("a.ipynb"), DECLARED, {"period": "2020", "top": 3, "orgs": ["QC11"], "years": []})
