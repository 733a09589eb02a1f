// Gauges, as somebody sees them: value, how sure, which way it went.

import { fill, keyed, make, say, svg } from "./page.js";
import { capital, moved, seen, trend, unsure, when } from "./words.js";

const MOST_MOVERS = 5;
const ARROWS = { up: "▲", down: "▼" };

/** Where a scenario has groups, gauges without one are its bookkeeping. */
function told(sheets) {
  const grouped = Object.entries(sheets).filter(([, sheet]) => sheet.group);
  return grouped.length ? grouped : Object.entries(sheets);
}

function bar(sheet, gauge) {
  if (sheet.yes || sheet.no || sheet.whole || sheet.high <= sheet.low) return null;
  const at = (value) => Math.max(0, Math.min(100, (100 * (value - sheet.low)) / (sheet.high - sheet.low)));
  const drawn = [
    svg("rect", { x: 0, y: 2, width: 100, height: 4, rx: 2, class: "track" }),
    svg("rect", { x: 0, y: 2, width: at(gauge.value), height: 4, rx: 2, class: "filled" }),
    svg("line", { x1: at(gauge.first), x2: at(gauge.first), y1: 0, y2: 8, class: "first" }),
  ];
  return svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true", class: "bar" }, drawn);
}

function change(sheet, gauge) {
  const moving = trend(sheet, gauge);
  if (!moving) return null;
  return make(
    "span",
    { class: "trend" },
    make("span", { "aria-hidden": "true", text: ARROWS[moving.way] }),
    ` ${moving.way} ${moving.by}`,
  );
}

function row(sheet, gauge, situation) {
  const late =
    gauge.sight === "late"
      ? make("small", {
          text: `as reported for ${when(situation.local_time, gauge.as_of - situation.minute)}`,
        })
      : null;
  const yesNo = sheet.yes || sheet.no;
  return [
    make("span", { class: "what", text: yesNo ? "" : capital(sheet.what) }),
    make(
      "span",
      { class: "value" },
      yesNo ? capital(seen(sheet, gauge)) : seen(sheet, gauge),
      " ",
      change(sheet, gauge),
      yesNo || !unsure(sheet, gauge) ? null : make("small", { text: unsure(sheet, gauge) }),
    ),
    bar(sheet, gauge),
    late,
  ];
}

/** All gauges by group, and first of all those that changed most; `otherwise`: what stands there if none did. */
export function drawGauges(place, sheets, situation, otherwise = null) {
  if (!place.firstChild) {
    place.append(make("div", { class: "movers" }), make("div", { class: "groups" }));
  }
  const [movers, groups] = place.children;
  const here = told(sheets).filter(([id]) => id in situation.gauges);
  const moving = here
    .map(([id, sheet]) => [moved(sheet, situation.gauges[id]), id, sheet])
    .filter(([by]) => by > 0.005)
    .sort((one, other) => other[0] - one[0])
    .slice(0, MOST_MOVERS);
  fill(
    movers,
    make("h3", { text: "What changed most" }),
    moving.length
      ? make(
          "ul",
          { class: "gauges" },
          moving.map(([, id, sheet]) => make("li", {}, row(sheet, situation.gauges[id], situation))),
        )
      : (otherwise ?? make("p", { class: "empty", text: "Nothing that you could be sure of." })),
  );
  const names = [...new Set(here.map(([, sheet]) => sheet.group))];
  const moves = (name) => here.some(([id, sheet]) => sheet.group === name && trend(sheet, situation.gauges[id]));
  keyed(
    groups,
    names,
    (name) => name,
    (name) =>
      make(
        "details",
        { class: "group", open: names.length < 4 || name === names[0] || moves(name) },
        make("summary", {}, make("h3", { text: name || "All there is to see" }), make("small", {})),
        make("ul", { class: "gauges" }),
      ),
    (element, name) => {
      const of = here.filter(([, sheet]) => sheet.group === name);
      const changed = of.filter(([id, sheet]) => trend(sheet, situation.gauges[id])).length;
      say(element.querySelector("summary small"), changed ? `${changed} of ${of.length} changed` : `${of.length}`);
      keyed(
        element.querySelector("ul"),
        of,
        ([id]) => id,
        () => make("li"),
        (item, [id, sheet]) => fill(item, row(sheet, situation.gauges[id], situation)),
      );
    },
  );
}
