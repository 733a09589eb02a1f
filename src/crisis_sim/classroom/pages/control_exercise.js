// Codes, addresses and files; locks, settings, and the end of it all.

import { field, form } from "./ask.js";
import { tablesOf } from "./control_top.js";
import { button, by, fill, keyed, make, say, show } from "./page.js";
import { capital, count, joinAddress } from "./words.js";


/** Whoever tries it alone needs to know how to be somebody else as well. */
function rehearsal(exercise) {
  const link = (text, code) => make("a", { class: "button small", href: `/join#${code}`, target: "_blank", text });
  return [
    make("h3", { text: "A rehearsal" }),
    make("p", {
      text: "Bots play the sides where nobody sits. Play one yourself, or look at the wall, each in a new tab. Then start the brief.",
    }),
    make(
      "div",
      { class: "row" },
      exercise.seats.map((seat) => link(capital(seat.name), exercise.codes.seats[1][seat.id])),
      link("The screen on the wall", exercise.codes.screen[1]),
    ),
  ];
}

/** While people arrive: where they go and what they type, large enough for the wall. */
export function drawJoining(place, parts) {
  const { exercise, people } = parts;
  show(place, exercise.phase === "lobby");
  if (!place.firstChild) {
    place.append(
      make(
        "div",
        { class: "sheet joining" },
        make("img", {
          src: "api/qr.svg",
          alt: "The address for joining, to be scanned",
          width: 200,
          height: 200,
        }),
        make(
          "div",
          {},
          make("p", { class: "soft", text: "Everybody goes to" }),
          make("p", { class: "address code" }),
          make("p", { class: "soft", text: "and types" }),
          make("p", { class: "join-code code" }),
          make("p", { class: "came", "aria-live": "polite" }),
          make("p", { class: "small lan" }),
        ),
      ),
      make("div", { class: "sheet rehearsal" }),
    );
  }
  show(place.querySelector(".rehearsal"), exercise.rehearse);
  if (exercise.rehearse) fill(place.querySelector(".rehearsal"), rehearsal(exercise));
  say(place.querySelector(".address"), joinAddress(exercise));
  say(place.querySelector(".join-code"), exercise.codes.join);
  const pupils = people.filter((one) => one.kind === "pupil" && !one.revoked);
  say(
    place.querySelector(".came"),
    pupils.length
      ? `${count(pupils.length, "person has", "people have")} come; ${pupils.filter((one) => one.table !== null).length} have a seat.`
      : "Nobody has come yet.",
  );
  say(
    place.querySelector(".lan"),
    exercise.lan ? "" : "Only this machine can reach it now. Start it with --lan to open it to the network.",
  );
}

function codes(exercise) {
  const rows = Object.entries(exercise.codes.seats).flatMap(([table, seats]) => [
    ...Object.entries(seats).map(([seat, code]) => [
      `Table ${table}: ${exercise.seats.find((one) => one.id === seat)?.name ?? seat}`,
      code,
    ]),
    [`Table ${table}: a screen on the wall`, exercise.codes.screen[table]],
  ]);
  return make(
    "table",
    {},
    make(
      "tbody",
      {},
      [["Anybody; you give them a seat", exercise.codes.join], ...rows].map(([what, code]) =>
        make(
          "tr",
          {},
          make("th", { scope: "row", text: what }),
          make("td", {}, make("a", { href: `/join#${code}`, target: "_blank", class: "code", text: code })),
        ),
      ),
    ),
  );
}

function files(parts) {
  const begun = tablesOf(parts).filter((table) => table.minute !== undefined);
  const link = (text, href, file) =>
    make("li", {}, make("a", { href, text, download: file || null, target: file ? null : "_blank" }));
  return make(
    "ul",
    {},
    link("Print packs: a brief for each seat, on A4", "print", false),
    link("Who took part (CSV)", "api/participation.csv", true),
    begun.flatMap((table) => [
      link(`Debrief of table ${table.number}`, `debrief#${table.number}`, false),
      link(`Journal of table ${table.number}`, `api/table-${table.number}.journal`, true),
    ]),
  );
}

function remove({ parts, post, end }) {
  const { name } = parts.exercise;
  form(
    "Delete the exercise?",
    [
      make("p", {
        text: "Everything of it goes: what was played, who took part, its files. The server ends. This cannot be undone.",
      }),
      field(`Type its name: ${name}`, "name", { required: true, maxlength: 200 }),
    ],
    "Delete everything",
    async ({ name: given }) => {
      const answer = await post("delete", { name: given });
      if (answer.ok) {
        end(); // of a server that is not there any more nobody need be told
        document.querySelector("main").replaceChildren(
          make("p", {
            class: "sheet",
            text: "The exercise is deleted, and the server has ended. You can close this tab.",
          }),
        );
        by("bar").remove();
      }
      return answer.ok;
    },
    { grave: true },
  );
}

/** The page of codes and files. */
export function drawExercise(place, parts, { post, end }) {
  const { exercise, doors } = parts;
  place.doing = { parts, post, end };
  if (!place.firstChild) {
    const early = field("End a turn as soon as all teams have committed", "early", {
      kind: "check",
      value: exercise.early,
    });
    early.querySelector("input").addEventListener("change", ({ target }) => post("early", { early: target.checked }));
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
            make("h3", { text: "Codes" }),
            make("p", {
              class: "small",
              text: "A code leads to a seat of its own, or to a screen for the wall that shows no secrets. Opened here, each tab is somebody else.",
            }),
            make("div", { class: "codes" }),
          ),
          make(
            "div",
            { class: "sheet" },
            make("h3", { text: "To scan" }),
            make("p", { class: "address code" }),
            make("img", {
              src: "api/qr.svg",
              alt: "The address for joining, to be scanned",
              width: 160,
              height: 160,
            }),
          ),
        ),
        make(
          "div",
          {},
          make("div", { class: "sheet" }, make("h3", { text: "Files" }), make("div", { class: "files" })),
          make("div", { class: "sheet" }, make("h3", { text: "How it goes" }), make("p", { class: "format" }), early),
          make(
            "div",
            { class: "sheet" },
            make("h3", { text: "Locked addresses" }),
            make("p", { class: "empty" }),
            make("ul", { class: "bare locked" }),
          ),
          make(
            "div",
            { class: "sheet" },
            make("h3", { text: "Delete" }),
            make("p", { text: "When nothing of it is needed any more." }),
            button("Delete this exercise …", () => remove(place.doing), { class: "delete" }),
          ),
        ),
      ),
    );
  }
  say(place.querySelector(".address"), joinAddress(exercise));
  fill(place.querySelector(".codes"), codes(exercise));
  fill(place.querySelector(".files"), files(parts));
  const { format } = exercise;
  say(
    place.querySelector(".format"),
    `${format.minutes} minutes: ${format.brief} of brief, ${format.turns} turns of ${format.turn} minutes and ${format.hours} hours each, ${format.debrief} of debrief.`,
  );
  place.querySelector("[name=early]").checked = exercise.early;
  say(
    place.querySelector(".empty"),
    doors.locked.length
      ? "These have tried too many wrong codes."
      : "None. Whoever tries too many wrong codes has to wait, and stands here.",
  );
  keyed(
    place.querySelector(".locked"),
    doors.locked,
    (one) => one.address,
    (one) =>
      make(
        "li",
        { class: "row" },
        make("span", { class: "code", text: one.address }),
        button("Let them try again", () => post("unlock", { address: one.address }), { class: "small push" }),
      ),
  );
}
