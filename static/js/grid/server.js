// Calls to the server. It is the only judge of what may stand in a cell.

export class Server {
  constructor(address) {
    this.address = address;
    this.token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    this.last = Promise.resolve();
  }

  start() {
    return this.call("", null);
  }

  now(body) {
    return this.call("now/", body);
  }

  // Writes go one after another, so that each is compared with what the one before left.
  write(path, body) {
    const next = this.last.then(() => this.call(path, body()));
    this.last = next.catch(() => undefined);
    return next;
  }

  async call(path, body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    const request = body === null ? {} : { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(this.address + path, request).catch(() => {
      throw new Failed(0);
    });
    const told = response.headers.get("Content-Type") === "application/json" ? await response.json() : null;
    if (told?.refused) throw new Refused(told);
    if (response.ok && told) return told;
    throw new Failed(response.redirected ? 401 : response.status);
  }
}

// The server says why nothing was saved.
export class Refused extends Error {
  constructor(told) {
    super("refused");
    this.told = told;
  }
}

// The server could not be asked, or could not answer.
export class Failed extends Error {
  constructor(status) {
    super(`failed: ${status}`);
    this.status = status;
  }

  get sentence() {
    if (this.status === 401) return "You are signed out. Sign in again in another tab, then type it again.";
    if (this.status === 0) return "The server cannot be reached. Keep this page open and type it again later.";
    if (this.status === 404) return "It is not there any more: somebody deleted it.";
    if (this.status === 403) return "You may no longer change this plan. Load the page again.";
    return "The server could not save it. What you typed is still here.";
  }
}
