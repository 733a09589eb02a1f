// What the sides write to one another; messages, and words that everybody hears.

import { boxes, ticked } from "./ask.js";
import { kept, keep, keepField } from "./keep.js";
import { fill, keyed, make, say, show, typed } from "./page.js";
import { joined } from "./words.js";

const OPEN = ["practice", "brief", "turns"];
const MOST = 2000;

const short = (book, id) => book.seats.find((seat) => seat.id === id)?.short ?? id;

function heading(book, line) {
  const to = joined(line.to.map((seat) => (seat === book.seat.id ? "you" : short(book, seat))));
  if (line.kind === "control") return "From the facilitator";
  const from = line.own ? "You" : short(book, line.from);
  if (line.kind === "statement") return `${from}, in public`;
  if (line.kind === "intercept") return `Intercepted: ${from} to ${to}`;
  return `${from} to ${to}`;
}

/** The talk, the newest last, as in a letter box that one reads downwards. */
export function drawTalk(place, { book, talk }) {
  if (!place.firstChild)
    place.append(
      make("p", { class: "empty" }),
      make("ol", { class: "bare talk", tabindex: "0", "aria-label": "Messages" }),
    );
  const [none, list] = place.children;
  say(none, talk?.length ? "" : "Nobody has written yet.");
  show(list, Boolean(talk?.length));
  const down = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  keyed(
    list,
    talk ?? [],
    (line) => `${line.id} ${line.text.length}`,
    (line) =>
      make(
        "li",
        { class: `line ${line.own ? "own" : ""} ${line.kind}` },
        make(
          "p",
          { class: "head" },
          make("strong", { text: heading(book, line) }),
          make("small", { text: line.turn ? `turn ${line.turn}` : "" }),
        ),
        typed(line.text, "p"),
      ),
  );
  if (down) list.scrollTop = list.scrollHeight;
}

function writer(title, name, send, { to = null, hint = "", sent = () => {} } = {}) {
  const text = make("textarea", {
    id: `${name}-text`,
    rows: 2,
    maxlength: MOST,
    required: true,
    "aria-describedby": hint ? `${name}-hint` : null,
  });
  keepField(text, `${name} text`);
  const made = make(
    "form",
    {
      class: "sheet write",
      on: {
        submit: async (event) => {
          event.preventDefault();
          const words = text.value.trim();
          const wrong = made.querySelector(".wrong");
          wrong.textContent = !words
            ? "Write something first."
            : to && !ticked(to).length
              ? "Tick whom it is for."
              : "";
          if (wrong.textContent) return;
          const sending = made.querySelector("button");
          sending.disabled = true;
          const answer = await send(words);
          sending.disabled = false;
          if (answer.ok) {
            text.value = "";
            keep(`${name} text`, null);
            sent();
            text.focus();
          }
        },
      },
    },
    make("h3", { text: title }),
    to,
    make(
      "div",
      { class: "field" },
      make("label", { for: text.id, text: "Words" }),
      text,
      hint ? make("small", { id: `${name}-hint`, text: hint }) : null,
    ),
    make("p", { class: "wrong", role: "alert" }),
    make(
      "div",
      { class: "row end" },
      make("button", { type: "submit", class: "main", text: to ? "Send" : "Say it in public" }),
    ),
  );
  return made;
}

/** Forms for writing, for those whose role it is. */
export function drawWriting(place, { book, stage, situation }, { post }) {
  if (!place.firstChild) {
    const others = book.seats.filter((seat) => seat.id !== book.seat.id);
    const to = boxes(
      "To",
      others.map((seat) => [seat.id, seat.short]),
      kept("to", others.length === 1 ? [others[0].id] : []),
    );
    to.addEventListener("change", () => keep("to", ticked(to)));
    place.append(
      writer("A message", "message", (text) => post("message", { to: ticked(to), text }), {
        to,
        hint: "Only those you tick get it, and none learns of the others. It may be read on the way.",
        sent: () => {
          // The next words are for whoever is ticked then, and not by mistake for those of before.
          if (others.length === 1) return;
          for (const input of to.querySelectorAll("input")) input.checked = false;
          keep("to", null);
        },
      }),
      writer("A public statement", "statement", (text) => post("statement", { text }), {
        hint: "All sides hear it, and whoever watches the wall.",
      }),
      make("p", { class: "empty" }),
    );
  }
  const [message, statement, none] = place.children;
  const open = OPEN.includes(stage.phase) && Boolean(situation) && !situation.over;
  show(message, open && book.role.message);
  show(statement, open && book.role.state);
  say(
    none,
    !open
      ? "Nobody can be written to at the moment."
      : book.role.message || book.role.state
        ? ""
        : "In your role you do not write to the others: tell your head, diplomat or press what should be said.",
  );
}

/** The same lines for somebody who only looks. */
export function drawLines(place, book, talk) {
  fill(
    place,
    talk.length
      ? make(
          "ul",
          { class: "bare talk" },
          talk.map((line) =>
            make(
              "li",
              { class: `line ${line.own ? "own" : ""}` },
              make("p", { class: "head" }, make("strong", { text: heading(book, line) })),
              typed(line.text, "p"),
            ),
          ),
        )
      : make("p", { class: "empty", text: "Nothing." }),
  );
}
