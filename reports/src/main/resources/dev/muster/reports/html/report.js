(function () {
  "use strict";
  document.documentElement.classList.add("js");

  document.querySelectorAll(".copy").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var code = button.parentNode.querySelector("code");
      var done = function () {
        button.textContent = "Copied";
        setTimeout(function () { button.textContent = "Copy"; }, 1500);
      };
      var byHand = function () {
        var range = document.createRange();
        range.selectNodeContents(code);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        if (document.execCommand("copy")) { done(); }
      };
      if (navigator.clipboard) { navigator.clipboard.writeText(code.textContent).then(done, byHand); }
      else { byHand(); }
    });
  });

  var source = document.getElementById("gantt-data");
  if (!source) { return; }

  // The data: each bar is start (from the end of the one before), length, busy, tasks, failed, name.
  var data = JSON.parse(source.textContent);
  var rows = data.rows.map(function (row) {
    var count = row.bars.length / 6;
    var start = new Float64Array(count), end = new Float64Array(count), last = 0;
    for (var i = 0; i < count; i++) {
      start[i] = last + row.bars[6 * i];
      end[i] = last = start[i] + row.bars[6 * i + 1];
    }
    return { label: row.label, node: row.node, start: start, end: end, bars: row.bars, count: count };
  });
  var span = Math.max(1, data.span);
  var colors = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#8C6BB1", "#B8A800"];

  var root = document.querySelector(".gantt.live");
  var box = root.querySelector(".scroll");
  var canvas = box.querySelector("canvas");
  var axis = root.querySelector(".axis canvas");
  var tip = root.querySelector(".tip");
  var rangeText = root.querySelector(".range");
  root.hidden = false;

  var rowHeight = Math.max(5, Math.min(30, Math.floor(540 / rows.length)));
  var edge = 6, height = rowHeight * rows.length + 2 * edge;
  var labelStep = Math.ceil(14 / rowHeight);
  var left = 0, from = 0, to = span, width = 0, queued = false;

  function style(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  function span3(micros) {
    var value = Math.abs(micros);
    var units = [[1, "µs"], [1e3, "ms"], [1e6, "s"], [6e7, "min"], [3.6e9, "h"], [8.64e10, "d"]];
    var unit = units[0];
    units.forEach(function (candidate) { if (value >= candidate[0] * 0.9995) { unit = candidate; } });
    var number = micros / unit[0];
    return (Number.isInteger(number) ? number : Number(number.toPrecision(3))) + " " + unit[1];
  }

  function step(wanted) {
    var sizes = wanted < 6e7 ? null : [6e7, 1.2e8, 3e8, 6e8, 1.2e9, 1.8e9, 3.6e9, 7.2e9, 1.08e10, 2.16e10, 4.32e10, 8.64e10];
    if (sizes) {
      for (var i = 0; i < sizes.length; i++) { if (sizes[i] >= wanted) { return sizes[i]; } }
      return Math.ceil(wanted / 8.64e10) * 8.64e10;
    }
    var power = Math.pow(10, Math.floor(Math.log10(Math.max(1, wanted))));
    var factor = wanted / power;
    return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
  }

  function tickText(micros, by) {
    if (micros === 0) { return "0"; }
    var unit = by >= 3.6e9 ? [3.6e9, "h"] : by >= 6e7 ? [6e7, "min"] : by >= 1e4 && to >= 1e6 ? [1e6, "s"] : by >= 10 ? [1e3, "ms"] : [1, "µs"];
    var digits = Math.max(0, Math.ceil(-Math.log10(by / unit[0]) - 1e-9));
    return (micros / unit[0]).toFixed(digits) + " " + unit[1];
  }

  function sized(target, high) {
    var ratio = window.devicePixelRatio || 1;
    var wide = target.clientWidth;
    target.style.height = high + "px";
    target.width = Math.round(wide * ratio);
    target.height = Math.round(high * ratio);
    var context = target.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    return context;
  }

  function x(time) { return left + (time - from) / (to - from) * (width - left); }

  function firstVisible(row) {
    var low = 0, high = row.count;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (row.end[middle] < from) { low = middle + 1; } else { high = middle; }
    }
    return low;
  }

  function draw() {
    queued = false;
    var context = sized(canvas, height);
    width = canvas.clientWidth;
    var ink = style("--quiet"), line = style("--line"), failed = style("--failed");
    left = Math.min(width * 0.3, rows.reduce(function (most, row) {
      return Math.max(most, context.measureText(row.label).width);
    }, 0) + 18);
    var by = step((to - from) / Math.max(2, (width - left) / 110));
    var ticks = [];
    for (var tick = Math.ceil(from / by) * by; tick <= to; tick += by) { ticks.push(tick); }
    context.fillStyle = line;
    ticks.forEach(function (time) { context.fillRect(Math.round(x(time)), 0, 1, height); });
    rows.forEach(function (row, place) { drawRow(context, row, place, ink, failed); });
    var under = sized(axis, 26);
    under.fillStyle = ink;
    under.textBaseline = "middle";
    ticks.forEach(function (time) {
      var text = tickText(time, by), half = under.measureText(text).width / 2;
      if (x(time) + half <= width) { under.fillText(text, Math.max(left, x(time) - half), 14); }
    });
    canvas.dataset.drawn = rows.length;
  }

  function drawRow(context, row, place, ink, failed) {
    var top = edge + place * rowHeight + rowHeight * 0.12, high = Math.max(2, rowHeight * 0.76);
    for (var i = firstVisible(row); i < row.count && row.start[i] <= to; i++) {
      var begin = Math.max(left, x(row.start[i])), wide = Math.min(width, x(row.end[i])) - begin;
      var tasks = row.bars[6 * i + 3], bad = row.bars[6 * i + 4];
      wide = wide > 4 ? wide - 1 : Math.max(1, wide);
      context.fillStyle = colors[row.node % colors.length];
      context.fillRect(begin, top, wide, high);
      if (bad > 0) {
        var red = Math.max(2, high * Math.max(0.25, bad / tasks));
        context.fillStyle = failed;
        context.fillRect(begin, top + high - red, Math.max(2, wide), red);
      }
    }
    if (place % labelStep === 0) {
      context.fillStyle = ink;
      context.textBaseline = "middle";
      context.fillText(row.label, 8, edge + place * rowHeight + rowHeight / 2, left - 12);
    }
  }

  function tellRange() {
    rangeText.textContent = span3(to - from) + " of " + span3(span);
  }

  function redraw() {
    if (!queued) { queued = true; requestAnimationFrame(draw); }
  }

  function show(newFrom, newTo) {
    var size = Math.min(span, Math.max(20, newTo - newFrom));
    from = Math.min(Math.max(0, newFrom), span - size);
    to = from + size;
    tip.hidden = true;
    tellRange();
    redraw();
  }

  function zoom(factor, at) {
    show(at - (at - from) * factor, at + (to - at) * factor);
  }

  function move(share) { show(from + (to - from) * share, to + (to - from) * share); }

  function timeAt(event) {
    var area = canvas.getBoundingClientRect();
    return from + (event.clientX - area.left - left) / (width - left) * (to - from);
  }

  // The wheel belongs to the page until the timeline was clicked, so that nobody gets stuck in it.
  canvas.addEventListener("wheel", function (event) {
    if (document.activeElement !== canvas && !event.ctrlKey) { return; }
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      move((event.deltaX || event.deltaY) / 800);
    } else {
      zoom(Math.pow(1.0018, event.deltaY), timeAt(event));
    }
  }, { passive: false });

  var held = null;
  canvas.addEventListener("pointerdown", function (event) {
    held = { x: event.clientX, from: from, to: to };
    canvas.setPointerCapture(event.pointerId);
    canvas.classList.add("moving");
  });
  canvas.addEventListener("pointermove", function (event) {
    if (held) {
      var by = (held.x - event.clientX) / (width - left) * (held.to - held.from);
      show(held.from + by, held.to + by);
    } else { hover(event); }
  });
  ["pointerup", "pointercancel"].forEach(function (name) {
    canvas.addEventListener(name, function () { held = null; canvas.classList.remove("moving"); });
  });
  canvas.addEventListener("pointerleave", function () { tip.hidden = true; });
  canvas.addEventListener("dblclick", function () { show(0, span); });

  function hover(event) {
    var area = canvas.getBoundingClientRect();
    var row = rows[Math.floor((event.clientY - area.top - edge) / rowHeight)];
    var time = timeAt(event), slack = 2 * (to - from) / width;
    tip.hidden = true;
    if (!row || event.clientX - area.left < left) { return; }
    for (var i = firstVisible(row); i < row.count && row.start[i] <= time + slack; i++) {
      if (row.end[i] + slack >= time) { tell(event, row, i); return; }
    }
  }

  function tell(event, row, i) {
    var name = row.bars[6 * i + 5], tasks = row.bars[6 * i + 3], bad = row.bars[6 * i + 4];
    var length = row.end[i] - row.start[i];
    var lines = [name >= 0 ? data.names[name] : tasks.toLocaleString("en") + (tasks === 1 ? " task" : " tasks")];
    lines.push(span3(length) + ", from " + span3(row.start[i]) + (tasks > 1 ? ", busy " + Math.round(100 * row.bars[6 * i + 2] / Math.max(1, length)) + " %" : ""));
    if (bad > 0) { lines.push(tasks > 1 ? bad + " failed" : "failed"); }
    lines.push(row.label);
    tip.textContent = lines.join("\n");
    tip.hidden = false;
    var area = root.getBoundingClientRect();
    var beside = event.clientX - area.left + 14;
    tip.style.left = Math.max(0, Math.min(beside, area.width - tip.offsetWidth)) + "px";
    tip.style.top = event.clientY - area.top + 18 + "px";
  }

  function act(name) {
    var middle = (from + to) / 2;
    if (name === "in") { zoom(0.6, middle); }
    if (name === "out") { zoom(1 / 0.6, middle); }
    if (name === "left") { move(-0.2); }
    if (name === "right") { move(0.2); }
    if (name === "reset") { show(0, span); }
  }

  root.querySelectorAll("[data-do]").forEach(function (button) {
    button.addEventListener("click", function () { act(button.dataset.do); });
  });
  canvas.addEventListener("keydown", function (event) {
    var action = { "+": "in", "=": "in", "-": "out", ArrowLeft: "left", ArrowRight: "right", "0": "reset", Home: "reset" }[event.key];
    if (action && !event.ctrlKey && !event.metaKey) { event.preventDefault(); act(action); }
  });
  window.addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  tellRange();
  draw();
})();
