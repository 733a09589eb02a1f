// What is always in sight: who one is, where the exercise stands, the time left, and what happens when it runs out.

import * as clock from "./clock.js";
import { announce } from "./notice.js";
import { by, fill, make, say } from "./page.js";
import { count, when } from "./words.js";

const LAST = 60_000; // ms
const SPOKEN = [300_000, 60_000, 15_000];
const IN_GAME = ["practice", "turns"];

/** What happens if nobody does anything more this turn. */
export function otherwise({ stage, draft, situation }) {
  if (!stage || !IN_GAME.includes(stage.phase) || stage.finished || !draft) return "";
  if (draft.bot) return "A bot plays your side at the moment.";
  const approved = draft.proposals.filter((one) => one.state === "approved").length;
  const open = draft.proposals.length - approved;
  const given = approved
    ? `${count(approved, "approved order")} ${approved === 1 ? "is" : "are"} given`
    : situation?.orders.length
      ? "no new order is given; what is under way goes on"
      : "your side holds: no order is given";
  const lapse = open ? `, ${count(open, "proposal")} that nobody approved ${open === 1 ? "lapses" : "lapse"}` : "";
  return `${draft.committed ? "Committed." : "If time runs out:"} ${draft.committed ? given.charAt(0).toUpperCase() + given.slice(1) : given}${lapse}.`;
}

function moment({ stage, book }) {
  if (stage.phase === "debrief") return "Debrief";
  if (stage.phase === "end") return "The exercise has ended";
  if (!book) return "You are in";
  if (stage.phase === "lobby") return "Soon it begins";
  if (stage.phase === "brief") return "Read your brief";
  if (stage.finished) return `${stage.phase === "practice" ? "Practice is over" : "The last turn is over"}`;
  return `${stage.phase === "practice" ? "Practice, turn" : "Turn"} ${stage.turn} of ${stage.turns}`;
}

/** Who and where. */
export function drawTop(parts, me) {
  const { book, stage } = parts;
  if (!stage) return;
  if (book) {
    fill(
      by("who"),
      make("span", { class: "seat", text: book.seat.id }),
      " ",
      make("strong", { text: book.seat.name }),
      " ",
      make(
        "span",
        { class: "soft" },
        `${book.role.name}`,
        me?.name ? [" · ", make("bdi", { text: me.name })] : null,
        make("span", { class: "where", text: ` · table ${book.table}` }),
        make("span", { class: "where short", text: ` · T${book.table}` }),
      ),
    );
    document.title = `${moment(parts)} – ${book.seat.name}`;
  } else if (me?.name) {
    fill(by("who"), make("strong", {}, make("bdi", { text: me.name })));
  }
  fill(
    by("moment"),
    moment(parts),
    parts.situation && IN_GAME.includes(stage.phase)
      ? make("span", { class: "local", text: ` ${when(parts.situation.local_time)}` })
      : null,
  );
  by("top").dataset.committed = String(Boolean(parts.draft?.committed));
  fill(
    by("otherwise"),
    stage.phase === "debrief" && parts.debrief?.ready
      ? make("a", { class: "button main", href: "debrief", text: "Look back together" })
      : stage.phase === "end"
        ? parts.debrief?.ready
          ? make("a", { class: "button", href: "debrief", text: "Look back" })
          : "Thank you for playing."
        : otherwise(parts),
  );
  drawTime(parts);
}

let told = null;

/** The time that is left. */
export function drawTime({ stage }) {
  const left = clock.left(stage);
  const place = by("time");
  if (left === null) {
    say(place, "");
    place.className = "";
    told = null;
    return;
  }
  const last = stage.running && left <= LAST;
  const word = stage.running ? (last ? " last minute" : "") : " paused";
  fill(place, clock.digits(left), word ? make("small", { text: word }) : null);
  place.className = last ? "last" : stage.running ? "" : "paused";
  if (!stage.running) return;
  const passed = SPOKEN.filter((one) => left <= one).at(-1) ?? null;
  if (
    (passed !== told && passed !== null && told !== null) ||
    (passed !== null && told === null && Math.abs(left - passed) < 1500)
  ) {
    announce(`${clock.spoken(left)} left.`);
  }
  told = passed ?? Infinity;
}
