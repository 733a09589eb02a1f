// Questions on top of the page: is that meant, and forms of a few fields.

import { button, by, make } from "./page.js";

/** Opens a window over the page with these things in it. `closed` is called when it goes. */
export function open(title, inside, { wide = false, closed = () => {} } = {}) {
  const back = document.activeElement;
  const heading = make("h2", { id: "asked", tabindex: "-1", text: title });
  const dialog = make(
    "dialog",
    { "aria-labelledby": "asked", class: wide ? "wide" : null },
    make(
      "header",
      {},
      heading,
      button("×", () => dialog.close(), { class: "plain", "aria-label": "Close" }),
    ),
    make("div", { class: "inside" }, inside),
  );
  by("dialogs").append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back?.isConnected) back.focus();
    closed();
  });
  dialog.showModal();
  (dialog.querySelector("[autofocus], .inside input, .inside textarea, .inside select") ?? heading).focus();
  return dialog;
}

/** Asks whether something is meant. */
export function sure(title, sentences, yes, { grave = false } = {}) {
  return new Promise((answer) => {
    let meant = false;
    const dialog = open(
      title,
      [
        ...sentences.map((text) => make("p", { text })),
        make(
          "div",
          { class: "row end" },
          button("No, go back", () => dialog.close()),
          button(
            yes,
            () => {
              meant = true;
              dialog.close();
            },
            { class: grave ? "grave" : "main" },
          ),
        ),
      ],
      { closed: () => answer(meant) },
    );
  });
}

let fields = 0;

/** A field with its label. `kind`: text, number, area, select, check; `choices`: [[value, text], ...]. */
export function field(label, name, { kind = "text", value = "", choices = [], hint = null, ...having } = {}) {
  fields += 1;
  const id = `field-${fields}`;
  const attributes = { id, name, "aria-describedby": hint ? `${id}-hint` : null, ...having };
  let input;
  if (kind === "select") {
    input = make(
      "select",
      attributes,
      choices.map(([one, text]) => make("option", { value: one, selected: String(one) === String(value), text })),
    );
  } else if (kind === "area") {
    input = make("textarea", { rows: 3, ...attributes });
    input.value = value;
  } else if (kind === "check") {
    input = make("input", { type: "checkbox", ...attributes });
    input.checked = Boolean(value);
    return make("div", { class: "field check" }, input, make("label", { for: id, text: label }));
  } else {
    input = make("input", { type: kind, autocomplete: "off", ...attributes });
    input.value = value;
  }
  return make(
    "div",
    { class: "field" },
    make("label", { for: id, text: label }),
    input,
    hint ? make("small", { id: `${id}-hint`, text: hint }) : null,
  );
}

/** Several boxes to tick under one name: gives the element; `ticked(element)` the values. */
export function boxes(legend, choices, ticked = []) {
  return make(
    "fieldset",
    { class: "boxes" },
    make("legend", { text: legend }),
    choices.map(([value, text]) => {
      const input = make("input", { type: "checkbox", value });
      input.checked = ticked.includes(value);
      return make("label", {}, input, make("span", { text }));
    }),
  );
}

/** The values of the boxes that are ticked. */
export function ticked(element) {
  return [...element.querySelectorAll("input:checked")].map((input) => input.value);
}

/** A form in a window; `done(values)` gets the fields by name and may give false, to leave it open. */
export function form(title, inside, yes, done, { grave = false } = {}) {
  const made = make(
    "form",
    {
      class: "asked",
      novalidate: true,
      on: {
        submit: async (event) => {
          event.preventDefault();
          if (!made.reportValidity()) return;
          const send = made.querySelector("button[type=submit]");
          send.disabled = true;
          const values = Object.fromEntries(new FormData(made).entries());
          const stay = (await done(values, made)) === false;
          send.disabled = false;
          if (!stay) dialog.close();
        },
      },
    },
    inside,
    make(
      "div",
      { class: "row end" },
      button("Cancel", () => dialog.close()),
      make("button", { type: "submit", class: grave ? "grave" : "main", text: yes }),
    ),
  );
  const dialog = open(title, made);
  return dialog;
}
