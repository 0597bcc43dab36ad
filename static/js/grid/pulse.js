// Keeping the page in step: who else is here, rows that changed, totals that follow.

import { Failed } from "./server.js";
import { uidOf } from "./sheet.js";

const EVERY = 10_000;
const SOON = 150;

export class Pulse {
  constructor(sheet, server, notes, grid) {
    this.sheet = sheet;
    this.server = server;
    this.notes = notes;
    this.grid = grid;
    this.wanted = new Set();
    this.failed = 0;
    this.address = `now/${location.search}`;
    setInterval(() => document.visibilityState === "visible" && this.beat(), EVERY);
  }

  // Ask again shortly, after what is being saved; `uid` names a row to be written anew.
  soon(uid) {
    if (uid) this.wanted.add(uid);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.beat(), SOON);
  }

  async beat() {
    if (this.busy || this.grid.saver.going) return this.soon();
    this.busy = true;
    const rows = [...this.wanted];
    this.wanted.clear();
    try {
      const body = { since: this.sheet.revision, at: this.grid.here, rows };
      this.take(await this.server.call(this.address, body));
      this.failed = 0;
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      rows.forEach((uid) => this.wanted.add(uid));
      this.lost();
    } finally {
      this.busy = false;
    }
    return undefined;
  }

  // One lost call says nothing; after three the person should know.
  lost() {
    this.failed += 1;
    if (this.failed === 3) this.notes.alert.textContent = "The server cannot be reached. Keep this page open.";
  }

  take(told) {
    if (told.order) {
      this.sheet.locks = told.locks;
      for (const [uid, row] of Object.entries(told.rows)) this.write(uid, row);
      this.arrange(told.order);
      this.total(told);
      this.compare(told);
    }
    this.meet(told.others);
    this.sheet.revision = told.revision;
  }

  write(uid, { html, typed }) {
    const old = this.sheet.row(uid);
    if (old?.querySelector(".is-editing")) {
      this.wanted.add(uid);
      return;
    }
    this.sheet.typed.set(uid, typed);
    this.sheet.fresh.delete(uid);
    const template = document.createElement("template");
    template.innerHTML = html;
    const row = template.content.querySelector("tr");
    this.grid.dress(row);
    if (old) {
      const { current } = this.grid;
      const at = current?.parentElement === old ? current.cellIndex : -1;
      const focused = current === document.activeElement;
      old.replaceWith(row);
      if (at >= 0) this.grid.renew(row.cells[at], focused);
    } else if (!this.sheet.narrowed) this.sheet.body.append(row);
    this.grid.range.draw();
    this.notes.draw(uid);
  }

  // Take away what others deleted, put rows in their order, number them.
  arrange(order) {
    const places = new Map(order.map((uid, place) => [uid, place]));
    for (const row of this.sheet.rows) {
      const uid = uidOf(row);
      if (!places.has(uid) && !this.sheet.fresh.has(uid)) this.grid.remove(row);
    }
    let before = null;
    for (const uid of order) {
      const row = this.sheet.row(uid);
      if (!row) continue;
      row.cells[0].querySelector("a").lastChild.textContent = places.get(uid) + 1;
      if (!this.sheet.narrowed) before = this.after(before, row);
    }
    this.grid.offerNew();
  }

  // Put a row, with its messages, after another one, unless it stands there already.
  after(before, row) {
    const end = (of) => {
      let last = of;
      while (last?.nextElementSibling?.classList.contains("message-row")) last = last.nextElementSibling;
      return last;
    };
    const place = before ? end(before).nextElementSibling : this.sheet.body.firstElementChild;
    if (place !== row) {
      const messages = [];
      for (let next = row; next !== end(row); ) messages.push((next = next.nextElementSibling));
      this.sheet.body.insertBefore(row, place);
      row.after(...messages);
    }
    return row;
  }

  total(told) {
    const sums = this.sheet.table.querySelectorAll("tfoot .all td");
    sums.forEach((cell, at) => (cell.textContent = told.sums[this.sheet.keys[at + 1]] ?? ""));
    this.sheet.table.querySelector("tfoot .all th").textContent = `All ${told.order.length}`;
    document.getElementById("section-counts").outerHTML = told.counts;
    for (const links of document.querySelectorAll(".bar nav ul, .bar details ul")) links.innerHTML = told.links;
    const undo = document.getElementById("undo-last");
    undo.hidden = !told.undo;
    undo.querySelector("button span").textContent = `: ${told.undo}`;
    const totals = document.getElementById("section-totals");
    if (!totals) return;
    const open = [...totals.querySelectorAll("details")].map((details) => details.open);
    const before = said(totals);
    totals.innerHTML = told.totals;
    totals.querySelectorAll("details").forEach((details, at) => (details.open = open[at] ?? false));
    const news = [...said(totals)].filter(([name, text]) => before.get(name) !== text);
    if (news.length) this.notes.say(news.map(([name, text]) => `${name}: ${text}`).join(". "));
  }

  // Rows whose state changed without being written, and columns that now show pence.
  compare(told) {
    const all = this.sheet.table.dataset.pence !== told.pence;
    this.sheet.table.dataset.pence = told.pence;
    for (const row of this.sheet.rows) {
      const uid = uidOf(row);
      const other = (told.marks[uid] ?? "") !== row.dataset.mark;
      if (!this.sheet.fresh.has(uid) && (all || other)) this.wanted.add(uid);
    }
    if (this.wanted.size) this.soon();
  }

  // Say who is in which row.
  meet(others) {
    for (const here of this.sheet.body.querySelectorAll(".here")) {
      here.closest("tr").classList.remove("is-other");
      here.remove();
    }
    for (const other of others) {
      const row = this.sheet.row(other.row);
      if (!row) continue;
      row.classList.add("is-other");
      const here = document.createElement("span");
      here.className = "here";
      here.textContent = other.name;
      row.cells[1].append(here);
    }
    const names = others.map((other) => other.name);
    const words = names.length ? `${names.join(", ")} ${names.length > 1 ? "are" : "is"} here` : "";
    this.notes.bar.querySelector(".cellbar__others").textContent = words;
  }
}

// What each total says, by its name.
function said(totals) {
  return new Map([...totals.querySelectorAll("[data-said]")].map((t) => [t.dataset.said, t.textContent.trim()]));
}
