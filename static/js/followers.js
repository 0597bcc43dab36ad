// A select that follows another one of its form: `data-follows` is the leader's name, and
// `data-of` on an option is the leader's value it belongs to. Without this file every option
// stays, grouped by its leader; the server refuses a pair that does not go together.

export function followers(root) {
  for (const follower of root.querySelectorAll("select[data-follows]")) {
    const leader = follower.form.elements.namedItem(follower.dataset.follows);
    const all = [...follower.options].map((option) => option.cloneNode(true));
    leader.addEventListener("change", () => show(follower, all, leader.value));
    show(follower, all, leader.value);
  }
}

// The blank option has no `data-of`: it fits every leader.
function show(follower, all, value) {
  const chosen = follower.value;
  const fitting = all.filter((option) => !option.dataset.of || option.dataset.of === value);
  follower.replaceChildren(...fitting.map((option) => option.cloneNode(true)));
  follower.value = fitting.some((option) => option.value === chosen) ? chosen : "";
}
