// Who is in the room, where they sit, and in which role.

import { field, form, sure } from "./ask.js";
import { tablesOf } from "./control_top.js";
import { button, fill, keyed, make, say, show } from "./page.js";
import { notice } from "./notice.js";
import { capital, count } from "./words.js";

const KINDS = { pupil: "", control: "facilitator", screen: "screen on the wall" };

function move({ parts, post }, person) {
  const { exercise } = parts;
  const tables = tablesOf(parts).map((table) => [table.number, `Table ${table.number}`]);
  form(
    `A place for ${person.name}`,
    [
      tables.length > 1 ? field("Table", "table", { kind: "select", choices: tables, value: person.table ?? 1 }) : null,
      field("Side", "seat", {
        kind: "select",
        choices: exercise.seats.map((seat) => [seat.id, seat.name]),
        value: person.seat,
      }),
      field("Role", "role", {
        kind: "select",
        choices: [["", "The next that is free"], ...exercise.roles.map((role) => [role.id, role.name])],
        value: person.role ?? "",
      }),
    ],
    "Give them this place",
    async ({ table, seat, role }) =>
      (
        await post("seat", {
          person: person.id,
          table: Number(table ?? 1),
          seat,
          ...(role ? { role } : {}),
        })
      ).ok,
  );
}

function rename({ post }, person) {
  form(
    `Another name for ${person.name}`,
    [field("Name", "name", { value: person.name, required: true, maxlength: 40 })],
    "Rename",
    async ({ name }) => (await post("rename", { person: person.id, name })).ok,
  );
}

async function revoke({ post }, person) {
  const meant = await sure(
    `Send ${person.name} away?`,
    ["Their page stops at once. They can join again with the code, as somebody new."],
    "Send them away",
    { grave: true },
  );
  if (meant) await post("revoke", { person: person.id });
}

function build(person, doing) {
  return make(
    "li",
    { class: "person", data: { person: person.id } },
    make("span", { class: "here" }),
    make("span", { class: "grow" }, make("bdi", { class: "typed name" }), make("small", { class: "role" })),
    make(
      "span",
      { class: "row" },
      person.kind === "pupil"
        ? button("Place …", () => move(doing(), doing().person(person.id)), { class: "small" })
        : null,
      button("Rename …", () => rename(doing(), doing().person(person.id)), { class: "small plain" }),
      person.kind === "pupil"
        ? button("No seat", () => doing().post("unseat", { person: person.id }), {
            class: "small plain unseat",
          })
        : null,
      button("Send away", () => revoke(doing(), doing().person(person.id)), { class: "small plain" }),
    ),
  );
}

function refresh(element, person, roles) {
  say(element.querySelector(".here"), person.present ? "● here" : "○ away");
  element.querySelector(".here").className = `here mark ${person.present ? "good" : ""}`;
  say(element.querySelector(".name"), person.name);
  say(
    element.querySelector(".role"),
    person.role ? ` ${roles[person.role] ?? person.role}` : KINDS[person.kind] ? ` ${KINDS[person.kind]}` : "",
  );
  const unseat = element.querySelector(".unseat");
  if (unseat) show(unseat, person.table !== null);
}

/** Those who wait, then table by table and side by side. */
export function drawPeople(place, parts, { post }) {
  const { exercise } = parts;
  place.doing = { parts, post, person: (id) => parts.people.find((one) => one.id === id) };
  const doing = () => place.doing;
  if (!place.firstChild) {
    place.append(
      make(
        "div",
        { class: "sheet row" },
        make("p", { class: "grow told" }),
        button(
          "Give everybody a seat",
          async () => {
            const answer = await post("allocate");
            if (answer.ok)
              notice(
                answer.placed ? `${count(answer.placed, "person", "people")} got a seat.` : "Nobody waits for a seat.",
              );
          },
          { class: "main allocate" },
        ),
      ),
      make("div", { class: "groups" }),
    );
  }
  const people = parts.people.filter((one) => !one.revoked);
  const waiting = people.filter((one) => one.kind === "pupil" && one.table === null);
  fill(
    place.querySelector(".told"),
    `${count(people.filter((one) => one.kind === "pupil").length, "pupil")}; ${waiting.length} without a seat. The seats go round: the emptiest first, and a head before the other roles.`,
  );
  const groups = [
    ["Waiting for a seat", waiting],
    ...tablesOf(parts).flatMap((table) =>
      exercise.seats.map((seat) => [
        `${exercise.tables > 1 ? `Table ${table.number}: ` : ""}${seat.name}`,
        people.filter((one) => one.kind === "pupil" && one.table === table.number && one.seat === seat.id),
      ]),
    ),
    ["Others", people.filter((one) => one.kind !== "pupil")],
  ].filter(([title, here]) => here.length || !["Waiting for a seat", "Others"].includes(title));
  const roles = Object.fromEntries(exercise.roles.map((role) => [role.id, role.name]));
  keyed(
    place.querySelector(".groups"),
    groups,
    ([title]) => title,
    ([title]) =>
      make(
        "div",
        { class: "sheet" },
        make("h3", { text: capital(title) }),
        make("p", { class: "empty" }),
        make("ul", { class: "bare" }),
      ),
    (element, [, here]) => {
      say(element.querySelector(".empty"), here.length ? "" : "Nobody.");
      keyed(
        element.querySelector("ul"),
        here,
        (one) => one.id,
        (one) => build(one, doing),
        (item, one) => refresh(item, one, roles),
      );
    },
  );
}
