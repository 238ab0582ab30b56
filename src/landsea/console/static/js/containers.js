// The containers of a form, as many as there are: number with its check digit, size and type, seals and, where it is asked, the verified
// gross mass. Selects of goods name them by `data-box`, so that a number can still be corrected.
import { t } from "./api.js";
import { clearBeside, tellBeside } from "./forms.js";
import { faultOf, plainNumber } from "./iso6346.js";

/** `start`: what stands already; `pointer`: where the list stands in the body of the call. A container that comes or goes is an `input` of the form. */
export function listContainers(root, start, pointer) {
  const list = root.querySelector("[data-boxes]");
  let made = 0;
  const rows = () => [...list.children];

  function add(one = { container: "", iso_code: "", seals: [] }) {
    const row = root.querySelector("template").content.firstElementChild.cloneNode(true);
    made += 1;
    row.dataset.box = `box-${made}`;
    for (const field of row.querySelectorAll("[data-field]")) field.value = shown(one[field.dataset.field]);
    watch(row, one);
    row.querySelector("[data-drop-box]").addEventListener("click", () => { row.remove(); renumber(); root.dispatchEvent(new Event("input", { bubbles: true })); });
    list.append(row);
    renumber();
    return row;
  }

  function watch(row, one) {
    const number = fieldOf(row, "container");
    const type = fieldOf(row, "iso_code");
    type.required = Boolean(type.value) || !one.container;
    number.addEventListener("input", () => { check(row, one.container); });
    number.addEventListener("change", () => tell(number));
    type.addEventListener("input", () => name(root, row));
    name(root, row);
  }

  function check(row, before) {
    const number = fieldOf(row, "container");
    const said = plainNumber(number.value);
    const twice = rows().some((other) => other !== row && plainNumber(fieldOf(other, "container").value) === said);
    const fault = !said || said === before ? "" : faultOf(said) || (twice ? t("This container is listed already.") : "");
    number.setCustomValidity(fault);
    if (number.hasAttribute("aria-invalid")) tell(number);
  }

  function renumber() {
    rows().forEach((row, at) => {
      row.querySelector("legend").textContent = t("Container {number}", { number: at + 1 });
      for (const field of row.querySelectorAll("[data-field]")) field.dataset.pointer = `${pointer}.${at}.${field.dataset.field}`;
    });
  }

  start.forEach((one) => add(one));
  root.querySelector("[data-add-box]").addEventListener("click", () => {
    fieldOf(add(), "container").focus();
    root.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return { rows, values: () => rows().map(valueOf) };
}

function fieldOf(row, name) {
  return row.querySelector(`[data-field="${name}"]`);
}

function shown(value) {
  return Array.isArray(value) ? value.join(", ") : value ?? "";
}

/** The size and type in words, under its code. */
function name(root, row) {
  const field = fieldOf(row, "iso_code");
  const known = [...root.querySelectorAll("#size-types option")].find((one) => one.value === field.value.trim().toUpperCase());
  row.querySelector("[data-type-word]").textContent = known?.label ?? "";
}

function tell(field) {
  clearBeside(field);
  if (field.validationMessage && field.validity.customError) tellBeside(field, field.validationMessage);
}

function valueOf(row) {
  const said = Object.fromEntries([...row.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field.value.trim()]));
  const { container, iso_code: type, seals, vgm, ...more } = said;
  const mass = vgm ? { vgm: { value: vgm.replaceAll(",", ""), unit: "KGM" } } : {};
  return { container: plainNumber(container), iso_code: type.toUpperCase(), seals: seals.split(/[,，、;；]/).map((one) => one.trim()).filter(Boolean), ...mass, ...more };
}

/** Fills a select of goods with the containers there are; what was chosen stays chosen. `before`: the number that is chosen at first. */
export function offerContainers(select, rows, before) {
  const chosen = select.dataset.started === undefined ? rows.find((row) => plainNumber(fieldOf(row, "container").value) === before)?.dataset.box : select.value;
  select.dataset.started = "";
  const options = rows.map((row, at) => new Option(plainNumber(fieldOf(row, "container").value) || t("Container {number}", { number: at + 1 }), row.dataset.box));
  select.replaceChildren(select.options[0], ...options);
  select.value = rows.some((row) => row.dataset.box === chosen) ? chosen : "";
}

/** The number that a select names; nothing where none is chosen. */
export function chosenContainer(select, rows) {
  const row = rows.find((one) => one.dataset.box === select.value);
  return row ? plainNumber(fieldOf(row, "container").value) : "";
}
