// A team's page: takes in what the server tells, and has each part of the page drawn that it concerns.

import * as clock from "./clock.js";
import { keep, kept } from "./keep.js";
import { announce } from "./notice.js";
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
  ["situation", drawSituation, ["book", "situation", "stage"]],
  ["draft", drawDraft, ["book", "stage", "draft", "situation", "options", "team"]],
  ["agreements", drawAgreements, ["book", "stage", "situation", "options", "draft"]],
  ["actions", drawActions, ["book", "stage", "situation", "options", "draft"]],
  ["talk", drawTalk, ["book", "talk"]],
  ["write", drawWriting, ["book", "stage", "situation"]],
  ["news", drawNews, ["book", "news"]],
  ["notes", drawNotes, ["notes", "questions"]],
];
const IN_GAME = ["practice", "turns"];

const me = await get("api/me", { quiet: true });
let first = true;
let before = { phase: null, turn: 0 };
const read = kept("read", { news: -1, talk: 0, answers: 0 });

const { parts } = follow((all, names) => {
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

/** Where the exercise stands: the brief comes first, then what is to be decided. */
function staged(stage, seated) {
  const now = by("desk").dataset.view;
  if (!seated) return wait(stage.waiting);
  const begun = IN_GAME.includes(stage.phase) && !IN_GAME.includes(before.phase);
  if (now === "waiting") go(first && kept("view") ? kept("view") : begun ? "orders" : "brief", false);
  else if (begun && before.phase !== null && now === "brief") go("orders", false);
  else if (stage.phase === "brief" && before.phase !== "brief") go("brief", false);
  if (!first && (stage.turn !== before.turn || stage.phase !== before.phase)) {
    if (stage.finished || !IN_GAME.includes(stage.phase)) announce(by("moment").textContent + ".");
    else announce(`Turn ${stage.turn} of ${stage.turns} has begun.`);
  }
  before = { phase: stage.phase, turn: stage.turn };
}

function wait(sentence) {
  go("waiting", false);
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
