// Sends what people do. Each thing has an id of its own and is sent again with it until it is answered, so that it is
// done exactly once, however bad the network is.

import { keep, kept } from "./keep.js";
import { notice, trouble } from "./notice.js";

const SOONEST = 500;
const LATEST = 15000; // ms
const AGAIN = new Set([503, 507]);

/** An id that nobody else has made. */
export function orderId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const pause = (ms) =>
  new Promise((done) => {
    setTimeout(done, ms);
  });

/** One try: the answer with its status, or null if none came. */
export async function tryOnce(address, body) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    return { ...answer, status: response.status };
  } catch {
    return null;
  }
}

let queue = Promise.resolve();
const outbox = new Map(Object.entries(kept("outbox", {})));

function remember(order, sent) {
  if (sent === null) outbox.delete(order);
  else outbox.set(order, sent);
  keep("outbox", outbox.size ? Object.fromEntries(outbox) : null);
}

async function deliver(name, body) {
  let wait = SOONEST;
  let shown = null;
  for (;;) {
    const answer = await tryOnce(`api/${name}`, body);
    if (answer !== null && !AGAIN.has(answer.status) && answer.code !== "too_fast") {
      shown?.remove();
      return answer;
    }
    shown ??=
      wait > 2 * SOONEST
        ? notice(answer?.reason ?? "That has not reached the server yet. It is sent again by itself.", "warn", 0)
        : null;
    await pause(wait * (0.75 + Math.random() / 2));
    wait = Math.min(2 * wait, LATEST);
  }
}

/**
 * Does something, after all that was asked before it. Gives the answer; what was refused is shown, unless `quiet`.
 */
export function post(name, body = {}, { quiet = false } = {}) {
  const whole = { order: orderId(), ...body };
  remember(whole.order, { name, body: whole });
  const answered = queue
    .then(() => deliver(name, whole))
    .then((answer) => {
      remember(whole.order, null);
      if (answer.status === 401) location.assign("/join");
      else if (!answer.ok && !quiet) trouble(answer.reason ?? "That was refused.");
      return answer;
    });
  queue = answered.catch(() => {});
  return answered;
}

/** Sends again what this tab had not got an answer to when it was reloaded. */
export function resend() {
  for (const { name, body } of [...outbox.values()]) post(name, body);
}

/** What an address holds; null, with a word about it, if it cannot be had. */
export async function get(address, { quiet = false } = {}) {
  try {
    const response = await fetch(address);
    const answer = await response.json();
    if (response.ok) return answer;
    if (!quiet) trouble(answer.reason ?? "That cannot be shown.");
  } catch {
    if (!quiet) trouble("The server does not answer. Try again in a moment.");
  }
  return null;
}
