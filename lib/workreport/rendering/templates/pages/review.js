// The review: one division sees its own rows. The page works without it.
(function () {
  var box = document.querySelector(".wr-mine"), marked = Array.from(document.querySelectorAll("[data-division]"));
  var divisions = function (one) { return one.dataset.division.split("、"); };
  var names = Array.from(new Set(marked.flatMap(divisions))).sort(new Intl.Collator("zh-CN").compare);
  if (names.length < 2) return;
  var choice = box.querySelector("select"), said = box.querySelector("[role=status]");
  names.forEach(function (name) { choice.add(new Option(name, name)); });
  choice.addEventListener("change", function () {
    var mine = choice.value;
    marked.forEach(function (one) { one.hidden = mine !== "" && divisions(one).indexOf(mine) < 0; });
    said.textContent = mine && "只列" + mine + "和未分股室的各行";
  });
  box.hidden = false;
})();
