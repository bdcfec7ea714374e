"""Currencies: every usual spelling is one currency; an unknown one is not taken for a foreign currency."""

from __future__ import annotations

from pathlib import Path

import pytest

from workreport.base.workspace import Workspace
from workreport.ledgers.code_files import load_codes
from workreport.ledgers.declared.contract import load_contracts
from workreport.ledgers.values.cells import Unreadable
from workreport.ledgers.values.parsing import reader


@pytest.fixture(scope="module")
def read(repository: Path):
    workspace = Workspace.open(repository / "data")
    contracts = load_contracts(workspace)
    codes = load_codes(workspace, contracts)

    def one(ledger: str, text: str) -> str:
        field = contracts[ledger].by_name["currency"]
        return reader(field, codes[field.codes])(text).value

    return one


@pytest.mark.parametrize("ledger", ["registrations", "subjects"])
@pytest.mark.parametrize(
    ("text", "currency"),
    [("人民币", "人民币"), ("元人民币", "人民币"), ("CNY", "人民币"), ("港币", "港元"), ("美元", "美元")],
)
def test_spellings_of_a_currency(read, ledger, text, currency):
    assert read(ledger, text) == currency


@pytest.mark.parametrize("text", ["元", "法郎", "比特币", "其他"])
def test_what_is_no_one_currency_is_refused(read, text):
    with pytest.raises(Unreadable):
        read("registrations", text)
