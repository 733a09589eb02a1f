// Every team of every table on one screen: what they have drafted, whether they are done, how long they have been idle.

import * as clock from "./clock.js";
import { field, form, open, sure } from "./ask.js";
import { see } from "./control_see.js";
import { tablesOf, UNDONE } from "./control_top.js";
import { button, fill, keyed, make, say, show } from "./page.js";
import { get } from "./post.js";
import { capital, count, figure, when } from "./words.js";

const IN_GAME = ["practice", "turns"];
const OVER = ["debrief", "end"];
const IDLE = 3; // minutes after which somebody should walk over
const COLUMNS = ["Side", "Here", "This turn", "Idle", "Unread", "Last order", ""];

/** An action's name. */
function deed(action, scenario) {
  return action ? (scenario?.actions?.[action] ?? capital(action.split(".")[1].replaceAll("_", " "))) : "–";
}

function state(team, phase) {
  if (team.agent !== "human") return [`⚙ bot: ${team.agent}`, ""];
  if (!IN_GAME.includes(phase)) return ["–", ""];
  if (team.committed)
    return [team.approved ? `✓ submitted ${count(team.approved, "order")}` : "✓ submitted: holds", "good"];
  if (!team.approved && !team.proposed) return ["… nothing yet", "warn"];
  const told = [
    team.approved ? `${team.approved} approved` : "",
    team.proposed ? `${team.proposed} proposed` : "",
  ].filter(Boolean);
  return [`✎ ${told.join(", ")}`, "main"];
}

/** Minutes since somebody of the team did something; null, where nobody could. */
function idle(team) {
  if (team.idle_since === null || clock.now() === null) return null;
  return Math.max(0, Math.floor((clock.now() - team.idle_since) / 60_000));
}

/** Those who were given this seat. */
function peopleOf(parts, number, seat) {
  return parts.people.filter((one) => one.table === number && one.seat === seat && !one.revoked);
}

function seatRow(seat, number, doing) {
  return make(
    "tr",
    { data: { seat: seat.id } },
    make("th", { scope: "row" }, make("span", { class: "seat", text: seat.id }), " ", seat.short),
    make("td", { class: "people" }),
    make("td", { class: "state" }, make("span", { class: "mark" })),
    make("td", { class: "idle number", data: { idle: `${number} ${seat.id}` } }),
    make("td", { class: "unread number" }),
    make("td", { class: "last" }),
    make(
      "td",
      {},
      make(
        "div",
        { class: "row" },
        button("See", () => see(number, seat), {
          class: "small",
          "aria-label": `See what ${seat.short} sees at table ${number}`,
        }),
        button("Bot …", () => bot(doing(), number, seat), {
          class: "small bot",
          "aria-label": `Who plays ${seat.short} at table ${number}`,
        }),
      ),
    ),
  );
}

function refreshSeat(row, seat, table, parts) {
  const team = table.seats[seat.id];
  const here = peopleOf(parts, table.number, seat.id);
  const present = here.filter((one) => one.present).length;
  say(row.querySelector(".people"), here.length ? `${present} of ${here.length}` : "nobody");
  const [text, kind] = state(team, parts.exercise.phase);
  const mark = row.querySelector(".mark");
  say(mark, text);
  mark.className = `mark ${kind}`;
  say(row.querySelector(".unread"), team.unread ? `${team.unread}` : "–");
  fill(
    row.querySelector(".last"),
    deed(team.last_order, parts.scenario),
    team.questions ? [" ", make("span", { class: "mark warn", text: `? ${count(team.questions, "question")}` })] : null,
  );
  show(row.querySelector(".bot"), IN_GAME.includes(parts.exercise.phase));
}

function bot({ parts, post }, number, seat) {
  const { agent } = parts[`table.${number}`].seats[seat.id];
  form(
    `Who plays ${seat.short}?`,
    [
      make("p", {
        text: "The team looks on while a bot plays. Handing over begins a branch of the game: nothing is lost.",
      }),
      field("Played by", "agent", {
        kind: "select",
        value: agent,
        choices: [["human", "The team"], ...parts.exercise.personas.map((one) => [one, `A bot: ${one}`])],
      }),
    ],
    "Hand over",
    async ({ agent: wanted }) => (await post("bot", { table: number, seat: seat.id, agent: wanted })).ok,
  );
}

