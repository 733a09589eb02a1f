// How things stand, as one's own side sees it: gauges, orders under way, beliefs, forces, promises, claims.

import { drawGauges } from "./gauges.js";
import { button, fill, keyed, make, typed } from "./page.js";
import { at, capital, figure, HEADINGS, joined, likely, PLACES, STAGES, when } from "./words.js";

const OPEN = ["standing", "called"];
const GRAVE = ["NV", "VI", "WAR"]; // the gravest last

const name = (book, id) => book.seats.find((seat) => seat.id === id)?.short ?? book.names?.[id] ?? id;

function force(book, situation, unit) {
  const of = unit.own ? "" : `, of ${name(book, unit.of)}`;
  const size = unit.name.includes(unit.size.toLocaleString("en-GB"))
    ? ""
    : `, ${unit.size.toLocaleString("en-GB")} persons`;
  const since = unit.since ? `, since ${at(situation, unit.since)}` : "";
  return `${unit.name}${size}${of}: ${PLACES[unit.place] ?? unit.place}${HEADINGS[unit.heading] ?? ""}${since}`;
}

function promise(book, situation, one) {
  const until = OPEN.includes(one.standing) ? `, until ${at(situation, one.due)}` : "";
  const kind = capital(one.kind.replaceAll("_", " "));
  return `${kind} of ${name(book, one.by)} to ${name(book, one.to)}: ${one.what}. ${capital(one.standing)}${until}.`;
}

function claim(book, one) {
  const sheet = book.gauges[one.about];
  return `${sheet ? capital(sheet.what) : one.about}: ${sheet ? figure(sheet, one.figure) : one.figure}, says ${one.source}.`;
}

/** An order that waits or goes on, in words. */
export function underWay(situation, order) {
  const parts = [STAGES[order.stage] ?? "in effect"];
  if (order.due !== null) parts.push(`due ${at(situation, order.due)}`);
  if (order.until !== null) parts.push(`until ${at(situation, order.until)}`);
  if (order.leaked) parts.push("it has leaked");
  return parts.join(", ");
}

function lists(book, situation) {
  const beliefs = situation.beliefs.map((one) => [capital(one.what), capital(likely(one.probability))]);
  return [
    [
      "How sure you are",
      beliefs.length
        ? make(
            "table",
            {},
            make(
              "tbody",
              {},
              beliefs.map(([what, sure]) =>
                make("tr", {}, make("th", { scope: "row", text: what }), make("td", { text: sure })),
              ),
            ),
          )
        : null,
    ],
    ["Promises and threats", items(situation.commitments.map((one) => promise(book, situation, one)))],
    ["Your forces", items(situation.forces.filter((unit) => unit.own).map((unit) => force(book, situation, unit)))],
    ["Others’ forces", items(situation.forces.filter((unit) => !unit.own).map((unit) => force(book, situation, unit)))],
    [
      "Those who act for you",
      items(
        situation.links.map(
          (link) =>
            `${name(book, link.proxy)}: ${link.instruction ? `asked to ${link.instruction}` : "asked for nothing"} (${link.basis})`,
        ),
      ),
    ],
    ["What is claimed", items(situation.claims.map((one) => claim(book, one)))],
  ].filter(([, inside]) => inside !== null);
}

function items(texts) {
  return texts.length
    ? make(
        "ul",
        {},
        texts.map((text) => make("li", { text })),
      )
    : null;
}

/** The gravest news of the last turn, the newest of them; nothing, if there was none. */
function gravest(news, situation, stage) {
  const since = situation.minute - 60 * stage.hours;
  const grave = (item) => GRAVE.indexOf(item.severity);
  const found = news
    .filter((item) => item.minute >= since && grave(item) >= 0)
    .reduce((worst, item) => (worst && grave(worst) > grave(item) ? worst : item), null);
  if (!found) return null;
  return make("p", { class: "gravest" }, make("strong", { text: when(found.local_time) }), " ", typed(found.text));
}

/** The whole of it. `post` is null where one only looks. */
export function drawSituation(place, { book, situation, stage, news }, { post }) {
  if (!place.firstChild) {
    place.append(
      make("div", { class: "sheet" }),
      make("div", { class: "sheet" }),
      make("div", { class: "sheet under-way" }),
      make("div", { class: "more" }),
    );
  }
  const [summary, gauges, under, more] = place.children;
  for (const one of [gauges, under, more]) one.hidden = !situation;
  if (!situation) {
    fill(summary, make("p", { text: book.summary }), make("p", { class: "empty", text: "The game has not begun." }));
    return;
  }
  fill(
    summary,
    make(
      "p",
      { class: "row" },
      make("strong", { text: when(situation.local_time) }),
      make("span", { class: "soft", text: `${capital(book.place)} · a turn covers ${stage.hours} hours` }),
      make("span", {
        class: "mark main push",
        title: "How well your aims are met, from 0 to 100",
        text: `your aims: ${Math.round(situation.score)} of 100`,
      }),
    ),
  );
  drawGauges(gauges, book.gauges, situation, gravest(news ?? [], situation, stage));
  fillUnderWay(under, situation, post);
  keyed(
    more,
    lists(book, situation),
    ([title]) => title,
    ([title]) => make("div", { class: "sheet" }, make("h3", { text: title }), make("div")),
    (element, [, inside]) => fill(element.lastChild, inside),
  );
}

function fillUnderWay(place, situation, post) {
  if (!place.firstChild)
    place.append(
      make("h3", { text: "Your orders under way" }),
      make("ul", { class: "bare" }),
      make("p", { class: "empty" }),
    );
  const [, list, none] = place.children;
  none.textContent = situation.orders.length ? "" : "None.";
  keyed(
    list,
    situation.orders,
    (order) => `${order.action} ${order.given} ${order.can_cancel}`,
    (order) =>
      make(
        "li",
        { class: "order" },
        make("div", {}, make("strong", { text: order.name }), make("small", {})),
        post && order.can_cancel
          ? button("Call it off", () => post("propose", { action: order.action, cancel: true }), {
              class: "small push",
              "aria-label": `Call off: ${order.name}`,
            })
          : null,
      ),
    (element, order) =>
      fill(
        element.querySelector("small"),
        underWay(situation, order),
        order.can_cancel || !order.why_not ? null : `; ${joined([order.why_not])}`,
      ),
  );
}
