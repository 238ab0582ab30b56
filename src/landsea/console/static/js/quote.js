// The booking form of a quote: who takes which part becomes the list of parties; an empty container is left out.
const form = document.getElementById("book");

form?.addEventListener("submit", () => {
  form.querySelectorAll("[data-made]").forEach((made) => made.remove());
  [...form.querySelectorAll("[data-party]")].filter((field) => field.value).forEach((field, index) => {
    add(`parties.${index}.party`, field.value);
    add(`parties.${index}.capacity`, field.dataset.party);
  });
  const container = form.querySelector("[name='equipment.0.container']");
  for (const field of form.querySelectorAll("[name^='equipment.0.']")) field.disabled = !container.value.trim();
}, { capture: true });

form?.addEventListener("input", () => {
  for (const field of form.querySelectorAll("[name^='equipment.0.']")) field.disabled = false;
});

function add(name, value) {
  const made = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  made.dataset.made = "";
  form.append(made);
}
