// One long text that saves itself. The hidden `seen-` control holds what the server has.

import { button } from "../button.js";
import { Failed, Refused } from "../grid/server.js";
import { Draft } from "./draft.js";

const PAUSE = 1_500;
const AGAIN = 15_000;
const LOST =
  "the server cannot be reached. What you typed is kept in this tab, and is sent again by itself.";

export class Prose {
  constructor(form, box, server) {
    this.box = box;
    this.server = server;
    this.row = form.dataset.row;
    this.seen = form.elements.namedItem(`seen-${box.name}`);
    this.saved = box.value === this.seen.value ? box.value : null;
    this.draft = new Draft(`${form.dataset.person} ${location.pathname} ${box.name}`);
    this.going = 0;
    this.clash = null;
    this.said = document.createElement("p");
    this.said.className = "note prose-said";
    this.said.setAttribute("aria-live", "polite");
    document.getElementById(`${box.id}_length`).after(this.said);
    box.addEventListener("input", () => this.typed());
    box.addEventListener("blur", () => this.save());
    this.restore();
  }

  get unsaved() {
    return this.box.value !== this.saved;
  }

  // What was typed in this tab and never reached the server, or before this script came.
  restore() {
    const kept = this.draft.read();
    if (!kept) {
      if (this.box.value !== this.box.defaultValue) this.typed();
      return;
    }
    if (kept.text === this.saved) return this.draft.drop();
    this.seen.value = kept.seen;
    this.saved = null;
    this.put(kept.text);
    this.tell("What you typed here was not saved before. It is back, and is saved now.");
  }

  put(text) {
    this.box.value = text;
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  typed() {
    clearTimeout(this.timer);
    if (!this.unsaved) return this.draft.drop();
    this.draft.keep(this.box.value, this.seen.value);
    if (!this.clash) {
      this.tell("");
      this.timer = setTimeout(() => this.save(), PAUSE);
    }
  }

  rest() {
    clearTimeout(this.timer);
    this.resting = true;
  }

  async save() {
    clearTimeout(this.timer);
    const text = this.box.value;
    if (!this.unsaved || this.clash || this.resting || this.sending === text) return;
    this.sending = text;
    this.going += 1;
    try {
      this.take(text, await this.server.write("cells/", () => this.edit(text)));
    } catch (error) {
      this.refuse(error);
    } finally {
      this.going -= 1;
      this.sending = null;
    }
  }

  edit(text) {
    const { name } = this.box;
    return { edits: [{ uid: this.row, cells: { [name]: text }, seen: { [name]: this.seen.value } }] };
  }

  take(text, told) {
    const written = told.cells[this.row]?.[this.box.name];
    this.seen.value = written ? written[1] : text.trim().normalize("NFC");
    this.saved = text;
    if (this.unsaved) this.draft.keep(this.box.value, this.seen.value);
    else this.draft.drop();
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.tell(`Saved ${time}`);
  }

  refuse(error) {
    if (error instanceof Refused) return this.refused(error.told);
    if (!(error instanceof Failed)) throw error;
    const later = error.status === 0 || error.status >= 500;
    this.tell(`Not saved: ${later ? LOST : error.sentence}`, true);
    if (later) this.timer = setTimeout(() => this.save(), AGAIN);
  }

  refused({ conflicts = [], refusals = [], message = "" }) {
    const clash = conflicts.find(({ column }) => column === this.box.name);
    if (clash) this.ask(clash);
    else this.tell(`Not saved: ${refusals[0]?.message ?? message}`, true);
  }

  // Both texts stay in sight until the person says which one counts.
  ask(clash) {
    this.clash = document.createElement("div");
    this.clash.className = "prose-clash";
    const theirs = document.createElement("blockquote");
    theirs.textContent = clash.theirs || "(nothing)";
    theirs.tabIndex = 0;
    const acts = document.createElement("p");
    acts.append(
      button("Keep mine", "small-button", () => this.answer(clash.typed, this.box.value)),
      " ",
      button("Take theirs", "small-button", () => this.answer(clash.typed, clash.typed)),
    );
    this.clash.append(theirs, acts);
    this.said.after(this.clash);
    this.tell(`Not saved: ${clash.who} changed this text too. This is theirs; yours is above.`, true);
  }

  answer(seen, text) {
    this.clash.remove();
    this.clash = null;
    this.seen.value = seen;
    this.saved = seen;
    this.tell("");
    this.put(text);
    this.box.focus();
    this.save();
  }

  tell(text, wrong = false) {
    this.said.textContent = text;
    this.said.classList.toggle("govuk-error-message", wrong);
  }
}
