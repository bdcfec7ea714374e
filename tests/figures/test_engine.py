"""The engine of figures: how rows become values, cuts, comparisons, and what happens when something is missing."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from tiny_bureau import SAMPLES

from workreport.base.errors import ContractError, MissingLedger
from workreport.base.period import Period
from workreport.figures.book import Book, Value
from workreport.figures.comparison import Progress, Target, change, last_year, previous, progress, targets
from workreport.figures.csv_files import csv_bytes, exact_text
from workreport.figures.evidence import evidence
from workreport.figures.registry import FIGURES, Figure, figure, ratio, total_of

pytestmark = pytest.mark.usefixtures("own_figures")


@pytest.fixture
def declared(own_figures) -> None:
    """One small figure of each kind, over the ledger of samples and the register of devices."""

    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单，按抽样日期。"""
        return samples

    @figure("t.failed", label="不合格", unit="批次", date="report_date")
    def failed(samples):
        """检验结论为不合格的抽样单，按报告日期。"""
        return samples[samples["result"] == "不合格"]

    @figure("t.reported", label="已出结论", unit="批次", date="report_date")
    def reported(samples):
        """已出结论的抽样单，按报告日期。"""
        return samples

    @figure("t.items", label="检验项目", unit="项", total="items")
    def items(samples):
        """检验项目数合计。"""
        return samples

    @figure("t.tonnes", label="控制数量", unit="吨", total="weight", factor="0.001", decimals=2)
    def tonnes(samples):
        """控制数量合计，千克折吨。"""
        return samples

    @figure("t.firms", label="被抽样单位", unit="家", distinct="uscc", otherwise="ent_name")
    def firms(samples):
        """被抽样单位按统一社会信用代码去重，无代码的按名称。"""
        return samples

    @figure("t.median", label="检验项目数中位数", unit="项", median="items")
    def median(samples):
        """每批检验项目数的中位数。"""
        return samples

    @figure("t.online", label="网络抽样", unit="批次")
    def online(samples):
        """附加属性含网络的抽样单。"""
        return samples[samples["flags"].str.contains("网络", na=False)]

    @figure("t.devices", label="在册设备", unit="台", kind="stock")
    def devices_there(devices):
        """截至日在册的设备。"""
        return devices

    @figure("t.devices_before", label="期初设备", unit="台", kind="opening")
    def devices_before(devices):
        """期初在册的设备。"""
        return devices

    @figure("t.recent", label="期末前十天抽样", unit="批次")
    def recent(samples, as_of, period):
        """报告期最后十天的抽样单。"""
        assert as_of == pd.Timestamp(period.end)
        return samples[samples["sample_date"] > as_of - pd.Timedelta(days=10)]

    ratio(
        "t.rate",
        label="不合格率",
        numerator="t.failed",
        denominator="t.reported",
        definition="不合格÷已出结论。",
    )
    total_of(
        "t.both", label="抽样和设备", unit="件", parts=("t.samples", "t.devices"), definition="两者之和。"
    )
    total_of(
        "t.offline",
        label="线下抽样",
        unit="批次",
        parts=("t.samples",),
        less=("t.online",),
        definition="抽样减网络抽样。",
    )


FIRMS = [
    {"单位名称": "云杉厂", "统一社会信用代码": "91360399MA00000050"},
    {"单位名称": "云杉机械厂", "统一社会信用代码": "91360399MA00000050"},
    {"单位名称": "王记面馆", "统一社会信用代码": ""},
    {"单位名称": "王记面馆", "统一社会信用代码": ""},
    {"单位名称": "李记面馆", "统一社会信用代码": ""},
]


def number(book: Book, id: str):
    value = book.value(id)
    assert value.status == "ok", value.reason
    return value.number


