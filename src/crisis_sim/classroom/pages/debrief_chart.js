// A gauge through all turns: the truth as a thick line, what each side saw as thin ones, told apart by their dashes.

import { fill, make, svg } from "./page.js";
import { capital, figure } from "./words.js";

const WIDTH = 720;
const HEIGHT = 240;
const LEFT = 56;
const RIGHT = 110;
const EDGE = 18;
const DASHES = ["6 3", "2 3", "9 3 2 3", "1 5", "12 4", "4 2 1 2"];

function bounds(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = (high - low || Math.abs(high) || 1) * 0.1;
  return [low - room, high + room];
}

function line(points, having) {
  return svg("polyline", {
    points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "),
    fill: "none",
    ...having,
  });
}

/** Labels at the right end, pushed apart so that none covers another. */
function labels(ends) {
  const sorted = [...ends].sort((one, other) => one.y - other.y);
  for (let at = 1; at < sorted.length; at += 1) sorted[at].y = Math.max(sorted[at].y, sorted[at - 1].y + 15);
  const over = sorted.length ? Math.max(0, sorted.at(-1).y - (HEIGHT - EDGE)) : 0;
  return sorted.map(({ text, y, main }) => {
    const made = svg("text", { x: WIDTH - RIGHT + 10, y: y - over + 4, class: main ? "main" : "" });
    made.textContent = text;
    return made;
  });
}

/** Draws it; `at`: the turn that is looked at. */
export function drawChart(place, data, seats, id, at) {
  const sheet = data.gauges[id];
  const lines = [
    ["In truth", data.turns.map((turn) => turn.truth[id])],
    ...seats.map((seat) => [seat.short, data.turns.map((turn) => turn.seen[seat.id][id])]),
  ].filter(([, values]) => values.some((value) => value !== undefined));
  const [low, high] = bounds(lines.flatMap(([, values]) => values).filter((value) => value !== undefined));
  const x = (turn) => LEFT + ((WIDTH - LEFT - RIGHT) * turn) / Math.max(1, data.turns.length - 1);
  const y = (value) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (value - low)) / (high - low);
  const drawn = lines.map(([name, values], number) => {
    const points = values
      .map((value, turn) => [x(turn), value === undefined ? null : y(value)])
      .filter(([, height]) => height !== null);
    return { name, points, number };
  });
  const axis = [low + (high - low) * 0.1, (low + high) / 2, high - (high - low) * 0.1].map((value) => {
    const text = svg("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" });
    text.textContent = figure(sheet, value);
    return [svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value), class: "grid" }), text];
  });
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "img",
      "aria-label": `${capital(sheet.what)} through all turns, in truth and as seen. The table above has the figures of each turn.`,
    },
    axis.flat(),
    svg("line", { x1: x(at), x2: x(at), y1: 6, y2: HEIGHT - 6, class: "now" }),
    drawn.map(({ points, number }) =>
      line(points, {
        class: number === 0 ? "truth" : "sight",
        "stroke-dasharray": number === 0 ? "none" : DASHES[(number - 1) % DASHES.length],
      }),
    ),
    labels(drawn.map(({ name, points, number }) => ({ text: name, y: points.at(-1)[1], main: number === 0 }))),
  );
  fill(place, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Chart" }, picture));
}
