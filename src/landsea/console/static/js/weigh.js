// Sliders that weigh time, cost, carbon and certainty. The score is a weighted product: one per cent more counts the same in each, times its
// weight, so that hours, dollars and grams need no common unit and an itinerary that is added or left out changes no other's place.
import { t } from "./api.js";

const WORDS = [t("does not count"), t("a little"), t("normal"), t("much"), t("above all")];
const NORMAL = 2;

/** `keep(name, value)` writes the weights into the page's address. */
export function startWeighing(form, keep) {
  if (!form) return;
  const sliders = [...form.querySelectorAll("input[type=range]")];
  const body = document.querySelector(".itineraries tbody");
  const inPlan = [...body.rows];
  form.hidden = false;

  const apply = (weighed) => {
    for (const slider of sliders) speak(slider);
    const rows = weighed ? ordered(inPlan, sliders) : inPlan;
    body.append(...rows);
    say(form, weighed ? rows[0].dataset.itinerary : "");
    keep("weights", weighed ? sliders.map((slider) => slider.value).join(".") : "");
  };
  for (const slider of sliders) slider.addEventListener("input", () => apply(true));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("[data-weigh-reset]").addEventListener("click", () => {
    for (const slider of sliders) slider.value = NORMAL;
    apply(false);
    sliders[0].focus();
  });

  const given = new URL(location.href).searchParams.get("weights")?.split(".") ?? [];
  sliders.forEach((slider, index) => { if (/^[0-4]$/.test(given[index] ?? "")) slider.value = given[index]; });
  apply(given.length > 0);
}

function speak(slider) {
  const word = WORDS[Number(slider.value)];
  slider.setAttribute("aria-valuetext", word);
  slider.nextElementSibling.textContent = word;
}

/** Rows by rising score; equal ones stay in the order of the plan. */
function ordered(rows, sliders) {
  const least = Object.fromEntries(sliders.map(({ name }) => [name, Math.min(...rows.map((row) => burden(row, name)))]));
  const score = (row) => sliders.reduce((sum, { name, value }) => sum + Number(value) * (burden(row, name) - least[name]), 0);
  return rows.map((row, index) => [score(row), index, row]).sort(([a, i], [b, j]) => a - b || i - j).map(([, , row]) => row);
}

/** The logarithm of minutes, minor units or grams; of certainty, of one over its chance. Less is better. */
function burden(row, name) {
  const value = Math.max(1, Number(row.dataset[name] ?? 1));
  return name === "certain" ? -Math.log(value) : Math.log(value);
}

function say(form, first) {
  const place = form.querySelector("[data-weighed]");
  place.hidden = !first;
  form.querySelector("[data-weigh-reset]").hidden = !first;
  if (!first) return;
  form.querySelector("[data-weighed-first]").textContent = t("With these weights itinerary {number} comes first:", { number: first });
  const verdict = document.querySelector(`[data-verdict="${first}"]`).cloneNode(true);
  place.querySelector("ul").replaceChildren(...verdict.childNodes);
}
