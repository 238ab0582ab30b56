// The form of an amendment: what differs from the content in force becomes an RFC 7396 merge patch. A list is replaced whole. A line of the goods
// can be divided between containers: its part is a new line after it.
import { t } from "./api.js";
import { chosenContainer, listContainers, offerContainers } from "./containers.js";
import { scaled, written } from "./decimal.js";
import { packageWord } from "./packages.js";

const editor = document.querySelector("[data-amend]");
const form = editor.closest("form");
const content = JSON.parse(document.getElementById("content").textContent);
const directory = new Map(JSON.parse(document.getElementById("directory").textContent).map((one) => [one.id, one]));

const boxes = listContainers(editor.querySelector("[data-containers]"), content.equipment, "changes.equipment");
const FIELDS = { description: "description", marks: "marks", packages: "packages", kilograms: "gross_weight_grams", volume: "volume_cubic_metres" };

for (const field of editor.querySelectorAll("[data-grams]")) field.value = written(Number(field.dataset.grams), 3);
for (const box of lines()) startLine(box);
form.addEventListener("input", remake);
remake();

function lines() {
  return [...editor.querySelector("[data-lines]").children];
}

function startLine(box) {
  box.querySelector("[data-divide]").addEventListener("click", () => { divide(box); remake(); });
  box.querySelector("[data-drop-part]").addEventListener("click", () => { box.remove(); remake(); });
}

function divide(box) {
  const part = box.cloneNode(true);
  for (const name of ["packages", "kilograms", "volume"]) {
    const field = part.querySelector(`[data-field="${name}"]`);
    if (field) field.value = "";
  }
  part.dataset.added = "";
  part.querySelector("select").value = "";
  part.querySelector("[data-drop-part]").hidden = false;
  startLine(part);
  box.after(part);
  part.querySelector('[data-field="packages"]').focus();
}

function remake() {
  lines().forEach(arrange);
  const goods = lines().map(line);
  const equipment = boxes.values();
  const notify = [...editor.querySelectorAll("[data-notify]")].filter((one) => one.value).map(party);
  const wanted = { goods, notify, booking: valueOf("booking"), terms: { text_en: valueOf("text_en"), text_zh: valueOf("text_zh") } };
  const changes = {};
  if (differs(goods, content.goods)) changes.goods = goods;
  if (differs(equipment, content.equipment)) changes.equipment = equipment;
  if (differs(notify, content.notify)) changes.notify = notify;
  if (wanted.booking !== content.booking) changes.booking = wanted.booking;
  const terms = Object.fromEntries(Object.entries(wanted.terms).filter(([name, text]) => text !== content.terms[name].trim()));
  if (Object.keys(terms).length) changes.terms = terms;
  form.elements.changes.value = JSON.stringify(changes);
  form.querySelector("[data-summary]").replaceChildren(...told(goods, changes));
}

/** The line's number, the containers it can be in, and where a refusal of one of its values is shown. */
function arrange(box, at) {
  box.querySelector("legend").textContent = t("Goods, line {number}", { number: at + 1 });
  const select = box.querySelector("select");
  const old = content.goods[box.dataset.goods];
  if (odd(old)) select.options[0].textContent = old.container;
  offerContainers(select, boxes.rows(), old.container);
  select.dataset.pointer = `changes.goods.${at}.container`;
  for (const [name, path] of Object.entries(FIELDS)) {
    const field = box.querySelector(`[data-field="${name}"]`);
    if (field) field.dataset.pointer = `changes.goods.${at}.${path}`;
  }
}

function valueOf(name) {
  return editor.querySelector(`[data-field="${name}"]`).value.trim();
}

function line(box) {
  const old = content.goods[box.dataset.goods];
  const read = (name) => box.querySelector(`[data-field="${name}"]`)?.value.trim();
  const said = { ...old, description: read("description"), marks: read("marks"), packages: scaled(read("packages"), 0), gross_weight_grams: scaled(read("kilograms"), 3) };
  return { ...said, volume_cubic_metres: read("volume") ?? old.volume_cubic_metres, container: chosenContainer(box.querySelector("select"), boxes.rows()) || odd(old) };
}

/** A container that goods were in without its standing among the document's containers. */
function odd(old) {
  return content.equipment.some((one) => one.container === old.container) ? "" : old.container;
}

function party(field) {
  if (field.value.startsWith("kept:")) return content.notify[Number(field.value.slice(5))];
  const one = directory.get(field.value);
  return { name_en: one.name_en, name_zh: one.name_zh, party: one.id, did: one.did, country: one.country, identifiers: one.identifiers };
}

function differs(one, other) {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function told(goods, changes) {
  const said = changes.goods ? lines().flatMap((box, at) => ofLine(box, at, goods[at])) : [];
  if (changes.equipment) said.push(`${t("Containers")}: ${listed(content.equipment)} → ${listed(changes.equipment)}`);
  if (changes.notify) said.push(`${t("Notify")}: ${changes.notify.map((one) => one.name_en || one.name_zh).join(", ") || "–"}`);
  if (changes.booking !== undefined) said.push(`${t("Booking number")}: ${content.booking || "–"} → ${changes.booking || "–"}`);
  if (changes.terms) said.push(t("The terms"));
  return said.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
}

function ofLine(box, at, line) {
  const names = [...Object.values(FIELDS), "container"];
  const title = t("Goods, line {number}", { number: at + 1 });
  if (box.dataset.added !== undefined) return [`${title} (${t("new")}): ${names.map((name) => shown(name, line)).filter((one) => one !== "–").join(", ")}`];
  const old = content.goods[box.dataset.goods];
  return names.filter((name) => line[name] !== old[name]).map((name) => `${title}: ${shown(name, old)} → ${shown(name, line)}`);
}

function listed(equipment) {
  return equipment.map((one) => [one.container, one.iso_code, ...one.seals].filter(Boolean).join(" ")).join(", ") || "–";
}

function shown(name, line) {
  const value = line[name];
  if (name === "packages") return `${value} ${packageWord(line.package_code, value)}`;
  if (name === "gross_weight_grams") return `${written(value, 3)} kg`;
  return name === "volume_cubic_metres" && value ? `${value} m³` : value || "–";
}
