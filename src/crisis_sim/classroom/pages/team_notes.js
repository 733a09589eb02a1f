// Notes of the team, which all of its people see; notes of one's own, which stay in this tab; questions to control.

import { keep, keepField, kept } from "./keep.js";
import { button, keyed, make, say, show, typed } from "./page.js";

const MOST_NOTE = 8000;
const MOST_ASKED = 2000;

function ours(post) {
  const field = make("textarea", { id: "team-note", rows: 5, maxlength: MOST_NOTE });
  const told = make("small", { id: "team-note-by" });
  const theirs = make("div", { class: "theirs", hidden: true });
  field.setAttribute("aria-describedby", told.id);
  const place = make(
    "div",
    { class: "sheet" },
    make("h3", {}, make("label", { for: field.id, text: "Our notes" })),
    field,
    told,
    theirs,
    make(
      "div",
      { class: "row end" },
      button(
        "Save for the team",
        async () => {
          const text = field.value;
          const answer = await post("note", { text });
          if (answer.ok) {
            place.base = text;
            keep("team note", null);
            show(theirs, false);
          }
        },
        { class: "small main" },
      ),
    ),
  );
  field.addEventListener("input", () => keep("team note", field.value === place.base ? null : field.value));
  place.base = "";
  place.refresh = ({ text, by }) => {
    const edited = field.value !== place.base || kept("team note") !== null;
    say(told, by ? `Last saved by ${by}.` : "Everybody in your team can read and change this.");
    if (!edited) field.value = text;
    else if (text !== field.value && text !== place.base) {
      theirs.replaceChildren(
        make("p", { class: "small", text: `${by} has saved something else meanwhile:` }),
        typed(text, "p"),
        button(
          "Take that instead of mine",
          () => {
            field.value = text;
            keep("team note", null);
            show(theirs, false);
          },
          { class: "small" },
        ),
      );
      show(theirs, true);
    }
    place.base = text;
    if (field.value === text) show(theirs, false);
  };
  const unsaved = kept("team note");
  if (unsaved !== null) field.value = unsaved;
  return place;
}

function mine() {
  const field = make("textarea", { id: "my-note", rows: 4 });
  keepField(field, "my note");
  return make(
    "div",
    { class: "sheet" },
    make("h3", {}, make("label", { for: field.id, text: "Only mine" })),
    field,
    make("small", { text: "Kept in this tab alone, until you close it." }),
  );
}

function asking(post) {
  const field = make("textarea", { id: "question", rows: 2, maxlength: MOST_ASKED });
  keepField(field, "question");
  return make(
    "div",
    { class: "sheet" },
    make("h3", { text: "Questions to the facilitator" }),
    make("ul", { class: "bare questions" }),
    make(
      "form",
      {
        on: {
          submit: async (event) => {
            event.preventDefault();
            if (!field.value.trim()) return field.focus();
            const answer = await post("ask", { text: field.value.trim() });
            if (answer.ok) {
              field.value = "";
              keep("question", null);
            }
          },
        },
      },
      make("div", { class: "field" }, make("label", { for: field.id, text: "Your question" }), field),
      make("div", { class: "row end" }, make("button", { type: "submit", class: "small main", text: "Ask" })),
    ),
  );
}

/** All three. */
export function drawNotes(place, { notes, questions, stage }, { post }) {
  if (!place.firstChild)
    place.append(
      ours(post),
      mine(),
      asking(post),
      make("p", { class: "empty", text: "The exercise has ended: nothing can be saved or asked any more." }),
    );
  const [team, , asked, ended] = place.children;
  const over = stage?.phase === "end";
  show(ended, over);
  for (const one of [team, asked]) {
    for (const field of one.querySelectorAll("textarea")) field.readOnly = over;
    for (const send of one.querySelectorAll("button")) send.disabled = over;
  }
  if (notes) team.refresh(notes);
  keyed(
    asked.querySelector("ul"),
    questions ?? [],
    (one) => `${one.id} ${one.answer}`,
    (one) =>
      make(
        "li",
        { class: "asked" },
        make("p", {}, make("bdi", { class: "soft", text: `${one.by}: ` }), typed(one.text)),
        one.answer === null
          ? make("p", { class: "small", text: "No answer yet." })
          : make("p", { class: "answer" }, make("strong", { text: "Answer: " }), typed(one.answer)),
      ),
  );
}
