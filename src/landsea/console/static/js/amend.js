// The form of an amendment: what differs from the content in force becomes an RFC 7396 merge patch. A list is replaced whole.
import { t } from "./api.js";
import { scaled, written } from "./decimal.js";

const editor = document.querySelector("[data-amend]");
const form = editor.closest("form");
const content = JSON.parse(document.getElementById("content").textContent);
const directory = new Map(JSON.parse(document.getElementById("directory").textContent).map((one) => [one.id, one]));

for (const field of editor.querySelectorAll("[data-grams]")) field.value = written(Number(field.dataset.grams), 3);
form.addEventListener("input", remake);
remake();

function remake() {
  const goods = content.goods.map(line);
  const notify = [...editor.querySelectorAll("[data-notify]")].filter((one) => one.value).map(party);
  const wanted = { goods, notify, booking: valueOf("booking"), terms: { text_en: valueOf("text_en"), text_zh: valueOf("text_zh") } };
  const changes = {};
  if (differs(goods, content.goods)) changes.goods = goods;
  if (differs(notify, content.notify)) changes.notify = notify;
  if (wanted.booking !== content.booking) changes.booking = wanted.booking;
  const terms = Object.fromEntries(Object.entries(wanted.terms).filter(([name, text]) => text !== content.terms[name].trim()));
  if (Object.keys(terms).length) changes.terms = terms;
  form.elements.changes.value = JSON.stringify(changes);
  form.querySelector("[data-summary]").replaceChildren(...told(goods, changes));
}

function valueOf(name) {
  return editor.querySelector(`[data-field="${name}"]`).value.trim();
}

function line(old, at) {
  const box = editor.querySelector(`[data-goods="${at}"]`);
  const read = (name) => box.querySelector(`[data-field="${name}"]`).value.trim();
  return { ...old, description: read("description"), marks: read("marks"), packages: scaled(read("packages"), 0), gross_weight_grams: scaled(read("kilograms"), 3) };
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
  const said = goods.flatMap((one, at) => ["description", "marks", "packages", "gross_weight_grams"]
    .filter((name) => one[name] !== content.goods[at][name])
    .map((name) => `${t("Goods, line {number}", { number: at + 1 })}: ${shown(name, content.goods[at][name])} → ${shown(name, one[name])}`));
  if (changes.notify) said.push(`${t("Notify")}: ${changes.notify.map((one) => one.name_en || one.name_zh).join(", ") || "–"}`);
  if (changes.booking !== undefined) said.push(`${t("Booking number")}: ${content.booking || "–"} → ${changes.booking || "–"}`);
  if (changes.terms) said.push(t("The terms"));
  return said.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
}

function shown(name, value) {
  return name === "gross_weight_grams" ? `${written(value, 3)} kg` : value || "–";
}
