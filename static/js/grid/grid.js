// The grid: a calm table until a cell is entered, then as quick as a spreadsheet. Without this
// script each row has a page of its own. Keys are read in keys.js.

import { Editor } from "./editor.js";
import { press } from "./keys.js";
import { Notes } from "./notes.js";
import { Pulse } from "./pulse.js";
import { Range } from "./range.js";
import { Saver } from "./saver.js";
import { Failed, Refused, Server } from "./server.js";
import { isNumber, newUid, Sheet, uidOf } from "./sheet.js";

const ROOM = "(min-width: 40.01em)";
// More HTML of a clipboard than this only tells of merged cells what the text does, too.
const MOST_HTML = 1_000_000;

// Make a grid of each table that may be changed, where there is room for one.
export async function grids(tables) {
  if (!matchMedia(ROOM).matches) return;
  for (const table of tables) {
    const server = new Server(table.dataset.grid);
    const sheet = new Sheet(table);
    sheet.fill(await server.start());
    new Grid(sheet, server);
    table.dataset.ready = "";
  }
}

class Grid {
  constructor(sheet, server) {
    this.sheet = sheet;
    this.server = server;
    this.notes = new Notes(sheet);
    this.range = new Range(sheet);
    this.saver = new Saver(sheet, server, this.notes, (uid) => this.pulse.soon(uid));
    this.pulse = new Pulse(sheet, server, this.notes, this);
    this.current = null;
    this.editor = null;
    this.run = null;
    sheet.table.setAttribute("role", "grid");
    sheet.table.setAttribute("aria-multiselectable", "true");
    sheet.table.parentElement.removeAttribute("tabindex");
    for (const row of sheet.rows) this.dress(row);
    this.offerNew();
    this.listen();
    const asked = location.hash && document.getElementById(location.hash.slice(1));
    const first = (asked && sheet.body.contains(asked) ? asked : sheet.rows[0])?.cells[1];
    if (first) first.tabIndex = 0;
    this.current = first ?? null;
    this.pulse.beat();
    this.stick();
  }

  // The headings stay under the totals and the sums over the bar, however tall these are.
  // Totals with their details open scroll away.
  stick() {
    const totals = document.getElementById("section-totals");
    const { style } = document.documentElement;
    const watch = new ResizeObserver(() => {
      const open = totals?.querySelector("details[open]");
      style.setProperty("--strip", `${open ? 0 : (totals?.offsetHeight ?? 0)}px`);
      style.setProperty("--cellbar", `${this.notes.bar.offsetHeight}px`);
    });
    watch.observe(this.notes.bar);
    if (totals) watch.observe(totals);
  }

  listen() {
    const { table } = this.sheet;
    table.addEventListener("keydown", (event) => press(this, event));
    table.addEventListener("focusin", (event) => this.enter(event.target));
    table.addEventListener("mousedown", (event) => this.mouseDown(event));
    table.addEventListener("mouseover", (event) => this.drag(event));
    table.addEventListener("dblclick", (event) => this.open(cellOf(event.target)));
    table.addEventListener("chosen", () => this.commit());
    table.addEventListener("again", (event) => this.open(event.target));
    table.addEventListener("focusout", (event) => this.leave(event));
    document.addEventListener("copy", (event) => this.copy(event));
    document.addEventListener("paste", (event) => this.paste(event));
    this.notes.bar.addEventListener("click", (event) => this.bar(event));
    document.getElementById("undo-last").addEventListener("submit", (event) => {
      event.preventDefault();
      this.act("undo");
    });
    addEventListener("beforeunload", (event) => {
      if (this.editor?.changed || this.notes.unsaved.size || this.saver.going) event.preventDefault();
    });
  }

  // Give a row the roles of a grid, and one way in: by its cells.
  dress(row) {
    for (const cell of row.cells) {
      if (cell.tagName === "TD") cell.setAttribute("role", "gridcell");
      cell.querySelector("a")?.setAttribute("tabindex", "-1");
    }
  }

