// The control of an open cell: a box, a box of several lines, or a list to choose from.

import { Choices } from "./choices.js";
import { isNumber } from "./sheet.js";

export class Editor {
  // `typed` is the key that opened the cell; `kept` what was typed before and refused.
  constructor(cell, { column, label, value, options, typed, kept }) {
    this.cell = cell;
    this.column = column;
    this.before = [...cell.childNodes];
    this.seen = value;
    this.control = makeControl(column, label);
    cell.replaceChildren(this.control);
    cell.classList.add("is-editing");
    cell.removeAttribute("tabindex");
    if (column.kind === "choice") this.choices = new Choices(this.control, options, value);
    else this.control.value = value;
    const text = typed ?? kept;
    if (text !== undefined) this.write(text);
    this.control.focus();
    if (typed === undefined) this.control.select();
  }

  write(text) {
    if (this.choices) this.choices.type(text);
    else this.control.value = text;
  }

  // What would be sent: an entry by its key, else the text as it was typed.
  get value() {
    return this.choices ? this.choices.value : this.control.value;
  }

  get changed() {
    return this.value !== this.seen;
  }

  // Give the cell back as it was; the caller shows what came of it.
  close() {
    this.choices?.close();
    this.cell.replaceChildren(...this.before);
    this.cell.classList.remove("is-editing");
    this.cell.tabIndex = 0;
  }
}

function makeControl(column, label) {
  const control = document.createElement(column.kind === "text" ? "textarea" : "input");
  control.className = "cell-control";
  control.autocomplete = "off";
  control.spellcheck = column.kind === "text";
  control.setAttribute("aria-label", label);
  if (column.kind === "text") control.rows = 2;
  if (isNumber(column)) control.inputMode = "decimal";
  return control;
}
