"""The fields of the forms: a label, a widget, and the parameter of the command that its value is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets as widgets

from workreport.cli.desk.choices import Chosen, Pairs

WIDE = widgets.Layout(width="46em")
LABELS = {"description_width": "9em"}
ROWS_SHOWN = 8


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Attributes
    ----------
    parameter : str
        Name of the command's parameter.
    label : str
        What people read before the widget.
    kind : callable
        Makes the widget from the label.
    offers : callable or None
        What there is to choose from, if the widget offers a choice.
    required : bool
        Whether the form asks for it before it starts the command.
    """

    parameter: str
    label: str
    kind: Callable[[str], widgets.ValueWidget]
    offers: Callable[[Chosen], Pairs] | None = None
    required: bool = False

    def offer(self, widget: widgets.ValueWidget, chosen: Chosen) -> dict[str, str]:
        """Renew what there is to choose from; the values by their texts.

        What is chosen stays where it is still offered.
        """
        if self.offers is None:
            return {}
        pairs, before = self.offers(chosen), widget.value
        if isinstance(widget, widgets.Combobox):
            widget.options = [shown for shown, _ in pairs]
            return dict(pairs)
        widget.options = pairs if isinstance(widget, widgets.SelectMultiple) else [("", ""), *pairs]
        values = {value for _, value in pairs}
        if isinstance(before, tuple):
            widget.value = tuple(value for value in before if value in values)
        elif before in values:
            widget.value = before
        return {}


def text(label: str) -> widgets.ValueWidget:
    """A line of text."""
    return widgets.Text(description=label, layout=WIDE, style=LABELS)


def words(label: str) -> widgets.ValueWidget:
    """Several lines of text."""
    return widgets.Textarea(description=label, layout=WIDE, style=LABELS)


def flag(label: str) -> widgets.ValueWidget:
    """Yes or no."""
    return widgets.Checkbox(description=label, layout=WIDE, style=LABELS, indent=True)


def choice(label: str) -> widgets.ValueWidget:
    """One of several, or none."""
    return widgets.Dropdown(description=label, options=[("", "")], layout=WIDE, style=LABELS)


def suggested(label: str) -> widgets.ValueWidget:
    """A text that is suggested, or any other."""
    return widgets.Combobox(description=label, layout=WIDE, style=LABELS, ensure_option=False)


def several(label: str) -> widgets.ValueWidget:
    """Any number of several."""
    return widgets.SelectMultiple(description=label, rows=ROWS_SHOWN, layout=WIDE, style=LABELS)


def day(label: str) -> widgets.ValueWidget:
    """A date."""
    return widgets.DatePicker(description=label, style=LABELS)


def missing(fields: Sequence[Field], values: Mapping[str, Any]) -> list[str]:
    """Labels of the required fields that are empty."""
    return [one.label for one in fields if one.required and values[one.parameter] in (None, "", ())]
