// A team's page: takes in what the server tells, and has each part of the page drawn that it concerns.

import * as clock from "./clock.js";
import { keep, kept } from "./keep.js";
import { announce, notice } from "./notice.js";
import { by, show } from "./page.js";
import { get, post, resend } from "./post.js";
import { follow } from "./stream.js";
import { drawActions } from "./team_actions.js";
import { drawAgreements } from "./team_agreements.js";
import { drawBrief } from "./team_brief.js";
import { drawDraft } from "./team_draft.js";
import { drawNews } from "./team_news.js";
import { drawNotes } from "./team_notes.js";
import { drawSituation } from "./team_situation.js";
import { drawTalk, drawWriting } from "./team_talk.js";
import { drawTime, drawTop, otherwise } from "./team_top.js";
import { count } from "./words.js";

const OF_EACH = [
  ["brief", drawBrief, ["book", "stage", "team"]],
  ["situation", drawSituation, ["book", "situation", "stage", "news"]],
  ["draft", drawDraft, ["book", "stage", "draft", "situation", "options", "team"]],
  ["agreements", drawAgreements, ["book", "stage", "situation", "options", "draft"]],
  ["actions", drawActions, ["book", "stage", "situation", "options", "draft"]],
  ["talk", drawTalk, ["book", "talk"]],
  ["write", drawWriting, ["book", "stage", "situation"]],
  ["news", drawNews, ["book", "news"]],
  ["notes", drawNotes, ["notes", "questions", "stage"]],
];
const IN_GAME = ["practice", "turns"];

const me = await get("api/me", { quiet: true });
let first = true;
let before = { phase: null, turn: 0, finished: false };
const NOTHING_READ = { news: -1, talk: 0, answers: 0 };
const read = { ...NOTHING_READ, ...kept("read", {}) };
const OF_A_SIDE = ["to", "message text", "statement text", "team note", "read", "view"];
const NOWHERE = "nowhere";
let seat = null;
let fresh = false; // whether the seat is new to whoever sits here

if (location.hash === "#new") {
  keep("seat", NOWHERE); // somebody comes from the door
  history.replaceState(null, "", location.pathname);
}

const { parts } = follow((all, names) => {
  if (all.book && !sit(all)) return;
  drawTop(all, me);
  if (all.book) {
    show(by("views"), true);
    for (const [id, draw, needs] of OF_EACH) {
      if (needs.some((name) => names.has(name))) draw(by(id), all, { me, post });
    }
  }
  if (names.has("stage")) staged(all.stage, Boolean(all.book));
  if (all.book) {
    tell(all, names);
    countNew(all);
  }
  first = false;
});

// Which part of the page is shown: one on a phone, most of them beside each other on a large screen.

