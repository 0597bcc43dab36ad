// A button that a script adds; `look` is its class.

export function button(label, look, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
