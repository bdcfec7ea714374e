// A chart opens at the size of the window, by a click on it or by its button. The drawing itself moves there and
// back, so that its numbers stay the same links.
(function () {
  var dialog = document.getElementById("enlarged");
  if (!dialog || !dialog.showModal) return;
  var title = document.getElementById("enlarged-title"), room = dialog.querySelector(".wr-enlarged");
  var from = null;
  workreport.enlarged = dialog;

  function open(plot, button) {
    from = { plot: plot, button: button };
    plot.style.minHeight = plot.offsetHeight + "px"; // the page below stays where it is
    title.textContent = button.dataset.title;
    room.append(plot.querySelector("svg, img"));
    dialog.showModal();
    room.focus();
  }

  document.querySelectorAll(".wr-chart").forEach(function (figure) {
    var plot = figure.querySelector(".wr-plot"), caption = figure.querySelector("figcaption");
    if (!plot || !plot.querySelector("svg, img")) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "wr-enlarge";
    button.textContent = "放大";
    button.dataset.title = caption ? caption.textContent : "图";
    button.setAttribute("aria-label", "放大图：" + button.dataset.title);
    button.setAttribute("aria-haspopup", "dialog");
    figure.append(button);
    button.addEventListener("click", function () { open(plot, button); });
    plot.addEventListener("click", function (event) {
      if (!event.target.closest("a")) open(plot, button);
    });
  });
  dialog.addEventListener("click", function (event) {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", function () {
    if (!from) return;
    from.plot.append(room.firstElementChild);
    from.plot.style.minHeight = "";
    from.button.focus({ preventScroll: true });
    from = null;
  });
})();
