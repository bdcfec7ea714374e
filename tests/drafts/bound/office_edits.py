"""Edits of a report in LibreOffice itself: saved in other formats and back, typed into, copied, cut and pasted."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>"""
MODULES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Edits"/></library:library>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Edits" script:language="StarBasic">{}</script:module>"""
BASIC = """
Global doc, frame, view

Sub Run(source As String, target As String)
  Dim opened(0) As New com.sun.star.beans.PropertyValue, stored(0) As New com.sun.star.beans.PropertyValue
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, opened())
  frame = doc.CurrentController.Frame
  view = doc.CurrentController.ViewCursor
  doc.RecordChanges = {recorded}
  Edits
  stored(0).Name = "FilterName" : stored(0).Value = "MS Word 2007 XML"
  doc.storeToURL(target, stored())
  doc.close(True)
End Sub

Sub Dispatch(command As String)
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(frame, command, "", 0, Array())
End Sub

Sub TypeText(words As String)
  Dim given(0) As New com.sun.star.beans.PropertyValue
  given(0).Name = "Text" : given(0).Value = words
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(frame, ".uno:InsertText", "", 0, given())
End Sub

Sub Find(words As String)
  Dim asked, found
  asked = doc.createSearchDescriptor()
  asked.SearchString = words
  found = doc.findFirst(asked)
  doc.CurrentController.select(found)
End Sub

Sub FindParagraph(words As String)
  Dim asked, found, cursor
  asked = doc.createSearchDescriptor()
  asked.SearchString = words
  found = doc.findFirst(asked)
  cursor = found.Text.createTextCursorByRange(found)
  cursor.gotoStartOfParagraph(False)
  cursor.gotoNextParagraph(True)
  doc.CurrentController.select(cursor)
End Sub

Sub Edits
{edits}
End Sub
"""
TYPED = "\n".join(
    f'Find("{words}") : view.collapseToEnd() : TypeText("{typed}")'
    for words, typed in (
        ("全年检查", "了"),
        ("罚没款", "合计"),
        ("同比", "实际"),
        ("其中电梯", "类"),
        ("投诉办结", "共"),
        ("城南分局检查", "各类"),
    )
)
TYPED_OVER = "\n".join(
    f'Find("{old}") : TypeText("{new}")'
    for old, new in (
        ("2860件", "2900件"),
        ("1150件", "1151件"),
        ("3316台", "3320台"),
        ("86.42万元", "90.5万元"),
    )
)
PARTLY = "\n".join(
    f'Find("{old}") : TypeText("{new}")' for old, new in (("2860", "2900"), ("331", "332"), ("86.42", "90.5"))
)
COPIED = """FindParagraph("开展食品监督抽检")
Dispatch(".uno:Copy")
Find("三、存在问题") : view.collapseToStart() : Dispatch(".uno:Paste")"""
MOVED = COPIED.replace(".uno:Copy", ".uno:Cut")


def _soffice(profile: Path, *arguments: str) -> None:
    program = shutil.which("soffice")
    assert program is not None, "LibreOffice is installed"
    subprocess.run(
        [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments],
        check=True,
        timeout=180,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


def through(raw: bytes, *formats: str) -> bytes:
    """The file saved by LibreOffice in one format after the other, and as .docx in the end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "正文.docx"
        path.write_bytes(raw)
        for at, suffix in enumerate((*formats, "docx")):
            out = folder / str(at)
            kind = "docx:MS Word 2007 XML" if suffix == "docx" else suffix
            _soffice(folder / "profile", "--convert-to", kind, "--outdir", str(out), str(path))
            path = out / f"正文.{suffix}"
        return path.read_bytes()


def edited_in_office(raw: bytes, edits: str, recorded: bool = False) -> bytes:
    """The file opened in LibreOffice, edited by a Basic macro, and saved."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, target = folder / "draft.docx", folder / "edited.docx"
        source.write_bytes(raw)
        # the first start sets the profile up, and writes its own library
        _soffice(folder / "profile", "--convert-to", "txt", "--outdir", str(folder), str(source))
        basic = folder / "profile" / "user" / "basic"
        (basic / "script.xlc").write_text(LIBRARY, encoding="utf-8")
        (basic / "Standard" / "script.xlb").write_text(MODULES, encoding="utf-8")
        code = BASIC.format(edits=edits, recorded=recorded)
        (basic / "Standard" / "Edits.xba").write_text(MODULE.format(escape(code)), encoding="utf-8")
        call = f'macro:///Standard.Edits.Run("{source.as_uri()}","{target.as_uri()}")'
        _soffice(folder / "profile", call)
        return target.read_bytes()


OFFICE_EDITS: dict[str, Callable[[bytes], bytes]] = {
    "saves_docx": through,
    "saves_odt_then_docx": lambda raw: through(raw, "odt"),
    "saves_doc_then_docx": lambda raw: through(raw, "doc"),
    "saves_rtf_then_docx": lambda raw: through(raw, "rtf"),
    "words_are_typed": partial(edited_in_office, edits=TYPED),
    "words_are_typed_as_revisions": partial(edited_in_office, edits=TYPED, recorded=True),
    "numbers_are_typed_over": partial(edited_in_office, edits=TYPED_OVER),
    "numbers_are_typed_over_as_revisions": partial(edited_in_office, edits=TYPED_OVER, recorded=True),
    "numbers_are_typed_over_partly": partial(edited_in_office, edits=PARTLY),
    "paragraph_is_copied": partial(edited_in_office, edits=COPIED),
    "paragraph_is_moved": partial(edited_in_office, edits=MOVED),
}
