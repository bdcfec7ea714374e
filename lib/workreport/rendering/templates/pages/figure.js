// A number of the report opens what stands behind it, taken from its entry in the appendix.
// Without scripts the same link leads to that entry.
(function () {
  var dialog = document.getElementById("figure");
  if (!dialog || !dialog.showModal) return;
  var list = dialog.querySelector("dl"), title = document.getElementById("figure-title");
  var more = dialog.querySelector(".wr-dialog-more"), copy = dialog.querySelector(".wr-copy");
  var said = dialog.querySelector("[role=status]"), opener = null, citation = "";

  function add(term, nodes) {
    var dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = term;
    dt.className = term === "依据前几行" ? "wr-wide" : "";
    nodes.forEach(function (node) { dd.append(node); });
    list.append(dt, dd);
  }

  var TERMS = { value: "本期", number: "本期", last_year: "上年同期", previous: "上期" };

  // The term under which the entry has the very number that was opened; none for a part, or for another period.
  function termOf(mark) {
    return mark.dataset.cut || mark.dataset.period ? "" : TERMS[mark.dataset.kind || "value"] || "";
  }

  // Row and column headers say which cell of a table, or which label of a chart, was opened.
  function place(link) {
    var cell = link.closest("td");
    if (!cell) return [link.getAttribute("aria-label") || link.textContent];
    var row = cell.parentElement, table = cell.closest("table");
    var heads = [row.cells[0], table.tHead && table.tHead.rows[0].cells[cell.cellIndex]];
    var names = heads.map(function (head) { return head ? head.textContent.trim() : ""; });
    return [names.filter(Boolean).join(" · ") + "：" + link.textContent];
  }

  function fill(link) {
    var entry = document.getElementById(link.getAttribute("href").slice(1));
    if (!entry) return false;
    list.replaceChildren();
    said.textContent = "";
    title.textContent = entry.cells[0].textContent;
    citation = workreport.cite(link, entry);
    var mark = link.querySelector("data") || link;
    if (mark.dataset.figure) {
      var exact = mark.getAttribute("value") || mark.getAttribute("data-value");
      if (!termOf(mark)) {
        add("此处", place(link));
        if (mark.dataset.note) add("比较", [mark.dataset.note]);
      }
      // an endless decimal is told to eight places; a short one is printed whole
      var long = exact && /\.\d{9}/.test(exact), whole = exact && link.textContent.indexOf(exact.replace("-", "")) >= 0;
      if (exact && exact.indexOf(".") > 0 && !whole) add("未舍入", [long ? exact.replace(/(\.\d{8})\d+/, "$1…") : exact]);
    }
    entry.querySelectorAll("[data-term]").forEach(function (part) {
      if (part.textContent.trim()) add(part.dataset.term, Array.from(part.cloneNode(true).childNodes));
    });
    list.querySelectorAll("details").forEach(function (part) { part.open = true; });
    more.setAttribute("href", "#" + entry.id);
    dialog.scrollTop = 0;
    return true;
  }

  function shown(link) {
    if (!fill(link)) return false;
    if (!dialog.open) {
      opener = link;
      dialog.showModal();
    }
    title.focus();
    return true;
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a.wr-ref");
    if (event.target === dialog) return dialog.close();
    if (event.target === more) {
      opener = null; // the reader goes on at the entry
      dialog.close();
      workreport.enlarged && workreport.enlarged.close();
      return;
    }
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !shown(link)) return;
    event.preventDefault();
  });
  copy.addEventListener("click", function () {
    workreport.copy(citation, dialog).then(
      function () { said.textContent = "已复制：" + citation; },
      function () { said.textContent = "浏览器不允许复制，请手工选取：" + citation; }
    ).then(function () { copy.focus(); });
  });
  dialog.addEventListener("close", function () {
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  });
  document.querySelectorAll("a.wr-ref").forEach(function (link) { link.setAttribute("aria-haspopup", "dialog"); });
})();