@pytest.mark.usefixtures("declared")
class TestValues:
    def test_count_is_the_number_of_rows_and_rows_are_the_evidence(self, bureau):
        bureau.samples(
            2021, {}, {"抽样日期": "2021-03-31", "报告日期": ""}, {"抽样日期": "2021-04-01", "报告日期": ""}
        )
        book = bureau.book("2021Q1")
        assert number(book, "t.samples") == 2 and type(number(book, "t.samples")) is int
        assert book.rows("t.samples")["_row"].tolist() == [2, 3]
        assert book.row_count("t.samples") == 2

    def test_total_is_exact(self, bureau):
        bureau.samples(
            2021,
            *(
                {"检验项目数（项）": n, "控制数量（kg）": kg}
                for n, kg in (("4", "0.1"), ("", "0.2"), ("3", "1,000"))
            ),
        )
        book = bureau.book("2021")
        assert number(book, "t.items") == 7
        assert number(book, "t.tonnes") == Decimal("1.0003")

    def test_total_of_blanks_and_of_no_rows_is_zero(self, bureau):
        bureau.samples(2021, {"检验项目数（项）": ""})
        book = bureau.book("2021")
        assert (number(book, "t.items"), number(book, "t.tonnes")) == (0, 0)
        assert number(book.for_period(Period.parse("2021-08")), "t.tonnes") == 0

    def test_distinct_units_by_code_or_else_by_name(self, bureau):
        bureau.samples(2021, *FIRMS)
        assert number(bureau.book("2021"), "t.firms") == 3

    def test_median_of_no_rows_is_undefined(self, bureau):
        bureau.samples(2021, *({"检验项目数（项）": n} for n in ("4", "9", "")))
        book = bureau.book("2021")
        assert number(book, "t.median") == Decimal("6.5")
        nothing = book.for_period(Period.parse("2021-08")).value("t.median")
        assert (nothing.number, nothing.status) == (None, "undefined")

    def test_ratio_is_exact_and_undefined_over_zero(self, bureau):
        bureau.samples(2021, {"检验结论": "不合格"}, {}, {})
        book = bureau.book("2021")
        assert number(book, "t.rate") == Decimal(100) / 3
        assert book.row_count("t.rate") == 3, "the failed one is among those with a result"
        nothing = book.for_period(Period.parse("2021-08")).value("t.rate")
        assert (nothing.number, nothing.status, nothing.reason) == (None, "undefined", "分母“已出结论”为零")

    def test_parts_add_up_and_less_is_taken_off(self, bureau):
        bureau.samples(2021, {"附加属性": "网络"}, {"附加属性": "校园、网络"}, {})
        bureau.devices(2021, {}, {})
        book = bureau.book("2021")
        assert (number(book, "t.both"), number(book, "t.offline")) == (5, 1)
        assert book.ledgers("t.both") == ("samples", "devices")
        assert book.row_count("t.both") == 5

    def test_stock_and_opening_look_at_two_days(self, bureau):
        bureau.devices(
            2021, {}, {"登记日期": "2021-05-01"}, {"注销日期": "2021-05-01"}, {"登记日期": "2021-04-30"}
        )
        book = bureau.book("2021-05")
        assert (number(book, "t.devices_before"), number(book, "t.devices")) == (3, 3)
        assert number(book.for_period(Period.parse("2021-04")), "t.devices_before") == 2

    def test_figure_as_known_on_the_cut_off_day(self, bureau):
        bureau.samples(2021, {"检验结论": "不合格", "报告日期": "2021-04-02"})
        book = bureau.book("2021Q1")
        assert (number(book, "t.samples"), number(book, "t.failed")) == (1, 0)
        assert book.rows("t.samples")["result"].tolist() == ["未出"]

    def test_context_is_handed_to_the_function(self, bureau):
        bureau.samples(
            2021, {"抽样日期": "2021-03-21", "报告日期": ""}, {"抽样日期": "2021-03-22", "报告日期": ""}
        )
        assert number(bureau.book("2021Q1"), "t.recent") == 1

    def test_value_is_worked_out_once(self, bureau):
        bureau.samples(2021, {})
        book = bureau.book("2021")
        assert book.value("t.samples") is book.value("t.samples")
        assert book.for_period(Period.parse("2021-01..2021-12")) is book
        assert book.for_period(Period.parse("2021Q1")).for_period(Period.parse("2021Q2")) is book.for_period(
            Period.parse("2021Q2")
        )


