// Forms and buttons that call the API.
//
//   <form data-api="POST /v1/things/{id}" data-then="/things/{id}">  a form whose fields become the JSON body
//   <form data-api="..." data-multipart>  a form that is sent as multipart/form-data, with its files
//   <button data-api="POST /v1/things/1/cancel" data-body='{"a":1}'>  a button that is a whole call
//
// Field names are paths into the body ("goods.0.hs"). `data-as` says how a value is written: int, minor (decimal text to minor units), kgm
// (kilograms as a quantity), instant (local date and time with the form's zone), list, bool, json, upper (capitals). Empty fields are left out. `{name}` in paths is
// filled from the form, then from the answer. `data-then`: a page to go to, or "reload" (the default), or "show:id" to show the answer there.
import { call, newKey, Problem, say, t } from "./api.js";

export function startForms(root) {
  for (const form of root.querySelectorAll("form[data-api]")) startForm(form);
  for (const button of root.querySelectorAll("button[data-api]")) startButton(button);
}

function startForm(form) {
  let key = newKey();
  form.noValidate = false;
  form.addEventListener("input", () => { key = newKey(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearProblems(form);
    const button = event.submitter ?? form.querySelector("button");
    await busy(button, async () => {
      try {
        const answer = await submit(form, key);
        key = newKey();
        finish(form, answer, bodyOf(form));
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status && problem.status < 500) key = newKey();
        showProblem(form, problem);
        form.dispatchEvent(new CustomEvent("refused", { detail: problem }));
      }
    });
  });
}

function startButton(button) {
  const key = newKey();
  button.addEventListener("click", async () => {
    if (button.dataset.confirm && !confirm(button.dataset.confirm)) return;
    await busy(button, async () => {
      try {
        const [method, path] = button.dataset.api.split(" ");
        const answer = await call(method, path, JSON.parse(button.dataset.body ?? "{}"), { key });
        finish(button, answer, {});
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        say(problem.message);
      }
    });
  });
}

async function submit(form, key) {
  const [method, template] = form.dataset.api.split(" ");
  const file = form.querySelector("input[type=file][data-raw]");
  const body = form.dataset.multipart === undefined ? bodyOf(form) : new FormData(form);
  const path = fill(template, body, {});
  if (file) {
    return call(method, path, file.files[0], { key, type: file.dataset.type });
  }
  return call(method, path, body, { key });
}

async function busy(button, work) {
  button?.setAttribute("aria-busy", "true");
  if (button) button.disabled = true;
  try {
    await work();
  } finally {
    button?.removeAttribute("aria-busy");
    if (button) button.disabled = false;
  }
}

function finish(source, answer, body) {
  const then = source.dataset.then || "reload";
  if (then.startsWith("show:")) return showAnswer(source, then.slice(5), answer);
  source.closest?.("dialog")?.close();
  if (then === "reload") return location.reload();
  location.assign(fill(then, answer ?? {}, body));
}

function showAnswer(source, id, answer) {
  const place = document.getElementById(id);
  for (const slot of place.querySelectorAll("[data-answer]")) slot.textContent = at(answer, slot.dataset.answer) ?? "";
  place.hidden = false;
  place.tabIndex = -1;
  place.focus();
  source.dispatchEvent(new CustomEvent("answered", { detail: answer, bubbles: true }));
}

function at(value, path) {
  return path.split(".").reduce((found, step) => found?.[step], value);
}

function fill(template, ...sources) {
  return template.replace(/\{([\w.]+)\}/g, (whole, path) => {
    const found = sources.map((source) => at(source, path)).find((value) => value !== undefined && value !== null);
    return found === undefined ? whole : encodeURIComponent(found);
  });
}

/** The form's fields as the body of the call. */
export function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name || field.matches(":disabled") || field.type === "file") continue;
    if (field.type === "radio" && !field.checked) continue;
    const value = read(field, form);
    if (value === undefined) continue;
    if (field.dataset.each !== undefined) {
      (body[field.name] ??= []).push(value);
    } else {
      put(body, field.name.split("."), value);
    }
  }
  return body;
}

