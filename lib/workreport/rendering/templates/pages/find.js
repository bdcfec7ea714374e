// The find box: sections, tables, charts, figures and checks whose name has every word typed, and rows of tables.
// A figure is found by other words for it too (data-also).
(function () {
  var box = document.querySelector(".wr-find");
  if (!box) return;
  var MOST = 40, input = box.querySelector("input"), list = box.querySelector("ul");
  var said = box.querySelector("[role=status]"), found = [];

  function gather() {
    var all = [], add = function (kind, id, text, also) {
      all.push({ kind: kind, id: id, text: text.trim(), words: (text + " " + (also || "")).toLowerCase() });
    };
    document.querySelectorAll("main :is(h2, h3, h4)[id]").forEach(function (one) {
      add("章节", one.id, one.textContent);
    });
    document.querySelectorAll("main figure[id] > figcaption").forEach(function (one) {
      add(one.parentElement.classList.contains("wr-chart") ? "图" : "表", one.parentElement.id, one.textContent);
    });
    document.querySelectorAll("tr[data-label]").forEach(function (one) {
      add("指标", one.id, one.dataset.label + " " + one.cells[1].textContent, one.dataset.also);
    });
    document.querySelectorAll("tr[id^=check-]").forEach(function (one) {
      add("勾稽", one.id, one.cells[0].innerText);
    });
    document.querySelectorAll("main .wr-chapter:not(.wr-appendix) .wr-table tbody tr").forEach(function (one, at) {
      var title = one.closest("figure").querySelector("figcaption"), cells = Array.from(one.cells);
      one.id = one.id || "row-" + at;
      add("表中的行", one.id, one.cells[0].textContent + (title ? "（" + title.textContent + "）" : ""),
        cells.map(function (cell) { return cell.textContent; }).join(" "));
    });
    return all;
  }

  function item(one) {
    var line = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("span");
    kind.className = "wr-find-kind";
    kind.textContent = one.kind;
    link.href = "#" + one.id;
    if (one.kind === "指标") link.className = "wr-ref";
    link.append(kind, one.text);
    line.append(link);
    return line;
  }

  function show() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !found.length) found = gather();
    var hits = words.length ? found.filter(function (one) {
      return words.every(function (word) { return one.words.indexOf(word) >= 0; });
    }) : [];
    var other = function (one) {
      return words.some(function (word) { return one.text.toLowerCase().indexOf(word) < 0; });
    };
    hits.sort(function (a, b) { return other(a) - other(b); }); // what has the words in its name comes first
    list.replaceChildren.apply(list, hits.slice(0, MOST).map(item));
    list.hidden = !hits.length;
    said.textContent = !words.length ? "" : !hits.length ? "没有找到"
      : "找到" + hits.length + "项" + (hits.length > MOST ? "，列前" + MOST + "项" : "");
  }

  function leave() {
    input.value = "";
    show();
  }

  input.addEventListener("input", show);
  box.addEventListener("keydown", function (event) {
    var links = Array.from(list.querySelectorAll("a")), at = links.indexOf(document.activeElement);
    if (event.key === "Escape") { leave(); input.focus(); }
    else if (event.key === "ArrowDown" && links.length) links[Math.min(at + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || input).focus();
    else return;
    event.preventDefault();
  });
  box.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) first.click();
  });
  // A section, table or check is gone to; the list then makes room. A figure opens over it and the list stays.
  list.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link || link.classList.contains("wr-ref")) return;
    window.setTimeout(leave);
  });
  box.hidden = false;
})();
