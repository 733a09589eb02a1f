// The doors: a code, and one is in. The code may stand behind the # of the address, which no server is ever sent.

import { keep, kept } from "./keep.js";
import { lobby } from "./lobby.js";
import { by, show } from "./page.js";
import { orderId, tryOnce } from "./post.js";

const form = document.querySelector("form");
const door = form.id; // join, control
const wrong = by("wrong");
const MOST_TRIES = 5;

const pause = (ms) =>
  new Promise((done) => {
    setTimeout(done, ms);
  });

function wanted() {
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

/** The same things asked for have the same id: whoever lost the answer is not let in twice. */
function orderFor(asked) {
  const before = kept("asked");
  if (before !== null && before.asked === JSON.stringify(asked)) return before.order;
  const order = orderId();
  keep("asked", { asked: JSON.stringify(asked), order });
  return order;
}

async function enter() {
  const asked = wanted();
  if (!asked.code) return;
  const send = form.querySelector("button");
  send.disabled = true;
  wrong.textContent = "";
  const body = { order: orderFor(asked), ...asked };
  let answer = null;
  for (let again = 0; again < MOST_TRIES && (answer === null || answer.status === 503); again += 1) {
    if (again) await pause(400 * 2 ** again);
    answer = await tryOnce(`/api/${door}`, body);
  }
  send.disabled = false;
  if (answer?.ok) {
    keep("asked", null);
    history.replaceState(null, "", location.pathname); // nobody finds the code in the list of pages
    location.assign(`/s/${answer.session}/${door === "join" ? "#new" : ""}`);
    return;
  }
  const reason = answer?.reason ?? "the server does not answer: are you on the right network?";
  wrong.textContent = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
  by("code").focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  enter();
});

// Whoever has begun to type must not be interrupted.
const code = location.hash.slice(1);
by("code").value = code || by("code").value;
if (document.activeElement === document.body) by(code && door === "join" ? "name" : "code").focus();
const told = await lobby();
if (told?.password_needed && by("password-field")) {
  show(by("password-field"), true);
  if (code && document.activeElement === by("code")) by("password").focus();
} else if (code && door === "control") {
  await enter();
}