/** A gauge is set by hand, and why. */
async function override(post, number) {
  const gauges = await get(`api/gauges/${number}`);
  if (!gauges) return;
  const ids = Object.keys(gauges);
  const told = make("p", { class: "soft", "aria-live": "polite" });
  const choose = field("What", "gauge", { kind: "select", choices: ids.map((id) => [id, capital(gauges[id].what)]) });
  const value = field("Shall be", "value", { kind: "number", step: "any", required: true });
  const refresh = () => {
    const one = gauges[choose.querySelector("select").value];
    told.textContent = `It is ${figure({ unit: "", whole: false, ...one }, one.value)} now, between ${one.low} and ${one.high}.`;
    const input = value.querySelector("input");
    input.min = one.low;
    input.max = one.high;
  };
  choose.addEventListener("change", refresh);
  refresh();
  form(
    `Override a value at table ${number}`,
    [
      choose,
      told,
      value,
      field("Why", "reason", { required: true, maxlength: 500, hint: "It stands in the journal." }),
    ],
    "Override",
    async (given) =>
      (
        await post("override", {
          table: number,
          gauge: given.gauge,
          value: Number(given.value),
          reason: given.reason,
        })
      ).ok,
    { grave: true },
  );
}

function endTurn(post, number, table) {
  const last = table.turn >= table.turns;
  sure(
    `End the turn at table ${number} now?`,
    [`What is approved at this table is given, and ${last ? "its last turn is over" : "its next turn begins"}.`],
    "End the turn",
  ).then((meant) => meant && post("clock", { do: "step", table: number }));
}

function undo(post, number, table) {
  const back = table.finished ? table.turn : Math.max(1, table.turn - 1);
  sure(
    "Undo a turn?",
    [`Table ${number} goes back to the beginning of turn ${back}. The clock stands still until you let it go.`, ...UNDONE],
    "Undo the turn",
  ).then((meant) => meant && post("clock", { do: "undo", table: number }));
}

function swap({ parts, post }, number) {
  const choices = parts.exercise.seats.map((seat) => [seat.id, seat.short]);
  form(
    `Swap two seats at table ${number}`,
    [
      field("The people of", "one", { kind: "select", choices }),
      field("and those of", "other", { kind: "select", choices, value: choices[1]?.[0] }),
    ],
    "Swap them",
    async ({ one, other }) => (await post("swap", { table: number, seats: [one, other] })).ok,
  );
}

function more(doing, number) {
  const { parts, post } = doing;
  const inGame = IN_GAME.includes(parts.exercise.phase);
  const begun = parts[`table.${number}`].minute !== undefined;
  const acts = [
    ["Take a minute away", () => post("extend", { seconds: -60, table: number }), inGame],
    ["5 minutes more", () => post("extend", { seconds: 300, table: number }), inGame],
    ["Override a value …", () => override(post, number), inGame],
    ["Swap two seats …", () => swap(doing, number), parts.exercise.phase !== "end"],
  ].filter(([, , can]) => can);
  const links = begun
    ? [
        ["Its debrief", `debrief#${number}`],
        ["Its journal, as a file", `api/table-${number}.journal`],
      ]
    : [];
  const dialog = open(`Table ${number}`, [
    make(
      "div",
      { class: "choices" },
      acts.map(([text, act]) =>
        button(text, () => {
          dialog.close();
          act();
        }),
      ),
      links.map(([text, href]) =>
        make("a", {
          class: "button",
          href,
          text,
          target: href.startsWith("debrief") ? "_blank" : null,
          download: href.startsWith("api"),
        }),
      ),
    ),
  ]);
}

