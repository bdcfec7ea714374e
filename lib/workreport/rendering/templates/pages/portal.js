// Ranks the bureaux for another figure or period; without it the page keeps the rank that it came with.
(function () {
  var told = JSON.parse(document.getElementById("rank-data").textContent);
  var period = document.getElementById("rank-period"), figure = document.getElementById("rank-figure");
  var table = document.querySelector("#t-rank table"), caption = document.querySelector("#t-rank figcaption");
  var names = new Intl.Collator("zh-CN");

  function cell(name, text) {
    var made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function row(one, place, most) {
    var made = document.createElement("tr"), bureau = cell("th"), link = cell("a", one.bureau), value = cell("td", one.display);
    bureau.scope = "row";
    link.href = one.folder.split("/").map(encodeURIComponent).join("/") + "/index.html";
    bureau.append(link);
    var amount = cell("span");
    amount.className = "wr-amount";
    amount.style.width = (most && one.number !== null ? Math.abs(one.number) / most * 100 : 0) + "%";
    value.append(amount);
    made.append(cell("td", place), bureau, value);
    return made;
  }

  function rank() {
    var at = told.figures.indexOf(figure.value);
    var all = told.periods[period.value].map(function (one) {
      return { bureau: one[0], folder: one[1], number: one[2][at][0], display: one[2][at][1] };
    });
    all.sort(function (a, b) {
      return (a.number === null) - (b.number === null) || b.number - a.number || names.compare(a.bureau, b.bureau);
    });
    var most = Math.max.apply(null, all.map(function (one) { return Math.abs(one.number || 0); }));
    var rows = all.map(function (one) {
      var above = all.filter(function (other) { return other.number !== null && other.number > one.number; }).length;
      return row(one, one.number === null ? "—" : String(above + 1), most);
    });
    table.tHead.querySelectorAll("[aria-sort]").forEach(function (header) { header.removeAttribute("aria-sort"); });
    table.tBodies[0].replaceChildren.apply(table.tBodies[0], rows);
    caption.textContent = period.selectedOptions[0].text + "　" + figure.selectedOptions[0].text;
  }

  period.addEventListener("change", rank);
  figure.addEventListener("change", rank);
  document.querySelector(".wr-choose").hidden = false;
})();
