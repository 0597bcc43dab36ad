// What is told beside the cells: rows of messages under a row, the bar at the foot, and what
// a screen reader says.

import { button } from "../button.js";

const MOMENT = 2_000;

export class Notes {
  constructor(sheet) {
    this.sheet = sheet;
    this.bar = document.getElementById("cellbar");
    this.said = document.getElementById("grid-said");
    this.alert = document.getElementById("grid-alert");
    this.spoke = 0;
    this.unsaved = new Map();
    this.covered = new WeakMap();
    this.bar.hidden = false;
  }

  // What is said within a moment is said together, so that the later does not cut off the earlier.
  say(text) {
    const now = Date.now();
    const together = now - this.spoke < MOMENT && this.said.textContent;
    this.said.textContent = together ? `${this.said.textContent}. ${text}` : text;
    this.spoke = now;
  }

  // Keep what could not be saved in its cell, with the reason in a row below.
  keep(uid, key, note) {
    this.unsaved.set(`${uid} ${key}`, { uid, key, ...note });
    this.draw(uid);
    this.alert.textContent = `${this.sheet.place(this.sheet.cell(uid, key))}: ${note.text}`;
    this.count();
  }

  drop(uid, key) {
    if (!this.unsaved.delete(`${uid} ${key}`)) return;
    this.draw(uid);
    this.count();
  }

  of(uid) {
    return [...this.unsaved.values()].filter((note) => note.uid === uid);
  }

  find(uid, key) {
    return this.unsaved.get(`${uid} ${key}`);
  }

  // Show a row's messages anew, as after the row itself was written anew.
  draw(uid) {
    const row = this.sheet.row(uid);
    if (!row) return;
    for (const cell of row.cells) this.uncover(cell);
    while (row.nextElementSibling?.classList.contains("message-row")) row.nextElementSibling.remove();
    for (const note of this.of(uid).reverse()) row.after(this.message(row, note));
  }

  message(row, note) {
    const cell = this.sheet.cell(note.uid, note.key);
    const id = `note-${note.uid}-${note.key}`;
    if (cell && !cell.classList.contains("is-editing")) {
      this.covered.set(cell, [...cell.childNodes]);
      cell.textContent = note.shown;
      cell.classList.add(note.theirs ? "is-theirs" : "bad");
      cell.setAttribute("aria-describedby", id);
      cell.setAttribute("aria-invalid", "true");
    }
    const message = document.createElement("tr");
    message.className = `message-row${note.theirs ? " message-row--other" : ""}`;
    message.setAttribute("role", "row");
    const box = message.insertCell();
    box.setAttribute("role", "gridcell");
    box.colSpan = row.cells.length;
    const text = document.createElement("p");
    text.id = id;
    text.textContent = note.text;
    box.append(text, ...note.acts.map(([label, act]) => button(label, "as-link", act)));
    return message;
  }

  // Show a cell again as it was before a message covered it.
  uncover(cell) {
    if (!this.covered.has(cell)) return;
    cell.replaceChildren(...this.covered.get(cell));
    this.covered.delete(cell);
    cell.classList.remove("bad", "is-theirs");
    cell.removeAttribute("aria-describedby");
    cell.removeAttribute("aria-invalid");
  }

  // How many cells are not saved, with a way to the first.
  count() {
    const box = this.bar.querySelector(".cellbar__saved");
    const [first] = this.unsaved.values();
    if (!first) return;
    const words = this.unsaved.size === 1 ? "1 cell not saved" : `${this.unsaved.size} cells not saved`;
    box.replaceChildren(button(words, "as-link", () => this.go(first)));
  }

  go(note) {
    this.sheet.cell(note.uid, note.key)?.focus();
  }

  saving() {
    this.bar.querySelector(".cellbar__saved").textContent = "Saving";
    this.say("Saving");
  }

  saved() {
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    if (this.unsaved.size) this.count();
    else this.bar.querySelector(".cellbar__saved").textContent = `Last saved ${time}`;
  }

  // Say where the focus is, and what is known of the cell.
  at(cell) {
    const place = this.bar.querySelector(".cellbar__place");
    const uid = this.sheet.uid(cell);
    const key = this.sheet.key(cell);
    const name = document.createElement("b");
    name.textContent = this.sheet.place(cell);
    const told = [key && this.sheet.plain(uid, key), key && this.sheet.locked(uid, key)];
    place.replaceChildren(name, ` ${told.filter(Boolean).join(" \u00b7 ")}`);
    for (const act of this.bar.querySelectorAll("[data-act]:not([data-act=undo])")) {
      act.disabled = cell.parentElement.classList.contains("is-new");
    }
    for (const total of document.querySelectorAll("#section-totals [data-of]")) {
      const [column, value] = total.dataset.of.split(":");
      total.classList.toggle("is-here", this.sheet.value(uid, column) === value);
    }
  }
}
