// The page for looking back: fetches everything that may be known now, and has each part of it drawn.

import { drawKnowledge } from "./debrief_knowledge.js";
import { drawPromises } from "./debrief_promises.js";
import { followTurning } from "./debrief_turning.js";
import { drawTurns } from "./debrief_turns.js";
import { by, fill, make, show, typed } from "./page.js";
import { get } from "./post.js";
import { follow } from "./stream.js";
import { capital, joined, likely } from "./words.js";

function inside(id) {
  return document.querySelector(`#${id} > div`);
}

function drawEnd(told, seats) {
  const rows = seats.flatMap((seat) => {
    const aims = Object.values(told.objectives[seat.id] ?? {});
    return aims.map((aim, at) =>
      make(
        "tr",
        {},
        at === 0
          ? make(
              "th",
              { scope: "rowgroup", rowspan: aims.length },
              capital(seat.name),
              make("p", { class: "score", text: `${Math.round(told.scores[seat.id])} of 100` }),
            )
          : null,
        make("td", { class: "whole", text: capital(aim.what) }),
        make("td", { class: "number", data: { head: "Weight" }, text: `${Math.round(100 * aim.weight)} %` }),
        make(
          "td",
          { class: "number", data: { head: "How far it was met" } },
          make("meter", { min: 0, max: 100, value: aim.met, "aria-hidden": "true" }),
          ` ${Math.round(aim.met)}`,
        ),
      ),
    );
  });
  fill(
    inside("end"),
    told.outcome
      ? [
          make("p", { class: "outcome", text: told.outcome.name }),
          told.outcome.what ? make("p", { text: told.outcome.what }) : null,
        ]
      : make("p", { text: "The story had not come to an end of its own when the turns were over." }),
    make(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "How far each side's aims were met" },
      make(
        "table",
        { class: "cards" },
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            ["Side", "What it wanted", "Weight", "How far it was met"].map((text, at) =>
              make("th", { scope: "col", class: at > 1 ? "number" : null, text }),
            ),
          ),
        ),
        make("tbody", {}, rows),
      ),
    ),
  );
}

function drawBeliefs(told, seats) {
  fill(
    inside("beliefs"),
    told.facts.length
      ? make(
          "div",
          { class: "scroll", tabindex: "0", role: "region", "aria-label": "Beliefs" },
          make(
            "table",
            { class: "cards" },
            make("caption", { text: "How likely each side thought it in the end, and what was so." }),
            make(
              "thead",
              {},
              make(
                "tr",
                {},
                ["", "In truth", ...seats.map((seat) => seat.short)].map((text) =>
                  text ? make("th", { scope: "col", text }) : make("td", {}),
                ),
              ),
            ),
            make(
              "tbody",
              {},
              told.facts.map((fact) =>
                make(
                  "tr",
                  {},
                  make("th", { scope: "row", text: capital(fact.what) }),
                  make(
                    "td",
                    { data: { head: "In truth" } },
                    make("span", {
                      class: `mark ${fact.so ? "good" : ""}`,
                      text: fact.so ? "✓ it was so" : "✕ it was not so",
                    }),
                  ),
                  seats.map((seat) =>
                    make("td", {
                      class: wrong(fact, seat.id) ? "off" : null,
                      data: { head: seat.short },
                      text: `${capital(likely(fact.believed[seat.id]))}${wrong(fact, seat.id) ? " ≠" : ""}`,
                    }),
                  ),
                ),
              ),
            ),
          ),
        )
      : make("p", { class: "empty", text: "In this story nothing had to be guessed." }),
  );
}

function wrong(fact, seat) {
  return fact.so ? fact.believed[seat] < 0.4 : fact.believed[seat] > 0.6;
}

/** What the facilitator did with a message before it arrived. */
function onTheWay(line, short) {
  const told = [
    line.arrived ? null : "It never arrived.",
    line.written === null ? null : `The facilitator changed it: ${line.why} It was written as:`,
    line.read_along.length ? `${joined(line.read_along.map(short))} read it too.` : null,
  ].filter(Boolean);
  return [
    told.length ? make("p", { class: "soft", text: told.join(" ") }) : null,
    line.written === null ? null : typed(line.written, "p"),
  ];
}

function drawSaid(told, seats) {
  const short = (id) => (id === null ? "The facilitator" : (seats.find((seat) => seat.id === id)?.short ?? id));
  fill(
    inside("said"),
    told.talk.length
      ? make(
          "ol",
          { class: "bare said" },
          told.talk.map((line) =>
            make(
              "li",
              {},
              make(
                "p",
                { class: "head" },
                make("strong", {
                  text: line.public
                    ? `${short(line.from)}, in public`
                    : `${short(line.from)} to ${joined(line.to.map(short))}`,
                }),
                make("small", { text: line.turn ? ` turn ${line.turn}` : "" }),
              ),
              typed(line.text, "p"),
              onTheWay(line, short),
            ),
          ),
        )
      : make("p", { class: "empty", text: "Nobody wrote anything." }),
  );
}

function draw(told, seats) {
  by("title").textContent = `${told.title} · table ${told.table}`;
  document.title = `Looking back – ${told.title}`;
  drawEnd(told, seats);
  drawTurns(inside("turns"), told, seats);
  drawBeliefs(told, seats);
  drawKnowledge(inside("knowledge"), told, seats);
  drawPromises(inside("promises"), told, seats);
  drawSaid(told, seats);
  fill(
    inside("questions"),
    make(
      "ol",
      { class: "questions" },
      told.questions.map((text) => make("li", { text })),
    ),
  );
  show(by("waiting"), false);
  show(by("told"), true);
}

async function look(address, seats) {
  const told = await get(address);
  // One's own side comes first: on a phone it stands beside the truth.
  if (told) draw(told, [...seats].sort((one, other) => (other.id === me?.seat) - (one.id === me?.seat)));
  if (told) followTurning(inside("turning"), told, address);
  else by("waiting").textContent = "It is not time to look back yet, or there was no game.";
}

const me = await get("api/me", { quiet: true });
const control = me?.kind === "control";

const stream = follow((parts) => {
  const known = parts.exercise ?? parts.book;
  if (!known) return;
  stream.end(); // what was does not change
  if (!control) return look("api/debrief", known.seats);
  // `#2`: table 2, as the facilitator's page links to it; other names are places on this page.
  const number = Number(location.hash.slice(1)) || 1;
  const select = by("table");
  select.replaceChildren(
    ...Array.from({ length: known.tables }, (_, at) => make("option", { value: at + 1, text: `${at + 1}` })),
  );
  select.value = String(number);
  select.addEventListener("change", () => look(`api/debrief/${select.value}`, known.seats));
  show(by("which"), known.tables > 1);
  look(`api/debrief/${number}`, known.seats);
});
