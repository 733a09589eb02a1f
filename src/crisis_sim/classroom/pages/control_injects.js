// Injects: what the scenario will send by itself and when, what can be sent by hand, and what waits to be sent.

import { boxes, field, form, ticked } from "./ask.js";
import * as clock from "./clock.js";
import { button, fill, keyed, make, say, show } from "./page.js";
import { get } from "./post.js";
import { joined, when } from "./words.js";

const IN_GAME = ["practice", "turns"];

function times({ table: number, parts }) {
  const one = parts[`table.${number}`];
  const later = Array.from({ length: Math.max(0, (one?.turns ?? 0) - (one?.turn ?? 0)) }, (_, at) => one.turn + at + 1);
  return field("When", "when", {
    kind: "select",
    choices: [
      ["now", "Now"],
      ["60", "In 1 minute"],
      ["120", "In 2 minutes"],
      ["300", "In 5 minutes"],
      ...later.map((turn) => [`turn ${turn}`, `When turn ${turn} begins`]),
    ],
  });
}

function chosenTime(value) {
  if (value === "now") return {};
  return value.startsWith("turn ") ? { turn: Number(value.slice(5)) } : { delay: Number(value) };
}

function sendByHand(doing, one) {
  form(
    `Send: ${one.name}`,
    [
      one.what ? make("p", { text: one.what.replaceAll("{figure}", "…") }) : null,
      times(doing),
      field("Why", "reason", { required: true, maxlength: 500, hint: "It stands in the journal." }),
    ],
    "Send",
    async (given) =>
      (
        await doing.post("inject", {
          table: doing.table,
          inject: one.id,
          reason: given.reason,
          ...chosenTime(given.when),
        })
      ).ok,
  );
}

function own(doing) {
  const to = boxes(
    "To",
    doing.parts.exercise.seats.map((seat) => [seat.id, seat.short]),
  );
  form(
    "An inject of your own",
    [
      field("Words", "text", { kind: "area", required: true, maxlength: 2000 }),
      to,
      make("p", { class: "small", text: "If none is ticked, all sides get it." }),
      times(doing),
      field("Why", "reason", { required: true, maxlength: 500, hint: "It stands in the journal." }),
    ],
    "Put it in the queue",
    async (given) =>
      (
        await doing.post("inject", {
          table: doing.table,
          text: given.text,
          reason: given.reason,
          ...chosenTime(given.when),
          ...(ticked(to).length ? { to: ticked(to) } : {}),
        })
      ).ok,
  );
}

function edit(doing, item) {
  const to = boxes(
    "To",
    doing.parts.exercise.seats.map((seat) => [seat.id, seat.short]),
    item.to,
  );
  form(
    "Change it",
    [
      item.inject ? null : field("Words", "text", { kind: "area", required: true, maxlength: 2000, value: item.text }),
      item.inject ? null : to,
      field("When", "when", {
        kind: "select",
        choices: [
          ["", "As it is"],
          ...[...times(doing).querySelectorAll("option")]
            .filter((one) => one.value !== "now")
            .map((one) => [one.value, one.textContent]),
        ],
      }),
    ],
    "Change it",
    async (given) =>
      (
        await doing.post("inject_edit", {
          table: doing.table,
          id: item.id,
          ...(item.inject ? {} : { text: given.text, to: ticked(to) }),
          ...(given.when ? chosenTime(given.when) : {}),
        })
      ).ok,
  );
}

function due(item) {
  if (item.turn !== null) return `when turn ${item.turn} begins`;
  if (item.due_at === null) return "not by itself";
  return clock.now() === null ? "" : `in ${clock.digits(Math.max(0, item.due_at - clock.now()))}`;
}

function queued(doing, item, name) {
  const of = { table: doing().table, id: item.id };
  return make(
    "li",
    { class: "piece" },
    make(
      "p",
      { class: "row" },
      make("strong", { class: "typed", dir: "auto", text: name }),
      make("span", { class: "mark due" }),
    ),
    make("p", {
      class: "small",
      text: `${item.inject ? "" : `To ${joined(item.to.map((id) => doing().short[id]))}. `}Why: ${item.reason}`,
    }),
    make(
      "div",
      { class: "row" },
      button("Send now", () => doing().post("inject_now", of), { class: "small main" }),
      button("Change …", () => edit(doing(), item), { class: "small" }),
      button("Cancel", () => doing().post("inject_cancel", of), { class: "small" }),
    ),
  );
}

