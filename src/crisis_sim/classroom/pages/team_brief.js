// What somebody should have read before anything happens: who they are, what they know, want and may do.

import { fill, make } from "./page.js";
import { prose } from "./prose.js";
import { capital, joined } from "./words.js";

function may(role, actions) {
  const deeds = [
    role.approve ? "approve orders and commit the turn" : null,
    role.message ? "write to the other sides" : null,
    role.state ? "speak in public" : null,
  ].filter(Boolean);
  const own = Object.values(actions).filter((action) => action.yours).length;
  const all = Object.keys(actions).length;
  const proposes =
    own === all
      ? "propose anything that your side can do"
      : `propose ${own} of the ${all} things that your side can do`;
  return `You may ${joined([proposes, ...deeds])}.`;
}

/** The aims with their weights, where the brief itself does not list them. */
export function aims(book) {
  if (!book.objectives.length || /\|\s*weight\s*\|/i.test(book.brief)) return null;
  return make(
    "table",
    {},
    make("caption", { text: "What you want, and how it counts at the end" }),
    make(
      "tbody",
      {},
      book.objectives.map((one) =>
        make(
          "tr",
          {},
          make("th", { scope: "row", text: capital(one.what) }),
          make("td", { class: "number", text: `${Math.round(100 * one.weight)} %` }),
        ),
      ),
    ),
  );
}

/** The brief, without its first heading, which the page has already. */
export function briefOf(book, level = 2) {
  const text = book.brief.replace(/^\s*#\s.*\n/, "");
  return text.trim() ? prose(text, level) : [make("p", { text: capital(book.seat.what) })];
}

/** Everything there is to read. */
export function drawBrief(place, { book, stage, team }) {
  const others = (team?.people ?? []).map((one) => make("li", {}, make("bdi", { text: one.name }), ` – ${one.role}`));
  fill(
    place,
    make(
      "article",
      { class: "sheet read" },
      make("p", { class: "soft", text: book.title }),
      make("h2", {}, make("span", { class: "seat", text: book.seat.id }), " ", capital(book.seat.name)),
      book.content_note ? make("p", { class: "content-note", text: book.content_note }) : null,
      make("p", { class: "lead", text: book.summary }),
      briefOf(book, 3),
      aims(book),
    ),
    make(
      "aside",
      { class: "sheet", "aria-label": "Your role" },
      make("h3", { text: `Your role: ${book.role.name}` }),
      make("p", { text: book.role.brief }),
      make("p", { text: may(book.role, book.actions) }),
      others.length ? [make("h3", { text: "Your team" }), make("ul", { class: "bare" }, others)] : null,
      make("h3", { text: "How a turn goes" }),
      make(
        "ol",
        {},
        [
          "Everybody looks at the situation, and talks.",
          "Roles propose orders.",
          "Whoever leads approves them, and commits.",
          `When time is up, all sides' orders are given at once, and ${stage.hours} hours of the story pass.`,
        ].map((text) => make("li", { text })),
      ),
    ),
  );
}
