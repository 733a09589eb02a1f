// What the people of a seat see, for the facilitator to look at and not to touch.

import { open } from "./ask.js";
import { button, make } from "./page.js";
import { get } from "./post.js";
import { newsItem } from "./team_news.js";
import { drawSituation } from "./team_situation.js";
import { drawLines } from "./team_talk.js";
import { count } from "./words.js";

const NEWEST = 40;

function draft(book, { committed, proposals }) {
  if (!proposals.length) return make("p", { class: "empty", text: committed ? "Committed: holds." : "Nothing yet." });
  return make(
    "ul",
    {},
    proposals.map((one) =>
      make(
        "li",
        {},
        `${one.cancel ? "Call off: " : ""}${book.actions[one.action]?.name ?? one.action} `,
        make("span", { class: `mark ${one.state === "approved" ? "good" : "warn"}`, text: one.state }),
        make("small", {}, " by ", make("bdi", { text: one.by }), one.why ? `: ${one.why}` : ""),
      ),
    ),
  );
}

function shown(parts) {
  const { book } = parts;
  const situation = make("section", { "aria-label": "Situation" });
  const talk = make("div");
  drawSituation(situation, parts, { post: null });
  drawLines(talk, book, parts.talk ?? []);
  const possible = Object.entries(parts.options?.options ?? {}).filter(([, one]) => one.legal);
  return [
    make("section", {}, make("h3", { text: "Situation" }), situation),
    make(
      "section",
      {},
      make("h3", { text: "Draft" }),
      draft(book, parts.draft),
      make("h3", { text: `Can order now: ${count(possible.length, "thing")}` }),
      make(
        "ul",
        { class: "small" },
        possible.map(([id]) => make("li", { text: book.actions[id]?.name ?? id })),
      ),
      make("h3", { text: "Notes of the team" }),
      make("p", {
        class: parts.notes?.text ? "typed" : "empty",
        dir: "auto",
        text: parts.notes?.text || "None.",
      }),
    ),
    make("section", {}, make("h3", { text: "Talk" }), talk),
    make(
      "section",
      {},
      make("h3", { text: "News" }),
      make(
        "ol",
        { class: "bare news" },
        [...(parts.news ?? [])]
          .reverse()
          .slice(0, NEWEST)
          .map((item) => newsItem(book, item, parts.news)),
      ),
    ),
  ];
}

/** Opens a window on a seat. */
export async function see(number, seat) {
  const inside = make("div", { class: "seen" }, make("p", { class: "empty", text: "One moment …" }));
  const look = async () => {
    const parts = await get(`api/see/${number}/${seat.id}`);
    if (parts) inside.replaceChildren(...shown(parts));
  };
  open(`What ${seat.short} sees at table ${number}`, [button("Look again", look, { class: "small" }), inside], {
    wide: true,
  });
  await look();
}
