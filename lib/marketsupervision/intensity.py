"""Work intensity: core figures per thousand supervised subjects, comparable between sub-bureaus.

Population is published only for the whole district (RF04), so the base is the number of subjects (RF02),
each of which belongs to one sub-bureau.
"""

from workreport.figures.registry import ratio

SUBJECTS = "org.subjects"
WORK = {
    "visit.total_visits": ("visit.per_thousand_subjects", "每千户走访", "户次/千户"),
    "food.sampling.total_batches": ("food.sampling.per_thousand_subjects", "每千户食品抽检", "批次/千户"),
    "food.inspect.total_visits": ("food.inspect.per_thousand_subjects", "每千户食品检查", "户次/千户"),
    "drug.inspect.visits": ("drug.inspect.per_thousand_subjects", "每千户药械检查", "家次/千户"),
    "case.filed": ("case.per_thousand_subjects", "每千户立案", "件/千户"),
    "reg.setups": ("reg.setups_per_thousand_subjects", "每千户新设", "户/千户"),
    "complaint.total": ("complaint.per_thousand_subjects", "每千户投诉举报", "件/千户"),
}
"""Figures divided by the base: id, label and unit of the ratio."""

for _work, (_id, _label, _unit) in WORK.items():
    ratio(
        _id,
        label=_label,
        unit=_unit,
        numerator=_work,
        denominator=SUBJECTS,
        factor="1000",
        definition="期内数÷截至日管辖主体（含事业单位、民办非企业单位）×1000；区本级不分管主体，无此数。",
    )
