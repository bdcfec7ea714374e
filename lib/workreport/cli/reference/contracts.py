"""The reference page of a contract's keys, with an example each."""

from __future__ import annotations

from workreport.base.quarantine import Limits
from workreport.base.settings import Settings
from workreport.cli.reference.markdown import page, table
from workreport.ledgers.declared.contract import (
    AsOf,
    Condition,
    Constraints,
    Contract,
    Field,
    ForeignKey,
    Format,
    Match,
    Partner,
    Reference,
    Rule,
    Stock,
)

ABOUT = (
    "数据目录 `contracts/*.yaml` 的全部写法：一份文件声明一本台账。怎么加一本见[新台账](../how-to/new-ledger.md)，"
    "现有各本的列见[数据字典](../../data/DICTIONARY.md)。"
)
Meanings = dict[str, tuple[str, str]]
CONTRACT: Meanings = {
    "code": ("代号，不重复；台账按它排次序", "code: T01"),
    "name": ("名称，程序里用，英文小写", "name: samples"),
    "title": ("标题，人看的", "title: 抽样台账"),
    "division": ("哪个股室管", "division: 抽检股"),
    "source": ("从哪里来：系统导出、手工登记", "source: 手工登记"),
    "description": ("说明，写进数据字典", "description: 一张抽样单一行"),
    "grain": ("一行是什么", "grain: 一张抽样单"),
    "kind": ("flow 流水台账、register 登记簿（每年交全）、reference 参考表（各年共用）", "kind: flow"),
    "since": ("从哪一年起有这本台账；以前的报告期不要求交，有关内容略去", "since: 2022"),
    "files": ("年度目录里的文件名，可用通配符", 'files: ["T01_*"]'),
    "period_date": ("按哪个日期字段归入报告期", "period_date: sample_date"),
    "fields": ("各列，见“字段”", "fields: [{name: sample_no, title: 抽样单编号}]"),
    "primaryKey": ("主键：这些字段合起来一行一个", "primaryKey: [sample_no]"),
    "near": ("这些字段全部相同的两行，多半是同一件事登了两次，提示核对", "near: [sample_date, org_code]"),
    "foreignKeys": (
        "这些字段的值要在另一本台账里有",
        "foreignKeys: [{fields: [org_code], reference: {resource: orgs, fields: [code]}}]",
    ),
    "partners": ("一行要在另一本台账里有对应的行，见“对应”", "partners: []"),
    "rules": ("一行之内的规则，见“规则”", "rules: []"),
    "as_of": ("某日以后才知道的内容，见“截至日”", "as_of: [{date: report_date, resets: {result: 未出}}]"),
    "stock": ("登记簿的一行从哪天起、到哪天止在册，见“在册”", "stock: {from: reg_date, until: ended_date}"),
    "carry_forward": ("登记簿新的一年是否从上年结转", "carry_forward: true"),
    "suppress_below": ("分组后小于这个数的，领导版不显示", "suppress_below: 3"),
    "quarantine": ("隔离的行占多少定为草稿、不出数，见“隔离”", 'quarantine: {draft: "0.01", block: "0.1"}'),
}
FIELD: Meanings = {
    "name": ("字段名，程序里用，英文小写", "name: sample_no"),
    "title": ("表头", "title: 抽样单编号"),
    "type": ("string、integer、number、date、datetime、boolean、list 中的一种，不写是 string", "type: date"),
    "optional": ("true 则各局可登记可不登记；台账没有这一列的，要用它的指标略去，不算缺", "optional: true"),
    "description": ("说明，写进数据字典", "description: 系统自动编号"),
    "aliases": ("别的写法的表头", "aliases: [抽样编号]"),
    "unit": ("单位，写在表头的括号里", "unit: 元"),
    "decimals": ("number 的小数位数，不写是两位", "decimals: 3"),
    "delimiter": ("list 一格里几项之间的分隔，不写是顿号", "delimiter: ；"),
    "codes": ("取值在哪个代码表里，`codes/` 下的文件名", "codes: orgs"),
    "parent": ("代码的上级在哪一列", "parent: food_l1"),
    "usual_maximum": ("超过这个数的照算，但提示核对", "usual_maximum: 1000"),
    "format": ("uscc：统一社会信用代码，核对校验位", "format: uscc"),
    "personal": ("是个人信息，不读入", "personal: true"),
    "entity": ("是单位名称（企业、单位），公开版遮盖", "entity: 企业"),
    "constraints": ("约束，见“约束”", "constraints: {required: true}"),
}
CONSTRAINTS: Meanings = {
    "required": ("必填", "required: true"),
    "unique": ("不重复", "unique: true"),
    "enum": ("只能是其中之一", "enum: [合格, 不合格]"),
    "pattern": ("要整个符合的正则表达式", r"pattern: '\d{9}'"),
    "minimum": ("不小于", "minimum: 0"),
    "maximum": ("不大于", "maximum: 100"),
}
RULE: Meanings = {
    "id": ("编号，在问题行里写出", "id: T01-R1"),
    "message": ("不合规则时说的话", "message: 报告日期早于抽样日期"),
    "order": ("这些日期依次不早于前一个", "order: [sample_date, report_date]"),
    "at_most": ("前一个数不大于后一个", "at_most: [fixed, issues]"),
    "required_if": (
        "别的字段取某些值时必填：field 是哪个，when 是什么条件",
        "required_if: {field: report_date, when: {result: [合格]}}",
    ),
    "format": ("校验位要对：field 是哪个，as 是 uscc 或 patent_no", "format: {field: uscc, as: uscc}"),
    "disposition": ("不合时的处置：warned 警示、quarantined 隔离", "disposition: quarantined"),
}
CONDITION: Meanings = {
    "field": ("必填的字段", "field: report_date"),
    "when": ("各字段取其中一个值时", "when: {result: [合格, 不合格]}"),
}
FORMAT: Meanings = {"field": ("字段", "field: uscc"), "as": ("哪一种号码：uscc、patent_no", "as: uscc")}
PARTNER: Meanings = {
    "id": ("编号，在问题行里写出", "id: T01-P1"),
    "message": ("没有对应的行时说的话", "message: 处置台账里没有这一批次"),
    "fields": ("本台账里拿去找的字段", "fields: [sample_no]"),
    "in": ("在哪几本台账里找，有一本有就行", "in: [{ledger: disposals, fields: [sample_no]}]"),
    "when": ("只有这样的行要找", "when: {result: [不合格]}"),
    "unless": ("这样的行不用找", "unless: {task: [风险监测]}"),
}
MATCH: Meanings = {
    "ledger": ("台账", "ledger: disposals"),
    "fields": ("那本台账里的字段，与本台账的一一对应", "fields: [sample_no]"),
    "when": ("只在这样的行里找", "when: {done: [true]}"),
}
FOREIGN_KEY: Meanings = {
    "fields": ("本台账的字段", "fields: [org_code]"),
    "reference": ("另一本台账和它的字段", "reference: {resource: orgs, fields: [code]}"),
}
REFERENCE: Meanings = {"resource": ("台账", "resource: orgs"), "fields": ("那本台账的字段", "fields: [code]")}
AS_OF: Meanings = {
    "date": ("日期字段：截至日在它之前的，当时还不知道", "date: report_date"),
    "resets": ("那时各字段是什么；日期本身当作没有填", "resets: {result: 未出}"),
}
STOCK: Meanings = {
    "from": ("在册的第一天", "from: reg_date"),
    "until": ("不再在册的那一天，没有的不写", "until: ended_date"),
}
LIMITS: Meanings = {
    "draft": ("隔离的行达到这个比例，定为草稿", 'draft: "0.01"'),
    "block": ("达到这个比例，有关指标不出数", 'block: "0.1"'),
}
PARTS: dict[str, tuple[type[Settings], Meanings]] = {
    "台账": (Contract, CONTRACT),
    "字段": (Field, FIELD),
    "约束": (Constraints, CONSTRAINTS),
    "规则": (Rule, RULE),
    "必填的条件": (Condition, CONDITION),
    "校验位": (Format, FORMAT),
    "对应": (Partner, PARTNER),
    "对应的台账": (Match, MATCH),
    "外键": (ForeignKey, FOREIGN_KEY),
    "外键所指": (Reference, REFERENCE),
    "截至日": (AsOf, AS_OF),
    "在册": (Stock, STOCK),
    "隔离": (Limits, LIMITS),
}


def keys_of(model: type[Settings]) -> list[str]:
    """The keys of a model as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def contracts_page() -> str:
    """Every key of a contract with what it means and an example."""
    parts = []
    for title, (model, meanings) in PARTS.items():
        required = {field.alias or name for name, field in model.model_fields.items() if field.is_required()}
        rows = [
            (f"`{key}`", ("必填；" if key in required else "") + meanings[key][0], f"`{meanings[key][1]}`")
            for key in keys_of(model)
        ]
        parts.append(f"## {title}\n\n" + table(("键", "说明", "例"), rows))
    return page("台账规范", ABOUT, *parts)
