// What flows down from the server: the parts of one's view, kept up to date over a connection that comes and goes.

import * as clock from "./clock.js";
import { connection } from "./notice.js";

const SOONEST = 400;
const LATEST = 10000; // ms between two tries
const MOST_SEEN = 5000; // frames whose repetition is noticed
const MOVED = 4001;
const REVOKED = 4003;

/**
 * Follows one's stream. `changed(parts, names)` is told which parts are new; `parts` holds all of them. A frame that was
 * taken in once is not taken in again.
 */
export function follow(changed) {
  const parts = {};
  const seen = new Set();
  let last = "";
  let tries = 0;
  let socket = null;
  let timer = null;
  let fresh = false; // whether the next frame is the first of a connection
  let ended = false;

  function take(frame) {
    if (ended) return;
    if (frame.hello) {
      clock.set(frame.hello.now);
      connection(null);
      tries = 0;
      fresh = true;
      return;
    }
    const again = seen.has(frame.at) && !(fresh && frame.all);
    fresh = false;
    if (again) return;
    seen.add(frame.at);
    if (seen.size > MOST_SEEN) seen.delete(seen.values().next().value);
    last = frame.at;
    let names = [frame.part];
    if (frame.all) {
      names = [...new Set([...Object.keys(parts), ...Object.keys(frame.all)])];
      for (const name of Object.keys(parts)) delete parts[name];
      Object.assign(parts, frame.all);
    } else if (frame.add) {
      parts[frame.part] = [...(parts[frame.part] ?? []), ...frame.add];
    } else {
      parts[frame.part] = frame.set;
    }
    changed(parts, new Set(names));
  }

  function open() {
    clearTimeout(timer);
    const address = new URL("stream", location.href);
    address.protocol = "ws:";
    address.search = new URLSearchParams({ after: last }).toString();
    address.hash = "";
    socket = new WebSocket(address);
    socket.addEventListener("message", (message) => take(JSON.parse(message.data)));
    socket.addEventListener("close", closed);
  }

  async function closed({ code }) {
    if (ended) return;
    if (code === MOVED) return location.reload();
    if (code === REVOKED) return location.assign("/join");
    tries += 1;
    if (tries > 1 && (await dead())) return location.assign("/join");
    const wait = Math.min(SOONEST * 2 ** (tries - 1), LATEST) * (0.75 + Math.random() / 2);
    connection(
      code === 1008
        ? "This seat is open in too many tabs: close some of them."
        : (parts.stage ?? parts.exercise)?.phase === "end"
          ? "The exercise has ended, and the server is not there any more. You can close this tab."
          : "No connection at the moment. It is tried again by itself; what you write is kept.",
    );
    timer = setTimeout(open, code === 1008 ? LATEST : wait);
  }

  /** Whether the server is there, and does not know us any more. */
  async function dead() {
    try {
      return [401, 403].includes((await fetch("api/me")).status);
    } catch {
      return false;
    }
  }

  function now() {
    if (!ended && socket.readyState === WebSocket.CLOSED) open();
  }

  window.addEventListener("online", now);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) now();
  });
  open();
  return {
    parts,
    end() {
      ended = true;
      clearTimeout(timer);
      socket.close();
    },
  };
}
