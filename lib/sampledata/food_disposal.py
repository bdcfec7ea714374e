"""LG03 what became of the food batches that did not conform."""

from __future__ import annotations

import random
from datetime import timedelta

from sampledata.cases import CaseRequest, case_number
from sampledata.drawing import handed_in, up_to, year_end
from sampledata.food_catalog import CATERING, PRODUCER, TRADE
from sampledata.orgs import org_cell
from sampledata.workdays import add_workdays, next_workday
from sampledata.world import Subject, rng_for

SMALL_CASE = "首次违法且货值微小，已责令改正"


def disposals(
    samples: list[dict], shops: dict[str, Subject], year: int
) -> tuple[list[dict], list[CaseRequest]]:
    """Rows of LG03, one per batch that stands as non-conforming, and the penalty cases they led to."""
    rng, made, cases = rng_for("LG03", year), [], []
    failing = [row for row in samples if row["result"] == "不合格" and row["recheck"] != "推翻"]
    for sample in sorted(failing, key=lambda row: (row["report_date"], row["sample_no"])):
        shop = shops[sample["sample_no"]]
        received = up_to(add_workdays(sample["report_date"], rng.randint(1, 3)), year_end(year))
        served = add_workdays(received, rng.randint(1, 3))
        started = add_workdays(received, rng.randint(0, 2))
        # 90 days from receipt is the limit; one of 2022's ran over it with leave
        extended = year == 2022 and len(made) == 3
        done = next_workday(
            received + timedelta(days=rng.randint(98, 110) if extended else rng.randint(34, 82))
        )
        finished = done <= handed_in(year)
        filed_on = add_workdays(started, rng.randint(3, 9))
        filed = rng.random() < 0.65 and filed_on.year == year
        number = case_number("食", year, len(cases) + 1) if filed else None
        row = {
            "sample_no": sample["sample_no"],
            "node": sample["stage"],
            "org_code": org_cell(rng, shop.org_code, odd=0.1),
            "recv_date": received,
            "served_date": served,
            "start_date": started,
            "ctrl_kg": round(rng.choice((0, 0, rng.uniform(0.5, 8), rng.uniform(4, 60))), 3),
            "cause": _cause(rng, sample),
            "filed": filed,
            "case_no": number,
            "no_case_reason": None if filed else SMALL_CASE,
            "recheck_date": up_to(done - timedelta(days=rng.randint(3, 9)), done) if finished else None,
            "recheck_result": "合格" if finished else None,
            "done_date": done if finished else None,
            "extended": extended,
            "extended_to": received + timedelta(days=120) if extended else None,
            "pub_date": up_to(add_workdays(done, 3), handed_in(year)) if finished else None,
            "status": "处置完毕" if finished else "处置中",
        }
        made.append(row)
        if filed:
            title = f"{shop.name}经营不合格{sample['sample_name']}案"
            request = (number, "食品", "抽检不合格", row["sample_no"], shop, filed_on, shop.org_code, title)
            cases.append(CaseRequest(*request))
    return made, cases


def _cause(rng: random.Random, sample: dict) -> str:
    """Where the fault came from; residues come from the source, the rest from whoever handled the food."""
    if sample["sample_type"] == "食用农产品":
        return "源头"
    by_stage = {PRODUCER: ("生产",), TRADE: ("生产", "储存", "运输"), CATERING: ("其他", "储存")}
    return rng.choice(by_stage[sample["stage"]])
