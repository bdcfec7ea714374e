"""A chart inside a page: its SVG as part of the HTML, each printed number a link to what it is."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from workreport.base.numbers import exact_text
from workreport.blocks.block import Chart
from workreport.blocks.text import NumberLink, Run

NAMESPACE = re.compile(r"^\{[^}]*\}")
LOCAL = re.compile(r"url\(#([^)]+)\)")
MOVED = re.compile(r"translate\(([-\d.]+)")
DIGIT = 55.5
LINE = (-45, 165)
"""Width of a digit, and lower edge and height of a line of text, in hundredths of the font size."""


def inline(chart: Chart, prefix: str) -> str:
    """A chart's SVG as an element of the page.

    Ids that something refers to get the `prefix`, which is the chart's own; others go. The text alternative names
    the picture as a group, since a picture that is one image to a reader has no links in it.
    """
    return _inline(chart.svg, chart.alt, tuple(chart.links.items()), prefix)


@lru_cache(maxsize=64)
def _inline(svg: str, alt: str, links: tuple[tuple[str, Run], ...], prefix: str) -> str:
    """As ``inline``; a chart stands on three pages, and is taken apart once."""
    numbers = dict(links)
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = NAMESPACE.sub("", element.tag)
        element.attrib = {NAMESPACE.sub("", name): _one_space(text) for name, text in element.items()}
        element.text = element.tail = None
    for parent in list(root.iter()):
        for style in parent.findall("style"):  # it would hold for the whole page
            parent.remove(style)
    for element in root.iter("g"):
        if (number := numbers.get(element.get("id"))) and number.link:
            _link(element, number, number.link)
    _own_ids(root, prefix)
    size = {
        side: f"{float(root.get(side, '0').removesuffix('pt')) * 4 / 3:.0f}" for side in ("width", "height")
    }
    root.attrib = {
        "viewBox": root.get("viewBox", ""),
        **size,
        "role": "group",
        "aria-label": alt,
    }
    return ElementTree.tostring(root, encoding="unicode")


def _one_space(text: str) -> str:
    """The text of an attribute, where line ends are spaces already, without spaces one after the other."""
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _link(element: Element, number: Run, link: NumberLink) -> None:
    """Make a number's text a link, with an area to hit that is larger than its strokes."""
    element.tag = "a"
    about = {"data-value": exact_text(number.number), "aria-label": number.text}
    element.attrib = {"class": "wr-ref", "href": f"#def-{link.figure}", **link.attributes, **about}
    line = next(element.iter("g"), None)
    if line is None:
        return
    ends = [
        float(moved[1]) if (moved := MOVED.match(use.get("transform", ""))) else 0 for use in line.iter("use")
    ]
    width = max(ends, default=0) + DIGIT
    area = {"x": "-30", "y": str(LINE[0]), "width": f"{width + 60:g}", "height": str(LINE[1])}
    line.insert(0, Element("rect", {**area, "fill": "none", "stroke": "none", "pointer-events": "all"}))


def _own_ids(root: Element, prefix: str) -> None:
    referred = {
        name for element in root.iter() for value in element.attrib.values() for name in LOCAL.findall(value)
    } | {element.get("href", "")[1:] for element in root.iter("use")}
    for element in root.iter():
        if (name := element.attrib.pop("id", None)) in referred:
            element.set("id", f"{prefix}-{name}")
        for key, value in element.items():
            if "url(#" in value:
                element.set(key, LOCAL.sub(rf"url(#{prefix}-\1)", value))
        if element.tag == "use":
            element.set("href", f"#{prefix}-{element.get('href', '')[1:]}")
