// The screen on the wall: where the exercise stands, the time, and what everybody knows. It holds no secrets.

import * as clock from "./clock.js";
import { by, fill, keyed, make, say, show, typed } from "./page.js";
import { prose } from "./prose.js";
import { follow } from "./stream.js";
import { when } from "./words.js";

const LAST = 60_000; // ms
const MOST = 4; // on one screen, without scrolling
const IN_GAME = ["practice", "turns"];

function moment({ stage }) {
  const words = {
    lobby: "Welcome",
    brief: "Read your briefs",
    debrief: "Looking back together",
    end: "The exercise has ended",
  };
  if (words[stage.phase]) return words[stage.phase];
  if (stage.finished) return "The last turn is over";
  return `${stage.phase === "practice" ? "Practice, turn" : "Turn"} ${stage.turn} of ${stage.turns}`;
}

function welcome({ book, stage }) {
  const joining =
    stage.phase === "lobby" && book.address
      ? [make("p", { class: "join" }, "Go to ", make("span", { class: "code", text: book.address.replace("http://", "") }))]
      : [];
  const code =
    stage.phase === "lobby" && book.join
      ? make("p", { class: "join" }, "and type ", make("span", { class: "code", text: book.join }))
      : null;
  return [
    ...joining,
    code,
    make("div", { class: "summary" }, prose(book.summary)),
    book.content_note ? make("p", { class: "note", text: book.content_note }) : null,
  ];
}

const { parts } = follow((all) => {
  if (!all.stage || !all.book) return;
  const short = Object.fromEntries(all.book.seats.map((seat) => [seat.id, seat.short]));
  say(by("title"), `${all.book.title} · Table ${all.book.table}`);
  say(by("moment"), moment(all));
  document.title = `${moment(all)} – ${all.book.title}`;
  const game = IN_GAME.includes(all.stage.phase) || all.stage.phase === "debrief";
  fill(by("welcome"), welcome(all));
  show(by("welcome"), !game);
  const statements = all.statements ?? [];
  show(by("statements-part"), game && statements.length > 0);
  keyed(
    by("statements"),
    statements
      .map((one, at) => ({ ...one, at }))
      .slice(-MOST)
      .reverse(),
    (one) => `${one.at} ${one.text}`,
    (one) =>
      make(
        "li",
        {},
        make(
          "p",
          { class: "head" },
          make("span", { class: "seat", text: one.from }),
          ` ${short[one.from] ?? one.from}, turn ${one.turn}`,
        ),
        typed(one.text, "blockquote"),
      ),
  );
  const news = all.news ?? [];
  show(by("look-back"), Boolean(all.debrief?.ready));
  show(by("news-part"), game);
  show(by("no-news"), news.length === 0);
  keyed(
    by("news"),
    news
      .map((one, at) => ({ ...one, at }))
      .slice(-MOST)
      .reverse(),
    (one) => `${one.at} ${one.text}`,
    (one) =>
      make(
        "li",
        {},
        make(
          "p",
          { class: "head" },
          make("time", { text: when(one.local_time) }),
          one.claim ? make("span", { class: "mark warn", text: "claimed" }) : null,
          ["VI", "WAR"].includes(one.severity) ? make("span", { class: "mark bad", text: "▲ violent" }) : null,
        ),
        typed(one.text, "p"),
      ),
  );
  time();
});

function time() {
  const left = clock.left(parts.stage);
  const place = by("time");
  if (left === null) say(place, "");
  else fill(place, clock.digits(left), parts.stage.running ? null : make("small", { text: " paused" }));
  place.className = left !== null && parts.stage.running && left <= LAST ? "last" : "";
}

setInterval(() => {
  if (parts.stage && clock.now() !== null) time();
}, 250);
