"""Edits of a bound report as people and programs make them, on the XML that Word, WPS and python-docx would write."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator

import docx
from bound_report import coloured, reread
from lxml import etree

from workreport.drafts.reading.word_xml import XML_SPACE, W, WordPackage, written

BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
BY = {f"{W}author": "张三", f"{W}date": "2021-12-01T00:00:00Z"}
Truth = dict[int, list[tuple[int, int]]]
Body = etree._Element
STEP = 2
"""Every second paragraph is edited, so that its neighbours stay."""


def edited(raw: bytes, change: Callable[[Body], None]) -> bytes:
    """The file with its body changed."""
    package = WordPackage(raw, "正文.docx")
    root = package.tree(package.main)
    assert root is not None
    change(root.find(f"{W}body"))
    return package.rewritten({package.main: written(root)})


def numbered(body: Body) -> list[etree._Element]:
    """Every second paragraph outside of tables that has bound numbers."""
    with_numbers = [
        paragraph for paragraph in body.findall(f"{W}p") if paragraph.find(f".//{W}bookmarkStart") is not None
    ]
    return with_numbers[::STEP]


def marked(
    paragraph: etree._Element,
) -> Iterator[tuple[etree._Element, list[etree._Element], etree._Element]]:
    """Every bookmark of a paragraph: its start, the runs inside, its end."""
    for start in paragraph.findall(f"{W}bookmarkStart"):
        runs = []
        for sibling in start.itersiblings():
            if sibling.tag == f"{W}bookmarkEnd":
                yield start, runs, sibling
                break
            if sibling.tag == f"{W}r":
                runs.append(sibling)


def without_bookmarks(element: etree._Element) -> etree._Element:
    for mark in list(element.iter(*BOOKMARKS)):
        mark.getparent().remove(mark)
    return element


def new_run(text: str, like: etree._Element | None = None) -> etree._Element:
    element = etree.Element(f"{W}r")
    if like is not None and (formatting := like.find(f"{W}rPr")) is not None:
        element.append(copy.deepcopy(formatting))
    etree.SubElement(element, f"{W}t", {XML_SPACE: "preserve"}).text = text
    return element


def revision(kind: str, *runs: etree._Element) -> etree._Element:
    element = etree.Element(f"{W}{kind}", {f"{W}id": "9000", **BY})
    element.extend(runs)
    if kind == "del":
        for text in element.iter(f"{W}t"):
            text.tag = f"{W}delText"
    return element


def text_of(*runs: etree._Element) -> str:
    return "".join(text.text or "" for run in runs for text in run.iter(f"{W}t"))


def other_number(text: str) -> str:
    """Another number of the same form: its first digit raised."""
    at = next((at for at, character in enumerate(text) if character in "12345678"), None)
    return f"九{text[1:]}" if at is None else f"{text[:at]}{int(text[at]) + 1}{text[at + 1 :]}"


# what people do in Word


def paragraphs_are_copied(body: Body) -> None:
    """Copy and paste: Word leaves the bookmarks with the original."""
    for paragraph in numbered(body):
        body.insert(len(body) - 2, without_bookmarks(copy.deepcopy(paragraph)))


def paragraphs_are_moved_without_bookmarks(body: Body) -> None:
    """Cut, and pasted as unformatted or by a program that drops bookmarks."""
    for paragraph in numbered(body):
        body.insert(0, without_bookmarks(paragraph))


def paragraphs_are_moved(body: Body) -> None:
    """Cut and paste in Word: the bookmarks move along."""
    for paragraph in numbered(body):
        body.insert(0, paragraph)


def paragraphs_are_deleted(body: Body) -> None:
    for paragraph in numbered(body):
        body.remove(paragraph)


def numbers_are_typed_over(body: Body) -> None:
    """The whole number is selected and another one typed: its bookmark is gone."""
    for paragraph in numbered(body):
        for start, runs, end in list(marked(paragraph))[::2]:
            end.addnext(new_run(other_number(text_of(*runs)), runs[0]))
            for element in (start, *runs, end):
                paragraph.remove(element)


def numbers_are_typed_anew(body: Body) -> None:
    """Deleted and typed as before: the bookmark is gone."""
    for paragraph in numbered(body):
        for start, runs, end in list(marked(paragraph))[::2]:
            end.addnext(new_run(text_of(*runs), runs[0]))
            for element in (start, *runs, end):
                paragraph.remove(element)


def digits_are_changed_inside(body: Body) -> None:
    """A digit inside the bookmark is changed."""
    for paragraph in numbered(body):
        for _, runs, _ in list(marked(paragraph))[::2]:
            changed = new_run(other_number(text_of(*runs)), runs[0])
            runs[0].addprevious(changed)
            for run in runs:
                paragraph.remove(run)


def ends_are_typed_anew(body: Body) -> None:
    """The end of a number is deleted and typed behind the bookmark."""
    for paragraph in numbered(body):
        for _, runs, end in list(marked(paragraph))[::2]:
            if len(runs) > 1:
                end.addnext(runs[-1])


def numbers_are_deleted(body: Body) -> None:
    for paragraph in numbered(body):
        for start, runs, end in list(marked(paragraph))[::2]:
            for element in (start, *runs, end):
                paragraph.remove(element)


def words_are_typed_before_numbers(body: Body) -> None:
    """Words are typed in front of numbers, and come to stand inside the bookmark."""
    for paragraph in numbered(body):
        for start, _, _ in list(marked(paragraph))[::2]:
            start.addnext(new_run("约"))


def numbers_are_typed_over_with_revisions(body: Body) -> None:
    """With tracked changes Word leaves the bookmark around the deleted number."""
    for paragraph in numbered(body):
        for _, runs, end in list(marked(paragraph))[::2]:
            text, like = text_of(*runs), runs[0]
            deleted = revision("del")
            runs[0].addprevious(deleted)
            deleted.extend(runs)
            for element in deleted.iter(f"{W}t"):
                element.tag = f"{W}delText"
            end.addnext(revision("ins", new_run(other_number(text), like)))


def and_all_revisions_accepted(body: Body) -> None:
    numbers_are_typed_over_with_revisions(body)
    accept_revisions(body)


def words_with_revisions_are_accepted(body: Body) -> None:
    """Words put in and taken out beside numbers as tracked changes, all accepted."""
    for paragraph in numbered(body):
        for start, _, end in marked(paragraph):
            start.addprevious(revision("ins", new_run("共")))
            end.addnext(revision("ins", new_run("（含上年结转）")))
    accept_revisions(body)


def accept_revisions(body: Body) -> None:
    """What accepting all revisions does: deletions go with the bookmarks around nothing, insertions become text."""
    for element in list(body.iter(f"{W}del", f"{W}moveFrom")):
        element.getparent().remove(element)
    for element in list(body.iter(f"{W}ins", f"{W}moveTo")):
        for child in list(element):
            element.addprevious(child)
        element.getparent().remove(element)
    for start in list(body.iter(BOOKMARKS[0])):
        end = start.getnext()
        if end is not None and end.tag == BOOKMARKS[1] and end.get(f"{W}id") == start.get(f"{W}id"):
            start.getparent().remove(start)
            end.getparent().remove(end)


def paragraphs_are_split(body: Body) -> None:
    """Enter is pressed behind every third number."""
    for paragraph in numbered(body):
        ends = paragraph.findall(BOOKMARKS[1])
        if len(ends) > 2:
            rest = etree.Element(f"{W}p")
            rest.extend(list(ends[2].itersiblings()))
            paragraph.addnext(rest)


def paragraphs_are_joined(body: Body) -> None:
    for paragraph in numbered(body):
        following = paragraph.getnext()
        if following is not None and following.tag == f"{W}p":
            paragraph.extend([child for child in following if child.tag != f"{W}pPr"])
            body.remove(following)


def bookmarks_are_dropped(body: Body) -> None:
    """A program that knows no bookmarks saves the file."""
    without_bookmarks(body)


def sentences_are_put_in_and_bookmarks_dropped(body: Body) -> None:
    """New sentences with numbers of their own stand before and behind, and all bookmarks are gone."""
    for paragraph in numbered(body):
        first = paragraph.find(f"{W}r")
        first.addprevious(new_run("按照市局部署，全年召开会议12次，出动405人次。"))
        paragraph.append(new_run("同时印发通报12期。"))
    without_bookmarks(body)


def words_are_put_in_and_bookmarks_dropped(body: Body) -> None:
    """Words are typed before and behind numbers, and all bookmarks are gone."""
    for paragraph in numbered(body):
        for start, _, end in list(marked(paragraph))[::3]:
            start.addprevious(new_run("累计"))
            end.addnext(new_run("（含上年结转）"))
    without_bookmarks(body)


def paragraphs_are_restyled(body: Body) -> None:
    """Every character becomes a run of its own, with another font."""
    for paragraph in numbered(body):
        for run in paragraph.findall(f"{W}r"):
            for character in text_of(run):
                restyled = new_run(character, run)
                run.addprevious(restyled)
            paragraph.remove(run)


XML_EDITS = (
    paragraphs_are_copied,
    paragraphs_are_moved,
    paragraphs_are_moved_without_bookmarks,
    paragraphs_are_deleted,
    paragraphs_are_split,
    paragraphs_are_joined,
    paragraphs_are_restyled,
    numbers_are_typed_over,
    numbers_are_typed_anew,
    numbers_are_deleted,
    digits_are_changed_inside,
    ends_are_typed_anew,
    words_are_typed_before_numbers,
    numbers_are_typed_over_with_revisions,
    and_all_revisions_accepted,
    words_with_revisions_are_accepted,
    bookmarks_are_dropped,
    sentences_are_put_in_and_bookmarks_dropped,
    words_are_put_in_and_bookmarks_dropped,
)


# what python-docx does


def with_texts_set(raw: bytes, change: Callable[[str], tuple[str, int]]) -> tuple[bytes, Truth]:
    """``paragraph.text`` set by python-docx, which drops runs and bookmarks; `change` gives the text and how far it moves."""
    before = reread(raw)
    document = docx.Document(io.BytesIO(raw))
    own = {line.text for line in before.text.lines}
    moves: dict[str, int] = {}
    for paragraph in document.paragraphs[::STEP]:
        if paragraph.text in own and paragraph.text:
            text, moved = change(paragraph.text)
            moves[text] = moved
            paragraph.text = text
    out = io.BytesIO()
    document.save(out)
    after = reread(out.getvalue())
    assert len(after.text.lines) == len(before.text.lines)
    truth = {
        number: [
            (
                start - old.start + new.start + moves.get(new.text, 0),
                end - old.start + new.start + moves.get(new.text, 0),
            )
            for start, end in ranges
            for old in [before.text.line_at(start)]
            for new in [after.text.lines[old.number - 1]]
        ]
        for number, ranges in coloured(before).items()
    }
    return out.getvalue(), truth
