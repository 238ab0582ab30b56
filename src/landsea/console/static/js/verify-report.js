// The report of a verification: the verdict, then every check by name, what is wrong first, with what to do about it.
import { t } from "./api.js";

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
  newest: () => t("Nothing happened to the record since"),
  operative: () => t("The record is operative"),
  unencumbered: () => t("It is free to be passed on"),
  undelivered: () => t("All of its goods are still to be delivered"),
  shape: () => t("It is a W3C credential"),
  proof: () => t("Nothing was changed since it was signed"),
  purpose: () => t("The signature is for stating something"),
  issuer: () => t("Its issuer signed it"),
  validity: () => t("It is within its validity"),
  "proof-time": () => t("The signature is from the past and in force"),
  status: () => t("Its status is known, and it is not revoked"),
  disclosure: () => t("Nothing that matters could be left out"),
  "issuer-trusted": () => t("The issuer is one you trust"),
  token: () => t("It names one token, which is its own"),
  chain: () => t("The right chain was asked"),
  registry: () => t("The registry is one we trust"),
  commitment: () => t("The token stands for this content"),
  record: () => t("The record it names is shown by its evidence"),
};
const VERDICTS = {
  "COPY OF AN OPERATIVE RECORD": () => t("COPY OF AN OPERATIVE RECORD"),
  "OPERATIVE BUT ENCUMBERED": () => t("OPERATIVE BUT ENCUMBERED"),
  "NOT OPERATIVE": () => t("NOT OPERATIVE"),
  "GENUINE, NOT A TITLE": () => t("GENUINE, NOT A TITLE"),
  UNPROVEN: () => t("UNPROVEN"),
  SANDBOX: () => t("SANDBOX"),
  INVALID: () => t("INVALID"),
};
const CLASSES = { pass: "passed", fail: "failed", "not proven": "unknown", "not applicable": "unasked" };
const WORDS = { pass: () => t("passed"), fail: () => t("failed"), "not proven": () => t("not proven"), "not applicable": () => t("not applicable") };
const ORDER = ["fail", "not proven", "pass", "not applicable"];

let open = [];

/** True when the report that is shown has this check, and it is not proven. */
export function isOpen(name) {
  return open.includes(name);
}

export function hide() {
  document.getElementById("report").hidden = true;
}

export function show(report) {
  open = report.checks.filter((check) => check.outcome === "not proven").map((check) => check.name);
  const verdict = document.getElementById("verdict");
  verdict.textContent = VERDICTS[report.verdict]?.() ?? report.verdict;
  document.getElementById("report").className = `panel glance ${tone(report)}`;
  document.getElementById("sentence").textContent = sentence(report);
  const about = [[t("Number"), report.number], [t("State"), stateWord(report.state)], [t("Holder"), report.holder], [t("To the order of"), report.order], [t("As of"), moment(report.as_of)]];
  document.getElementById("about").replaceChildren(...about.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  const checks = [...report.checks].sort((one, other) => rank(one) - rank(other));
  document.getElementById("checks").replaceChildren(...checks.map(line));
  const place = document.getElementById("report");
  place.hidden = false;
  place.focus();
}

/** The node's sentence; what failed is named as the checks below are. */
function sentence(report) {
  const failed = report.checks.filter((check) => check.outcome === "fail").map((check) => TITLES[check.name]?.() ?? check.name);
  return report.verdict === "INVALID" ? t("Do not rely on this file. Not so: {checks}", { checks: failed.join("; ") }) : report.sentence;
}

function moment(text) {
  return text.replace(/^(\S{10})T(\d\d:\d\d)\S*Z$/, "$1 $2 UTC");
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
