// Turn by turn: how things stood in truth, beside what each side saw of it; what was ordered, and what came of it.

import { drawChart } from "./debrief_chart.js";
import { button, fill, make, say } from "./page.js";
import { announce } from "./notice.js";
import { capital, figure, when } from "./words.js";

const OFF = 0.1; // share of its range by which a sight has to be wrong to be marked
const ORDERS = ["order", "cancel"];

function off(sheet, truth, value) {
  return value !== undefined && Math.abs(value - truth) > OFF * (sheet.high - sheet.low);
}

function told(gauges) {
  const all = Object.entries(gauges);
  return all.some(([, sheet]) => sheet.group) ? all.filter(([, sheet]) => sheet.group) : all;
}

function sights(turn, data, seats, onlyWrong) {
  const rows = told(data.gauges).filter(
    ([id, sheet]) =>
      id in turn.truth && (!onlyWrong || seats.some((seat) => off(sheet, turn.truth[id], turn.seen[seat.id][id]))),
  );
  if (!rows.length) return make("p", { class: "empty", text: "All sides saw everything nearly as it was." });
  const groups = [...new Set(rows.map(([, sheet]) => sheet.group ?? ""))];
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Truth and sights" },
    make(
      "table",
      { class: "sights cards" },
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("td", {}),
          ["In truth", ...seats.map((seat) => `${seat.short} saw`)].map((text) =>
            make("th", { scope: "col", class: "number", text }),
          ),
        ),
      ),
      groups.map((group) =>
        make(
          "tbody",
          {},
          group
            ? make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: seats.length + 2, text: group }))
            : null,
          rows
            .filter(([, sheet]) => (sheet.group ?? "") === group)
            .map(([id, sheet]) =>
              make(
                "tr",
                {},
                make("th", { scope: "row", text: capital(sheet.what) }),
                make("td", { class: "number truth", data: { head: "In truth" }, text: figure(sheet, turn.truth[id]) }),
                seats.map((seat) => cell(sheet, turn.truth[id], turn.seen[seat.id][id], `${seat.short} saw`)),
              ),
            ),
        ),
      ),
    ),
  );
}

function cell(sheet, truth, value, head) {
  if (value === undefined)
    return make(
      "td",
      { class: "number soft", data: { head } },
      make("span", { "aria-label": "could not see it", text: "hidden" }),
    );
  const wrong = off(sheet, truth, value);
  return make("td", {
    class: `number ${wrong ? "off" : ""}`,
    data: { head },
    text: `${figure(sheet, value)}${wrong ? " ≠" : ""}`,
  });
}

function happened(data, at) {
  const from = data.turns[at].minute;
  const to = data.turns[at + 1]?.minute ?? Infinity;
  return data.events.filter((event) => event.minute >= from && event.minute < to && event.kind !== "message");
}

function deeds(data, at, seats) {
  const events = happened(data, at);
  const orders = events.filter((event) => ORDERS.includes(event.kind));
  const rest = events.filter((event) => !ORDERS.includes(event.kind));
  const list = (of, none) =>
    of.length
      ? make(
          "ul",
          {},
          of.map((event) => make("li", {}, event.text, make("small", { text: ` ${seenBy(event, seats)}` }))),
        )
      : make("p", { class: "empty", text: none });
  return make(
    "div",
    { class: "two" },
    make("div", {}, make("h3", { text: "What was ordered" }), list(orders, "Nothing.")),
    make("div", {}, make("h3", { text: "What happened" }), list(rest, "Nothing that anybody could have seen.")),
  );
}

function seenBy(event, seats) {
  const names = seats.filter((seat) => event.visible_to.includes(seat.id)).map((seat) => seat.short);
  return names.length === seats.length ? "" : names.length ? `(${names.join(", ")} knew)` : "(nobody knew)";
}

/** The scrubber, and what it leads to. */
export function drawTurns(place, data, seats) {
  if (!data.turns.length) return fill(place, make("p", { class: "empty", text: "No turn was played." }));
  let at = 0;
  const range = make("input", { type: "range", id: "scrub", min: 1, max: data.turns.length, value: 1, step: 1 });
  const label = make("output", { for: "scrub", class: "moment" });
  const wrong = make("input", { type: "checkbox", id: "only-wrong" });
  wrong.checked = told(data.gauges).length > 12;
  const shown = make("div");
  const gauge = make(
    "select",
    { id: "chart-gauge" },
    told(data.gauges).map(([id, sheet]) => make("option", { value: id, text: capital(sheet.what) })),
  );
  const chart = make("div", { class: "chart" });
  const step = (by) => {
    at = Math.max(0, Math.min(data.turns.length - 1, at + by));
    range.value = String(at + 1);
    draw();
    announce(label.textContent);
  };
  const back = button("‹ Turn before", () => step(-1), { class: "small" });
  const on = button("Next turn ›", () => step(1), { class: "small" });

  function draw() {
    const turn = data.turns[at];
    say(label, `Turn ${turn.turn} of ${data.turns.length} · ${when(turn.local_time)}`);
    range.setAttribute("aria-valuetext", label.textContent);
    fill(shown, sights(turn, data, seats, wrong.checked), deeds(data, at, seats));
    drawChart(chart, data, seats, gauge.value, at);
  }

  range.addEventListener("input", () => {
    at = Number(range.value) - 1;
    draw();
  });
  wrong.addEventListener("change", draw);
  gauge.addEventListener("change", draw);
  place.replaceChildren(
    make("p", {
      class: "soft",
      text: "How things stood when a turn began, in truth, and what each side saw of it. ≠ marks what was far from the truth.",
    }),
    make(
      "div",
      { class: "scrubber" },
      make("label", { for: "scrub", class: "unseen", text: "Turn" }),
      back,
      range,
      on,
      label,
    ),
    make(
      "div",
      { class: "field check" },
      wrong,
      make("label", { for: "only-wrong", text: "Only where somebody saw it wrong" }),
    ),
    shown,
    make("h3", { text: "Through all turns" }),
    make("div", { class: "field" }, make("label", { for: "chart-gauge", text: "What" }), gauge),
    chart,
  );
  draw();
}