  // The row that waits at the end for whoever goes on typing.
  offerNew() {
    const last = this.sheet.rows.at(-1);
    if (this.sheet.narrowed || this.sheet.fixed) return;
    if (last?.classList.contains("is-new")) {
      this.sheet.body.append(last);
      return;
    }
    const uid = newUid();
    const row = document.createElement("tr");
    row.id = `row-${uid}`;
    row.className = "is-new";
    row.dataset.mark = "";
    row.setAttribute("role", "row");
    const head = document.createElement("th");
    head.className = "line-number";
    head.scope = "row";
    head.setAttribute("role", "rowheader");
    head.innerHTML = '<a><span class="noun"></span>New</a>';
    row.append(head);
    for (const key of this.sheet.keys.slice(1)) {
      const cell = row.insertCell();
      if (isNumber(this.sheet.column(key))) cell.className = "num";
    }
    this.dress(row);
    this.sheet.fresh.add(uid);
    this.sheet.typed.set(uid, this.sheet.columns.map(() => ""));
    this.sheet.body.append(row);
  }

  // The row somebody is in, for the others.
  get here() {
    const uid = this.current?.isConnected ? this.sheet.uid(this.current) : "";
    return this.sheet.table.contains(document.activeElement) && !this.sheet.fresh.has(uid) ? uid : "";
  }

  // Focus.

  focus(cell, { extend = false } = {}) {
    if (!cell) return;
    if (this.current && this.current !== cell) this.current.tabIndex = -1;
    this.current = cell;
    cell.tabIndex = 0;
    this.range.to(cell, extend);
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // Take the place of a cell whose row was written anew.
  renew(cell, focused) {
    this.current = cell;
    cell.tabIndex = 0;
    if (focused) cell.focus();
    this.range.draw();
  }

  enter(target) {
    const cell = cellOf(target);
    if (!cell || target !== cell) return;
    this.sheet.body.querySelector(".is-open")?.classList.remove("is-open");
    cell.parentElement.classList.add("is-open");
    if (cell !== this.current) {
      if (this.current) this.current.tabIndex = -1;
      this.current = cell;
      cell.tabIndex = 0;
      this.range.to(cell, false);
    }
    this.notes.at(cell);
  }

  // The cell so many rows and columns away, or the last one that way.
  near(rows, columns) {
    const all = this.sheet.rows;
    const at = all.indexOf(this.current.parentElement);
    const row = all[Math.min(all.length - 1, Math.max(0, at + rows))];
    const side = this.current.cellIndex + columns;
    return row.cells[Math.min(row.cells.length - 1, Math.max(0, side))];
  }

  mouseDown(event) {
    const cell = cellOf(event.target);
    if (!cell || event.target.closest("a, button, input, textarea, [role=listbox]")) return;
    event.preventDefault();
    const again = cell === document.activeElement && !event.shiftKey;
    this.commit();
    this.run = null;
    if (again) this.open(cell);
    else this.focus(cell, { extend: event.shiftKey });
  }

  drag(event) {
    const cell = cellOf(event.target);
    if (event.buttons === 1 && cell && !this.editor && cell !== this.current) {
      this.focus(cell, { extend: true });
    }
  }

  // Leaving an open cell saves it, as a spreadsheet does.
  leave(event) {
    if (this.editor && !this.editor.cell.contains(event.relatedTarget)) this.commit();
  }

  // Typing.

  open(cell, typed) {
    if (!cell || this.editor) return;
    const uid = this.sheet.uid(cell);
    const key = this.sheet.key(cell);
    const locked = this.sheet.locked(uid, key);
    if (locked) {
      this.notes.say(locked);
      this.notes.at(cell);
      return;
    }
    const column = this.sheet.column(key);
    const kept = this.notes.find(uid, key);
    if (kept) this.notes.uncover(cell);
    this.editor = new Editor(cell, {
      column,
      label: this.sheet.place(cell),
      value: this.sheet.value(uid, key),
      options: this.sheet.options(uid, column),
      typed,
      kept: kept?.shown,
    });
    this.editor.after = this.saver.taken;
  }

  // Save what is in the open cell, if it differs from what stood there.
  commit() {
    const editor = this.close();
    if (!editor?.changed) {
      if (editor) this.notes.drop(this.sheet.uid(editor.cell), this.sheet.key(editor.cell));
      return;
    }
    const uid = this.sheet.uid(editor.cell);
    const key = this.sheet.key(editor.cell);
    const { value, seen, after } = editor;
    this.saver.save([{ uid, key, typed: value, seen, after }]);
  }

  cancel() {
    const editor = this.close();
    if (editor) this.notes.draw(this.sheet.uid(editor.cell));
  }

  close() {
    const { editor } = this;
    this.editor = null;
    editor?.close();
    return editor;
  }

  // Save the same act on many cells; those that are locked stay as they are.
  change(cells, typedOf) {
    const changes = [];
    for (const cell of cells) {
      const uid = this.sheet.uid(cell);
      const key = this.sheet.key(cell);
      const seen = this.sheet.value(uid, key);
      const typed = typedOf(cell);
      if (!this.sheet.locked(uid, key) && typed !== seen) changes.push({ uid, key, typed, seen });
    }
    this.saver.save(changes);
  }

  empty() {
    this.change(this.range.marked, () => "");
  }

  // The first row of the block into the others; a single cell takes what stands above it.
  fillDown() {
    const lines = this.range.lines;
    const above = lines.length > 1 ? lines[0] : null;
    const source = (cell) =>
      above ? above.find((other) => other.cellIndex === cell.cellIndex) : this.near(-1, 0);
    this.change(lines.slice(above ? 1 : 0).flat(), (cell) => {
      const from = source(cell);
      return this.sheet.value(this.sheet.uid(from), this.sheet.key(from));
    });
  }

  copy(event) {
    if (this.editor || !this.sheet.body.contains(document.activeElement)) return;
    this.range.copy(event.clipboardData);
    event.preventDefault();
  }

  // One value goes into the marked cells; a block goes to the page that shows what it would do.
  paste(event) {
    if (this.editor || cellOf(event.target) !== this.current) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    event.preventDefault();
    if (!/[\t\n]/.test(text)) {
      this.change(this.range.marked, () => text);
      return;
    }
    const form = document.getElementById("paste-block");
    const [down, right] = this.sheet.from(this.current);
    const html = event.clipboardData.getData("text/html");
    form.elements.text.value = text;
    form.elements.html.value = html.length < MOST_HTML ? html : "";
    form.elements.at_row.value = down[0] ?? "";
    form.elements.at_column.value = right[0] ?? "";
    form.elements.down.value = down.join(" ");
    form.elements.right.value = right.join(" ");
    form.submit();
  }

  // Whole rows.

  bar(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act) this.act(act);
  }

