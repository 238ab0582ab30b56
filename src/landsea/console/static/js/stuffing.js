// The containers of a consignment and what is in each. A line of the goods that is divided becomes as many lines: the first part is what the
// others leave, so that packages, weight and volume always add up to what was there.
import { chosenContainer, listContainers, offerContainers } from "./containers.js";
import { t } from "./api.js";
import { scaled, written } from "./decimal.js";

const form = document.querySelector("form[data-stuffing]");
const before = JSON.parse(document.getElementById("boxes").textContent);
const goods = JSON.parse(document.getElementById("goods").textContent);
const boxes = listContainers(form.querySelector("[data-containers]"), before, "equipment");
const lines = [...form.querySelectorAll("[data-goods]")];
const AMOUNTS = { packages: 0, gross_weight: 6, volume: 6 };

for (const line of lines) {
  add(line);
  line.querySelector("[data-divide]").addEventListener("click", () => { add(line).querySelector("select").focus(); remake(); });
  line.querySelector("[data-undivide]").addEventListener("click", () => { partsOf(line).at(-1).remove(); remake(); });
}
form.addEventListener("input", remake);
remake();

function add(line) {
  const part = line.querySelector("template").content.firstElementChild.cloneNode(true);
  line.querySelector("[data-parts]").append(part);
  return part;
}

function partsOf(line) {
  return [...line.querySelector("[data-parts]").children];
}

function field(part, what) {
  return part.querySelector(`[data-what="${what}"]`);
}

function remake() {
  const rows = boxes.rows();
  for (const line of lines) arrange(line, rows);
  const made = lines.flatMap((line) => partsOf(line).map((part) => [line, part]));
  made.forEach(([, part], at) => {
    for (const one of part.querySelectorAll("[data-what]")) one.dataset.pointer = `goods.${at}.${one.dataset.what}`;
  });
  form.elements.equipment.value = JSON.stringify(boxes.values());
  form.elements.goods.value = JSON.stringify(numbered(made.map(([line, part]) => item(line, part, rows))));
  const again = form.querySelector("[data-asks-again]");
  if (again) again.hidden = !asksMore(boxes.values());
}

/** Which fields a line shows; and its first part takes what the others leave. */
function arrange(line, rows) {
  const parts = partsOf(line);
  const whole = goods[line.dataset.goods];
  const divided = parts.length > 1;
  for (const one of line.querySelectorAll("[data-divided], [data-undivide]")) one.hidden = !divided;
  parts.forEach((part, at) => {
    offerContainers(field(part, "container"), rows, at ? undefined : whole.container);
    for (const box of part.querySelectorAll("[data-amount]")) box.hidden = !divided;
    for (const one of part.querySelectorAll("input")) {
      one.disabled = !divided;
      one.readOnly = at === 0;
    }
  });
  for (const [what, places] of Object.entries(AMOUNTS)) rest(parts, whole, what, places);
}

function rest([first, ...others], whole, what, places) {
  const shown = field(first, what);
  if (!shown) return;
  const taken = others.map((part) => field(part, what));
  const left = taken.reduce((sum, one) => sum - scaled(one.value, places), amountOf(whole, what));
  shown.value = Number.isNaN(left) ? "" : text(left, places);
  for (const one of taken) one.setCustomValidity(left > 0 || Number.isNaN(left) ? "" : t("Nothing of the line would be left for its first part."));
}

function amountOf(whole, what) {
  return what === "packages" ? whole.packages : scaled(whole[what].value, 6);
}

function text(value, places) {
  return places ? written(value, places) : String(value);
}

/** A line as it was with its container; a part of it with its own amounts. */
function item(line, part, rows) {
  const whole = goods[line.dataset.goods];
  const container = chosenContainer(field(part, "container"), rows) || null;
  if (partsOf(line).length === 1) return { ...whole, container };
  const first = part === partsOf(line)[0];
  const said = { packages: Number(field(part, "packages").value), gross_weight: quantity(part, whole, "gross_weight") };
  const volume = whole.volume ? { volume: quantity(part, whole, "volume") } : {};
  return { ...whole, ...said, ...volume, container, no: first ? whole.no : null };
}

function quantity(part, whole, what) {
  return { value: field(part, what).value.trim(), unit: whole[what].unit };
}

/** Parts that are new get the numbers after the highest there is. */
function numbered(items) {
  let last = Math.max(0, ...goods.map((one) => one.no));
  return items.map((one) => (one.no === null ? { ...one, no: ++last } : one));
}

/** More containers of a size and type than before: operators confirm again. */
function asksMore(now) {
  const count = (list, type) => list.filter((one) => one.iso_code === type).length;
  return now.some((one) => one.iso_code && count(now, one.iso_code) > count(before, one.iso_code));
}
