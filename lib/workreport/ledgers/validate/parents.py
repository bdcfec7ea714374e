"""Parents: a value whose parent in its code list is another than the row's own column says."""

from __future__ import annotations

import pandas as pd

from workreport.ledgers.declared.codes import CodeList
from workreport.ledgers.declared.contract import Contract
from workreport.ledgers.declared.findings import QUARANTINED, findings


def contradicting_parents(
    contract: Contract, text: pd.DataFrame, typed: pd.DataFrame, codes: dict[str, CodeList]
) -> list[pd.DataFrame]:
    """Findings for rows that name a value and a parent which the code list does not join: either may be wrong.

    Blanks and values without a parent in the list contradict nothing.
    """
    parts = []
    for field in (f for f in contract.read_fields if f.parent and {f.name, f.parent} <= set(typed)):
        parents = codes[field.codes].parents if field.codes in codes else {}
        pairs = typed[[field.name, field.parent]].dropna()
        pairs = pairs[pairs[field.name].isin(parents)]
        wrong = {
            (
                value,
                above,
            ): f"“{value}”属于“{'、'.join(sorted(parents[value]))}”，而{contract.by_name[field.parent].title}"
            f"填的是“{above}”，不知哪一列填错，请改正"
            for value, above in pairs.drop_duplicates().itertuples(index=False, name=None)
            if above not in parents[value]
        }
        if not wrong:
            continue
        messages = pd.Series(
            [wrong.get(pair) for pair in pairs.itertuples(index=False, name=None)], pairs.index
        )
        rows = text.loc[messages.dropna().index]
        rule = f"{contract.code}-上级"
        parts.append(
            findings(contract, rows, field.name, rows[field.name], rule, QUARANTINED, messages.dropna())
        )
    return parts