function read(field, form) {
  if (field.type === "checkbox") {
    if (field.dataset.each !== undefined) return field.checked ? field.value : undefined;
    return field.checked;
  }
  const text = field.value.trim();
  if (!text) return field.dataset.empty !== undefined ? "" : undefined;
  switch (field.dataset.as) {
    case "int": return Number(text);
    case "bool": return text === "true";
    case "json": return JSON.parse(text);
    case "upper": return text.toUpperCase();
    case "list": return text.split(/[\s,，、]+/).filter(Boolean);
    case "minor": return Math.round(Number(text.replaceAll(",", "")) * 10 ** Number(field.dataset.exponent ?? 2));
    case "kgm": return { value: text.replaceAll(",", ""), unit: "KGM" };
    case "instant": return instant(text, form.querySelector("[data-zone]")?.value ?? field.dataset.offset);
    case "place": return field.dataset.code || text;
    default: return text;
  }
}

/** A local date and time and an offset such as +08:00 as RFC 3339; without an offset, the browser's. */
export function instant(text, offset) {
  const minutes = text.length === 16 ? `${text}:00` : text;
  if (/(Z|[+-]\d\d:\d\d)$/.test(text)) return text;
  return minutes + (offset || ownOffset(new Date(text)));
}

function ownOffset(at) {
  const east = -at.getTimezoneOffset();
  const two = (n) => String(Math.floor(n)).padStart(2, "0");
  return `${east < 0 ? "-" : "+"}${two(Math.abs(east) / 60)}:${two(Math.abs(east) % 60)}`;
}

function put(body, path, value) {
  path.slice(0, -1).forEach((step, index) => {
    body = body[step] ??= /^\d+$/.test(path[index + 1]) ? [] : {};
  });
  body[path.at(-1)] = value;
}

/** Takes away what an earlier refusal said. */
export function clearProblems(form) {
  for (const old of form.querySelectorAll(".problem")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
  }
  form.querySelector(".form-problem")?.replaceChildren();
}

/** Each error beside the field its pointer names; the rest, and the sentence, at the end of the form. */
export function showProblem(form, problem) {
  const left = problem.errors.filter((error) => !showBeside(form, error));
  const place = form.querySelector(".form-problem") ?? form.appendChild(summary());
  const sentence = document.createElement("p");
  sentence.textContent = problem.message;
  place.replaceChildren(sentence);
  if (left.length && problem.errors.length > 1) {
    const list = document.createElement("ul");
    list.append(...left.map((error) => Object.assign(document.createElement("li"), { textContent: `${error.pointer}: ${error.detail}` })));
    place.append(list);
  }
  for (const finding of problem.body.findings ?? []) {
    const line = document.createElement("p");
    line.textContent = [finding.source + (finding.line ? `:${finding.line}` : ""), finding.column, finding.what, finding.mend].filter(Boolean).join(" · ");
    place.append(line);
  }
  (form.querySelector("[aria-invalid]") ?? place).focus();
}

function summary() {
  return Object.assign(document.createElement("div"), { className: "form-problem", tabIndex: -1, role: "alert" });
}

function showBeside(form, error) {
  const name = error.pointer.split("/").slice(1).join(".");
  const named = name ? [...form.elements].filter((one) => pathOf(one) && one.type !== "hidden") : [];
  const field = named.find((one) => pathOf(one) === name)
    ?? named.find((one) => name.startsWith(`${pathOf(one)}.`))
    ?? named.findLast((one) => pathOf(one).startsWith(`${name}.`));
  if (!field) return false;
  tellBeside(field, error.detail);
  return true;
}

/** Where a field stands in the body: its name or, where a script makes the body, its `data-pointer`. */
function pathOf(field) {
  return field.dataset.pointer ?? field.name;
}

/** Says under a field what is wrong with it. */
export function tellBeside(field, text) {
  const id = `problem-${pathOf(field).replaceAll(".", "-")}`;
  const line = Object.assign(document.createElement("p"), { className: "problem", id, textContent: text });
  (field.closest(".field") ?? field.parentElement).append(line);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-errormessage", id);
  field.setAttribute("aria-describedby", id);
}

/** Takes that away again. */
export function clearBeside(field) {
  for (const old of field.closest(".field").querySelectorAll(".problem")) old.remove();
  for (const name of ["aria-invalid", "aria-errormessage", "aria-describedby"]) field.removeAttribute(name);
}
