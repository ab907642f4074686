// The threshold explorer of an evaluation: the table, the ROC's and the histogram's mark follow two sliders.
//
// The slider's place is how many different scores lie at or above the threshold, so each step changes a decision. An address that ends in
// #threshold=0.3&prevalence=5 opens with those values.
"use strict";

(() => {
  const element = id => document.getElementById(id);
  const data = JSON.parse(document.querySelector(".explorer-data").textContent);
  const { scores, truePositives, falsePositives, positives, negatives } = data;
  const slider = element("threshold-slider"), number = element("threshold");
  const prevalenceSlider = element("prevalence-slider"), prevalenceNumber = element("prevalence");
  const ownShare = positives / (positives + negatives);
  let threshold = data.threshold, share = ownShare;

  // How many different scores are called pneumonia: scores descend, and one that equals the threshold is called.
  function place(threshold) {
    let low = 0, high = scores.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (scores[middle] >= threshold) low = middle + 1; else high = middle;
    }
    return low;
  }

  // A threshold for a place, in as few digits as keep it between its neighbours: above the next score, up to the last one called.
  function thresholdAt(place) {
    if (place === 0) return scores[0] + Math.max(1e-6, Math.abs(scores[0]) * 1e-6);
    const upper = scores[place - 1], lower = place < scores.length ? scores[place] : upper - Math.abs(upper) * 1e-6;
    for (let digits = 2; digits < 17; digits += 1) {
      const middle = Number((lower + (upper - lower) / 2).toPrecision(digits));
      if (middle > lower && middle <= upper) return middle;
    }
    return upper;
  }

  // Wilson's 95% interval.
  function wilson(part, whole) {
    const z = 1.959963984540054, p = part / whole, scale = 1 + z * z / whole;
    const centre = (p + z * z / (2 * whole)) / scale;
    const half = z * Math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)) / scale;
    return [part === 0 ? 0 : centre - half, part === whole ? 1 : centre + half];
  }

  const percent = Pulmo.percent;
  const cell = (name, text) => { document.querySelector(`[data-cell="${name}"]`).textContent = text; };

  function show() {
    const index = place(threshold);
    const tp = truePositives[index], fp = falsePositives[index], fn = positives - tp, tn = negatives - fp;
    const sensitivity = tp / positives, specificity = tn / negatives;
    const found = share * sensitivity, missed = share - found, cleared = (1 - share) * specificity, alarmed = 1 - share - cleared;
    cell("sensitivity", percent(sensitivity));
    cell("sensitivity-range", wilson(tp, positives).map(percent).join(" to "));
    cell("specificity", percent(specificity));
    cell("specificity-range", wilson(tn, negatives).map(percent).join(" to "));
    cell("ppv", percent(tp + fp === 0 ? NaN : found / (found + alarmed)));
    cell("npv", percent(tn + fn === 0 ? NaN : cleared / (cleared + missed)));
    cell("alarms", `${tp + fp} alarms here, ${fp} of them false`);
    cell("cleared", `${tn + fn} cleared here, ${fn} of them sick`);
    cell("found", `${Math.round(1000 * found)} found`);
    cell("missed", `${Math.round(1000 * missed)} missed`);
    cell("spared", `${Math.round(1000 * cleared)} cleared`);
    cell("alarmed", `${Math.round(1000 * alarmed)} alarmed`);
    document.querySelector(".explorer-says").textContent = `At ${Number(threshold.toPrecision(4))}, ${fn} of ${positives} pneumonias are missed and `
      + `${fp} of ${negatives} normal films raise a false alarm.`;
    slider.value = index;
    slider.setAttribute("aria-valuetext", `${Number(threshold.toPrecision(4))}: sensitivity ${percent(sensitivity)}, specificity ${percent(specificity)}`);
    prevalenceSlider.value = Math.log(share / (1 - share));
    prevalenceSlider.setAttribute("aria-valuetext", percent(share));
    for (const roc of ["roc", "roc-corner"]) Pulmo.move(roc, { point: [1 - specificity, sensitivity] });
    Pulmo.move("precision-recall", { point: tp + fp === 0 ? null : [sensitivity, tp / (tp + fp)] });
    Pulmo.move("histogram", { mark: threshold });
  }

  function setShare(value) { share = Math.min(0.9999, Math.max(0.0001, value)); }
  const showShare = () => { prevalenceNumber.value = Number((100 * share).toPrecision(3)); };

  function reset() {
    threshold = data.threshold;
    share = ownShare;
    number.value = threshold;
    showShare();
    show();
  }

  slider.max = scores.length;
  slider.addEventListener("input", () => { threshold = thresholdAt(Number(slider.value)); number.value = threshold; show(); });
  number.addEventListener("input", () => { if (number.value !== "") { threshold = Number(number.value); show(); } });
  prevalenceSlider.addEventListener("input", () => { setShare(1 / (1 + Math.exp(-Number(prevalenceSlider.value)))); showShare(); show(); });
  prevalenceNumber.addEventListener("input", () => {
    if (prevalenceNumber.value !== "") { setShare(Number(prevalenceNumber.value) / 100); show(); }
  });
  element("explorer-reset").addEventListener("click", reset);

  // After page.js has drawn the charts.
  addEventListener("DOMContentLoaded", () => {
    reset();
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.has("threshold") && Number.isFinite(Number(asked.get("threshold")))) {
      threshold = Number(asked.get("threshold"));
      number.value = threshold;
    }
    if (Number(asked.get("prevalence")) > 0) { setShare(Number(asked.get("prevalence")) / 100); showShare(); }
    if (asked.has("threshold") || asked.has("prevalence")) show();
  });
})();
