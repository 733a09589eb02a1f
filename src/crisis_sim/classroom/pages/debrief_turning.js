// What mattered most: the decisions that turned the game, as the server has reckoned them; and until it has, how far it is.

import { fill, make } from "./page.js";
import { get } from "./post.js";
import { capital, likely } from "./words.js";

const OFTEN = 2000; // ms between two looks at how far it is
let looking = 0; // only the table that was asked for last is followed

const bare = (tag, text, having = {}) => (text ? make(tag, { ...having, text }) : null);

function chances(point) {
  if (!point.chances.length) return null;
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": `How the chances moved: ${point.did}` },
    make(
      "table",
      {},
      make("caption", { text: "How the chances of the main outcomes moved, with 95 % intervals." }),
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("td", {}),
          ["Left to its doctrine", "As it chose", "Change"].map((text) => make("th", { scope: "col", class: "number", text })),
        ),
      ),
      make(
        "tbody",
        {},
        point.chances.map((one) =>
          make(
            "tr",
            { class: one.clear ? null : "soft" },
            make("th", { scope: "row", text: one.outcome }),
            [one.before, one.after, one.change].map((text) => make("td", { class: "number", text })),
          ),
        ),
      ),
    ),
  );
}

function list(head, items) {
  return items.length
    ? make("div", {}, make("h4", { text: head }), make("ul", {}, items.map((text) => make("li", { text }))))
    : null;
}

function believed(point) {
  return point.believed.map(
    (one) =>
      `${capital(one.what)}: ${likely(one.probability)}; in truth it was ${one.so ? "so" : "not so"}.`,
  );
}

function decision(point) {
  const moment = point.turn ? `Turn ${point.turn} · ${point.when}` : point.when;
  return make(
    "li",
    {},
    make("h3", { text: point.did }),
    make(
      "p",
      { class: "soft" },
      moment,
      point.sure ? null : make("span", { class: "mark warn", text: "? this may be chance alone" }),
    ),
    make("p", { text: point.moved }),
    chances(point),
    make(
      "div",
      { class: "two" },
      list("What came of it", point.came.map((one) => `${one.when}: ${one.text}`)),
      list(`What else could have been done, and ${point.measure} with it`, point.instead),
      point.knew || point.believed.length
        ? make(
            "div",
            {},
            make("h4", { text: "What that side believed at the time" }),
            bare("p", point.knew),
            point.believed.length ? make("ul", {}, believed(point).map((text) => make("li", { text }))) : null,
          )
        : null,
    ),
  );
}

function draw(place, turning) {
  const { state, done, of, points, note, luck } = turning;
  const going = state === "waiting" || state === "reckoning";
  fill(
    place,
    state === "reckoning"
      ? make(
          "p",
          { class: "reckoning" },
          "From every decision the game is played on, many times, with it and without it. ",
          make("progress", { max: of || 1, value: of ? done : null, "aria-label": "How far it is" }),
          of ? ` ${Math.floor((100 * done) / of)} %: ${note}` : "",
        )
      : null,
    state === "reckoning" ? null : bare("p", note, { class: going ? "empty" : "soft note" }),
    points.length ? make("ol", { class: "decisions" }, points.map(decision)) : null,
    bare("p", luck),
  );
  return going;
}

/** Draws what is known of it, and asks for the rest until it is there. */
export async function followTurning(place, told, address) {
  looking += 1;
  const mine = looking;
  let turning = told.turning;
  while (draw(place, turning)) {
    await new Promise((done) => {
      setTimeout(done, OFTEN * (0.75 + Math.random() / 2));
    });
    if (mine !== looking) return;
    turning = (await get(`${address}?only=turning`, { quiet: true }))?.turning ?? turning;
    if (mine !== looking) return;
  }
}