function known(doing, one) {
  return make(
    "li",
    { class: "piece" },
    make(
      "p",
      { class: "row" },
      make("strong", { text: one.name }),
      make("span", { class: "mark sent", text: "✓ was sent" }),
      button("Send …", () => sendByHand(doing(), one), {
        class: "small push",
        "aria-label": `Send: ${one.name}`,
      }),
    ),
    one.what ? make("p", { text: one.what.replaceAll("{figure}", "…") }) : null,
    one.hint ? make("p", { class: "small", text: `Hint you may give: ${one.hint}` }) : null,
    make(
      "details",
      {},
      make("summary", { text: "When it comes, and what it does" }),
      make(
        "ul",
        { class: "small" },
        (one.when ?? []).map((line) => make("li", { text: line.trim() })),
      ),
    ),
  );
}

async function preview(place, number, silent = false) {
  const told = await get(`api/preview/${number}`, { quiet: silent });
  if (!told) return;
  fill(
    place,
    told.events.length
      ? make(
          "ol",
          {},
          told.events.map((event) =>
            make("li", {}, make("small", { text: `${when(event.local_time)}  ` }), event.text),
          ),
        )
      : make("p", { class: "empty", text: "Nothing." }),
  );
}

/** All of it, for one table. */
export function drawInjects(place, parts, { post, table }) {
  place.doing = {
    parts,
    post,
    table,
    short: Object.fromEntries(parts.exercise.seats.map((seat) => [seat.id, seat.short])),
  };
  const doing = () => place.doing;
  if (!place.firstChild) {
    const ahead = make("div", { class: "ahead", "aria-live": "polite" });
    place.append(
      make(
        "div",
        { class: "two" },
        make(
          "div",
          {},
          make(
            "div",
            { class: "sheet" },
            make(
              "header",
              {},
              make("h3", { text: "Waits to be sent" }),
              button("An inject of your own …", () => own(doing()), { class: "small push" }),
            ),
            make("p", { class: "empty" }),
            make("ul", { class: "bare queue" }),
          ),
          make(
            "div",
            { class: "sheet" },
            make(
              "header",
              {},
              make("h3", { text: "What the next turn brings" }),
              button("Look ahead", () => preview(ahead, doing().table), { class: "small push" }),
            ),
            make("p", {
              class: "small",
              text: "If no team orders anything more. Nobody is told that you looked.",
            }),
            ahead,
          ),
        ),
        make(
          "div",
          { class: "sheet" },
          make("h3", { text: "In the scenario" }),
          make("ul", { class: "bare scenario" }),
        ),
      ),
    );
  }
  // What was foreseen for one turn says nothing about the next.
  const foreseen = `${table} ${parts[`table.${table}`]?.turn}`;
  if (place.foreseen !== foreseen) place.querySelector(".ahead").replaceChildren();
  place.foreseen = foreseen;
  const injects = parts[`injects.${table}`] ?? { queue: [], sent: [] };
  const scenario = [
    ...(parts.scenario?.injects ?? []),
    ...(parts.scenario?.claims ?? []).map((one) => ({ ...one, name: `Claim: ${one.name}` })),
  ];
  const names = Object.fromEntries(scenario.map((one) => [one.id, one.name]));
  const queue = injects.queue.filter((item) => item.state === "queued");
  const on = IN_GAME.includes(parts.exercise.phase) && !parts[`table.${table}`]?.over;
  say(place.querySelector(".sheet .empty"), queue.length ? "" : "Nothing waits.");
  keyed(
    place.querySelector(".queue"),
    queue,
    (item) => `${table} ${JSON.stringify(item)}`,
    (item) => queued(doing, item, item.inject ? (names[item.inject] ?? item.inject) : item.text),
    (element, item) => say(element.querySelector(".due"), due(item)),
  );
  keyed(
    place.querySelector(".scenario"),
    scenario,
    (one) => one.id,
    (one) => known(doing, one),
    (element, one) => {
      show(element.querySelector(".sent"), injects.sent.includes(one.id));
      show(element.querySelector("button"), on);
    },
  );
  for (const send of place.querySelectorAll("header button")) show(send, on);
}
