// What is kept in this tab alone: half-written words, private notes, what was read, what has not been sent yet.

const place = location.pathname.split("/").slice(0, 3).join("/");

/** Something that was kept, or `otherwise`. */
export function kept(name, otherwise = null) {
  try {
    const text = sessionStorage.getItem(`${place} ${name}`);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise; // private windows may refuse
  }
}

/** Keeps something; null forgets it. */
export function keep(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(`${place} ${name}`);
    else sessionStorage.setItem(`${place} ${name}`, JSON.stringify(value));
  } catch {
    // it is lost when the tab is closed, as it would be anyway
  }
}

/** A field whose words survive a reload. */
export function keepField(field, name) {
  field.value = kept(name, field.value);
  field.addEventListener("input", () => keep(name, field.value || null));
}