@pytest.mark.usefixtures("declared")
class TestMissing:
    def test_ledger_that_was_not_handed_in(self, bureau):
        bureau.devices(2021, {})
        book = bureau.book("2021")
        for id in ("t.samples", "t.rate", "t.both"):
            value = book.value(id)
            assert (value.number, value.status) == (None, "blocked")
            assert value.reason == "本期未提供台账：T01 抽样台账（2021年）"
            assert book.row_count("t.samples") == 0
        assert number(book, "t.devices") == 1

    @pytest.mark.parametrize(
        ("id", "title", "column"),
        [
            ("t.online", "附加属性", "附加属性"),  # used by the function
            ("t.items", "检验项目数（项）", "检验项目数"),  # summed up
            ("t.firms", "统一社会信用代码", "统一社会信用代码"),  # told apart by
            ("t.median", "检验项目数（项）", "检验项目数"),
            ("t.failed", "报告日期", "报告日期"),  # places rows
            ("t.offline", "附加属性", "附加属性"),
        ],
    )
    def test_column_that_was_not_handed_in_is_named(self, bureau, id, title, column):
        bureau.samples(2021, {}, without=(title,))
        value = bureau.book("2021").value(id)
        assert value.status == "blocked"
        assert value.reason.startswith(f"台账未提供“{column}”列") and "抽样台账" in value.reason

    def test_cut_by_a_column_that_was_not_handed_in(self, bureau):
        bureau.samples(2021, {}, without=("食品大类",))
        with pytest.raises(MissingLedger, match="食品大类"):
            bureau.book("2021").cut("t.samples", ("food",))

    def test_bureau_that_does_not_keep_the_ledger(self, bureau):
        bureau.samples(2021, {})
        (bureau.data / "bureau.yaml").write_text(
            "{name: 甲局, short_name: 甲, district: 甲区, profile: marketsupervision, ledgers: [devices]}",
            encoding="utf-8",
        )
        assert bureau.book("2021").value("t.samples").status == "blocked"

    def test_column_that_no_contract_knows_is_our_own_mistake(self, bureau):
        bureau.samples(2021, {})

        @figure("t.wrong", label="错", unit="批次")
        def wrong(samples):
            return samples[samples["colour"] == "红"]

        with pytest.raises(KeyError, match="colour"):
            bureau.book("2021").value("t.wrong")


@pytest.mark.usefixtures("declared")
class TestCuts:
    @pytest.fixture
    def book(self, bureau) -> Book:
        bureau.samples(
            2021,
            {"食品大类": "24", "附加属性": "网络、夜查", "检验项目数（项）": "1"},
            {"食品大类": "糕点", "承办机构": "下浦所", "检验项目数（项）": "2", "附加属性": "网络"},
            {"食品大类": "粮食", "抽样日期": "2021-04-01", "报告日期": "2021-05-01", "检验结论": "不合格"},
            {"食品大类": "", "抽样日期": "2021-12-31", "报告日期": ""},
        )
        return bureau.book("2021")

    def test_by_field_blanks_under_their_own_label(self, book):
        cut = book.cut("t.samples", ("food",))
        assert cut == {("未填",): 1, ("粮食加工品",): 1, ("糕点",): 2}
        assert sum(cut.values()) == number(book, "t.samples")

    def test_by_organisation_under_its_short_name(self, book):
        assert book.cut("t.samples", ("org_code",)) == {("上浦分局",): 3, ("下浦分局",): 1}

    def test_by_month_of_the_figures_own_date(self, book):
        assert book.cut("t.samples", ("month",)) == {("2021-03",): 2, ("2021-04",): 1, ("2021-12",): 1}
        assert book.cut("t.failed", ("month",)) == {("2021-05",): 1}

    def test_by_a_field_of_several_values_each_counts(self, book):
        assert book.cut("t.samples", ("flags",)) == {("夜查",): 1, ("未填",): 2, ("网络",): 2}

    def test_by_two_dimensions(self, book):
        cut = book.cut("t.items", ("food", "month"))
        assert cut[("糕点", "2021-03")] == 3
        assert sum(cut.values()) == number(book, "t.items")

    def test_of_a_ratio_per_label(self, book):
        assert book.cut("t.rate", ("food",)) == {("粮食加工品",): Decimal(100), ("糕点",): Decimal(0)}

    def test_of_parts_and_less(self, book):
        cut = book.cut("t.offline", ("food",))
        assert cut == {("未填",): 1, ("粮食加工品",): 1, ("糕点",): 0}
        assert sum(cut.values()) == number(book, "t.offline")

    def test_of_no_rows(self, book):
        assert book.for_period(Period.parse("2021-08")).cut("t.samples", ("food",)) == {}


