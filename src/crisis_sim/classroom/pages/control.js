// The facilitator's page: takes in what the server tells, and has each part of the page drawn that it concerns.

import * as clock from "./clock.js";
import { drawExercise, drawJoining } from "./control_exercise.js";
import { drawInjects } from "./control_injects.js";
import { drawLog } from "./control_log.js";
import { drawMessages } from "./control_messages.js";
import { drawPeople } from "./control_people.js";
import { drawQuestions } from "./control_questions.js";
import { drawIdle, drawTables } from "./control_tables.js";
import { drawClock, drawTop } from "./control_top.js";
import { keep, kept } from "./keep.js";
import { announce } from "./notice.js";
import { by, keyed, make, say, show } from "./page.js";
import { post, resend } from "./post.js";
import { follow } from "./stream.js";
import { count } from "./words.js";

const OF_A_TABLE = ["injects", "messages", "log"];
let table = kept("table", 1);
let unanswered = null;

/** Each part of the page, with the parts of the view that it is made of; `N` stands for the table that is looked at. */
const OF_EACH = [
  ["joining", drawJoining, ["exercise", "people"]],
  ["tables", drawTables, ["exercise", "table", "people"]],
  ["people", drawPeople, ["exercise", "people", "table"]],
  ["injects", drawInjects, ["scenario", "exercise", "table.N", "injects.N"]],
  ["messages", drawMessages, ["exercise", "table.N", "talk.N"]],
  ["questions", drawQuestions, ["exercise", "questions"]],
  ["log", drawLog, ["exercise", "log.N"]],
  ["exercise", drawExercise, ["exercise", "doors", "table"]],
];

const { parts, end: close } = follow((all, names) => {
  if (!all.exercise) return;
  show(by("views"), true);
  drawTop(all, post);
  for (const [id, draw, needs] of OF_EACH) {
    if (needs.some((need) => concerns(need, names))) draw(by(id), all, { post, table, end });
  }
  choices(all.exercise.tables);
  counts(all);
  say(
    by("trouble"),
    all.exercise.trouble ? `Not saved: ${all.exercise.trouble}. Nothing is done until there is space again.` : "",
  );
  show(by("trouble"), Boolean(all.exercise.trouble));
});

/** Nothing is drawn any more. */
function end() {
  clearInterval(clocks);
  close();
}

function concerns(need, names) {
  if (need === "table") return [...names].some((name) => name.startsWith("table."));
  return names.has(need.replace(".N", `.${table}`));
}

function choices(tables) {
  const select = by("table");
  keyed(
    select,
    Array.from({ length: tables }, (_, at) => at + 1),
    (one) => one,
    (one) => make("option", { value: one, text: `Table ${one}` }),
  );
  select.value = String(table);
}

by("table").addEventListener("change", ({ target }) => {
  table = Number(target.value);
  keep("table", table);
  redraw();
});

function redraw() {
  if (!parts.exercise) return;
  for (const [id, draw] of OF_EACH) draw(by(id), parts, { post, table, end });
}

function counts(all) {
  const tables = Array.from({ length: all.exercise.tables }, (_, at) => at + 1);
  const open = all.questions.filter((one) => one.answer === null).length;
  const numbers = {
    questions: open,
    people: all.people.filter((one) => one.kind === "pupil" && !one.revoked && one.table === null).length,
    injects: tables.reduce(
      (sum, one) => sum + (all[`injects.${one}`]?.queue ?? []).filter((item) => item.state === "queued").length,
      0,
    ),
    messages: tables.reduce(
      (sum, one) => sum + (all[`talk.${one}`] ?? []).filter((line) => ["held", "waiting"].includes(line.state)).length,
      0,
    ),
    exercise: all.doors.locked.length,
  };
  const words = { questions: "open", people: "waiting", injects: "queued", messages: "held", exercise: "locked" };
  for (const [view, number] of Object.entries(numbers)) {
    const mark = document.querySelector(`#views [data-view="${view}"] b`);
    show(mark, number > 0);
    say(mark, `${number} ${words[view]}`);
  }
  if (unanswered !== null && open > unanswered) announce(`${count(open, "open question")}.`);
  unanswered = open;
}

function go(view, focus = true) {
  for (const section of document.querySelectorAll("main > section")) show(section, section.dataset.view === view);
  for (const one of document.querySelectorAll("#views button")) {
    if (one.dataset.view === view) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  show(by("which"), OF_A_TABLE.includes(view) && (parts.exercise?.tables ?? 1) > 1);
  keep("view", view);
  if (focus) {
    by(`${view}-title`).focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }
}

for (const one of document.querySelectorAll("#views button")) one.addEventListener("click", () => go(one.dataset.view));
// A link within the page may lead to another part of it, for a table: `#log 2`.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("[data-go]");
  if (!link) return;
  if (link.dataset.table) {
    table = Number(link.dataset.table);
    keep("table", table);
    by("table").value = link.dataset.table;
    redraw();
  }
  go(link.dataset.go);
});

const clocks = setInterval(() => {
  if (parts.exercise && clock.now() !== null) {
    drawClock(parts);
    drawIdle(by("tables"), parts);
  }
}, 500);
go(kept("view", "tables"), false);
resend();
