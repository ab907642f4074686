// In every page of Pulmo: tells of errors and of what was drawn, and draws the charts.
//
// Each figure.chart holds what to draw as JSON (Sources/PulmoKit/Pages/Chart.swift says what it means). Colours are the style sheet's, so
// charts follow light and dark, and turn to light for the printer.
"use strict";

const Pulmo = (() => {
  // What a test reads: names of charts drawn, names of those that stayed blank, errors.
  const state = document.createElement("output");
  state.id = "page-state";
  state.hidden = true;
  document.body.append(state);
  const drawn = [], blank = [], errors = [];

  function tell() {
    state.dataset.drawn = drawn.join(" ");
    state.dataset.blank = blank.join(" ");
    state.dataset.errors = errors.join(" | ");
  }
  addEventListener("error", event => { errors.push(event.message || "a resource failed"); tell(); }, true);
  addEventListener("unhandledrejection", event => { errors.push(String(event.reason)); tell(); });
  addEventListener("securitypolicyviolation", event => { errors.push("refused: " + event.violatedDirective); tell(); });
  tell();

  // By the charts' names: what to draw, and what Chart.js made of it.
  const drawings = {}, charts = {};
  const dashes = { reference: [5, 4], second: [7, 3], third: [2, 3], pneumonia: [7, 3] };

  const color = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  // Colours are written #rrggbb in the style sheet; two digits more are the opacity.
  const faint = name => color(name) + "33";

  // A line of Chart.js for each series; a band and intervals take two.
  function datasets(drawing, series) {
    const { name, style, role } = series;
    const y = value => drawing.y.root ? Math.sqrt(value) : value;
    const line = (label, points, more) => ({
      label, role, data: points, showLine: true, pointRadius: 0, pointHitRadius: 6, borderWidth: 2, clip: 1, borderDash: dashes[role] || [],
      borderColor: color(role), backgroundColor: faint(role), ...more,
    });
    const at = index => series.points.map(point => ({ x: point[0], y: y(point[index]) }));
    const dot = { showLine: false, clip: 8, borderDash: [], pointRadius: role === "chosen" ? 6 : 3.5, pointBackgroundColor: color(role) };
    switch (style) {
      case "line": return [line(name, at(1))];
      case "steps": return [line(name, at(1), { stepped: "before", fill: "origin" })];
      case "points": return [line(name, at(1), dot)];
      case "band": return [
        line("", at(1), { borderWidth: 0, pointHitRadius: 0 }),
        line(name, at(2), { borderWidth: 0, pointHitRadius: 0, fill: "-1" }),
      ];
      case "intervals": {
        const bars = series.points.flatMap(([x, , lower, upper]) => [{ x, y: lower }, { x, y: upper }, { x, y: NaN }]);
        return [line(name, at(1), dot), line("", bars, { borderDash: [], borderWidth: 1.5, pointHitRadius: 0 })];
      }
      default: throw new Error("unknown style " + style);
    }
  }

  // The number at a place of an axis, as text.
  const text = (place, axis) => words(axis.root ? place * place : place, axis);
  const words = (value, axis) => axis.percent
    ? (100 * value).toFixed(1).replace(/\.0$/, "") + "%"
    : Number(value.toPrecision(4)).toString();
  // The same of a measured value, which may lie close to all or none where a mark of the axis does not.
  const measured = (place, axis) => {
    const value = axis.root ? place * place : place;
    if (axis.percent) return percent(value);
    const text = words(value, axis);
    return text === "1" && Math.abs(value - 1) > 1e-12 ? honest(value, 1, 3) : text;
  };

  // As the page writes figures (FigureText.swift): with as many decimals as keep what is not all, or not none, from looking so; then as a bound.
  function honest(value, whole, decimals) {
    // Nearer than this is rounding of the arithmetic.
    const hides = (end, decimals) => Math.abs(value - end) > 1e-12 * whole && Number(value.toFixed(decimals)) === end;
    const most = decimals + 3;
    for (let shown = decimals; shown <= most; shown += 1) {
      if (!hides(0, shown) && !hides(whole, shown)) return value.toFixed(shown);
    }
    const end = hides(0, most) ? 0 : whole, step = 10 ** -most;
    return value < end ? "> " + (end - step).toFixed(most) : "< " + (end + step).toFixed(most);
  }

  const percent = share => Number.isFinite(share) ? honest(100 * share, 100, 1) + "%" : "n/a";

  function scale(axis) {
    const scale = {
      type: axis.log ? "logarithmic" : "linear",
      title: { display: true, text: axis.title, color: color("ink") },
      ticks: { color: color("soft"), callback: value => text(value, axis), maxRotation: 0, autoSkipPadding: 12 },
      grid: { color: color("rule"), borderColor: color("rule") },
    };
    if (axis.min !== null) scale.min = axis.min;
    if (axis.max !== null) scale.max = axis.max;
    return scale;
  }

  // Upright lines with their names.
  const marks = {
    id: "marks",
    afterDatasetsDraw(chart) {
      const { ctx, chartArea: area, scales: { x } } = chart;
      for (const mark of chart.options.drawing.marks) {
        const place = x.getPixelForValue(mark.x);
        if (!(place >= area.left - 1 && place <= area.right + 1)) continue;
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = color(mark.role);
        ctx.lineWidth = 1.5;
        ctx.setLineDash([3, 3]);
        ctx.beginPath();
        ctx.moveTo(place, area.top);
        ctx.lineTo(place, area.bottom);
        ctx.stroke();
        ctx.font = "12px system-ui, sans-serif";
        const toLeft = place > (area.left + area.right) / 2;
        ctx.textAlign = toLeft ? "right" : "left";
        ctx.fillText(mark.name, place + (toLeft ? -5 : 5), area.top + 12);
        ctx.restore();
      }
    },
  };

  function draw(figure) {
    const name = figure.dataset.chart;
    const drawing = drawings[name] ??= JSON.parse(figure.querySelector("script.drawing").textContent);
    charts[name]?.destroy();
    charts[name] = new Chart(figure.querySelector("canvas"), {
      type: "line",
      data: { datasets: drawing.series.flatMap(series => datasets(drawing, series)) },
      plugins: [marks],
      options: {
        drawing, animation: false, responsive: true, maintainAspectRatio: false, parsing: false, normalized: true,
        interaction: { mode: "nearest", intersect: false },
        scales: { x: scale(drawing.x), y: scale(drawing.y) },
        plugins: {
          legend: { display: false },
          tooltip: {
            filter: item => item.dataset.label !== "",
            callbacks: {
              title: () => "",
              label: item => `${item.dataset.label}: ${drawing.x.title} ${measured(item.parsed.x, drawing.x)}, `
                + `${drawing.y.title} ${measured(item.parsed.y, drawing.y)}`,
            },
          },
        },
      },
    });
  }

  const figures = () => document.querySelectorAll("figure.chart");

  function isBlank(canvas) {
    if (canvas.width === 0 || canvas.height === 0) return true;
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return !pixels.some(value => value !== 0);
  }

  addEventListener("DOMContentLoaded", () => {
    for (const figure of figures()) {
      draw(figure);
      (isBlank(figure.querySelector("canvas")) ? blank : drawn).push(figure.dataset.chart);
    }
    tell();
  });

  const redraw = () => figures().forEach(draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  // Paper is light, and a chart takes half its width: drawn at that size its words stay readable.
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    redraw();
    for (const chart of Object.values(charts)) {
      chart.options.responsive = false;
      chart.options.devicePixelRatio = 3;
      chart.resize(400, 270);
    }
  });
  addEventListener("afterprint", () => { document.documentElement.classList.remove("printing"); redraw(); });

  // Moves the point in force of a chart (null: takes it away), or its first mark.
  function move(name, { point, mark }) {
    const drawing = drawings[name], chart = charts[name];
    if (!chart) return;
    if (mark !== undefined) drawing.marks[0].x = mark;
    if (point !== undefined) {
      drawing.series.find(series => series.role === "chosen").points = point ? [point] : [];
      chart.data.datasets.find(dataset => dataset.role === "chosen").data = point ? [{ x: point[0], y: point[1] }] : [];
    }
    chart.update("none");
  }

  return { move, percent };
})();
