"""The reference page of a mapping's keys, from its models."""

from __future__ import annotations

from pydantic.fields import FieldInfo

from workreport.cli.reference.markdown import page, table
from workreport.ledgers.declared.field_source import Case, Lookup, Source
from workreport.ledgers.declared.mapping import Mapping

ABOUT = (
    "数据目录 `mappings/*.yaml` 的全部写法：把外来表格变成台账，一份文件一个映射。起草用 `workreport map`；"
    "怎么用见[换一个局](../how-to/another-bureau.md)，完整的例子见 `data/examples/`。"
)
PARTS: dict[str, tuple[type[Mapping | Source | Case | Lookup], str]] = {
    "映射": (Mapping, "文件的最外一层。"),
    "字段的来源": (
        Source,
        "`columns` 中每个字段一项：先写从哪里来（from、value、key、join、sum、product 中的一个，或只写 cases），"
        "其余按表中次序转换；哪一步都对不上的写法原样保留，由核对报告，不猜。",
    ),
    "条件": (Case, "`cases` 中的每一条。"),
    "对照表": (Lookup, "`lookup` 的三项。"),
}


def keys_of(model: type[Mapping | Source | Case | Lookup]) -> dict[str, FieldInfo]:
    """The keys of a model as they are written, with their declarations."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def mappings_page() -> str:
    """Every key with what it means and an example."""
    parts = []
    for title, (model, about) in PARTS.items():
        rows = [
            (
                f"`{name}`",
                ("必填；" if field.is_required() else "") + (field.description or ""),
                f"`{field.examples[0]}`",
            )
            for name, field in keys_of(model).items()
            if field.examples
        ]
        parts.append(f"## {title}\n\n{about}\n\n" + table(("键", "说明", "例"), rows))
    return page("映射", ABOUT, *parts)
