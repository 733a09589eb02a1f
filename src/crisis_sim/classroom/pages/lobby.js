// What may be known before one is in.

import { by, show } from "./page.js";

/** Puts the title and the notes of the exercise on the page; gives what the server said, or null. */
export async function lobby() {
  try {
    const told = await (await fetch("/api/lobby")).json();
    by("title").textContent = told.title;
    document.title = told.title;
    by("content-note").textContent = told.content_note ?? "";
    show(by("content-note"), Boolean(told.content_note));
    show(by("ended"), told.ended);
    return told;
  } catch {
    return null;
  }
}
