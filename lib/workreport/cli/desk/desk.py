"""The desk: bureau and period above, a form for each step of the work, what the command prints, what came of it."""

from __future__ import annotations

import os
import tempfile
from collections import deque
from pathlib import Path

import ipywidgets as widgets
from markupsafe import Markup

from workreport.base.errors import UsageError, WorkreportError
from workreport.base.paths import DATA_VARIABLE, OUT_VARIABLE, folders
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.cli.desk.choices import Chosen, periods, rows
from workreport.cli.desk.fields import LABELS, WIDE, suggested
from workreport.cli.desk.form_view import FormView
from workreport.cli.desk.forms import FORMS
from workreport.cli.desk.jobs import Job
from workreport.cli.desk.outputs import findings_table, links

LINES_SHOWN = 400
ENDED = {0: "完成", 1: "完成，有要处理的", 2: "没有做成，什么都没有写"}
"""What an exit status means to people."""
LOG = Markup('<pre class="log" style="max-height:24em;overflow:auto;line-height:1.4">{}</pre>')


class Desk:
    """The desk's widgets and what connects them.

    Attributes
    ----------
    data, out, period : widgets
        Data folder, output folder and period, for all forms.
    forms : dict
        The forms by their command.
    stop, state, log, findings, files : widgets
        Button that ends the command, its state, its lines; findings of the last check; links to the outputs.
    box : VBox
        All of them.
    """

    def __init__(self) -> None:
        data, out = folders()
        self.data = _text("数据目录", str(data))
        self.out = _text("输出目录", str(out))
        self.period = suggested("报告期")
        self.period.continuous_update = False
        self.forms = {form.command: FormView(form, self._start) for form in FORMS}
        self.stop = widgets.Button(description="停止", disabled=True)
        self.stop.on_click(lambda _: self._stop())
        self.state, self.log = widgets.Label(), widgets.HTML()
        self.findings, self.files = widgets.HTML(), widgets.HTML()
        self._lines: deque[str] = deque(maxlen=LINES_SHOWN)
        self._job: Job | None = None
        self._scratch = tempfile.TemporaryDirectory(prefix="workreport-desk-")
        tabs = widgets.Tab([view.box for view in self.forms.values()])
        tabs.titles = [form.title for form in FORMS]
        progress = widgets.HBox([self.stop, self.state])
        self.box = widgets.VBox(
            [self.data, self.out, self.period, tabs, progress, self.log, self.findings, self.files]
        )
        self._choose_latest_year()
        self.data.observe(self._change_bureau, "value")
        for one in (self.out, self.period):
            one.observe(lambda _: self.renew(), "value")
        self.renew()

    def chosen(self) -> Chosen:
        """The bureau and period as they are filled in now; ``WorkreportError`` if they cannot be used."""
        workspace = Workspace.open(self.data.value.strip(), self.out.value.strip())
        if not self.period.value.strip():
            raise UsageError("没有写报告期", expected="如 2021、2021H1、2021Q3、2021-08")
        return Chosen(workspace, Period.parse(self.period.value.strip()))

    def renew(self) -> None:
        """Read the folders again: what the forms offer, and the links."""
        try:
            chosen = self.chosen()
            self.period.options = periods(chosen.workspace)
            for view in self.forms.values():
                view.offer(chosen)
            self.files.value = links(chosen)
        except WorkreportError as error:
            self.files.value = LOG.format(error.message)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until the running command has ended; its exit status, None without one."""
        return self._job.wait(timeout) if self._job else None

    def _change_bureau(self, change: dict[str, str]) -> None:
        """Another bureau's reports go to another folder, beside its data unless people choose one."""
        data = Path(change["new"].strip())
        self.out.value = str(data.parent / ("outputs" if data.name == "data" else f"{data.name}_outputs"))
        self._choose_latest_year()
        self.renew()

    def _choose_latest_year(self) -> None:
        try:
            years = Workspace.open(self.data.value).years
        except WorkreportError:
            return
        self.period.value = str(years[-1]) if years else ""

    def _start(self, view: FormView) -> None:
        if self._job is not None and self._job.running:
            return
        self._lines.clear()
        self.log.value = self.findings.value = self.state.value = ""
        table = Path(self._scratch.name, "findings.csv")
        table.unlink(missing_ok=True)
        try:
            period = self.chosen().period.id if view.form.period else ""
            arguments = view.arguments(period, str(table))
        except WorkreportError as error:
            self._add_line(f"错误：{error.message}")
            return
        environment = {
            DATA_VARIABLE: os.path.abspath(self.data.value.strip()),
            OUT_VARIABLE: os.path.abspath(self.out.value.strip()),
        }
        self._set_running(True, f"{view.form.title}：正在进行……")
        self._job = Job(arguments, environment, self._add_line, lambda status: self._end(view, status, table))

    def _end(self, view: FormView, status: int, table: Path) -> None:
        try:
            if view.form.table and table.is_file():
                self.findings.value = findings_table(rows(table))
            if not self.period.value:  # the bureau's first year may have begun
                self._choose_latest_year()
            self.renew()
        finally:
            self._set_running(False, f"{view.form.title}：{ENDED.get(status, '已停止')}")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self.state.value = "正在停止；再按一次强制停止"

    def _set_running(self, running: bool, state: str) -> None:
        self.stop.disabled = not running
        for view in self.forms.values():
            view.start.disabled = running
        self.state.value = state

    def _add_line(self, line: str) -> None:
        self._lines.append(line)
        self.log.value = LOG.format("\n".join(self._lines))


def _text(label: str, value: str) -> widgets.Text:
    """A text that counts when people leave the field, not while they type."""
    return widgets.Text(value, description=label, layout=WIDE, style=LABELS, continuous_update=False)


def open_desk() -> widgets.VBox:
    """The desk of the bureau that JupyterLab was opened with, to be shown by the last line of a cell."""
    return Desk().box
