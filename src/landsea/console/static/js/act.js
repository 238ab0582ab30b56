// An act in two steps. The first asks the node what it would say to the act (`prepare`: decided, nothing stored), so that what is refused is
// refused beside its field; the second shows what was entered, the sentence of what it causes, and takes the passphrase, or the signatures made
// with a key outside the node. What cannot be prepared (`data-unprepared`: a chain is asked) is first heard of when it is signed.
import { call, Problem } from "./api.js";
import { bodyOf, clearProblems, instant, showProblem } from "./forms.js";
import { showStatements } from "./outside.js";

const LANGUAGE = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

for (const form of document.querySelectorAll("form[data-two-steps]")) start(form);

function start(form) {
  const first = form.querySelector("[data-step='1']");
  const second = form.querySelector("[data-step='2']");
  form.addEventListener("submit", (event) => {
    if (!second.hidden) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, first, second);
  }, { capture: true });
  form.querySelector("[data-step-back]").addEventListener("click", () => show(second, first));
  form.addEventListener("refused", () => { if (first.querySelector("[aria-invalid]")) show(second, first); });
  form.addEventListener("change", () => choose(form));
  choose(form);
  const proceed = first.querySelector("[data-continue]");
  proceed.disabled = proceed.dataset.ready === undefined; // not before this script can hold the form back
}

async function ask(form, first, second) {
  clearProblems(form);
  const button = first.querySelector("[data-continue]");
  button.setAttribute("aria-busy", "true");
  try {
    if (form.dataset.unprepared === undefined) {
      showStatements(form, await call("POST", form.dataset.api.split(" ")[1], { ...bodyOf(form), prepare: true }));
    }
    summarise(form, first, second);
    show(first, second);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showProblem(form, problem);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function show(from, to) {
  for (const one of from.querySelectorAll("[data-sign], [data-signing]")) one.disabled = true;
  for (const one of to.querySelectorAll("[data-sign], [data-signing]")) one.disabled = false;
  from.hidden = true;
  to.hidden = false;
  (to.querySelector("[aria-invalid]") ?? to.querySelector("h2")).focus();
}

/** What a choice decides: which fields are asked for, and which sentence will be said. */
function choose(form) {
  const chosen = form.dataset.chooses ? form.elements[form.dataset.chooses]?.value : "";
  for (const box of form.querySelectorAll("[data-only]")) {
    box.hidden = box.dataset.only !== chosen;
    for (const field of box.querySelectorAll("input, select")) field.disabled = box.hidden;
  }
  for (const box of form.querySelectorAll("[data-when]")) box.hidden = box.dataset.when !== chosen;
}

function summarise(form, first, second) {
  second.querySelector("[data-summary-list]").replaceChildren(...[...first.querySelectorAll(".field, [data-summary]")].flatMap(line));
  const party = form.querySelector("[data-holder]") ?? chosen(form);
  const named = form.querySelector("[data-names-holder]")?.value.trim();
  for (const place of second.querySelectorAll("[data-shows]")) place.textContent = named || (party?.dataset[place.dataset.shows] ?? "…");
}

/** The option of whom the act gives something to. */
function chosen(form) {
  return [...form.querySelectorAll("select[name=to], select[name=holder], select[name=entitled]")].find((one) => one.value && !one.disabled)?.selectedOptions[0];
}

function line(box) {
  if (box.matches("[data-summary]")) return pair(box.dataset.label, ...[...box.childNodes].map((one) => one.cloneNode(true)));
  if (box.closest("[data-editor], [hidden]")) return [];
  const said = valueOf(box);
  return said ? pair((box.querySelector("legend, label"))?.firstChild.textContent.trim() ?? "", said) : [];
}

function pair(label, ...said) {
  if (!said.length) return [];
  const name = Object.assign(document.createElement("dt"), { textContent: label });
  const value = document.createElement("dd");
  value.append(...said);
  return [name, value];
}

function valueOf(box) {
  const ticked = [...box.querySelectorAll("input[type=radio], input[type=checkbox]")];
  if (ticked.length) return ticked.filter((one) => one.checked && !one.disabled).map((one) => one.closest("label").querySelector("[data-says]")?.textContent ?? one.closest("label").textContent.trim()).join(", ");
  const field = box.querySelector("input, select, textarea");
  if (!field || field.disabled) return "";
  if (field.tagName === "SELECT") return field.value ? field.selectedOptions[0].dataset[LANGUAGE] ?? field.selectedOptions[0].textContent.trim() : "";
  return field.type === "datetime-local" ? moment(field.value) : field.value.trim();
}

/** `2027-03-01 18:00 +08:00`, as it will be stated. */
function moment(text) {
  const said = text && instant(text);
  return said && `${said.slice(0, 10)} ${said.slice(11, 16)} ${said.slice(19)}`;
}
