// The little of Markdown that briefs use, as elements: headings, paragraphs, lists, tables, bold and italic.

import { make } from "./page.js";

const STRESSED = /\*\*(.+?)\*\*|\*(.+?)\*|_(.+?)_/g;

function inline(text) {
  const made = [];
  let from = 0;
  for (const found of text.matchAll(STRESSED)) {
    made.push(
      text.slice(from, found.index),
      found[1] !== undefined ? make("strong", { text: found[1] }) : make("em", { text: found[2] ?? found[3] }),
    );
    from = found.index + found[0].length;
  }
  return [...made, text.slice(from)].filter((one) => one !== "");
}

const cells = (line) =>
  line
    .replace(/^\s*\||\|\s*$/g, "")
    .split("|")
    .map((cell) => cell.trim());

function table(lines) {
  const rows = lines.filter((line) => !/^[\s|:-]+$/.test(line) || /^[\s|]+$/.test(line)).map(cells);
  const [head, ...body] = rows;
  const named = head.some((cell) => cell !== "");
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    make(
      "table",
      {},
      named
        ? make(
            "thead",
            {},
            make(
              "tr",
              {},
              head.map((cell) => (cell ? make("th", { scope: "col" }, inline(cell)) : make("td", {}))),
            ),
          )
        : null,
      make(
        "tbody",
        {},
        body.map((row) =>
          make(
            "tr",
            {},
            row.map((cell) => make("td", {}, inline(cell))),
          ),
        ),
      ),
    ),
  );
}

function block(lines, level) {
  const heading = /^(#{1,6})\s+(.*)$/.exec(lines[0]);
  if (heading) {
    const made = [make(`h${Math.min(6, heading[1].length + level - 1)}`, {}, inline(heading[2]))];
    return lines.length > 1 ? [...made, ...block(lines.slice(1), level)] : made;
  }
  if (lines[0].trimStart().startsWith("|")) return [table(lines)];
  const first = lines.findIndex((line) => /^\s*([-*]|\d+\.)\s/.test(line));
  if (first < 0) return [make("p", {}, inline(lines.join(" ")))];
  const items = [];
  for (const line of lines.slice(first)) {
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
    if (item) items.push(item[1]);
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  const ordered = /^\s*\d/.test(lines[first]);
  const list = make(
    ordered ? "ol" : "ul",
    {},
    items.map((item) => make("li", {}, inline(item))),
  );
  return first > 0 ? [make("p", {}, inline(lines.slice(0, first).join(" "))), list] : [list];
}

/** Text as elements; `level`: of its highest heading. */
export function prose(text, level = 2) {
  const blocks = text.split(/\n\s*\n/).map((one) => one.split("\n").filter((line) => line.trim() !== ""));
  return blocks.filter((lines) => lines.length).flatMap((lines) => block(lines, level));
}
