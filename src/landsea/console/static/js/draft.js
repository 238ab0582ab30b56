// "Start from a file" in the form that issues a document: a partner's message (UN/CEFACT MMT, DCSA) fills the form and goes with the call, so that
// what it says beyond the form is kept. What stands against it is listed with its place in the message.
import { call, Problem, t } from "./api.js";
import { clearProblems, showProblem } from "./forms.js";

const box = document.querySelector("[data-draft]");
const form = box?.closest("form");
const file = box?.querySelector("input[type=file]");

if (box) {
  file.addEventListener("change", () => (file.files.length ? take(file.files[0]) : forget()));
  box.querySelector("[data-draft-forget]").addEventListener("click", () => { file.value = ""; forget(); });
}

async function take(message) {
  clearProblems(form);
  forget();
  box.setAttribute("aria-busy", "true");
  try {
    const about = new URLSearchParams({ consignment: form.elements.consignment.value, negotiable: kind() });
    const found = await call("POST", `/v1/documents/drafts?${about}`, message, { type: "application/json" });
    fill(found);
    show(message.name, found);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showProblem(form, problem);
  } finally {
    box.removeAttribute("aria-busy");
  }
}

function kind() {
  return [...form.elements.negotiable].find((one) => one.checked).value;
}

function forget() {
  form.elements.message.value = "";
  box.querySelector("[data-summary]").replaceChildren();
  box.querySelector("[data-draft-said]").hidden = true;
  for (const one of form.querySelectorAll("[data-drafted]")) one.remove();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function show(name, found) {
  const said = box.querySelector("[data-draft-said]");
  const lines = found.findings.map(line);
  const wrong = found.findings.some((one) => one.error);
  said.querySelector("p").textContent = wrong ? t("Nothing can be issued from this message as it stands:")
    : lines.length ? t("Read. What the document will say otherwise, or what is not there:") : t("Read, and it agrees with the consignment.");
  said.querySelector("p").className = wrong ? "note bad" : "note";
  said.querySelector("ul").replaceChildren(...lines);
  said.hidden = false;
  box.querySelector("[data-summary]").replaceChildren(`${name} (${found.form.toUpperCase()})`);
}

function line(one) {
  const item = document.createElement("li");
  const place = Object.assign(document.createElement("code"), { textContent: one.column });
  item.append(Object.assign(document.createElement(one.error ? "strong" : "span"), { textContent: `${one.what} ${one.mend} ` }), place);
  return item;
}

function fill({ issue, annotates }) {
  const { message, negotiable, order_of: order, originals, valid_until: until, terms, legs = [] } = issue;
  form.elements.message.value = JSON.stringify(message);
  for (const one of form.elements.negotiable) one.checked = one.value === String(negotiable);
  for (const one of form.elements.bearer) one.checked = one.value === "false";
  form.elements.order_of.value = order ?? "";
  form.elements.originals.value = originals;
  form.elements.valid_until.value = until ? local(until) : "";
  const own = form.querySelector("[data-own]");
  if (own.checked !== Boolean(terms)) own.click();
  if (terms) own.closest("details").open = true;
  for (const [name, value] of Object.entries(terms ?? {})) form.elements[`terms.${name}`].value = value;
  if (form.elements["annotates.number"]) for (const name of ["kind", "number", "issuer", "negotiable"]) put(form.elements[`annotates.${name}`], annotates[name]);
  for (const one of legs) leg(one);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** An instant as the field has it, in the reader's time. */
function local(instant) {
  const at = new Date(instant);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The document of a leg in the leg's own fields; a second one, or one of the whole journey, in fields beside them. */
function leg(one) {
  const boxes = [...form.querySelectorAll("[data-leg]")];
  const free = boxes.find((it) => one.leg !== null && it.dataset.leg === String(one.leg) && it.querySelector("[data-leg-field='number']").value.trim() === "");
  const place = free ?? boxes.at(-1).parentElement.appendChild(another(boxes[0], one.leg));
  place.closest("details").open = true;
  for (const field of place.querySelectorAll("[data-leg-field]")) put(field, one[field.dataset.legField]);
  for (const name of ["void", "digest"]) if (one[name]) place.append(hidden(name, one[name]));
}

function another(like, number) {
  const made = like.cloneNode(true);
  made.dataset.leg = number ?? "";
  made.dataset.drafted = "";
  made.querySelector("legend").textContent = number === null ? t("the whole journey") : t("leg {number}", { number });
  made.querySelector("[data-leg-number]")?.remove();
  for (const field of made.querySelectorAll("[id]")) field.id += `-${form.querySelectorAll("[data-leg]").length}`;
  for (const label of made.querySelectorAll("label[for]")) label.htmlFor += `-${form.querySelectorAll("[data-leg]").length}`;
  return made;
}

function hidden(name, value) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", value: String(value) });
  Object.assign(field.dataset, { legField: name, drafted: "", as: typeof value === "boolean" ? "bool" : "" });
  return field;
}

function put(field, value) {
  field.value = String(value);
  if (field.value !== String(value)) field.append(Object.assign(document.createElement("option"), { value, textContent: value, selected: true }));
}
