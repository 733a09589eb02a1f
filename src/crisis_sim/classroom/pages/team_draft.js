// The team's draft of this turn: proposed, approved, committed; and who may do what with it.

import { sure } from "./ask.js";
import { button, fill, keyed, make, say, show } from "./page.js";
import { drafting, effortTold } from "./team_actions.js";
import { count } from "./words.js";

const IN_GAME = ["practice", "turns"];

function build(one, parts, post, me) {
  const { book } = parts;
  const action = book.actions[one.action];
  const name = `${one.cancel ? "Call off: " : ""}${action?.name ?? one.action}`;
  const effort = one.cancel ? 0 : (action?.effort ?? 0);
  const refuse = one.by === me?.name ? "Take back" : "Turn down";
  return make(
    "li",
    { class: "proposal" },
    make(
      "div",
      { class: "grow" },
      make("strong", { text: name }),
      " ",
      make("span", { class: "mark standing" }),
      " ",
      make("span", { class: "mark main", text: effort ? `effort ${effort}` : "no effort" }),
      make(
        "small",
        {},
        "by ",
        make("bdi", { text: one.by }),
        one.why ? [": ", make("q", { class: "typed", dir: "auto", text: one.why })] : null,
      ),
    ),
    button("Approve", () => post("approve", { proposal: one.id }), {
      class: "small main approve",
      "aria-label": `Approve: ${name}`,
    }),
    button(refuse, () => post("withdraw", { proposal: one.id }), {
      class: "small withdraw",
      "aria-label": `${refuse}: ${name}`,
    }),
    make("span", { hidden: true, text: me?.name ?? "" }),
  );
}

function refresh(element, one, parts, me) {
  const approved = one.state === "approved";
  const mark = element.querySelector(".standing");
  say(mark, approved ? "✓ approved" : "? proposed");
  mark.className = `mark standing ${approved ? "good" : "warn"}`;
  const open = drafting(parts);
  show(element.querySelector(".approve"), open && !approved && parts.book.role.approve);
  show(element.querySelector(".withdraw"), open && (parts.book.role.approve || one.by === me?.name));
}

/** The draft, and the button with which a team is done. */
export function drawDraft(place, parts, { me, post }) {
  const { book, stage, draft } = parts;
  if (!place.firstChild) {
    place.append(
      make(
        "header",
        {},
        make("h3", { text: "Our draft for this turn" }),
        make("span", { class: "mark main push effort" }),
      ),
      make("p", { class: "told" }),
      make("ul", { class: "bare proposals" }),
      make("div", { class: "row commit" }),
    );
  }
  const [, told, list, end] = place.children;
  const effort = place.querySelector(".effort");
  const on = IN_GAME.includes(stage.phase) && !stage.finished && parts.situation && draft;
  show(effort, Boolean(on));
  show(list, Boolean(on));
  show(end, Boolean(on) && !draft.bot);
  if (!on) {
    say(told, stage.finished ? "There are no more turns." : "No turn is on. You can look at what there is to order.");
    return;
  }
  say(effort, effortTold(parts));
  const head = (parts.team?.people ?? []).filter((one) => one.role === "head");
  say(
    told,
    draft.bot
      ? "A bot plays your side at the moment; you can look on, and talk to the facilitator."
      : draft.proposals.length
        ? book.role.approve
          ? "What is approved is given when the turn ends. What is only proposed lapses."
          : `${head.length ? head[0].name : "The head of your side"} approves and commits. What is only proposed lapses.`
        : "Nothing yet. To hold, and order nothing, is an answer too.",
  );
  keyed(
    list,
    draft.proposals,
    (one) => `${stage.turn} ${one.id} ${one.action} ${one.cancel}`,
    (one) => build(one, parts, post, me),
    (element, one) => refresh(element, one, parts, me),
  );
  drawCommit(end, parts, post);
}

function drawCommit(place, { book, draft }, post) {
  if (!place.firstChild) {
    place.append(
      make("p", { class: "grow" }),
      button("", () => commit(post, place.draft), { id: "commit" }),
    );
  }
  place.draft = draft;
  const [told, send] = place.children;
  if (!book.role.approve) {
    fill(told, draft.committed ? make("strong", { class: "mark good", text: "✓ Committed" }) : null);
    show(send, false);
    return;
  }
  show(send, true);
  fill(
    told,
    draft.committed
      ? [make("strong", { class: "mark good", text: "✓ Committed" }), " Your side is done with this turn."]
      : null,
  );
  send.className = draft.committed ? "" : "main";
  const approved = draft.proposals.filter((one) => one.state === "approved").length;
  say(
    send,
    draft.committed
      ? "Change it after all"
      : approved
        ? `Commit ${count(approved, "order")}`
        : "Commit: hold this turn",
  );
}

async function commit(post, draft) {
  const open = draft.proposals.filter((one) => one.state === "proposed").length;
  if (!draft.committed && open) {
    const meant = await sure(
      "Commit the turn?",
      [`${count(open, "proposal")} ${open === 1 ? "is" : "are"} not approved, and will lapse.`],
      "Commit all the same",
    );
    if (!meant) return;
  }
  await post("commit", { committed: !draft.committed });
}
