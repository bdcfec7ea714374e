"""One form on the screen: its widgets, and the command line that they make."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from workreport.base.errors import UsageError
from workreport.cli import main
from workreport.cli.desk.choices import Chosen
from workreport.cli.desk.fields import missing
from workreport.cli.desk.forms import Form


class FormView:
    """The widgets of a form.

    Attributes
    ----------
    inputs : dict
        The widget of each field, by its parameter.
    start : Button
        Runs the command.
    box : VBox
        All of them, below the command's help.
    """

    def __init__(self, form: Form, on_start: Callable[[FormView], object]) -> None:
        self.form = form
        self.inputs = {one.parameter: one.kind(one.label) for one in form.fields}
        self.start = widgets.Button(description=form.title, button_style="primary")
        self.start.on_click(lambda _: on_start(self))
        self._offered: dict[str, Mapping[str, str]] = {}
        help = inspect.cleandoc(main.commands[form.command].help or "").partition("\n")[0]
        self.box = widgets.VBox([widgets.Label(help), *self.inputs.values(), self.start])

    def offer(self, chosen: Chosen) -> None:
        """Renew what the fields offer."""
        for field in self.form.fields:
            self._offered[field.parameter] = field.offer(self.inputs[field.parameter], chosen)

    def arguments(self, period: str, table: str) -> list[str]:
        """The command line for a period (not used without); `table` is where the command writes its findings.

        Raises
        ------
        UsageError
            If a required field is empty; names all of them.
        """
        values = {name: self._value(name) for name in self.inputs}
        if labels := missing(self.form.fields, values):
            raise UsageError(f"没有填：{'、'.join(labels)}", where=self.form.title)
        if self.form.table:
            values[self.form.table] = table
        return self.form.arguments(values, period)

    def _value(self, name: str) -> Any:
        value = self.inputs[name].value
        return self._offered.get(name, {}).get(value, value) if isinstance(value, str) else value
