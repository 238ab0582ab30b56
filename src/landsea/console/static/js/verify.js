// The page that verifies a document: drop a file, see every check by name.
import { call, Problem, t } from "./api.js";
import { showProblem } from "./forms.js";

const form = document.getElementById("verify-form");
const input = document.getElementById("file");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.files[0]) verify(input.files[0]);
  else input.focus();
});
input.addEventListener("change", () => { if (input.files[0]) verify(input.files[0]); });
form.querySelector("[data-demo]")?.addEventListener("click", async (event) => {
  const response = await fetch(event.target.dataset.demo);
  verify(await response.blob());
});

async function verify(file) {
  form.querySelector(".form-problem").replaceChildren();
  document.getElementById("report").hidden = true;
  try {
    const body = new FormData();
    body.append("file", file, file.name ?? "demo-document.json");
    show(await call("POST", form.dataset.verify, body));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showProblem(form, problem);
  }
}

const CLASSES = { pass: "passed", fail: "failed", "not proven": "unknown", "not applicable": "unknown" };
const WORDS = { pass: () => t("passed"), fail: () => t("failed"), "not proven": () => t("not proven"), "not applicable": () => t("not applicable") };

function show(report) {
  document.getElementById("verdict").textContent = report.verdict;
  document.getElementById("sentence").textContent = report.sentence;
  const about = [[t("Number"), report.number], [t("State"), report.state], [t("Holder"), report.holder], [t("As of"), report.as_of]];
  document.getElementById("about").replaceChildren(...about.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  document.getElementById("checks").replaceChildren(...report.checks.map(line));
  const place = document.getElementById("report");
  place.hidden = false;
  place.focus();
}

function line(check) {
  const item = element("li", "");
  item.className = CLASSES[check.outcome] ?? "unknown";
  item.append(element("strong", check.title ?? check.name), ` · ${WORDS[check.outcome]?.() ?? check.outcome}`);
  if (check.clause) item.append(" ", Object.assign(element("span", check.clause), { className: "soft" }));
  if (check.seen) item.append(element("br", ""), check.seen);
  if (check.mend) item.append(element("br", ""), element("span", check.mend));
  return item;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}
