// What is folded: a link opens the folds around its target, and paper shows all of them. The page works without it.
(function () {
  function reveal(id) {
    var place = id && document.getElementById(id);
    for (var fold = place && place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    return place;
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (link && !event.defaultPrevented) reveal(link.getAttribute("href").slice(1));
  });
  var arrived = reveal(decodeURIComponent(location.hash.slice(1)));
  if (arrived) arrived.scrollIntoView();

  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.from(document.querySelectorAll(".wr-folded:not([open])"));
    closed.forEach(function (fold) { fold.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (fold) { fold.open = false; });
  });
})();
