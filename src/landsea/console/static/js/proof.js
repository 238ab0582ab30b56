// Recorded -> confirmed: asks until a signed checkpoint covers the newest act, which takes about a second.
import { call, Problem, t } from "./api.js";

const TRIES_MAX = 60;
const place = document.querySelector("[data-proof]");
if (place?.querySelector(".badge.warn")) ask(TRIES_MAX);

async function ask(left) {
  try {
    const { act, proof } = await call("GET", place.dataset.proof);
    if (proof) return confirm(act.position);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
  }
  if (left > 1) setTimeout(() => ask(left - 1), 1000);
}

function confirm(position) {
  const badge = Object.assign(document.createElement("span"), { className: "badge good", textContent: t("confirmed in the log at position {position}", { position }) });
  place.replaceChildren(badge);
}
