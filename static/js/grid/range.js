// A block of marked cells, from where the marking began to where the focus is.

export class Range {
  constructor(sheet) {
    this.sheet = sheet;
    this.ends = [];
  }

  // Mark the block from where the marking began to a cell; without `extend` the cell alone.
  to(cell, extend) {
    const end = { uid: this.sheet.uid(cell), side: cell.cellIndex };
    const [begin] = extend && this.ends.length ? this.ends : [end];
    this.ends = [begin, end];
    this.draw();
  }

  // Show the block, also after rows were written anew.
  draw() {
    for (const old of this.sheet.body.querySelectorAll(".in-range")) {
      old.classList.remove("in-range");
      old.removeAttribute("aria-selected");
    }
    const { marked } = this;
    if (marked.length < 2) return;
    for (const cell of marked) {
      cell.classList.add("in-range");
      cell.setAttribute("aria-selected", "true");
    }
  }

  // The marked cells; fewer where rows of theirs have gone.
  get marked() {
    return this.lines.flat();
  }

  // The marked cells row by row.
  get lines() {
    const rows = this.sheet.rows;
    const places = this.ends.map(({ uid }) => rows.indexOf(this.sheet.row(uid)));
    if (!places.length || places.includes(-1)) return [];
    const sides = this.ends.map(({ side }) => side);
    const between = rows.slice(Math.min(...places), Math.max(...places) + 1);
    return between.map((row) => [...row.cells].slice(Math.min(...sides), Math.max(...sides) + 1));
  }

  // Put the block on the clipboard as a spreadsheet reads it.
  copy(clipboard) {
    const texts = this.lines.map((line) =>
      line.filter((cell) => this.sheet.key(cell)).map((cell) => this.sheet.plain(this.sheet.uid(cell), this.sheet.key(cell))),
    );
    clipboard.setData("text/plain", texts.map((line) => line.map(quoted).join("\t")).join("\n"));
    clipboard.setData("text/html", asTable(texts));
  }
}

function quoted(text) {
  return /[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function asTable(texts) {
  const table = document.createElement("table");
  for (const line of texts) {
    const row = table.insertRow();
    for (const text of line) row.insertCell().textContent = text;
  }
  return table.outerHTML;
}
