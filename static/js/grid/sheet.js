// The table as rows and cells. What stands in the cells, as people type it, comes from the
// server once and with every save; the page itself only shows it.

export class Sheet {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.noun = table.dataset.noun;
    this.revision = Number(table.dataset.revision);
    this.narrowed = "narrowed" in table.dataset;
    // Nobody adds, moves or deletes its rows.
    this.fixed = "fixed" in table.dataset;
    this.fresh = new Set();
    this.columns = [];
    this.typed = new Map();
    // What is on its way to the server, by row and column.
    this.going = new Map();
    this.locks = {};
  }

  // Take what the server told of all rows.
  fill(told) {
    this.columns = told.columns;
    this.places = new Map(told.columns.map((column, place) => [column.key, place]));
    this.typed = new Map(Object.entries(told.rows));
    this.locks = told.locks;
    const heads = this.table.querySelectorAll("thead tr:last-child th");
    this.keys = [...heads].map((head) => head.dataset.column ?? "");
  }

  column(key) {
    return this.columns[this.places.get(key)];
  }

  // The rows of data in the order of the page, without rows of messages.
  get rows() {
    return [...this.body.rows].filter((row) => row.id.startsWith("row-"));
  }

  row(uid) {
    return document.getElementById(`row-${uid}`);
  }

  uid(cell) {
    return uidOf(cell.parentElement);
  }

  key(cell) {
    return this.keys[cell.cellIndex];
  }

  // The saved lines from a cell down and the columns from it rightwards, as the page shows them.
  from(cell) {
    const lines = this.rows.map(uidOf);
    const down = lines.slice(lines.indexOf(this.uid(cell)));
    return [down.filter((uid) => !this.fresh.has(uid)), this.keys.slice(cell.cellIndex).filter(Boolean)];
  }

  cell(uid, key) {
    const at = this.keys.indexOf(key);
    return at < 0 ? null : (this.row(uid)?.cells[at] ?? null);
  }

  value(uid, key) {
    return this.typed.get(uid)?.[this.places.get(key)] ?? "";
  }

  setValue(uid, key, typed) {
    const values = this.typed.get(uid);
    if (values && this.places.has(key)) values[this.places.get(key)] = typed;
  }

  // Why a cell cannot be typed in; empty where it can.
  locked(uid, key) {
    const column = this.column(key);
    if (!column) return `Open the ${this.noun} for the rest of it.`;
    if (column.computed) return this.fixed ? "This is not typed in." : "This is worked out from other cells.";
    return this.locks[uid]?.[key] ?? "";
  }

  // The entries a list offers to a row; who types on does not wait for what it follows.
  options(uid, column) {
    if (!column.follows) return column.options;
    const leader = this.going.get(`${uid} ${column.follows}`) ?? this.value(uid, column.follows);
    return column.options.filter(([, , parent]) => parent === leader);
  }

  // The label of an entry; nothing for what is none.
  label(key, entry) {
    const { options, withdrawn } = this.column(key);
    return [...options, ...withdrawn].find(([option]) => option === entry)?.[1];
  }

  // A value as a spreadsheet should have it: an entry by its label.
  plain(uid, key) {
    const typed = this.value(uid, key);
    return this.column(key)?.kind === "choice" ? (this.label(key, typed) ?? "") : typed;
  }

  // Show a text in a cell, unless somebody is typing there.
  show(uid, key, text) {
    const cell = this.cell(uid, key);
    if (cell && !cell.classList.contains("is-editing")) cell.textContent = text;
  }

  // Where a cell is, in words.
  place(cell) {
    const row = cell.parentElement;
    const line = row.classList.contains("is-new") ? `new ${this.noun}` : row.cells[0].textContent.trim();
    const name = this.column(this.key(cell))?.name;
    return name ? `${line}, ${name}` : line;
  }
}

export function uidOf(row) {
  return row.id.replace("row-", "");
}

export function isNumber(column) {
  return ["money", "number", "percent"].includes(column?.kind);
}

export function newUid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
