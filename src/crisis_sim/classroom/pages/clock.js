// The exercise's clock, as the server said it; and how the time that is left is told.

let said = null;

/** The server has said what time it is. */
export function set(now) {
  said = { now, at: performance.now() };
}

/** Milliseconds on the exercise's clock; null before anything was said. */
export function now() {
  return said === null ? null : said.now + performance.now() - said.at;
}

/** Milliseconds that a timer has left: it runs until `ends_at`, or stands with `left`; null if there is none. */
export function left(timer) {
  if (timer.ends_at !== null && timer.ends_at !== undefined)
    return Math.max(0, timer.ends_at - (now() ?? timer.ends_at));
  return timer.left ?? null;
}

/** `4:05`. */
export function digits(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

/** `4 minutes`, `30 seconds`, for those who listen. */
export function spoken(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}
