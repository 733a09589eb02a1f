// What one's side can order: by group, with what it costs, how long it takes, who sees it, and why it cannot be done.

import { sure } from "./ask.js";
import { keep, kept } from "./keep.js";
import { button, fill, keyed, make, say, show } from "./page.js";
import { capital, count, SEVERITY, VISIBILITY } from "./words.js";

const IN_GAME = ["practice", "turns"];
const OVER = ["debrief", "end"];
const LONG = 70; // letters
export const OF_AGREEMENTS = /\.(propose|accept|reject)_(.+)$/;

/** Whether orders can be drafted now. */
export function drafting({ stage, draft, options }) {
  return IN_GAME.includes(stage.phase) && !stage.finished && Boolean(options) && !draft.committed && !draft.bot;
}

/** Effort that is not spent yet. */
export function effortLeft({ situation, options }) {
  return situation && options ? situation.effort - options.drafted : 0;
}

/** What keeps this person from proposing an action now; nothing, if nothing does. */
export function obstacle(parts, id) {
  const { book, draft, options } = parts;
  if (draft?.bot) return "a bot decides for your side now";
  if (!book.actions[id].yours) return "for somebody else in your team to propose: tell them";
  if (draft?.proposals.some((one) => one.action === id && !one.cancel)) return "is among your side's proposals";
  const option = options?.options[id];
  if (option && !option.legal) return option.reason;
  if (!drafting(parts)) return draft?.committed ? "your side has committed this turn" : "no turn is on";
  return "";
}

/** Proposes; what is grave is asked about first. */
export async function propose(post, book, id, why = "") {
  const action = book.actions[id];
  if (action.grave) {
    const meant = await sure(
      action.name,
      [
        action.what || "",
        "This is grave: it cannot be taken back once it is done, and it may end more than this turn.",
      ].filter(Boolean),
      book.role.approve ? "Add to our orders" : "Propose it",
      { grave: true },
    );
    if (!meant) return null;
  }
  return post("propose", { action: id, ...(why ? { why } : {}) });
}

/** Effort, time, severity and who sees it. */
export function marks(action, option) {
  const told = [[action.effort ? `effort ${action.effort}` : "no effort", "main"]];
  if (action.grave) told.push(["▲ grave", "bad"]);
  if (SEVERITY[action.severity])
    told.push([SEVERITY[action.severity], ["VI", "WAR"].includes(action.severity) ? "bad" : ""]);
  if (action.visibility !== "overt") told.push([action.visibility, "warn"]);
  if (option?.uses_left !== null && option?.uses_left !== undefined)
    told.push([`${option.uses_left} left in this game`, ""]);
  return told.map(([text, kind]) => make("span", { class: `mark ${kind}`, text }));
}

function more(book, action) {
  const target = action.target ? (book.names?.[action.target] ?? action.target) : null;
  const pairs = [
    ["Aimed at", target],
    ["Approval takes", action.approval],
    ["Preparation takes", action.preparation],
    ["Lasts", action.duration],
    ["Seen", VISIBILITY[action.visibility]],
    ["On the ladder", `rung ${action.rung}`],
  ];
  return make(
    "dl",
    { class: "facts" },
    pairs
      .filter(([, value]) => value)
      .map(([term, value]) => make("div", {}, make("dt", { text: term }), make("dd", { text: value }))),
  );
}

/** `Takes 1 hour, then 4 to 16, most often 8, hours.` */
function takes(action) {
  const spans = [action.approval, action.preparation].filter(Boolean).join(", then ");
  if (!spans) return "At once.";
  return spans.length > LONG ? "How long it takes depends: see more about it." : `Takes ${spans}.`;
}

/** `As far as you know: obeyed (62 %), or not obeyed (38 %).`; nothing, where there is but one way for it to turn out. */
function odds(told) {
  const ways = (told ?? []).map((one) => `${one.outcome} (${Math.round(100 * one.chance)}\u00a0%)`);
  return ways.length < 2 ? "" : `As far as you know: ${ways.slice(0, -1).join(", ")}, or ${ways.at(-1)}.`;
}

