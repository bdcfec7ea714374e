// A column header sorts its table by the real values: up, down, as it was. Totals stay below; gaps come last.
// A column whose numbers are of several units (件 beside %) is not sorted: its numbers do not compare.
(function () {
  var FEWEST = 3, NEXT = { none: "ascending", ascending: "descending", descending: "none" };
  var NUMBER = /^[+−-]?[\d,]*\.?\d+(e[+-]?\d+)?%?$/i;
  var names = new Intl.Collator("zh-CN", { numeric: true });

  function valueOf(row, column) {
    var cell = row.cells[column], mark = cell && cell.querySelector("data[value]");
    var text = mark ? mark.getAttribute("value") : cell ? cell.textContent.trim() : "";
    if (NUMBER.test(text)) return Number(text.replace("−", "-").replace(/[,%]/g, ""));
    return /^([—/※]|未报|<.*)?$/.test(text) ? null : text;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return names.compare(a, b);
  }

  var BRACKETS = /（([^（）]*(?:（[^（）]*）)?[^（）]*)）$|〔([^〔〕]*)〕$/;

  function bracketed(cell) {
    var found = cell ? BRACKETS.exec(cell.textContent.trim()) : null;
    return found ? found[1] || found[2] : "";
  }

  // The unit of a number: behind it, else in the column's header, else in that of its row or in a column 单位.
  function unitOf(row, header, units) {
    var text = row.cells[header.cellIndex].textContent.trim();
    if (!/^[+−-]?[\d,.]+/.test(text)) return null;
    var behind = text.replace(/^[+−-]?[\d,.]+/, "");
    return behind || bracketed(header) || (units < 0 ? bracketed(row.cells[0]) : row.cells[units].textContent.trim());
  }

  function mixed(rows, header, heads) {
    var units = heads.findIndex(function (one) { return one.textContent.trim() === "单位"; });
    var seen = new Set();
    if (header.cellIndex === 0) return false;
    rows.forEach(function (row) {
      var unit = row.cells[header.cellIndex] ? unitOf(row, header, units) : null;
      if (unit !== null) seen.add(unit);
    });
    return seen.size > 1;
  }

  function sort(table, rows, header) {
    var order = NEXT[header.getAttribute("aria-sort") || "none"], column = header.cellIndex, sorted = rows.slice();
    table.querySelectorAll("th[aria-sort]").forEach(function (one) { one.removeAttribute("aria-sort"); });
    if (order !== "none") {
      header.setAttribute("aria-sort", order);
      var told = rows.map(function (row, at) { return { row: row, at: at, value: valueOf(row, column) }; });
      told.sort(function (a, b) {
        if (a.value === null || b.value === null) return (a.value === null) - (b.value === null) || a.at - b.at;
        return compare(a.value, b.value) * (order === "ascending" ? 1 : -1) || a.at - b.at;
      });
      sorted = told.map(function (one) { return one.row; });
    }
    table.tBodies[0].append.apply(table.tBodies[0], sorted);
  }

  document.querySelectorAll(".wr-table table").forEach(function (table) {
    var rows = table.tBodies.length === 1 ? Array.from(table.tBodies[0].rows) : [];
    if (rows.length < FEWEST || !table.tHead || table.tHead.rows.length !== 1) return;
    if (table.querySelector("[rowspan], [colspan]") || table.closest(".wr-first")) return;
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (header) {
      if (mixed(rows, header, heads)) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "wr-sort";
      button.append.apply(button, Array.from(header.childNodes));
      header.append(button);
      button.addEventListener("click", function () { sort(table, rows, header); });
    });
  });
})();
