// A number as a line to paste elsewhere: what it is, its value with unit, its period and its source.
var workreport = window.workreport || (window.workreport = {});
(function () {
  var WORDS = {
    last_year: "上年同期", previous: "上期", yoy: "同比", change: "同比", mom: "环比", target: "任务",
    completion: "完成率", distance: "与时序进度差", share: "占比", reported: "已报数", reference: "参考值", per_base: "每千户"
  };
  var PERCENT = { completion: 1, share: 1 };
  var BARE = /^[\d.,+−%-]+$/;

  // The unit in the brackets that end a header: 在用（台（条、辆）） has 台（条、辆）.
  function bracketed(header) {
    var text = header ? header.textContent.trim() : "", depth = 0;
    if (text.slice(-1) !== "）") return "";
    for (var at = text.length - 1; at >= 0; at -= 1) {
      depth += text[at] === "）" ? 1 : text[at] === "（" ? -1 : 0;
      if (!depth) return text.slice(at + 1, -1);
    }
    return "";
  }

  function unitOf(link, kind, unit) {
    var cell = link.closest("td"), row = cell && cell.parentElement, head = cell && cell.closest("table").tHead;
    var column = bracketed(head && head.rows[0].cells[cell.cellIndex]);
    if (column === "%" || column === "百分点" || kind === "per_base") return column;
    var own = bracketed(row && row.cells[0]);
    if (own && unit.indexOf(own) >= 0) return own;
    return PERCENT[kind] ? "%" : unit;
  }

  workreport.cite = function (link, entry) {
    var mark = link.querySelector("data") || link, told = mark.dataset, kind = told.kind || "value";
    var read = function (term) {
      var part = entry.querySelector('[data-term="' + term + '"]');
      return part ? part.textContent.trim() : "";
    };
    var name = entry.dataset.label, value = told.figure ? mark.textContent.trim() : read("本期");
    if (link.hasAttribute("aria-label")) value = link.getAttribute("aria-label").split(" ").pop();
    if (BARE.test(value) && value.slice(-1) !== "%") value += unitOf(link, kind, entry.dataset.unit);
    var cut = kind === "row" ? "" : (told.cut || "").split("|").filter(Boolean).join("、");
    if (cut) name += "（" + cut + "）";
    var word = WORDS[kind] || "";
    if (word && value.indexOf(word) !== 0) name += word;
    return name + "：" + value + "（" + [
      told.note || "", told.period || read("报告期"), "数据来源：" + read("台账"), document.body.dataset.cite
    ].filter(Boolean).join("；") + "）";
  };

  // Resolves when the text is on the clipboard; older browsers and plain files go by a selected field.
  workreport.copy = function (text, within) {
    var byHand = function () {
      var field = document.createElement("textarea");
      field.value = text;
      within.append(field);
      field.select();
      var done = document.execCommand("copy");
      field.remove();
      return done ? Promise.resolve() : Promise.reject(new Error("copy"));
    };
    if (!navigator.clipboard) return byHand();
    return navigator.clipboard.writeText(text).catch(byHand);
  };
})();
