// A pack on paper for each seat: who they are, what they want, what they can do, and how they come in.

import { by, fill, make, show } from "./page.js";
import { get } from "./post.js";
import { follow } from "./stream.js";
import { aims, briefOf } from "./team_brief.js";
import { OF_AGREEMENTS } from "./team_actions.js";
import { capital, joinAddress, SEVERITY, VISIBILITY } from "./words.js";

function deeds(book) {
  const actions = Object.entries(book.actions)
    .filter(([id]) => !OF_AGREEMENTS.test(id))
    .map(([, action]) => action);
  const groups = [...new Set(actions.map((action) => action.category))];
  return make(
    "table",
    { class: "deeds" },
    make(
      "thead",
      {},
      make(
        "tr",
        {},
        ["What you can do", "Effort", "Seen", ""].map((text) =>
          text ? make("th", { scope: "col", text }) : make("td", {}),
        ),
      ),
    ),
    groups.map((group) =>
      make(
        "tbody",
        {},
        make("tr", {}, make("th", { scope: "rowgroup", colspan: 4, text: capital(group.replaceAll("_", " ")) })),
        actions
          .filter((action) => action.category === group)
          .map((action) =>
            make(
              "tr",
              {},
              make("td", { text: action.name }),
              make("td", { class: "number", text: `${action.effort}` }),
              make("td", { text: VISIBILITY[action.visibility] }),
              make("td", {
                text: [action.grave ? "grave" : "", SEVERITY[action.severity]].filter(Boolean).join(", "),
              }),
            ),
          ),
      ),
    ),
  );
}

function agreements(book) {
  const short = (id) => book.seats.find((seat) => seat.id === id)?.short ?? id;
  return book.agreements.map((one) =>
    make(
      "div",
      { class: "agreement" },
      make("h4", { text: one.name }),
      one.what ? make("p", { text: one.what }) : null,
      make(
        "ol",
        {},
        one.clauses.map((clause) =>
          make("li", { text: `${short(clause.by)} to ${short(clause.to)}: ${clause.what}.` }),
        ),
      ),
      make(
        "p",
        { class: "sign" },
        [one.sponsor, ...one.parties].map((seat) => make("span", { text: short(seat) })),
      ),
    ),
  );
}

/** Whoever leads stands first. */
function byRank(roles) {
  return [...roles].sort((one, other) => Number(other.id === "head") - Number(one.id === "head"));
}

function pack(book, address, code) {
  return make(
    "article",
    { class: "pack", "aria-label": book.seat.name },
    make(
      "header",
      {},
      make("p", { class: "soft", text: `${book.title} · table ${book.table}` }),
      make(
        "p",
        { class: "row" },
        code ? [make("span", { text: address }), make("span", { class: "code", text: code })] : null,
      ),
    ),
    make("h2", {}, make("span", { class: "seat", text: book.seat.id }), " ", capital(book.seat.name)),
    book.content_note ? make("p", { class: "small", text: book.content_note }) : null,
    make("p", { class: "lead", text: book.summary }),
    briefOf(book, 3),
    aims(book),
    make("h3", { text: "Roles" }),
    make(
      "dl",
      { class: "roles" },
      byRank(book.roles).map((role) => [make("dt", { text: role.name }), make("dd", { text: role.brief })]),
    ),
    make("h3", { text: "Actions" }),
    make("p", { text: `You have ${book.effort} of effort in each turn.` }),
    deeds(book),
    book.agreements.length ? [make("h3", { text: "Agreements" }), agreements(book)] : null,
    make("h3", { text: "Notes" }),
    make("div", { class: "lines", "aria-hidden": "true" }),
  );
}

async function draw(exercise, number) {
  const packs = await get(`api/print/${number}`);
  if (!packs) return;
  const codes = exercise.codes.seats[number] ?? {};
  const address = joinAddress(exercise).replace("http://", "");
  fill(
    by("packs"),
    Object.entries(packs.seats).map(([seat, book]) => pack(book, address, codes[seat])),
  );
}

const stream = follow((parts) => {
  if (!parts.exercise) return;
  stream.end(); // what is on paper does not change
  const { exercise } = parts;
  show(by("which"), exercise.tables > 1);
  by("table").replaceChildren(
    ...Array.from({ length: exercise.tables }, (_, at) => make("option", { value: at + 1, text: `${at + 1}` })),
  );
  by("table").addEventListener("change", ({ target }) => draw(exercise, Number(target.value)));
  draw(exercise, 1);
});
by("print").addEventListener("click", () => window.print());
