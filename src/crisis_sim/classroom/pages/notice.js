// What a page says aloud and on top: quiet news for those who listen, and what went wrong for everybody.

import { by, button, make } from "./page.js";

const PAUSE = 1200; // ms: what comes within it is said together
let waiting = [];
let timer = null;

/** Said by screen readers when they are done with what they are saying; several things are said as one. */
export function announce(text) {
  if (!waiting.includes(text)) waiting.push(text);
  timer ??= setTimeout(() => {
    by("announced").textContent = waiting.join(" ");
    waiting = [];
    timer = null;
  }, PAUSE);
}

/** Something that everybody should see; it stays until it is put away, or `seconds` have passed. */
export function notice(text, kind = "good", seconds = 6) {
  const place = by("notices");
  const line = make(
    "div",
    { class: `notice ${kind}` },
    make("p", { class: "typed", dir: "auto", text }),
    button("×", () => line.remove(), { class: "plain", "aria-label": "Put this away" }),
  );
  while (place.childElementCount > 2) place.firstElementChild.remove();
  place.append(line);
  if (seconds) setTimeout(() => line.remove(), 1000 * seconds);
  return line;
}

/** A sentence about something that was refused. */
export function trouble(reason) {
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  return notice(/[.!?]$/.test(sentence) ? sentence : `${sentence}.`, "bad", 12);
}

/** How the connection is; nothing, when all is well. */
export function connection(text) {
  const line = by("connection");
  line.hidden = text === null;
  if (text !== null && line.textContent !== text) line.textContent = text;
}
