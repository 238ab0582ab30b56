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
for (const button of form.querySelectorAll("[data-demo]")) {
  button.addEventListener("click", async () => {
    const text = await (await fetch(button.dataset.demo)).text();
    const shown = button.dataset.altered === undefined ? text : text.replace('"packages":1680', '"packages":1690');
    verify(new Blob([shown], { type: "application/json" }), "?trust=none"); // another node's: this one does not know its key
  });
}

async function verify(file, query = "") {
  form.querySelector(".form-problem").replaceChildren();
  document.getElementById("report").hidden = true;
  try {
    const body = new FormData();
    body.append("file", file, file.name ?? "demo-document.json");
    show(await call("POST", form.dataset.verify + query, body));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showProblem(form, problem);
  }
}

const TITLES = {
  format: () => t("The file can be read"),
  "pdf-seal": () => t("The PDF is as the node rendered it"),
  "content-hash": () => t("The content is the one that was signed"),
  "act-signatures": () => t("Every act is signed by its party"),
  parties: () => t("The parties are identified"),
  "act-chain": () => t("Each act follows from the one before"),
  times: () => t("The times are in order"),
  "same-log": () => t("All of it is from one log"),
  "log-issue": () => t("The issue is in the log"),
  "log-latest": () => t("The newest act is in the log"),
  standing: () => t("The state shown is what the acts say"),
  attestation: () => t("The node vouches for this evidence"),
  "node-key": () => t("The node's key is one we trust"),
  sandbox: () => t("The node is a real one"),
  operative: () => t("The record is operative"),
};
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
  item.append(element("strong", TITLES[check.name]?.() ?? check.name), ` · ${WORDS[check.outcome]?.() ?? check.outcome}`);
  if (check.clause) item.append(" ", Object.assign(element("span", check.clause), { className: "soft" }));
  if (check.seen) item.append(element("br", ""), check.seen);
  if (check.mend) item.append(element("br", ""), element("span", check.mend));
  return item;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}
