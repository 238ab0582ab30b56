// The plan page: choosing an itinerary in the table or on the map shows its legs and marks its line.
import "./map.js";
import { call, newKey, Problem } from "./api.js";
import { bodyOf, showProblem } from "./forms.js";

const rows = [...document.querySelectorAll("[data-itinerary]")];
const map = document.querySelector("route-map");

function choose(number, { keep = true } = {}) {
  for (const row of rows) row.classList.toggle("chosen", row.dataset.itinerary === number);
  for (const legs of document.querySelectorAll("[data-legs]")) legs.hidden = legs.dataset.legs !== number;
  const radio = document.querySelector(`input[name=pick][value="${number}"]`);
  if (radio) radio.checked = true;
  map?.choose?.(number);
  if (keep) {
    const url = new URL(location.href);
    url.searchParams.set("pick", number);
    history.replaceState(null, "", url);
  }
}

for (const row of rows) {
  row.addEventListener("click", (event) => { if (!event.target.closest("a, button")) choose(row.dataset.itinerary); });
}
for (const radio of document.querySelectorAll("input[name=pick]")) {
  radio.addEventListener("change", () => choose(radio.value));
}
map?.addEventListener("pick", (event) => choose(event.detail));

// The form takes a name or a code; what was chosen from the list goes out as its code.
const form = document.querySelector("[data-plan-form]");
form?.addEventListener("submit", () => {
  for (const input of form.querySelectorAll("[data-place-field] input")) {
    if (input.dataset.code) input.value = input.dataset.code;
  }
  for (const input of form.querySelectorAll("input, select")) if (!input.value) input.disabled = true;
});

// A quote: the plan is kept, the chosen itinerary is offered, and the quote has its own page.
for (const form of document.querySelectorAll("form[data-quote]")) {
  const keys = [newKey(), newKey()];
  form.addEventListener("input", () => { keys[1] = newKey(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      const request = JSON.parse(document.getElementById("plan-request").textContent);
      const plan = await call("POST", "/v1/plans", request, { key: keys[0] });
      const body = { ...bodyOf(form), itinerary: Number(form.dataset.quote) };
      if (Array.isArray(body.operators)) body.operators = { ...body.operators };
      const { quote } = await call("POST", `/v1/plans/${plan.id}/quotes`, body, { key: keys[1] });
      location.assign(`/quotes/${quote}`);
    } catch (failed) {
      if (!(failed instanceof Problem)) throw failed;
      keys[1] = newKey();
      showProblem(form, failed);
      button.disabled = false;
    }
  });
}
