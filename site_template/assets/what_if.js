// Sliders of the what-if page. Whole numbers throughout (BigInt), so that no sum is rounded: a number x is kept as
// x × 10^scale, a product of points and percents as x × 10^(2 × scale + 2). What is set stands in the address:
// #set:4.3.3=65,4.4.6=40
(function () {
  "use strict";
  var form = document.getElementById("zy-suppose");
  if (!form) return;
  var scale = Number(form.dataset.scale), places = 2 * scale + 2;
  var bands = JSON.parse(form.dataset.bands).map(function (band) {
    return { low: whole(band[0]), high: whole(band[1]), name: band[2] };
  });
  var step = whole(form.dataset.step), hundred = whole("100");
  var rows = Array.prototype.map.call(form.querySelectorAll("[data-code]"), function (element) {
    var data = element.dataset;
    return {
      code: data.code, points: whole(data.points), low: lift(data.low), high: lift(data.high),
      now: optional(data.now), target: optional(data.target), expected: optional(data.expected),
      range: element.querySelector("input[type=range]"), check: element.querySelector("input[type=checkbox]"),
      out: element.querySelector(".zy-suppose__value"), group: element.closest("fieldset"),
      set: null  // the supposed percent; null leaves the item as it is
    };
  });
  var sum = { total: byId("total"), gain: byId("gain"), sure: byId("sure"), open: byId("open"), ignored: byId("ignored") };
  var maximum = rows.reduce(function (all, row) { return all + row.points * hundred; }, 0n);
  var before = add(rows, function (row) { return present(row); });

  function byId(name) { return document.getElementById("zy-suppose-" + name); }
  function optional(text) { return text === undefined ? null : whole(text); }

  // "12.5" ▸ 125n × 10^(scale − 1)
  function whole(text) {
    var parts = text.split(".");
    return BigInt(parts[0] + ((parts[1] || "") + "0".repeat(scale)).slice(0, scale));
  }
  function lift(text) { return whole(text) * 10n ** BigInt(scale + 2); }

  // Writes a number as the rest of the report does: exact, grouped from 10,000 on, a true minus.
  function written(value, decimals) {
    var digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
    var head = digits.slice(0, digits.length - decimals), tail = digits.slice(digits.length - decimals).replace(/0+$/, "");
    if (head.length > 4) head = head.replace(/\B(?=(\d{3})+$)/g, ",");
    return (value < 0n ? "\u2212" : "") + head + (tail ? "." + tail : "");
  }
  function points(value) { return written(value, places); }
  function percent(value) { return written(value, scale) + "\u00a0%"; }
  function span(part) { return part.low === part.high ? points(part.low) : points(part.low) + "\u2013" + points(part.high); }
  function signed(value) { return (value > 0n ? "+" : "") + points(value); }

  function present(row) {
    return row.now === null ? { low: row.low, high: row.high } : { low: row.points * row.now, high: row.points * row.now };
  }
  function supposed(row) {
    return row.set === null ? present(row) : { low: row.points * row.set, high: row.points * row.set };
  }
  function add(some, part) {
    return some.reduce(function (all, row) {
      var one = part(row);
      return { low: all.low + one.low, high: all.high + one.high };
    }, { low: 0n, high: 0n });
  }
  function gained(after, former) {
    var low = after.low - former.low, high = after.high - former.high;
    if (low === 0n && high === 0n) return "";
    if (low > high) { var other = low; low = high; high = other; }
    return low === high ? signed(low) : signed(low) + " \u2026 " + signed(high);
  }
  function band(value) {
    var found = bands.find(function (one) { return one.low <= value && value <= one.high; });
    return found ? form.dataset.band + " " + found.name : "";
  }

  function show() {
    rows.forEach(function (row) {
      var value = row.set === null ? row.now : row.set, part = supposed(row), gain = gained(part, present(row));
      var name = value === null ? "" : band(value);
      row.out.textContent = (value === null ? form.dataset.open : percent(value)) + (name ? " \u00b7 " + name : "") +
        " \u00b7 " + span(part) + (gain ? " (" + gain + ")" : "");
      row.out.classList.toggle("zy-suppose__value--set", row.set !== null);
      if (value !== null) row.range.value = written(value, scale);
      row.range.setAttribute("aria-valuetext", value === null ? form.dataset.open : percent(value) + (name ? ", " + name : ""));
      if (row.check) row.check.checked = row.set !== null;
      row.range.disabled = value === null;
    });
    Array.prototype.forEach.call(form.querySelectorAll("fieldset"), function (group) {
      var mine = rows.filter(function (row) { return row.group === group; });
      var place = group.querySelector(".zy-suppose__points");
      if (mine.length) place.textContent = span(add(mine, supposed));
    });
    var total = add(rows, supposed), gain = gained(total, before);
    sum.total.textContent = span(total);
    sum.total.classList.toggle("zy-amount__value--range", total.low !== total.high);
    sum.gain.textContent = gain;
    if (maximum > 0n) {  // only a picture: here a rounded number will do
      sum.sure.style.inlineSize = Number(total.low * 10000n / maximum) / 100 + "%";
      sum.open.style.inlineSize = Number((total.high - total.low) * 10000n / maximum) / 100 + "%";
    }
  }

  function remember() {
    var parts = rows.filter(function (row) { return row.set !== null; }).map(function (row) {
      return row.code + "=" + written(row.set, scale);
    });
    try {
      history.replaceState(null, "", parts.length ? "#set:" + parts.join(",") : location.pathname + location.search);
    } catch (refused) { /* some browsers refuse this on disk; the page works without */ }
    sum.ignored.hidden = true;
  }

  function allowed(text) {
    if (!/^\d{1,3}(\.\d+)?$/.test(text) || (text.split(".")[1] || "").length > scale) return null;
    var value = whole(text);
    return value <= hundred && value % step === 0n ? value : null;
  }
  function recall() {
    var hash = location.hash;
    try { hash = decodeURIComponent(hash); } catch (broken) { /* taken as it is; what makes no sense is said below */ }
    if (hash.indexOf("#set:") !== 0) return;
    var strange = [];
    rows.forEach(function (row) { row.set = null; });
    hash.slice(5).split(",").filter(Boolean).forEach(function (part) {
      var pair = part.split("="), row = rows.find(function (one) { return one.code === pair[0]; });
      var value = pair.length === 2 ? allowed(pair[1]) : null;
      if (row && value !== null) suppose(row, value); else strange.push(part);
    });
    sum.ignored.hidden = !strange.length;
    sum.ignored.textContent = strange.length ? form.dataset.ignored + " " + strange.join(", ") : "";
  }
  function suppose(row, value) { row.set = value === row.now ? null : value; }

  rows.forEach(function (row) {
    row.range.addEventListener("input", function () { suppose(row, whole(row.range.value)); show(); });
    row.range.addEventListener("change", remember);
    if (row.check) row.check.addEventListener("change", function () {
      row.set = row.check.checked ? whole(row.range.value) : null;
      show();
      remember();
    });
  });
  form.addEventListener("click", function (event) {
    var preset = event.target.dataset && event.target.dataset.preset;
    if (!preset) return;
    rows.forEach(function (row) {
      var value = preset === "now" ? null : row[preset];
      row.set = value !== null && (row.now === null || value > row.now) ? value : null;
    });
    show();
    remember();
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("hashchange", function () { recall(); show(); });
  recall();
  show();
  form.hidden = false;
})();
