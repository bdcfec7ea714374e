// The contents: folded on a phone, marking where the reader is on a wide screen. The page works without it.
(function () {
  var toc = document.querySelector(".wr-toc details");
  if (!toc) return;
  var narrow = window.matchMedia("screen and (max-width: 63.99rem)");
  var fold = function () { toc.open = !narrow.matches; };
  fold();
  narrow.addEventListener("change", fold);
  toc.addEventListener("click", function (event) {
    if (narrow.matches && event.target.closest("a")) toc.open = false;
  });
  window.addEventListener("beforeprint", function () { toc.open = true; });
  window.addEventListener("afterprint", fold);
  if (!("IntersectionObserver" in window)) return;
  var links = {};
  toc.querySelectorAll("a").forEach(function (link) { links[link.hash.slice(1)] = link; });
  var observer = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      toc.querySelectorAll("[aria-current]").forEach(function (link) { link.removeAttribute("aria-current"); });
      links[entry.target.id].setAttribute("aria-current", "true");
    });
  }, { rootMargin: "-10% 0px -80% 0px" });
  Object.keys(links).forEach(function (id) {
    var target = document.getElementById(id);
    if (target) observer.observe(target);
  });
})();
