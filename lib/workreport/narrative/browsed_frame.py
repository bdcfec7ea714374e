"""Data frames that a notebook shows as a table to sort, filter and page, in Chinese and offline."""

from __future__ import annotations

import itables
import pandas as pd

CHINESE = {
    "search": "筛选：",
    "lengthMenu": "每页 _MENU_ 行",
    "info": "第 _START_ 至 _END_ 行，共 _TOTAL_ 行",
    "infoEmpty": "没有行",
    "infoFiltered": "（从 _MAX_ 行中筛选）",
    "zeroRecords": "没有符合的行",
    "emptyTable": "没有行",
}
OPTIONS = {"classes": "display compact nowrap", "maxBytes": "4MB", "showIndex": False, "connected": False}


class BrowsedFrame(pd.DataFrame):
    """A data frame like any other; what is selected from it is shown in the same way."""

    @property
    def _constructor(self) -> type[BrowsedFrame]:
        return BrowsedFrame

    def _repr_html_(self) -> str:
        exact = {name: str for name, dtype in self.dtypes.items() if "decimal" in str(dtype)}
        return itables.to_html_datatable(pd.DataFrame(self).astype(exact), language=CHINESE, **OPTIONS)
