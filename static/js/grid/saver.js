// Saving cells, a few or one: what was typed stays in sight until the server has taken it.

import { Failed, Refused } from "./server.js";

const SLOW = 400;

export class Saver {
  constructor(sheet, server, notes, after) {
    this.sheet = sheet;
    this.server = server;
    this.notes = notes;
    this.after = after;
    this.going = 0;
    this.taken = 0;
    this.own = new Map();
  }

  // Save `changes`, each a uid, a key, what was typed and what was seen, all or none.
  async save(changes) {
    if (!changes.length) return;
    for (const change of changes) {
      change.after ??= this.taken;
      this.sheet.going.set(`${change.uid} ${change.key}`, change.typed);
      this.show(change);
    }
    const slow = setTimeout(() => this.notes.saving(), SLOW);
    this.going += 1;
    try {
      const told = await this.server.write("cells/", () => this.body(changes));
      this.take(told);
      this.notes.saved();
      changes.filter(({ uid }) => !told.cells[uid]).forEach(({ uid }) => this.after(uid));
    } catch (error) {
      this.refuse(changes, error);
    } finally {
      clearTimeout(slow);
      for (const { uid, key } of changes) this.sheet.going.delete(`${uid} ${key}`);
      this.going -= 1;
      this.after();
    }
  }

  show(change) {
    this.notes.drop(change.uid, change.key);
    this.sheet.show(change.uid, change.key, this.shownOf(change));
  }

  // A row that is not there yet is sent with all that was typed in it so far.
  body(changes) {
    const edits = new Map();
    const edit = (uid) => {
      const isNew = this.sheet.fresh.has(uid);
      if (!edits.has(uid)) edits.set(uid, { uid, cells: {}, seen: {}, new: isNew });
      return edits.get(uid);
    };
    for (const { uid } of changes) {
      if (!this.sheet.fresh.has(uid)) continue;
      for (const note of this.notes.of(uid)) edit(uid).cells[note.key] = note.typed;
    }
    for (const change of changes) {
      const { uid, key, typed } = change;
      edit(uid).cells[key] = typed;
      if (!this.sheet.fresh.has(uid)) edit(uid).seen[key] = this.seen(change);
    }
    return { edits: [...edits.values()] };
  }

  // What stood in a cell when it was typed in, or what one's own save has put there since.
  seen({ uid, key, seen, after }) {
    const own = this.own.get(`${uid} ${key}`);
    return own && own.at > after ? own.typed : seen;
  }

  take(told) {
    this.taken += 1;
    for (const uid of told.added) {
      this.sheet.fresh.delete(uid);
      this.sheet.row(uid)?.classList.remove("is-new");
    }
    for (const [uid, cells] of Object.entries(told.cells)) {
      for (const [key, [shown, typed]] of Object.entries(cells)) {
        this.sheet.setValue(uid, key, typed);
        this.own.set(`${uid} ${key}`, { typed, at: this.taken });
        this.notes.drop(uid, key);
        this.sheet.show(uid, key, shown);
      }
    }
  }

  refuse(changes, error) {
    if (!(error instanceof Refused) && !(error instanceof Failed)) throw error;
    const { refusals = [], conflicts = [], message = "" } = error.told ?? {};
    const found = { refusals, conflicts, message: message || (error.sentence ?? "") };
    for (const change of changes) this.keep(change, found);
  }

  keep(change, { refusals, conflicts, message }) {
    const { uid, key } = change;
    const here = (told) => told.uid === uid && told.column === key;
    const conflict = conflicts.find(here);
    const refusal = refusals.find(here) ?? refusals.find((told) => told.uid === uid) ?? refusals[0];
    const note = { typed: change.typed, shown: this.shownOf(change) };
    if (conflict) this.notes.keep(uid, key, { ...note, ...this.theirs(change, conflict) });
    else this.notes.keep(uid, key, { ...note, ...this.refused(change, refusal?.message ?? message) });
  }

  shownOf({ key, typed }) {
    return this.sheet.label(key, typed) ?? typed;
  }

  refused(change, reason) {
    const leave = () => this.leave(change);
    const again = () => this.again(change);
    const saved = this.sheet.plain(change.uid, change.key);
    const stands = saved ? `The saved cell is still ${saved}.` : "The saved cell is still empty.";
    return {
      text: `Not saved: ${reason} ${stands}`,
      acts: [["Type again", again], [saved ? "Leave it as it was" : "Leave it empty", leave]],
    };
  }

  theirs(change, conflict) {
    const mine = () => this.save([{ ...change, seen: conflict.typed }]);
    const theirs = () => {
      this.sheet.setValue(change.uid, change.key, conflict.typed);
      this.leave(change);
    };
    return {
      theirs: true,
      text: `You typed ${this.shownOf(change) || "nothing"}. ${conflict.who} saved ${conflict.theirs || "nothing"}.`,
      acts: [["Use mine", mine], ["Use theirs", theirs]],
    };
  }

  leave({ uid, key }) {
    this.notes.drop(uid, key);
    this.notes.saved();
    const cell = this.sheet.cell(uid, key);
    cell.textContent = this.sheet.plain(uid, key);
    cell.focus();
    this.after(uid);
  }

  again({ uid, key }) {
    const cell = this.sheet.cell(uid, key);
    cell.focus();
    cell.dispatchEvent(new CustomEvent("again", { bubbles: true }));
  }
}
