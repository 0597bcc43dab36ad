// The keys of the grid, as in a spreadsheet. While somebody goes along a row with Tab it stays
// in the grid, and Enter goes to the next row where they began; else Tab leaves the grid.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const FAR = 1e6;

export function press(grid, event) {
  if (event.isComposing || event.target.closest(".message-row")) return;
  const done = grid.editor ? typing(grid, event) : moving(grid, event);
  if (done) event.preventDefault();
}

function typing(grid, event) {
  const { key } = event;
  if (key === "Enter" && !event.altKey) return enter(grid, event.shiftKey ? -1 : 1);
  if (key === "Tab") return tab(grid, event.shiftKey ? -1 : 1);
  if (key === "Escape") {
    grid.cancel();
    grid.focus(grid.current);
    return true;
  }
  if (key === "F2") return (grid.quick = false), true;
  // A cell opened by typing is left by an arrow; one opened by F2 keeps it for its text.
  if (grid.quick && STEPS[key] && !event.shiftKey) {
    grid.commit();
    grid.focus(grid.near(...STEPS[key]));
    return true;
  }
  return false;
}

function moving(grid, event) {
  if (event.target !== grid.current) return false;
  const { key } = event;
  const command = event.ctrlKey || event.metaKey;
  if (STEPS[key]) return arrow(grid, event, command);
  if (key === "Tab") return grid.run !== null && tab(grid, event.shiftKey ? -1 : 1);
  if (key === "Enter") return follow(grid) || open(grid, false);
  if (key === "F2") return open(grid, false);
  if (key === "Escape") return (grid.run = null), grid.focus(grid.current), true;
  if (key === "Home") return go(grid, command ? -FAR : 0, -FAR, event.shiftKey, 1);
  if (key === "End") return go(grid, command ? FAR : 0, FAR, event.shiftKey);
  if (key === "PageUp") return go(grid, -page(grid), 0, event.shiftKey);
  if (key === "PageDown") return go(grid, page(grid), 0, event.shiftKey);
  if (key === "Delete" && command) return grid.act("delete"), true;
  if (key === "Delete" || key === "Backspace") return grid.empty(), true;
  if (command) return shortcut(grid, key.toLowerCase(), event.shiftKey);
  if (key.length === 1 && !event.altKey) return open(grid, true, key);
  return false;
}

function arrow(grid, event, command) {
  const [rows, columns] = STEPS[event.key];
  if (event.altKey) {
    if (!rows) return false;
    grid.act(rows < 0 ? "up" : "down");
    return true;
  }
  grid.run = null;
  const far = command ? FAR : 1;
  return go(grid, rows * far, columns * far, event.shiftKey);
}

function go(grid, rows, columns, extend, least = 0) {
  const cell = grid.near(rows, columns);
  grid.focus(cell.cellIndex < least ? cell.parentElement.cells[least] : cell, { extend });
  return true;
}

function shortcut(grid, key, shift) {
  if (key === "z") return grid.act("undo"), true;
  if (key === "d" && shift) return grid.act("duplicate"), true;
  if (key === "d") return grid.fillDown(), true;
  return false;
}

function open(grid, quick, typed) {
  grid.run ??= grid.current.cellIndex;
  grid.quick = quick;
  grid.open(grid.current, typed);
  return true;
}

// The number of a row is a link to the row's own page.
function follow(grid) {
  const link = grid.current.querySelector("a[href]");
  if (grid.current.tagName !== "TH" || !link) return false;
  link.click();
  return true;
}

function enter(grid, step) {
  grid.commit();
  const back = grid.run === null ? 0 : grid.run - grid.current.cellIndex;
  grid.focus(grid.near(step, back));
  grid.run = grid.current.cellIndex;
  return true;
}

// To the next cell, and from the last of a row to the first of the next.
function tab(grid, step) {
  grid.commit();
  grid.run ??= grid.current.cellIndex;
  const side = grid.current.cellIndex + step;
  const { length } = grid.current.parentElement.cells;
  if (side >= 1 && side < length) grid.focus(grid.near(0, step));
  else grid.focus(grid.near(step, step > 0 ? 1 - grid.current.cellIndex : length));
  return true;
}

function page(grid) {
  return Math.max(1, Math.floor(innerHeight / grid.current.parentElement.offsetHeight) - 8);
}
