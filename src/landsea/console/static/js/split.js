// The form that splits a consignment: items of which packages go become the list of parts; the others are not mentioned.
const form = document.querySelector("form[data-split]");

form?.addEventListener("submit", () => {
  form.querySelectorAll("[data-made]").forEach((made) => made.remove());
  [...form.querySelectorAll("[data-part]")].filter((part) => part.querySelector("[data-packages]").value).forEach((part, index) => {
    add(`items.${index}.item`, part.dataset.part, "int");
    add(`items.${index}.packages`, part.querySelector("[data-packages]").value, "int");
    add(`items.${index}.gross_weight`, part.querySelector("[data-weight]").value || "0", "kgm");
  });
}, { capture: true });

function add(name, value, as) {
  const made = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  made.dataset.made = "";
  made.dataset.as = as;
  form.append(made);
}
