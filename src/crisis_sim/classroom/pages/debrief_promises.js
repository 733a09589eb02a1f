// Promises and threats: who made how many to whom, and what became of them.

import { fill, make } from "./page.js";
import { capital, joined, when } from "./words.js";

const BECAME = {
  kept: ["✓ kept", "good"],
  "complied with": ["✓ complied with", "good"],
  "in force": ["✓ in force", "good"],
  broken: ["✕ broken", "bad"],
  breached: ["✕ breached", "bad"],
  standing: ["… stood", ""],
  called: ["… called", "warn"],
  expired: ["– expired", ""],
  released: ["– lifted", ""],
  rejected: ["✕ rejected", ""],
  lapsed: ["– lapsed", ""],
  proposed: ["… proposed", "warn"],
};

function mark(standing) {
  const [text, kind] = BECAME[standing] ?? [standing, ""];
  return make("span", { class: `mark ${kind}`, text });
}

function tally(promises) {
  if (!promises.length) return make("td", { class: "soft", text: "–" });
  const numbers = new Map();
  for (const one of promises) numbers.set(one.standing, (numbers.get(one.standing) ?? 0) + 1);
  return make(
    "td",
    {},
    [...numbers]
      .map(([standing, number]) => [make("span", { class: "tally" }, `${number} × `, mark(standing)), " "])
      .flat(),
  );
}

function matrix(data, seats) {
  const ids = [...new Set([...seats.map((seat) => seat.id), ...data.promises.flatMap((one) => [one.by, one.to])])];
  const short = (id) => seats.find((seat) => seat.id === id)?.short ?? capital(id.replaceAll("_", " "));
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Promises kept and broken" },
    make(
      "table",
      {},
      make("caption", { text: "Made by the side on the left to the side above." }),
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("td", {}),
          ids.map((id) => make("th", { scope: "col", text: short(id) })),
        ),
      ),
      make(
        "tbody",
        {},
        ids.map((by) =>
          make(
            "tr",
            {},
            make("th", { scope: "row", text: short(by) }),
            ids.map((to) =>
              by === to
                ? make("td", { class: "soft", text: "·" })
                : tally(data.promises.filter((one) => one.by === by && one.to === to)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** The matrix, each promise by itself, and the agreements. */
export function drawPromises(place, data, seats) {
  const short = (id) => seats.find((seat) => seat.id === id)?.short ?? capital(id.replaceAll("_", " "));
  const begun = data.turns[0];
  fill(
    place,
    data.promises.length
      ? [
          matrix(data, seats),
          make(
            "ul",
            { class: "bare list" },
            data.promises.map((one) =>
              make(
                "li",
                {},
                mark(one.standing),
                ` ${capital(one.kind.replaceAll("_", " "))} of ${short(one.by)} to ${short(one.to)}: ${one.what}.`,
                one.minute !== null && one.minute !== undefined && begun
                  ? make("small", { text: ` ${when(begun.local_time, one.minute - begun.minute)}` })
                  : null,
              ),
            ),
          ),
        ]
      : make("p", { class: "empty", text: "Nobody promised or threatened anything." }),
    data.agreements.length
      ? [
          make("h3", { text: "Agreements" }),
          make(
            "ul",
            { class: "bare list" },
            data.agreements.map((one) =>
              make(
                "li",
                {},
                mark(one.standing),
                ` ${one.name}`,
                one.accepted_by.length
                  ? make("small", { text: ` accepted by ${joined(one.accepted_by.map(short))}` })
                  : null,
              ),
            ),
          ),
        ]
      : null,
  );
}
