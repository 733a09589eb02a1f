// What the sides write to one another, what happens to it on the way, and words of the facilitator's own.

import { boxes, field, form, ticked } from "./ask.js";
import * as clock from "./clock.js";
import { button, fill, keyed, make, say, show, typed } from "./page.js";
import { joined } from "./words.js";

const NEWEST = 200;
const ON_THE_WAY = ["held", "waiting"];
const STATES = {
  delivered: ["✓ delivered", "good"],
  waiting: ["… on its way", "warn"],
  held: ["‖ held", "warn"],
  stopped: ["✕ stopped", "bad"],
};

const short = (parts, id) => parts.exercise.seats.find((seat) => seat.id === id)?.short ?? id;

/** Words to some or all, of one table or of all. */
export function speak({ parts, post, table }) {
  const to = boxes(
    "To",
    parts.exercise.seats.map((seat) => [seat.id, seat.short]),
  );
  const where =
    parts.exercise.tables > 1
      ? field("Where", "where", {
          kind: "select",
          choices: [
            ["here", `Table ${table}`],
            ["all", "All tables"],
          ],
        })
      : null;
  form(
    "Say something",
    [
      field("Words", "text", { kind: "area", required: true, maxlength: 2000 }),
      to,
      make("p", { class: "small", text: "If none is ticked, all sides get it." }),
      where,
    ],
    "Say it",
    async ({ text, where: place }) =>
      (
        await post("say", {
          text,
          ...(place === "all" ? {} : { table }),
          ...(ticked(to).length ? { to: ticked(to) } : {}),
        })
      ).ok,
  );
}

function holding({ parts, post, table }) {
  const { hold } = parts[`table.${table}`];
  const copies = boxes(
    "Who reads along",
    parts.exercise.seats.map((seat) => [seat.id, seat.short]),
    hold.copy_to,
  );
  form(
    `Messages at table ${table}`,
    [
      field("Each message takes", "delay", {
        kind: "number",
        min: 0,
        max: 3600,
        value: hold.delay,
        required: true,
        hint: "Seconds. Public statements are heard at once, always.",
      }),
      field("Hold every message until I release it", "stop", { kind: "check", value: hold.stop }),
      copies,
      make("p", {
        class: "small",
        text: "Whoever reads along gets a copy when a message is delivered. Nobody is told.",
      }),
    ],
    "So be it",
    async ({ delay }, made) =>
      (
        await post("hold", {
          table,
          delay: Number(delay),
          stop: made.querySelector("[name=stop]").checked,
          copy_to: ticked(copies),
        })
      ).ok,
  );
}

function alter({ post, table }, line) {
  form(
    "Deliver it in other words",
    [
      field("Words", "text", { kind: "area", value: line.text, required: true, maxlength: 2000 }),
      field("Why (the class reads this in the debrief, beside the first words)", "reason", { required: true, maxlength: 2000 }),
    ],
    "Deliver",
    async ({ text, reason }) => (await post("release", { table, message: line.id, text, reason })).ok,
  );
}

function build(line, parts, doing) {
  const from = line.from ? short(parts, line.from) : "You";
  const to = line.kind === "statement" ? "in public" : `to ${joined(line.to.map((seat) => short(parts, seat)))}`;
  const of = { table: doing().table, message: line.id };
  return make(
    "li",
    { class: "piece" },
    make(
      "p",
      { class: "row" },
      make("strong", { text: `${from} ${to}` }),
      make("small", { text: line.turn ? `turn ${line.turn}` : "" }),
      make("span", { class: "mark push" }),
    ),
    typed(line.text, "p"),
    make(
      "div",
      { class: "row on-the-way" },
      button("Deliver", () => doing().post("release", of), { class: "small main" }),
      button("In other words …", () => alter(doing(), line), { class: "small" }),
      button("Stop it", () => doing().post("stop", of), { class: "small" }),
    ),
  );
}

function refresh(element, line) {
  const [text, kind] = STATES[line.state];
  const mark = element.querySelector(".mark");
  const left =
    line.due_at !== null && clock.now() !== null
      ? `, due in ${clock.digits(Math.max(0, line.due_at - clock.now()))}`
      : "";
  say(mark, `${text}${ON_THE_WAY.includes(line.state) ? left : ""}`);
  mark.className = `mark push ${kind}`;
  show(element.querySelector(".on-the-way"), ON_THE_WAY.includes(line.state));
}

/** All of it, for one table, what waits first. */
export function drawMessages(place, parts, { post, table }) {
  place.doing = { parts, post, table };
  const doing = () => place.doing;
  if (!place.firstChild) {
    place.append(
      make(
        "div",
        { class: "sheet row" },
        make("p", { class: "grow told" }),
        button("On the way …", () => holding(doing()), { class: "small" }),
        button("Say something …", () => speak(doing()), { class: "small main" }),
      ),
      make("p", { class: "empty" }),
      make("ul", { class: "bare" }),
    );
  }
  const hold = parts[`table.${table}`]?.hold ?? { delay: 0, stop: false, copy_to: [] };
  const rules = [
    hold.stop
      ? "Every message is held until you release it"
      : hold.delay
        ? `Every message takes ${hold.delay} seconds`
        : "Messages arrive at once",
  ];
  if (hold.copy_to.length) rules.push(`${joined(hold.copy_to.map((seat) => short(parts, seat)))} read along`);
  fill(place.querySelector(".told"), `${rules.join("; ")}.`);
  const lines = [...(parts[`talk.${table}`] ?? [])].reverse();
  const sorted = [
    ...lines.filter((line) => ON_THE_WAY.includes(line.state)),
    ...lines.filter((line) => !ON_THE_WAY.includes(line.state)),
  ].slice(0, NEWEST);
  say(place.querySelector(":scope > .empty"), sorted.length ? "" : "Nobody has written yet.");
  keyed(
    place.lastChild,
    sorted,
    (line) => `${table} ${line.id} ${line.text}`,
    (line) => build(line, parts, doing),
    refresh,
  );
}
