// How long a text is, while it is typed. The server writes the same words when the page opens.

export function lengths(boxes) {
  for (const box of boxes) {
    const told = document.getElementById(`${box.id}_length`);
    box.addEventListener("input", () => {
      told.textContent = length(box.value.trim(), box.dataset.length);
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
