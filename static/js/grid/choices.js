// A list to choose from by typing: the combobox pattern, with its list under the box.

let made = 0;

export class Choices {
  // `options` are pairs of key and label; an empty entry empties the cell.
  constructor(box, options, chosen) {
    this.box = box;
    this.options = [["", "(nothing)"], ...options];
    this.chosen = chosen;
    this.list = document.createElement("ul");
    this.list.id = `choices-${++made}`;
    this.list.className = "choices";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.getAttribute("aria-label"));
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-expanded": "true", "aria-controls": this.list.id, "aria-autocomplete": "list",
    })) box.setAttribute(name, value);
    box.value = this.options.find(([key]) => key && key === chosen)?.[1] ?? "";
    box.after(this.list);
    box.addEventListener("input", () => this.show(box.value));
    box.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("mousedown", (event) => this.click(event));
    this.show("");
  }

  type(text) {
    this.box.value = text;
    this.show(text);
  }

  // The key that is marked; what fits nothing goes to the server as it was typed.
  get value() {
    const marked = this.list.querySelector("[aria-selected=true]");
    if (marked) return marked.dataset.key;
    return this.box.value;
  }

  close() {
    this.list.remove();
  }

  // The entries that hold what was typed, those that begin with it first.
  show(text) {
    const wanted = text.trim().toLowerCase();
    const fits = this.options.filter(([, label]) => label.toLowerCase().includes(wanted));
    fits.sort(([, a], [, b]) => b.toLowerCase().startsWith(wanted) - a.toLowerCase().startsWith(wanted));
    const shown = wanted ? fits.filter(([key]) => key) : this.options;
    this.list.replaceChildren(...shown.map(([key, label]) => this.entry(key, label)));
    const first = wanted ? shown[0] : shown.find(([key]) => key === this.chosen);
    this.mark(first && this.list.children[shown.indexOf(first)]);
    this.list.hidden = !shown.length;
    this.box.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  entry(key, label) {
    const entry = document.createElement("li");
    entry.id = `${this.list.id}-${key || "none"}`;
    entry.dataset.key = key;
    entry.textContent = label;
    entry.setAttribute("role", "option");
    entry.setAttribute("aria-selected", "false");
    return entry;
  }

  mark(entry) {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    entry?.setAttribute("aria-selected", "true");
    entry?.scrollIntoView({ block: "nearest" });
    if (entry) this.box.setAttribute("aria-activedescendant", entry.id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const entries = [...this.list.children];
    const at = entries.findIndex((entry) => entry.getAttribute("aria-selected") === "true");
    this.mark(entries[Math.min(entries.length - 1, Math.max(0, at + step))]);
  }

  click(event) {
    const entry = event.target.closest("[role=option]");
    event.preventDefault();
    if (!entry) return;
    this.mark(entry);
    this.box.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
  }
}
