"""Personal columns are found in every table that a copy passes on, in mapped ones too."""

from __future__ import annotations

from tiny_bureau import SAMPLE, SAMPLES, contract

from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.exchange.column_places import personal_columns, personal_titles
from workreport.ledgers.read.sheet import Sheet

CONTRACT = contract(SAMPLES)
MAPPING = {
    "ledger": "samples",
    "files": ["T01*"],
    "columns": {
        "sample_no": {"from": "编号"},
        "org_code": {"value": "上浦分局"},
        "sample_date": {"from": "日期"},
        "result": {"value": "合格"},
    },
}


def test_personal_column_of_a_contracts_own_table():
    sheet = Sheet("一季度", [["2021年台账"], [*SAMPLE, "抽样人"], [*SAMPLE.values(), "甲"]])
    assert personal_columns(CONTRACT, None, sheet) == {len(SAMPLE): 1}


def test_personal_column_of_a_mapped_table_under_the_contracts_title():
    """Few of a foreign table's headers are the contract's: the mapping says which row is the header."""
    sheet = Sheet("x", [["编号", "抽样人", "日期"], ["S1", "甲", "2021-03-05"]])
    mapping = Mapping.model_validate(MAPPING)
    assert personal_columns(CONTRACT, mapping, sheet) == {1: 0}
    assert personal_columns(CONTRACT, None, sheet) == {}


def test_personal_column_of_a_mapped_table_under_its_own_title():
    columns = MAPPING["columns"] | {"sampler": {"from": "经手人"}}
    mapping = Mapping.model_validate(MAPPING | {"columns": columns})
    sheet = Sheet("x", [["编号", "经手人", "日期"], ["S1", "甲", "2021-03-05"]])
    assert personal_columns(CONTRACT, mapping, sheet) == {1: 0}
    assert "经手人" in personal_titles(CONTRACT, mapping)["抽样人"]


def test_columns_that_the_mapping_declares_personal():
    mapping = Mapping.model_validate(MAPPING | {"personal": ["法人代表"]})
    sheet = Sheet("x", [["编号", "法人代表", "日期"], ["S1", "甲", "2021-03-05"]])
    assert personal_columns(CONTRACT, mapping, sheet) == {1: 0}
