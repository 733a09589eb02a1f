// Who knew what when: each event, and from when on each side knew of it.

import { fill, make } from "./page.js";
import { when } from "./words.js";

const LEFT_OUT = ["message", "pin"];
const MOST = 400;

function knew(event, seat) {
  const minute = event.known_to[seat.id];
  const data = { head: seat.short };
  if (minute === null) return make("td", { class: "soft", data, text: "✕ never" });
  const late = minute - event.minute;
  if (late === 0) return make("td", { data, text: "✓ at once" });
  return make("td", { class: "off", data, text: `✓ ${later(late)} later` });
}

function later(minutes) {
  return minutes < 90
    ? `${minutes} min`
    : minutes < 2880
      ? `${Math.round(minutes / 60)} h`
      : `${Math.round(minutes / 1440)} days`;
}

/** The table, with what all knew at once left out unless it is asked for. */
export function drawKnowledge(place, data, seats) {
  const all = make("input", { type: "checkbox", id: "all-events" });
  const table = make("div", {
    class: "scroll tall",
    tabindex: "0",
    role: "region",
    "aria-label": "Events, and when each side knew of them",
  });

  function draw() {
    const events = data.events
      .filter(
        (event) =>
          !LEFT_OUT.includes(event.kind) &&
          (all.checked || seats.some((seat) => event.known_to[seat.id] !== event.minute)),
      )
      .slice(0, MOST);
    fill(
      table,
      events.length
        ? make(
            "table",
            { class: "cards" },
            make(
              "thead",
              {},
              make(
                "tr",
                {},
                ["When", "What", ...seats.map((seat) => seat.short)].map((text) => make("th", { scope: "col", text })),
              ),
            ),
            make(
              "tbody",
              {},
              events.map((event) =>
                make(
                  "tr",
                  {},
                  make("td", { class: "time", text: when(event.local_time) }),
                  make("th", { scope: "row", text: event.text }),
                  seats.map((seat) => knew(event, seat)),
                ),
              ),
            ),
          )
        : make("p", { class: "empty", text: "Everybody knew of everything at once." }),
    );
  }

  all.addEventListener("change", draw);
  place.replaceChildren(
    make(
      "div",
      { class: "field check" },
      all,
      make("label", { for: "all-events", text: "Also what all knew at once" }),
    ),
    table,
  );
  draw();
}
