// What was typed and not saved yet, kept by this tab alone until it is closed.

export class Draft {
  constructor(name) {
    this.name = `draft ${name}`;
  }

  read() {
    return JSON.parse(sessionStorage.getItem(this.name));
  }

  // A tab that has no room left says so by an error, and the page goes on without.
  keep(text, seen) {
    try {
      sessionStorage.setItem(this.name, JSON.stringify({ text, seen }));
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
    }
  }

  drop() {
    sessionStorage.removeItem(this.name);
  }
}