function build(book, id, post) {
  const action = book.actions[id];
  const field = make("input", {
    type: "text",
    maxlength: 300,
    autocomplete: "off",
    "aria-label": `Why: ${action.name}`,
    placeholder: "Why? For your team (optional)",
  });
  const name = `why ${id}`;
  field.value = kept(name, "");
  field.addEventListener("input", () => keep(name, field.value || null));
  const order = button(
    "",
    async () => {
      if (order.getAttribute("aria-disabled") === "true") return;
      const answer = await propose(post, book, id, field.value.trim());
      if (answer?.ok) {
        field.value = "";
        keep(name, null);
      }
    },
    { class: "order-it" },
  );
  return make(
    "li",
    { class: "action", data: { action: id } },
    make(
      "div",
      { class: "head" },
      make("div", {}, make("h4", { text: action.name }), make("p", { class: "row marks" })),
      order,
    ),
    make("p", { class: "why-not" }),
    make("p", { class: "small odds" }),
    make(
      "details",
      {},
      make("summary", { text: "More about it" }),
      action.what ? make("p", { text: action.what }) : null,
      more(book, action),
      field,
    ),
  );
}

function refresh(element, parts, id) {
  const { book, options } = parts;
  const action = book.actions[id];
  const against = obstacle(parts, id);
  fill(element.querySelector(".marks"), marks(action, options?.options[id]), make("small", { text: takes(action) }));
  const order = element.querySelector(".order-it");
  say(order, book.role.approve ? "Order" : "Propose");
  order.setAttribute("aria-label", `${order.textContent}: ${action.name}`);
  // Not `disabled`: whoever is on it with the keyboard would be thrown out of the list.
  order.setAttribute("aria-disabled", String(Boolean(against)));
  say(element.querySelector(".why-not"), against ? `${capital(against)}.` : "");
  const told = against ? "" : odds(parts.situation?.odds?.[id]);
  say(element.querySelector(".odds"), told);
  show(element.querySelector(".odds"), told !== "");
  element.classList.toggle("closed", Boolean(against));
}

/** Groups of actions, those that can be ordered first. */
export function drawActions(place, parts, { post }) {
  const { book } = parts;
  if (!place.firstChild) {
    const only = make("input", { type: "checkbox", id: "only-legal" });
    only.checked = kept("only legal", false);
    only.addEventListener("change", () => {
      keep("only legal", only.checked);
      place.classList.toggle("only-legal", only.checked);
    });
    place.classList.toggle("only-legal", only.checked);
    place.append(
      make(
        "div",
        { class: "field check" },
        only,
        make("label", { for: "only-legal", text: "Only what can be ordered now" }),
      ),
      make("div"),
    );
  }
  show(place, !OVER.includes(parts.stage.phase));
  const ids = Object.keys(book.actions).filter((id) => !OF_AGREEMENTS.test(id));
  const groups = [...new Set(ids.map((id) => book.actions[id].category))];
  keyed(
    place.lastChild,
    groups,
    (name) => name,
    (name) =>
      make(
        "details",
        { class: "sheet group", open: true, data: { category: name } },
        make("summary", {}, make("h3", { text: capital(name.replaceAll("_", " ")) }), make("small")),
        make("ul", { class: "bare actions" }),
      ),
    (element, name) => {
      const of = ids.filter((id) => book.actions[id].category === name);
      const can = of.filter((id) => !obstacle(parts, id));
      say(element.querySelector("summary small"), `${can.length} of ${of.length} possible`);
      element.classList.toggle("closed", can.length === 0);
      // In the scenario's order always: a list that jumps under the finger gives the wrong order.
      keyed(
        element.querySelector("ul"),
        of,
        (id) => id,
        (id) => build(book, id, post),
        (item, id) => refresh(item, parts, id),
      );
    },
  );
}

/** `2 of 3 effort left`. */
export function effortTold(parts) {
  return `${effortLeft(parts)} of ${count(parts.situation.effort, "effort", "effort")} left`;
}
