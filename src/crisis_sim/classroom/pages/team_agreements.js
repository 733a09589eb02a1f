// Agreements that can be made: their clauses, who has signed, and the way to propose, accept or reject them.

import { button, fill, keyed, make, say, show } from "./page.js";
import { obstacle, propose } from "./team_actions.js";
import { at, capital, count } from "./words.js";

const short = (book, id) => book.seats.find((seat) => seat.id === id)?.short ?? book.names?.[id] ?? id;
const VERBS = { propose: "Propose it", accept: "Sign it", reject: "Reject it" };
const KINDS = { proposed: "warn", "in force": "good", breached: "bad" };

function build(book, one, post, latest) {
  const seat = book.seat.id;
  const verbs = Object.keys(VERBS)
    .map((verb) => [verb, `${seat}.${verb}_${one.id}`])
    .filter(([, id]) => id in book.actions);
  return make(
    "li",
    { class: "sheet agreement", data: { agreement: one.id } },
    make("header", {}, make("h4", { text: one.name }), make("span", { class: "mark standing" })),
    one.what ? make("p", { text: one.what }) : null,
    make(
      "ol",
      { class: "clauses" },
      one.clauses.map((clause) =>
        make(
          "li",
          {},
          make("strong", { text: `${short(book, clause.by)} to ${short(book, clause.to)}: ` }),
          `${clause.what}.`,
        ),
      ),
    ),
    make("ul", { class: "bare row signatures", "aria-label": "Signatures" }),
    make(
      "div",
      { class: "row" },
      verbs.map(([verb, id]) =>
        button(
          VERBS[verb],
          ({ currentTarget }) => {
            if (currentTarget.getAttribute("aria-disabled") !== "true") propose(post, latest().book, id);
          },
          {
            class: verb === "reject" ? "small" : "small main",
            data: { action: id },
            "aria-label": `${VERBS[verb]}: ${one.name}`,
          },
        ),
      ),
    ),
    make("p", { class: "why-not" }),
  );
}

function refresh(element, one, parts) {
  const { book, situation } = parts;
  const now = situation?.agreements.find((agreement) => agreement.id === one.id);
  const standing = now?.standing ?? "not proposed";
  const mark = element.querySelector(".standing");
  say(mark, standing === "proposed" ? `on the table until ${at(situation, now.due)}` : standing);
  mark.className = `mark standing ${KINDS[standing] ?? ""}`;
  const signed = standing in KINDS ? new Set([one.sponsor, ...now.accepted_by]) : new Set();
  fill(
    element.querySelector(".signatures"),
    [...new Set([one.sponsor, ...one.parties])].map((seat) =>
      make("li", {
        class: `mark ${signed.has(seat) ? "good" : ""}`,
        text: `${signed.has(seat) ? "✓" : "○"} ${short(book, seat)} ${signed.has(seat) ? "signed" : "has not signed"}`,
      }),
    ),
  );
  const reasons = new Set();
  let possible = false;
  for (const send of element.querySelectorAll("button[data-action]")) {
    const against = obstacle(parts, send.dataset.action);
    send.setAttribute("aria-disabled", String(Boolean(against)));
    possible ||= !against;
    if (against) reasons.add(`${capital(against)}.`);
  }
  say(element.querySelector(".why-not"), possible ? "" : [...reasons].join(" "));
}

/** All agreements that one's side can be a party of. */
export function drawAgreements(place, parts, { post }) {
  const { book } = parts;
  show(place, book.agreements.length > 0 && !["debrief", "end"].includes(parts.stage.phase));
  if (!place.firstChild) {
    place.append(
      make(
        "details",
        { class: "sheet group agreements" },
        make("summary", {}, make("h3", { text: "Agreements" }), make("small")),
        make("ul", { class: "bare" }),
      ),
    );
  }
  place.parts = parts;
  const table = (parts.situation?.agreements ?? []).filter((one) => one.standing === "proposed").length;
  const folded = place.firstChild;
  if (table && folded.dataset.table !== String(table)) folded.open = true;
  folded.dataset.table = String(table);
  say(
    place.querySelector("summary small"),
    table ? `${table} on the table` : `${count(book.agreements.length, "could be made", "could be made")}`,
  );
  keyed(
    place.querySelector("ul"),
    book.agreements,
    (one) => one.id,
    (one) => build(book, one, post, () => place.parts),
    (element, one) => refresh(element, one, parts),
  );
}
