// Makes and keeps what stands on a page. Whatever people typed becomes text, and nothing else: there is no way in here
// for markup.

/** An element. `having`: class, text, data, on, and attributes by name; null and false leave them out. */
export function make(tag, having = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(having)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return element;
}

/** What somebody typed: its own direction of writing, and no way out of its box. */
export function typed(text, tag = "span") {
  return make(tag, { class: "typed", dir: "auto", text });
}

/** A button that does something. */
export function button(text, act, having = {}) {
  return make("button", { type: "button", ...having, text, on: { click: act } });
}

/** The one element of this id. */
export function by(id) {
  return document.getElementById(id);
}

/** A copy of what stands in a template. */
export function copyOf(id) {
  return by(id).content.firstElementChild.cloneNode(true);
}

/** Puts text where other text was; what reads aloud is told only of what changed. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides. */
export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/** Puts these in the place of all that was there, if anything is different: focus and reading stay where they are. */
export function fill(element, ...inside) {
  const fresh = make("div", {}, ...inside);
  const same =
    fresh.childNodes.length === element.childNodes.length &&
    [...fresh.childNodes].every((node, at) => node.isEqualNode(element.childNodes[at]));
  if (!same) element.replaceChildren(...fresh.childNodes);
}

const known = new WeakMap();

/**
 * A list of children, one for each item: those that stay are refreshed, so that nothing that is open, focused or typed
 * in is lost. `build(item)` makes one, `refresh(element, item)` brings it up to date.
 */
export function keyed(parent, items, key, build, refresh = () => {}) {
  const before = known.get(parent) ?? new Map();
  const now = new Map();
  let next = parent.firstChild;
  for (const item of items) {
    const id = String(key(item));
    const element = before.get(id) ?? build(item);
    refresh(element, item);
    now.set(id, element);
    if (element === next) next = next.nextSibling;
    else parent.insertBefore(element, next);
  }
  for (const [id, element] of before) if (now.get(id) !== element) element.remove();
  known.set(parent, now);
}

/** A line of facts with their names: `[["Turn", "3 of 8"], ...]`; those without a value are left out. */
export function facts(pairs) {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return make(
    "dl",
    { class: "facts" },
    told.map(([name, value]) => make("div", {}, make("dt", { text: name }), make("dd", {}, value))),
  );
}

/** An image made of lines: `svg("rect", {width: 3})`. */
export function svg(tag, having = {}, ...inside) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(having)) element.setAttribute(name, value);
  element.append(...inside.flat(Infinity));
  return element;
}
