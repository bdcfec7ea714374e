"""Reports for the portal's tests: any number of bureaux and periods, without a run."""

from __future__ import annotations

from workreport.base.period import Period
from workreport.rendering.pages.portal_entries import SENT, Entry, KeyFigure, OpenItem

LABELS = {"visit.n": "走访（户次）", "food.rate": "不合格率（%）"}
FORMS = [("审阅稿", "review.html"), ("Word", "report.docx")]


def entry(bureau: str, period: str, state: str = SENT, **numbers: float | None) -> Entry:
    """A report with `visits` and a `rate`, where given."""
    parsed = Period.parse(period)
    names = {"visits": "visit.n", "rate": "food.rate"}
    figures = {
        names[name]: KeyFigure("—" if number is None else f"{number:,}", number)
        for name, number in numbers.items()
    }
    return Entry(
        folder=f"{bureau}/{period}", period=period, label=parsed.label, bureau=bureau, kind=parsed.kind,
        start=parsed.start, cut_off=parsed.as_of, state=state, figures=figures, forms=FORMS,
    )  # fmt: skip


def many(labels: dict[str, str]) -> list[Entry]:
    """Twelve months, four quarters, two halves and six years of one bureau, with every key figure and much to do."""
    periods = [
        *(f"2021-{month:02d}" for month in range(1, 13)),
        *(f"2021Q{quarter}" for quarter in range(1, 5)),
        "2021H1", "2021H2", *(str(year) for year in range(2016, 2022)),
    ]  # fmt: skip
    open_items = [
        OpenItem("超期", 2, "项", "index.html"),
        OpenItem("未签章节", 12, "个", "review.html#signing"),
        OpenItem("与已报数不同", 1, "项", "review.html#reported"),
    ]
    forms = [
        (name, f"{name}.docx") for name in ("审阅稿", "Word", "PDF", "专报", "PPT", "呈批说明", "指标表")
    ]
    entries = []
    for at, period in enumerate(periods):
        parsed = Period.parse(period)
        figures = {
            id: KeyFigure(f"{1000 + at * 37 + place:,}件", 1000 + at * 37 + place, *_task(place))
            for place, id in enumerate(labels)
        }
        entries.append(
            Entry(
                folder=period, period=period, label=parsed.label, bureau="晴川区市场监督管理局", kind=parsed.kind,
                start=parsed.start, cut_off=parsed.as_of, state=SENT, figures=figures, forms=forms, open=open_items,
            )
        )  # fmt: skip
    return entries


def _task(place: int) -> tuple[str, str]:
    lights = (("green", "达到进度，完成104.2%"), ("red", "明显滞后，完成33.3%"), ("", ""))
    return lights[place % 3]
