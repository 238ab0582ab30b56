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
  "legal-persons": () => t("The parties are legal persons by a credential"),
  "act-chain": () => t("Each act follows from the one before"),
  times: () => t("The times are in order"),
  "same-log": () => t("All of it is from one log"),
  "log-acts": () => t("The acts are in the log"),
  "log-order": () => t("The log has the acts in their order"),
  standing: () => t("The state shown is what the acts say"),
  attestation: () => t("The node vouches for this evidence"),
  "node-key": () => t("The node's key is one we trust"),
  sandbox: () => t("The node is a real one"),
  control: () => t("The holder showed that it has control"),
  fresh: () => t("The evidence is recent"),
  operative: () => t("The record is operative"),
  unencumbered: () => t("It is neither pledged nor frozen"),
};
const VERDICTS = {
  "COPY OF AN OPERATIVE RECORD": () => t("COPY OF AN OPERATIVE RECORD"),
  "OPERATIVE BUT ENCUMBERED": () => t("OPERATIVE BUT ENCUMBERED"),
  "NOT OPERATIVE": () => t("NOT OPERATIVE"),
  UNPROVEN: () => t("UNPROVEN"),
  SANDBOX: () => t("SANDBOX"),
  INVALID: () => t("INVALID"),
};
const CLASSES = { pass: "passed", fail: "failed", "not proven": "unknown", "not applicable": "unasked" };
const WORDS = { pass: () => t("passed"), fail: () => t("failed"), "not proven": () => t("not proven"), "not applicable": () => t("not applicable") };
const ORDER = ["fail", "not proven", "pass", "not applicable"];

function show(report) {
  const verdict = document.getElementById("verdict");
  verdict.textContent = VERDICTS[report.verdict]?.() ?? report.verdict;
  document.getElementById("report").className = `panel glance ${tone(report)}`;
  document.getElementById("sentence").textContent = report.sentence;
  const about = [[t("Number"), report.number], [t("State"), stateWord(report.state)], [t("Holder"), report.holder], [t("As of"), report.as_of]];
  document.getElementById("about").replaceChildren(...about.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  const checks = [...report.checks].sort((one, other) => rank(one) - rank(other));
  document.getElementById("checks").replaceChildren(...checks.map(line));
  const place = document.getElementById("report");
  place.hidden = false;
  place.focus();
}

function stateWord(state) {
  return document.querySelector(`#states [data-state="${state}"]`)?.textContent ?? state;
}

/** Good only where the node says valid; a verdict this page does not know is a warning. */
function tone(report) {
  if (report.valid) return "good";
  return ["INVALID", "NOT OPERATIVE"].includes(report.verdict) ? "bad" : "warn";
}

function rank(check) {
  const at = ORDER.indexOf(check.outcome);
  return at < 0 ? 0 : at;
}

function line(check) {
  const item = element("li", "");
  item.className = CLASSES[check.outcome] ?? "unknown";
  item.append(element("strong", TITLES[check.name]?.() ?? check.name), ` · ${WORDS[check.outcome]?.() ?? check.outcome}`);
  if (check.clause) item.append(" ", Object.assign(element("span", check.clause), { className: "soft" }));
  if (check.seen) item.append(element("br", ""), check.seen);
  if (check.outcome === "fail" || check.outcome === "not proven") item.append(todo(check.mend || t("Do not rely on this file: ask its issuer for a new one.")));
  return item;
}

function todo(text) {
  const place = element("p", "");
  place.className = "todo";
  place.append(element("strong", t("What to do:")), ` ${text}`);
  return place;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

// A file dropped anywhere on the page is verified, not opened by the browser.
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  if (event.defaultPrevented) return; // the drop zone has it
  event.preventDefault();
  if (event.dataTransfer.files[0]) verify(event.dataTransfer.files[0]);
});