function build(number, seats, doing) {
  const { post } = doing();
  return make(
    "article",
    { class: "sheet table", "aria-labelledby": `table-${number}` },
    make(
      "header",
      {},
      make("h3", { id: `table-${number}`, text: `Table ${number}` }),
      make("span", { class: "moment" }),
      make("span", { class: "clock figures push", data: { clock: number } }),
    ),
    make("p", { class: "stand" }),
    make(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": `Teams of table ${number}` },
      make(
        "table",
        {},
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            COLUMNS.map((text) =>
              text
                ? make("th", {
                    scope: "col",
                    class: ["Idle", "Unread"].includes(text) ? "number" : null,
                    text,
                  })
                : make("td", {}),
            ),
          ),
        ),
        make("tbody"),
      ),
    ),
    make(
      "div",
      { class: "row acts" },
      button(
        "Pause",
        () => post("clock", { do: doing().parts[`table.${number}`].running ? "pause" : "go", table: number }),
        { class: "small pause" },
      ),
      button("+ 1 minute", () => post("extend", { seconds: 60, table: number }), { class: "small" }),
      button("End turn", () => endTurn(post, number, doing().parts[`table.${number}`]), { class: "small step" }),
      button("Undo a turn", () => undo(post, number, doing().parts[`table.${number}`]), { class: "small undo" }),
      button("Log", () => {}, { class: "small plain", data: { go: "log", table: number } }),
      button("Injects", () => {}, { class: "small plain", data: { go: "injects", table: number } }),
      make("a", { class: "button small look-back", href: `debrief#${number}`, target: "_blank", text: "Look back" }),
      button("More …", () => more(doing(), number), { class: "small plain push" }),
    ),
  );
}

function refresh(element, table, parts) {
  const { exercise } = parts;
  const inGame = IN_GAME.includes(exercise.phase);
  const turn = table.turn
    ? `${exercise.phase === "practice" ? "practice turn" : "turn"} ${table.turn} of ${table.turns}`
    : "not begun";
  say(element.querySelector(".moment"), `${turn}${table.local_time ? ` · ${when(table.local_time)}` : ""}`);
  const playing = exercise.seats.filter((seat) => table.seats[seat.id].agent === "human");
  const done = playing.filter((seat) => table.seats[seat.id].committed).length;
  const told = [];
  if (inGame && !table.finished) told.push(`${done} of ${playing.length} submitted`);
  if (table.finished) told.push("its last turn is over");
  if (table.outcome) told.push(`ended: ${table.outcome_name}`);
  if (table.scores)
    told.push(
      `aims met: ${exercise.seats.map((seat) => `${seat.short} ${Math.round(table.scores[seat.id])}`).join(", ")}`,
    );
  if (table.branches.length) told.push(count(table.branches.length, "branch kept", "branches kept"));
  if (table.hold.stop) told.push("messages are held");
  else if (table.hold.delay) told.push(`messages take ${table.hold.delay} s`);
  say(element.querySelector(".stand"), told.length ? `${capital(told.join(" · "))}.` : "");
  keyed(
    element.querySelector("tbody"),
    exercise.seats,
    (seat) => seat.id,
    (seat) => seatRow(seat, table.number, element.doing),
    (row, seat) => refreshSeat(row, seat, table, parts),
  );
  show(element.querySelector(".look-back"), OVER.includes(exercise.phase) && table.minute !== undefined);
  for (const name of ["pause", "step", "undo"])
    show(element.querySelector(`.${name}`), inGame && (name === "undo" || !table.finished));
  show(element.querySelector(".pause + button"), inGame && !table.finished);
  say(element.querySelector(".pause"), table.running ? "Pause" : "Go on");
}

/** The tables beside each other. */
export function drawTables(place, parts, { post }) {
  place.doing = { parts, post };
  keyed(
    place,
    tablesOf(parts),
    (table) => table.number,
    (table) => {
      const made = build(table.number, parts.exercise.seats, () => place.doing);
      made.doing = () => place.doing;
      return made;
    },
    (element, table) => refresh(element, table, parts),
  );
  drawIdle(place, parts);
}

/** How long each team has done nothing. */
export function drawIdle(place, parts) {
  const on = IN_GAME.includes(parts.exercise.phase);
  for (const cell of place.querySelectorAll("[data-idle]")) {
    const [number, seat] = cell.dataset.idle.split(" ");
    const team = parts[`table.${number}`].seats[seat];
    const played = on && team.agent === "human";
    const away = played && !peopleOf(parts, Number(number), seat).some((one) => one.present);
    const minutes = played && !away ? idle(team) : null;
    say(
      cell,
      away
        ? "nobody here"
        : minutes === null
          ? "–"
          : minutes < 1
            ? "active"
            : `${minutes} min${minutes >= IDLE ? " !" : ""}`,
    );
    cell.classList.toggle("away", away);
    cell.classList.toggle("long", minutes !== null && minutes >= IDLE);
  }
}
