// A column header sorts its table by the real values: up, down, as it was. Totals stay below; gaps come last.
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
    if (table.querySelector("[rowspan], [colspan]")) return;
    Array.from(table.tHead.rows[0].cells).forEach(function (header) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "wr-sort";
      button.append.apply(button, Array.from(header.childNodes));
      header.append(button);
      button.addEventListener("click", function () { sort(table, rows, header); });
    });
  });
})();
