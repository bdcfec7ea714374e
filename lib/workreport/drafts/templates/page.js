"use strict";
// Without this script a panel opens and closes all the same: it is the target of a link.
addEventListener("hashchange", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target && target.matches(".panel, .n")) target.focus({ preventScroll: target.matches(".panel") });
});
addEventListener("keydown", (event) => {
  const open = document.querySelector(".panel:target");
  if (event.key === "Escape" && open) location.replace("#" + open.id.replace("n", "t"));
});
