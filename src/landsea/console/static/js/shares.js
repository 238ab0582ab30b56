// The editor of a split or of a part delivery: shares of each line of the goods, and live whether they add up.
import { t } from "./api.js";
import { scaled, written } from "./decimal.js";
import { packageWord } from "./packages.js";

const editor = document.querySelector("[data-shares]");
const form = editor.closest("form");
const lines = JSON.parse(document.getElementById("lines").textContent);
const list = editor.querySelector("[data-list]");
const isSplit = form.elements.shares !== undefined;
const KINDS = [
  { what: "packages", places: 0, whole: (line) => line.packages_outstanding, unit: (line, count) => packageWord(line.package_code, count) },
  { what: "kilograms", places: 3, whole: (line) => line.grams_outstanding, unit: () => "kg" },
  { what: "volume", places: 6, whole: (line) => scaled(line.volume_cubic_metres, 6), unit: () => "m³" },
];

for (let made = 0; made < Number(editor.dataset.shares); made += 1) add();
editor.querySelector("[data-add-share]")?.addEventListener("click", () => add().querySelector("input").focus());
form.addEventListener("input", recount);
recount();

function add() {
  const share = editor.querySelector("template").content.firstElementChild.cloneNode(true);
  share.querySelector("[data-rest]")?.addEventListener("click", () => takeRest(share));
  share.querySelector("[data-drop-share]")?.addEventListener("click", () => { share.remove(); recount(); });
  list.append(share);
  recount();
  return share;
}

function shares() {
  return [...list.children];
}

function given(share, line, kind) {
  const field = share.querySelector(`[data-line="${line.line}"] [data-what="${kind.what}"]`);
  return field ? scaled(field.value, kind.places) : 0;
}

function left(line, kind, without) {
  return kind.whole(line) - shares().filter((share) => share !== without).reduce((sum, share) => sum + given(share, line, kind), 0);
}

function takeRest(share) {
  for (const line of lines) {
    for (const kind of KINDS) {
      const field = share.querySelector(`[data-line="${line.line}"] [data-what="${kind.what}"]`);
      if (field) field.value = text(Math.max(left(line, kind, share), 0), kind);
    }
  }
  recount();
}

function text(value, kind) {
  return kind.places ? written(value, kind.places) : String(value);
}

function recount() {
  shares().forEach((share, at) => {
    const legend = share.querySelector("legend");
    if (isSplit) legend.textContent = t("Document {number}", { number: at + 1 });
    const drop = share.querySelector("[data-drop-share]");
    if (drop) drop.hidden = shares().length <= 2;
  });
  const made = shares().map((share) => lines.map((line) => amount(share, line)).filter((one) => one.packages || one.gross_weight_grams));
  if (isSplit) form.elements.shares.value = JSON.stringify(made);
  else form.elements.amounts.value = JSON.stringify(made[0]);
  form.querySelector("[data-balance]").replaceChildren(...lines.map(balance));
  form.querySelector("[data-summary]").replaceChildren(...made.map(summary));
}

function amount(share, line) {
  const volume = given(share, line, KINDS[2]);
  const said = { line: line.line, packages: given(share, line, KINDS[0]), gross_weight_grams: given(share, line, KINDS[1]) };
  return volume ? { ...said, volume_cubic_metres: written(volume, 6) } : said;
}

function summary(share, at) {
  const said = share.map((one) => `${lines[one.line].description}: ${one.packages} ${packageWord(lines[one.line].package_code, one.packages)}, ${written(one.gross_weight_grams, 3)} kg`).join("; ");
  return Object.assign(document.createElement("p"), { textContent: isSplit ? `${t("Document {number}", { number: at + 1 })}: ${said}` : said });
}

function balance(line) {
  const kinds = KINDS.filter((kind) => list.querySelector(`[data-line="${line.line}"] [data-what="${kind.what}"]`));
  const rests = kinds.map((kind) => [left(line, kind), kind]);
  const wrong = rests.some(([rest]) => Number.isNaN(rest));
  const over = rests.some(([rest]) => rest < 0);
  const even = rests.every(([rest]) => rest === 0);
  const item = document.createElement("li");
  item.className = wrong || over || (isSplit && !even) ? "odd" : "even";
  const rest = rests.filter(([value]) => value).map(([value, kind]) => `${text(Math.abs(value), kind)} ${kind.unit(line, Math.abs(value))}`).join(", ");
  item.textContent = `${line.description}: ${sentence({ wrong, over, even }, rests, rest, line)}`;
  return item;
}

function sentence({ wrong, over, even }, rests, rest, line) {
  if (wrong) return t("write numbers only, weights with at most 3 decimals");
  if (over) {
    const much = rests.filter(([value]) => value < 0).map(([value, kind]) => `${text(-value, kind)} ${kind.unit(line, -value)}`).join(", ");
    return t("{amount} too much", { amount: much });
  }
  if (even) return isSplit ? t("adds up exactly") : t("nothing stays outstanding");
  return isSplit ? t("{amount} not given to any document yet", { amount: rest }) : t("{amount} stays outstanding", { amount: rest });
}
