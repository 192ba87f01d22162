// What pages do with scripts; without them nothing is lost.
(function () {
  "use strict";
  // The theme leaves its search dialog without a name.
  var search = document.querySelector(".md-search[role=dialog]:not([aria-label])");
  var input = search && search.querySelector("input[aria-label]");
  if (input) search.setAttribute("aria-label", input.getAttribute("aria-label"));

  // Wide charts and tables scroll inside their box; those that do can be reached by keyboard.
  document.querySelectorAll(".zy-wide").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  });
})();

// Filters the cards of the results dashboard. Without scripts the form stays hidden and all cards show.
(function () {
  "use strict";
  var form = document.getElementById("zy-filter");
  if (!form) return;
  var lists = Array.prototype.slice.call(document.querySelectorAll(".zy-cards[data-group]"));
  function chosen(name) {
    var input = form.querySelector("input[name=" + name + "]:checked");
    return input ? input.value : "";
  }
  function apply() {
    var group = chosen("group"), verdict = chosen("verdict"), shown = 0;
    lists.forEach(function (list) {
      var inGroup = !group || list.dataset.group === group, some = 0;
      Array.prototype.forEach.call(list.children, function (card) {
        var fits = inGroup && (!verdict || (" " + card.dataset.verdicts + " ").indexOf(" " + verdict + " ") >= 0);
        card.hidden = !fits;
        if (fits) some += 1;
      });
      list.hidden = !some;
      var heading = list.previousElementSibling;
      if (heading && heading.tagName === "H2") heading.hidden = !some;
      shown += some;
    });
    document.getElementById("zy-filter-count").textContent = shown;
  }
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  apply();
})();
