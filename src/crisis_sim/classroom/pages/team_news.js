// What happened, as one's own side noticed it: the newest first.

import { keyed, make, say, typed } from "./page.js";
import { capital, figure, when } from "./words.js";

const VIOLENT = ["VI", "WAR"];
const KINDS = {
  own: ["Ours", "main"],
  order: ["Order", ""],
  cancel: ["Called off", ""],
  claim: ["Claimed", "warn"],
  inject: ["From outside", ""],
  commitment: ["Promise", ""],
  agreement: ["Agreement", ""],
  reveal: ["Came out", "warn"],
  override: ["Facilitator", ""],
};

function kind(book, item) {
  if (item.claim) return KINDS.claim;
  if (item.kind === "outcome" && item.actor === book.seat.id) return KINDS.own;
  return KINDS[item.kind] ?? null;
}

function changes(book, item) {
  return Object.entries(item.changes ?? {})
    .filter(([id, [before, after]]) => book.gauges[id] && before !== after)
    .map(([id, [before, after]]) => [book.gauges[id], figure(book.gauges[id], before), figure(book.gauges[id], after)])
    .filter(([sheet, before, after]) => before !== after && !sheet.yes)
    .map(([sheet, before, after]) => `${capital(sheet.what)}: ${before} → ${after}`);
}

/** One piece of news. */
export function newsItem(book, item, before) {
  const mark = kind(book, item);
  const moves = changes(book, item);
  const cause = item.cause === null || item.cause === undefined ? null : before.find((one) => one.id === item.cause);
  return make(
    "li",
    { class: `piece ${VIOLENT.includes(item.severity) ? "violent" : ""}` },
    make(
      "p",
      { class: "head" },
      make("time", { text: when(item.local_time) }),
      VIOLENT.includes(item.severity) ? make("span", { class: "mark bad", text: "▲ violent" }) : null,
      mark ? make("span", { class: `mark ${mark[1]}`, text: mark[0] }) : null,
    ),
    typed(item.text, "p"),
    cause ? make("p", { class: "small", text: `Because of: ${cause.text}` }) : null,
    moves.length
      ? make(
          "ul",
          { class: "small moves" },
          moves.map((text) => make("li", { text })),
        )
      : null,
  );
}

/** All of it. */
export function drawNews(place, { book, news }) {
  if (!place.firstChild)
    place.append(
      make("p", { class: "empty" }),
      make("ol", { class: "bare news", tabindex: "0", "aria-label": "What happened, the newest first" }),
    );
  const [none, list] = place.children;
  const all = news ?? [];
  say(none, all.length ? "" : "No news yet.");
  keyed(
    list,
    [...all].reverse(),
    (item) => `${item.id} ${item.minute} ${item.text}`,
    (item) => newsItem(book, item, all),
  );
}
