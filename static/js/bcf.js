// Everything works without this file; it makes some of it quicker.
import { initAll } from "../govuk/govuk-frontend.min.js";
import { followers } from "./followers.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
followers(document);

const texts = document.querySelectorAll("textarea[data-length]");
if (texts.length) import("./prose/length.js").then(({ lengths }) => lengths(texts));
const saving = document.querySelector("form[data-saves]");
if (saving) import("./prose/saving.js").then(({ saves }) => saves(saving));

const tables = document.querySelectorAll("table[data-grid]");
if (tables.length) import("./grid/grid.js").then(({ grids }) => grids(tables));