  async act(act) {
    this.commit();
    const uid = this.sheet.uid(this.current);
    if (act !== "undo" && (this.sheet.fixed || this.sheet.fresh.has(uid))) return;
    try {
      const told = await this.server.write("rows/", () => ({ act, uid }));
      this.notes.say(told.said);
      await this.pulse.beat();
      if (told.uid) this.focus(this.sheet.row(told.uid)?.cells[this.current.cellIndex]);
    } catch (error) {
      if (!(error instanceof Refused) && !(error instanceof Failed)) throw error;
      this.notes.alert.textContent = error.told?.message ?? error.sentence;
    }
  }

  // Take a row out of the page; the focus goes to the one that takes its place.
  remove(row) {
    const had = row.contains(document.activeElement);
    const at = this.current?.parentElement === row ? this.current.cellIndex : -1;
    const uid = uidOf(row);
    for (const note of this.notes.of(uid)) this.notes.drop(uid, note.key);
    const rows = this.sheet.rows;
    const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    row.remove();
    this.sheet.typed.delete(uid);
    if (at < 0 || !next) return;
    if (had) this.focus(next.cells[at]);
    else this.current = next.cells[at];
  }
}

// The cell of data that something stands in.
function cellOf(target) {
  const cell = target.closest?.("td, th");
  return cell?.closest("tbody tr[id^=row-]") ? cell : null;
}
