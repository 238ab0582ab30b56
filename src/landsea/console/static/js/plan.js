// The plan page: choosing an itinerary in the table, on the map or in the diagram shows it in all three, and its legs below.
import "./map.js";
import { call, newKey, Problem, say } from "./api.js";
import { startDiagram } from "./diagram.js";
import { bodyOf, showProblem } from "./forms.js";
import { startWeighing } from "./weigh.js";

const map = document.querySelector("route-map");

function choose(number, { keep = true } = {}) {
  for (const row of document.querySelectorAll("[data-itinerary]")) row.classList.toggle("chosen", row.dataset.itinerary === number);
  for (const line of document.querySelectorAll("[data-journey]")) line.classList.toggle("chosen", line.dataset.journey === number);
  for (const part of document.querySelectorAll("[data-detail]")) part.toggleAttribute("hidden", part.dataset.detail !== number);
  for (const part of document.querySelectorAll("[data-legs]")) part.hidden = part.dataset.legs !== number;
  const radio = document.querySelector(`input[name=pick][value="${number}"]`);
  if (radio) radio.checked = true;
  map?.choose?.(number);
  if (keep) keepInAddress("pick", number);
}

function keepInAddress(name, value) {
  const url = new URL(location.href);
  if (value) url.searchParams.set(name, value);
  else url.searchParams.delete(name);
  history.replaceState(null, "", url);
}

for (const row of document.querySelectorAll("[data-itinerary]")) {
  row.addEventListener("click", (event) => { if (!event.target.closest("a, button")) choose(row.dataset.itinerary); });
}
for (const radio of document.querySelectorAll("input[name=pick]")) {
  radio.addEventListener("change", () => choose(radio.value));
}
map?.addEventListener("pick", (event) => choose(event.detail));
startDiagram(document.querySelector("[data-diagram]"), choose);
startWeighing(document.querySelector("[data-weigh]"), keepInAddress);

// The form takes a name or a code; what was chosen from the list goes out as its code.
const form = document.querySelector("[data-plan-form]");
form?.addEventListener("submit", () => {
  for (const input of form.querySelectorAll("[data-place-field] input")) {
    if (input.dataset.code) input.value = input.dataset.code;
  }
  for (const input of form.querySelectorAll("input, select")) if (!input.value) input.disabled = true;
});

// A quote: the plan is kept unless it is already, the chosen itinerary is offered, and the quote has its own page.
for (const form of document.querySelectorAll("form[data-quote]")) {
  const keys = [newKey(), newKey()];
  form.addEventListener("input", () => { keys[1] = newKey(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const plan = form.dataset.plan || await kept(keys[0]);
      const body = { ...bodyOf(form), itinerary: Number(form.dataset.quote) };
      if (Array.isArray(body.operators)) body.operators = { ...body.operators };
      const { quote } = await call("POST", `/v1/plans/${plan}/quotes`, body, { key: keys[1] });
      location.assign(`/quotes/${quote}`);
    } catch (failed) {
      if (!(failed instanceof Problem)) throw failed;
      keys[1] = newKey();
      showProblem(form, failed);
      button.disabled = false;
    }
  });
}

// Keeping: the plan gets a page of its own, which is the link to share.
const keep = document.querySelector("[data-keep]");
const keepKey = newKey();
keep?.addEventListener("click", async () => {
  keep.disabled = true;
  try {
    location.assign(`${asked().dataset.page}/${await kept(keepKey)}${location.search.match(/[?&]pick=\d+/)?.[0].replace("&", "?") ?? ""}`);
  } catch (failed) {
    if (!(failed instanceof Problem)) throw failed;
    say(failed.message);
    keep.disabled = false;
  }
});

/** Keeps the plan of this page and resolves to its id. */
async function kept(key) {
  return (await call("POST", asked().dataset.api, JSON.parse(asked().textContent), { key })).id;
}

/** The request of this page: `data-api` is where it is kept, `data-page` where kept ones are shown. */
function asked() {
  return document.getElementById("plan-request");
}