def value(number, unit: str = "批次") -> Value:
    status = "undefined" if number is None else "ok"
    return Value(Figure("t", "甲", unit), None if number is None else Decimal(number), status)


@pytest.mark.parametrize(
    ("now", "base", "unit", "kind", "number"),
    [
        ("124", "100", "批次", "percent", "24"),
        ("76", "100", "批次", "percent", "-24"),
        ("15", "10", "批次", "percent", "50"),
        ("0", "10", "批次", "percent", "-100"),
        ("5", "0", "批次", "absolute", "5"),
        ("0", "0", "批次", "absolute", "0"),
        ("4", "9", "批次", "absolute", "-5"),
        ("30", "-50", "批次", "absolute", "80"),
        ("82.5", "81.3", "%", "points", "1.2"),
        ("3", "0", "%", "points", "3"),
        ("1", None, "批次", "none", None),
        (None, "1", "批次", "none", None),
    ],
)
def test_change(now, base, unit, kind, number):
    found = change(value(now, unit), value(base, unit))
    assert (found.kind, found.number) == (kind, number and Decimal(number))


def test_change_on_nothing_handed_in():
    assert change(value("1"), None).kind == "none"


@pytest.mark.usefixtures("declared")
class TestComparisons:
    def test_last_year_and_the_period_before(self, bureau):
        bureau.samples(2020, *[{"抽样日期": "2020-03-05", "报告日期": ""}] * 1)
        bureau.samples(
            2021, {"抽样单编号": "B1"}, {"抽样单编号": "B2", "抽样日期": "2021-02-01", "报告日期": ""}
        )
        book = bureau.book("2021-03")
        assert (last_year(book, "t.samples").number, previous(book, "t.samples").number) == (1, 1)
        assert previous(book.for_period(Period.parse("2021")), "t.samples") is None
        assert last_year(book.for_period(Period.parse("2020")), "t.samples") is None

    def test_target_in_force_is_the_last_one_issued_by_the_cut_off_day(self, bureau):
        bureau.targets(
            2021,
            ("t.samples", "2021-02-01", "100"),
            ("t.samples", "2021-07-01", "120"),
            ("t.rate", "2021-02-01", "2.5"),
        )
        frames = bureau.frames()

        def task(period: str) -> Decimal | None:
            found = targets(frames, Period.parse(period)).get("t.samples")
            return found and found.number

        assert (task("2021-01"), task("2021H1"), task("2021-07"), task("2021")) == (None, 100, 120, 120)
        assert targets(frames, Period.parse("2022")) == {}

    def test_no_targets_handed_in(self, bureau):
        assert targets(bureau.frames(), Period.parse("2021")) == {}

    def test_progress_is_due_by_the_months_gone_by(self, bureau):
        bureau.samples(2021, *[{"报告日期": ""}] * 5)
        bureau.targets(2021, ("t.samples", "2021-01-01", "10"))
        task = progress(bureau.book("2021H1"), "t.samples")
        assert (task.done, task.due) == (50, 50)
        assert task.light == "green"

    def test_a_month_is_measured_by_what_the_year_has_brought_so_far(self, bureau):
        dates = ("2021-01-05", "2021-03-05", "2021-06-05")
        rows = ({"抽样单编号": f"B{at}", "抽样日期": day, "报告日期": ""} for at, day in enumerate(dates))
        bureau.samples(2021, *rows)
        bureau.targets(2021, ("t.samples", "2021-01-01", "12"))
        task = progress(bureau.book("2021-06"), "t.samples")
        assert (task.number, task.done, task.due, task.light) == (3, 25, 50, "red")

    def test_no_progress_without_a_task_or_a_number(self, bureau):
        bureau.samples(2021, {})
        bureau.targets(2021, ("t.samples", "2021-01-01", "10"), ("t.rate", "2021-01-01", "0"))
        book = bureau.book("2021Q2")
        assert progress(book, "t.items") is None
        assert progress(book, "t.rate") is None

    def test_a_stock_is_held_against_the_level_expected_by_then(self, bureau):
        bureau.devices(2020, {}, {})
        bureau.devices(2021, {}, {}, {})
        bureau.targets(2021, ("t.devices", "2021-01-01", "4"))
        task = progress(bureau.book("2021H1"), "t.devices")
        assert (task.done, task.due, task.light, task.distance) == (75, 75, "green", None)
        assert progress(bureau.book("2021"), "t.devices").light == "red"

    def test_a_level_without_last_years_end_is_judged_at_the_end_of_the_year(self, bureau):
        bureau.devices(2021, {}, {})
        bureau.targets(2021, ("t.devices", "2021-01-01", "4"))
        assert progress(bureau.book("2021Q2"), "t.devices").light == ""
        assert progress(bureau.book("2021"), "t.devices").light == "red"


