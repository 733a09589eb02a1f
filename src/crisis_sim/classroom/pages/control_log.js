// Everything that happened at a table, as control sees it: the newest first.

import { keep, kept } from "./keep.js";
import { keyed, make, say, typed } from "./page.js";
import { joined, when } from "./words.js";

const NEWEST = 150;
const VIOLENT = ["VI", "WAR"];
const FILTERS = [
  ["all", "Everything"],
  ["orders", "Orders"],
  ["violent", "Violence"],
  ["secret", "What not all sides saw"],
];

function fits(event, wanted, seats) {
  if (wanted === "orders") return ["order", "cancel"].includes(event.kind);
  if (wanted === "violent") return VIOLENT.includes(event.severity);
  return wanted !== "secret" || event.visible_to.length < seats.length;
}

function seenBy(event, seats) {
  if (event.visible_to.length === seats.length) return "seen by all";
  const names = seats.filter((seat) => event.visible_to.includes(seat.id)).map((seat) => seat.short);
  return names.length ? `seen by ${joined(names)} alone` : "seen by nobody";
}

/** The log of one table. */
export function drawLog(place, parts, { table }) {
  if (!place.firstChild) {
    const select = make(
      "select",
      { id: "log-filter" },
      FILTERS.map(([value, text]) => make("option", { value, text })),
    );
    select.value = kept("log filter", "all");
    select.addEventListener("change", () => {
      keep("log filter", select.value);
      place.again();
    });
    place.append(
      make("div", { class: "field" }, make("label", { for: "log-filter", text: "Show" }), select),
      make("p", { class: "empty" }),
      make("ol", { class: "bare" }),
    );
  }
  place.again = () => drawLog(place, parts, { table });
  const { seats } = parts.exercise;
  const wanted = place.querySelector("select").value;
  const events = (parts[`log.${table}`] ?? []).filter((event) => fits(event, wanted, seats));
  say(
    place.querySelector(".empty"),
    events.length > NEWEST ? `The last ${NEWEST} of ${events.length}.` : events.length ? "" : "Nothing yet.",
  );
  keyed(
    place.lastChild,
    events.slice(-NEWEST).reverse(),
    (event) => `${table} ${event.number} ${event.minute} ${event.text}`,
    (event) =>
      make(
        "li",
        { class: `piece ${VIOLENT.includes(event.severity) ? "violent" : ""}` },
        make(
          "p",
          { class: "row" },
          make("strong", { text: when(event.local_time) }),
          make("span", { class: "mark", text: event.kind }),
          VIOLENT.includes(event.severity) ? make("span", { class: "mark bad", text: "▲ violent" }) : null,
          make("small", { class: "push", text: seenBy(event, seats) }),
        ),
        typed(event.text, "p"),
        event.chance !== null && event.chance < 1
          ? make("p", { class: "small", text: `The chance of it was ${Math.round(100 * event.chance)} %.` })
          : null,
      ),
  );
}
