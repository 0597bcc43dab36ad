// Long texts that save themselves, a moment after typing stops and when their field is left.
// Until the server has a text, this tab keeps it. Without this file the button saves all.

import { Server } from "../grid/server.js";
import { Prose } from "./prose.js";

export function saves(form) {
  const server = new Server(form.dataset.saves);
  // A text that explains a figure is saved with it, by the button.
  const boxes = [...form.querySelectorAll("textarea[data-length]:enabled:not(.with-figures *)")];
  const texts = boxes.map((box) => new Prose(form, box, server));
  const others = [...form.elements].filter((control) => control.name && !boxes.includes(control));
  let sent = false;

  // The button waits for what is under way, or the person would be in conflict with themselves.
  form.addEventListener("submit", async (event) => {
    const waits = texts.some((text) => text.going);
    texts.forEach((text) => text.rest());
    sent = !waits;
    if (!waits) return;
    event.preventDefault();
    await server.last;
    sent = true;
    form.submit();
  });

  window.addEventListener("beforeunload", (event) => {
    const unsaved = texts.some((text) => text.unsaved) || others.some(isChanged);
    if (!sent && unsaved) event.preventDefault();
  });
}

function isChanged(control) {
  if (control.type === "hidden") return false;
  if (!control.options) return control.value !== (control.defaultValue ?? control.value);
  const first = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
  return first !== undefined && !first.selected;
}
