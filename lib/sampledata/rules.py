"""Time limits set by rules, as RF06 lists them."""

from __future__ import annotations

from datetime import date

INTERIM_RULES = "市场监督管理投诉举报处理暂行办法（国家市场监督管理总局令第20号）"
_INTERIM = (date(2020, 1, 1), date(2026, 4, 14))


def _limit(
    matter: str,
    label: str,
    days: int,
    day_kind: str,
    starts_from: str,
    basis: str,
    confirmed: bool,
    valid: tuple[date, date | None],
) -> dict:
    return {
        "matter": matter,
        "label": label,
        "days": days,
        "day_kind": day_kind,
        "starts_from": starts_from,
        "basis": basis,
        "confirmed": confirmed,
        "valid_from": valid[0],
        "valid_to": valid[1],
    }


DEADLINES = (
    _limit("complaint_accept", "投诉受理决定", 7, "工作日", "收到投诉之日", INTERIM_RULES, True, _INTERIM),
    _limit("complaint_mediation", "投诉调解终止", 45, "工作日", "受理之日", INTERIM_RULES, True, _INTERIM),
    _limit("complaint_notice", "终止调解告知", 7, "工作日", "终止调解之日", INTERIM_RULES, True, _INTERIM),
    _limit("report_check", "举报线索核查", 15, "工作日", "收到举报之日", INTERIM_RULES, True, _INTERIM),
    _limit("report_extension", "举报线索核查延长", 15, "工作日", "核查期满之日", INTERIM_RULES, True, _INTERIM),
    _limit("report_notice", "实名举报立案决定告知", 5, "工作日", "作出决定之日", INTERIM_RULES, True, _INTERIM),
    _limit("food_disposal", "不合格食品核查处置", 90, "自然日", "收到检验报告之日",
           "食品安全抽样检验管理办法（国家市场监督管理总局令第15号）", False, (date(2019, 10, 1), None)),
    _limit("penalty_publication", "行政处罚信息公示", 20, "工作日", "作出处罚决定之日",
           "市场监督管理行政处罚信息公示规定（国家市场监督管理总局令第45号）", True, (date(2021, 9, 1), None)),
    _limit("food_inspection_publication", "食品监督检查结果公开", 20, "工作日", "检查结果形成之日",
           "食品生产经营监督检查管理办法（国家市场监督管理总局令第49号）", True, (date(2022, 3, 15), None)),
    _limit("special_recheck", "特种设备隐患整改复查", 10, "工作日", "提交整改报告之日",
           "特种设备安全监督检查办法（国家市场监督管理总局令第57号）", True, (date(2022, 7, 1), None)),
)  # fmt: skip
