// The head of the facilitator's page: the phases, what comes next, and the clocks of all tables at once.

import * as clock from "./clock.js";
import { open, sure } from "./ask.js";
import { button, by, fill, keyed, make, say, show } from "./page.js";
import { joined, PHASES } from "./words.js";

const ORDER = ["lobby", "practice", "brief", "turns", "debrief", "end"];
const NEXT = {
  lobby: [
    ["brief", "Start the brief"],
    ["practice", "Practice first"],
  ],
  practice: [["brief", "End the practice, start the brief"]],
  brief: [["turns", "Begin turn 1"]],
  turns: [["debrief", "On to the debrief"]],
  debrief: [["end", "End the exercise"]],
  end: [],
};

/** What is to be known before a turn is undone, wherever that is done. */
export const UNDONE = [
  "What the teams have drafted is gone. Messages that were written stay on their pages.",
  "An override made in the turn that it goes back to stays. One made later is gone from the game, and noted in the branch alone.",
  "What was played is kept as a branch, with a journal of its own: nothing is erased.",
];

/** The tables of an exercise, as far as they are there. */
export function tablesOf(parts) {
  return Array.from({ length: parts.exercise.tables }, (_, at) => parts[`table.${at + 1}`]).filter(Boolean);
}

/** Whether any clock runs. */
function running(parts) {
  return parts.exercise.clock.running || tablesOf(parts).some((one) => one.running);
}

function stands(parts) {
  return (
    parts.exercise.clock.left !== null ||
    parts.exercise.clock.ends_at !== null ||
    tablesOf(parts).some((one) => one.left !== null || one.ends_at !== null)
  );
}

async function begin(parts, to, post) {
  if (to === "turns") return beginTurns(parts, post);
  if (to === "debrief" && tablesOf(parts).some((one) => !one.finished)) {
    const meant = await sure(
      "On to the debrief?",
      [
        "Not all tables have come to their last turn. Drafts of this turn are not given any more, and everybody sees what was hidden.",
      ],
      "End the turns",
    );
    if (!meant) return;
  }
  if (to === "end") {
    const meant = await sure(
      "End the exercise?",
      [
        "Nothing can be done in it any more. Its files are written beside the store; you can still look back, and take them from here.",
      ],
      "End it",
      { grave: true },
    );
    if (!meant) return;
  }
  await post("phase", { to });
}

async function beginTurns(parts, post) {
  const { exercise, people } = parts;
  const empty = tablesOf(parts).flatMap((table) =>
    exercise.seats
      .filter((seat) => table.seats[seat.id].agent === "human" && table.seats[seat.id].people === 0)
      .map((seat) => (exercise.tables > 1 ? `${seat.short} at table ${table.number}` : seat.short)),
  );
  const waiting = people.filter((one) => one.kind === "pupil" && !one.revoked && one.table === null).length;
  if (
    waiting &&
    !(await sure(
      "Somebody waits for a seat",
      [
        `${waiting === 1 ? "One person has" : `${waiting} people have`} no seat yet. Under People you can give them one, now or later.`,
      ],
      "Begin all the same",
    ))
  )
    return;
  if (empty.length && !exercise.rehearse) {
    const meant = await sure(
      "Some seats are empty",
      [`Nobody sits in ${joined(empty)}.`, "Bots can play them until somebody comes."],
      "Begin, with bots there",
    );
    if (!meant) return;
  }
  await post("phase", { to: "turns", ...(empty.length ? { fill: true } : {}) });
}

function stepAll(post, parts) {
  sure(
    "End this turn now?",
    [
      `What is approved at ${parts.exercise.tables > 1 ? "all tables" : "the table"} is given, and the next turn begins.`,
    ],
    "End the turn",
  ).then((meant) => meant && post("clock", { do: "step" }));
}

function undoAll(post) {
  sure(
    "Undo a turn at all tables?",
    [
      "Each table goes back to the beginning of the turn before, or of the last, if that is over. The clocks stand still until you let them go.",
      ...UNDONE,
    ],
    "Undo the turn",
  ).then((meant) => meant && post("clock", { do: "undo" }));
}

function steps(parts, post) {
  const { phase } = parts.exercise;
  const inTurns = ["practice", "turns"].includes(phase);
  const made = [];
  if (stands(parts)) {
    made.push(
      [
        "clock",
        running(parts) ? "Pause" : "Go on",
        () => post("clock", { do: running(place().parts) ? "pause" : "go" }),
        running(parts) ? "" : "main",
      ],
      ["extend", "+ 1 minute", () => post("extend", { seconds: 60 }), ""],
    );
  }
  if (inTurns && tablesOf(parts).some((one) => !one.finished))
    made.push(["step", "End this turn", () => stepAll(post, place().parts), ""]);
  const over = inTurns && tablesOf(parts).every((one) => one.finished);
  for (const [at, [to, text]] of NEXT[phase].entries()) {
    made.push([`to ${to}`, text, () => begin(place().parts, to, post), at === 0 && (!inTurns || over) ? "main" : ""]);
  }
  if (!["end", "debrief", "lobby"].includes(phase)) made.push(["more", "More …", () => more(place().parts, post), "plain"]);
  return made;
}

function more(parts, post) {
  const dialog = open("The whole exercise", [
    make(
      "div",
      { class: "choices" },
      [
        ["Take a minute away", () => post("extend", { seconds: -60 })],
        ["5 minutes more", () => post("extend", { seconds: 300 })],
        ["Undo a turn at all tables", () => undoAll(post)],
        ["End the exercise without a debrief", () => begin(parts, "end", post)],
      ].map(([text, act]) =>
        button(text, () => {
          dialog.close();
          act();
        }),
      ),
    ),
  ]);
}

const place = () => by("steps");

/** Title, phases, and the buttons of this phase. */
export function drawTop(parts, post) {
  const { exercise } = parts;
  say(by("title"), exercise.title);
  document.title = `Facilitator – ${exercise.title}`;
  const at = ORDER.indexOf(exercise.phase);
  const shown = ORDER.filter((phase) => phase !== "practice" || exercise.phase === "practice");
  fill(
    by("phases"),
    shown.map((phase) =>
      make("li", {
        class: phase === exercise.phase ? "now" : ORDER.indexOf(phase) < at ? "past" : "",
        "aria-current": phase === exercise.phase ? "step" : null,
        text: PHASES[phase],
      }),
    ),
  );
  place().parts = parts;
  keyed(
    place(),
    steps(parts, post),
    ([id]) => id,
    ([id, text, act]) =>
      button(text, act, {
        id: `step-${id.replace(" ", "-")}`,
        "aria-label": id === "more" ? "More for the whole exercise" : null,
      }),
    (element, [, text, , kind]) => {
      say(element, text);
      element.className = kind;
    },
  );
  drawClock(parts);
}

/** The clock of the exercise; in turns, that of the table which has least time left. */
export function drawClock(parts) {
  const { exercise } = parts;
  const all = [exercise.clock, ...tablesOf(parts)].filter((one) => clock.left(one) !== null);
  const least = all.sort((one, other) => clock.left(one) - clock.left(other))[0];
  show(by("time"), Boolean(least));
  if (least) fill(by("time"), clock.digits(clock.left(least)), least.running ? null : make("small", { text: " paused" }));
  for (const element of document.querySelectorAll("[data-clock]")) {
    const table = parts[`table.${element.dataset.clock}`];
    const left = table ? clock.left(table) : null;
    say(element, left === null ? "" : `${clock.digits(left)}${table.running ? "" : " paused"}`);
  }
}