function go(view, focus = true) {
  by("desk").dataset.view = view;
  for (const section of document.querySelectorAll("main > section")) show(section, visible(section.dataset.view, view));
  for (const one of document.querySelectorAll("#views button")) {
    if (one.dataset.view === view) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  if (view !== "waiting") keep("view", view);
  if (focus) {
    const title = by(`${view}-title`);
    title.focus({ preventScroll: true });
    title.closest("section").scrollIntoView({ block: "start" });
  }
  markRead();
}

const large = window.matchMedia("(min-width: 70rem)");

function visible(section, view) {
  if (["waiting", "brief"].includes(view) || section === "brief" || section === "waiting") return section === view;
  return large.matches || section === view;
}

large.addEventListener("change", () => go(by("desk").dataset.view, false));
for (const one of document.querySelectorAll("#views button")) one.addEventListener("click", () => go(one.dataset.view));

/** A seat is new to this page: the brief comes first, and nothing goes on that was meant for another side. */
function sit({ book, stage }) {
  const here = `${book.table} ${book.seat.id}`;
  if (seat === here) return true;
  if (seat !== null) {
    location.reload(); // the page was made for another side
    return false;
  }
  seat = here;
  const last = kept("seat");
  keep("seat", here);
  if (last === here || last === null) return true; // it is another tab of somebody who sat here already
  for (const name of OF_A_SIDE) keep(name, null);
  Object.assign(read, NOTHING_READ);
  fresh = true;
  const amid = IN_GAME.includes(stage?.phase);
  if (last !== NOWHERE || amid) notice(`You now play ${book.seat.name}: read your brief.`, "warn", 10);
  return true;
}

/** Where the exercise stands: the brief comes first, then what is to be decided. */
function staged(stage, seated) {
  const now = by("desk").dataset.view;
  if (!seated) return wait(stage.waiting);
  const begun = IN_GAME.includes(stage.phase) && !IN_GAME.includes(before.phase);
  if (now === "waiting") go(first && kept("view") ? kept("view") : begun && !fresh ? "orders" : "brief", false);
  else if (begun && before.phase !== null && now === "brief") go("orders", false);
  else if (stage.phase === "brief" && before.phase !== "brief") go("brief", false);
  if (!first && (stage.turn !== before.turn || stage.phase !== before.phase || backwards(stage))) {
    if (backwards(stage)) notice(`The facilitator took a turn back: it is turn ${stage.turn} again.`, "warn", 15);
    else if (stage.finished || !IN_GAME.includes(stage.phase)) announce(by("moment").textContent + ".");
    else announce(`Turn ${stage.turn} of ${stage.turns} has begun.`);
  }
  before = { phase: stage.phase, turn: stage.turn, finished: stage.finished };
}

/** Whether a turn was undone: the last of all may be, too. */
function backwards(stage) {
  if (stage.phase !== before.phase || !IN_GAME.includes(stage.phase)) return false;
  return stage.turn < before.turn || (stage.turn === before.turn && before.finished && !stage.finished);
}

function wait(sentence) {
  go("waiting", false);
  keep("seat", NOWHERE);
  if (sentence) by("waiting").textContent = me?.name ? `You are ${me.name}. ${sentence}` : sentence;
}

// What is new

const heard = { news: null, talk: null };

function tell(all, names) {
  const news = all.news?.length ?? 0;
  const talk = (all.talk ?? []).filter((line) => !line.own).length;
  if (!first && names.has("news") && news > heard.news) announce(`${count(news - heard.news, "news item")}.`);
  if (!first && names.has("talk") && talk > heard.talk) announce(`${count(talk - heard.talk, "new message")}.`);
  if (!first && names.has("draft")) announce(otherwise(all));
  if (names.has("news")) read.news = Math.min(read.news, all.news?.at(-1)?.id ?? -1); // a turn may have been undone
  heard.news = news;
  heard.talk = talk;
}

function unread(all) {
  return {
    news: (all.news ?? []).filter((item) => item.id > read.news).length,
    talk: (all.talk ?? []).filter((line) => !line.own && line.id > read.talk).length,
    notes: Math.max(0, (all.questions ?? []).filter((one) => one.answer !== null).length - read.answers),
    orders: all.draft?.proposals.filter((one) => one.state === "proposed").length ?? 0,
  };
}

function countNew(all) {
  markRead(all);
  for (const [view, number] of Object.entries(unread(all))) {
    const mark = document.querySelector(`#views [data-view="${view}"] b`);
    show(mark, number > 0);
    mark.textContent = `${number} ${view === "orders" ? "open" : "new"}`;
  }
}

/** What is on the screen, of a page that is looked at, has been read. */
function markRead(all = parts) {
  if (document.hidden || !all?.book) return;
  const on = (view) => !document.querySelector(`main > [data-view="${view}"]`).hidden;
  const talk = all.talk?.at(-1)?.id ?? 0;
  if (on("talk") && talk !== read.talk) {
    read.talk = talk;
    post("read", { upto: talk }, { quiet: true });
  }
  if (on("news")) read.news = all.news?.at(-1)?.id ?? -1;
  if (on("notes")) read.answers = (all.questions ?? []).filter((one) => one.answer !== null).length;
  keep("read", read);
}

document.addEventListener("visibilitychange", () => {
  if (parts.book) countNew(parts);
});
by("views").addEventListener("click", () => {
  if (parts.book) countNew(parts);
});

setInterval(() => {
  if (parts.stage && clock.now() !== null) drawTime(parts);
}, 250);
resend();
