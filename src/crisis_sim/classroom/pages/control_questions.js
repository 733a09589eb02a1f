// What the teams ask control, what is not answered first.

import { keep, keepField } from "./keep.js";
import { keyed, make, say, typed } from "./page.js";

function answerForm(one, post) {
  const id = `answer-${one.table}-${one.seat}-${one.id}`;
  const field = make("textarea", { id, rows: 2, maxlength: 2000, required: true });
  keepField(field, id);
  return make(
    "form",
    {
      on: {
        submit: async (event) => {
          event.preventDefault();
          if (!field.value.trim()) return field.focus();
          const answer = await post("answer", {
            table: one.table,
            seat: one.seat,
            question: one.id,
            text: field.value.trim(),
          });
          if (answer.ok) keep(id, null);
        },
      },
    },
    make("label", { for: id, class: "small", text: "Your answer" }),
    field,
    make("div", { class: "row end" }, make("button", { type: "submit", class: "small main", text: "Answer" })),
  );
}

/** All questions of all tables. */
export function drawQuestions(place, { exercise, questions }, { post }) {
  if (!place.firstChild) place.append(make("p", { class: "empty" }), make("ul", { class: "bare" }));
  const [none, list] = place.children;
  say(none, questions.length ? "" : "No questions yet.");
  const over = exercise.phase === "end";
  const short = Object.fromEntries(exercise.seats.map((seat) => [seat.id, seat.short]));
  const sorted = [
    ...questions.filter((one) => one.answer === null),
    ...questions.filter((one) => one.answer !== null).reverse(),
  ];
  keyed(
    list,
    sorted,
    (one) => `${one.table} ${one.seat} ${one.id} ${one.answer} ${one.text} ${over}`,
    (one) =>
      make(
        "li",
        { class: "piece" },
        make(
          "p",
          { class: "row" },
          make("strong", { text: `${short[one.seat]}${exercise.tables > 1 ? `, table ${one.table}` : ""}` }),
          make("small", {}, make("bdi", { text: one.by })),
          make("span", {
            class: `mark push ${one.answer === null ? "warn" : "good"}`,
            text: one.answer === null ? "? open" : "✓ answered",
          }),
        ),
        typed(one.text, "p"),
        one.answer === null
          ? over
            ? make("p", { class: "small", text: "The exercise has ended: it is not answered any more." })
            : answerForm(one, post)
          : make("p", { class: "answer" }, make("strong", { text: "Answer: " }), typed(one.answer)),
      ),
  );
}