@pytest.mark.parametrize(
    ("done", "light"),
    [("100", "green"), ("60", "green"), ("59.9", "yellow"), ("50", "yellow"), ("49.9", "red"), ("0", "red")],
)
def test_lights(done, light):
    task = Target("t", 2021, Decimal(10), "区政府", "示例〔1〕号")
    assert Progress(task, 6, Decimal(done), Decimal(60)).light == light


@pytest.mark.usefixtures("declared")
class TestDeclarations:
    def test_metadata_comes_from_the_function(self):
        found = FIGURES["t.recent"]
        assert found.ledgers == ("samples",) and found.context == ("as_of", "period")
        assert found.definition == "报告期最后十天的抽样单。"

    @pytest.mark.parametrize(
        ("id", "formula"),
        [
            ("t.samples", "行数"),
            ("t.items", "合计(items)"),
            ("t.tonnes", "合计(weight)×0.001"),
            ("t.firms", "去重计数(uscc)"),
            ("t.median", "中位数(items)"),
            ("t.rate", "t.failed ÷ t.reported×100%"),
            ("t.offline", "t.samples − t.online"),
        ],
    )
    def test_formula_in_words(self, id, formula):
        assert FIGURES[id].formula == formula

    def test_two_figures_of_one_id_are_refused(self):
        with pytest.raises(ContractError, match=r"t\.samples"):
            figure("t.samples", label="又", unit="批次")(lambda samples: samples)

    def test_evidence_names_file_row_key_and_what_was_measured(self, bureau):
        bureau.samples(2021, {"检验项目数（项）": "4"}, {"检验项目数（项）": ""})
        table = evidence(bureau.book("2021"), "t.items")
        assert list(table) == ["file", "sheet", "row", "sample_no", "items", "date"]
        assert csv_bytes(table, list(table)).decode().splitlines()[1:] == [
            "2021/T01_抽样台账.csv,T01_抽样台账,2,S1,4,2021-03-05",
            "2021/T01_抽样台账.csv,T01_抽样台账,3,S2,,2021-03-05",
        ]
        made_of = evidence(bureau.book("2021"), "t.rate")
        assert made_of["figure"].tolist() == ["t.failed", "t.reported"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (639, "639"),
        (0, "0"),
        (Decimal("1.50"), "1.5"),
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.00"), "0"),
    ],
)
def test_exact_text(number, text):
    assert exact_text(number) == text


def test_the_registry_of_a_test_is_its_own():
    assert set(FIGURES) == set() and SAMPLES["name"] == "samples"
