// What is told under a long text, while it is typed: how long it is, and what is still unfinished.
// The server writes the same words when the page opens.

export function lengths(boxes) {
  for (const box of boxes) {
    const told = document.getElementById(`${box.id}_length`);
    const findings = box.parentElement.querySelectorAll(".prose-finding");
    box.addEventListener("input", () => {
      told.textContent = length(box.value.trim(), box.dataset.length);
      for (const finding of findings) finding.hidden = !box.value.includes(finding.dataset.words);
    });
  }
}

function length(text, most) {
  const words = text ? text.split(/\s+/).length : 0;
  const limit = most ? ` of at most ${number(most)}` : "";
  return `${plural(words, "word")}, ${plural([...text].length, "character")}${limit}`;
}

function plural(count, noun) {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function number(value) {
  return Number(value).toLocaleString("en-GB");
}
