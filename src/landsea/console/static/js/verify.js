// The page that verifies a document or a credential: drop files, see every check by name.
import { call, Problem, t } from "./api.js";
import { showProblem } from "./forms.js";
import { hide, isOpen, show } from "./verify-report.js";

const form = document.getElementById("verify-form");
const input = document.getElementById("file");
const issuers = document.getElementById("issuers");
const logKeys = document.getElementById("log-keys");
const MAX_READ = 25_000_000; // what is larger is sent as it is, and the node says what it thinks of it

/** What is verified, and what was given beside it (name -> file): a credential may need its issuer's keys and lists. */
let main = null;
let beside = new Map();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (main) verify();
  else input.focus();
});
input.addEventListener("change", () => take([...input.files]));
document.getElementById("anew").addEventListener("click", () => {
  main = null;
  beside = new Map();
  form.reset();
  list();
  hide();
  input.focus();
});
for (const button of form.querySelectorAll("[data-demo]")) {
  button.addEventListener("click", async () => {
    const text = await (await fetch(button.dataset.demo)).text();
    const shown = button.dataset.altered === undefined ? text : text.replace('"packages":1680', '"packages":1690');
    main = new File([shown], "demo-document.json", { type: "application/json" });
    beside = new Map();
    verify("none"); // another node's: this one does not know its key
  });
}

/** A new document or credential is verified anew; what came with it, or comes later, goes beside it. */
async function take(files) {
  if (!files.length) return;
  const kinds = await Promise.all(files.map(kindOf));
  const of = (kind) => files.filter((_, at) => kinds[at] === kind);
  const evidenceIsWanted = main && isOpen("record");
  const chosen = of("credential")[0] ?? (evidenceIsWanted ? undefined : of("document")[0]);
  if (chosen) [main, beside] = [chosen, new Map()];
  main ??= files[0]; // keys or a list alone: the node says that this is no document
  for (const file of [...of("beside"), ...of("document")]) if (file !== main) beside.set(file.name, file);
  verify();
}

/** A credential, something that goes beside one (a DID document, a status list), or a document. */
async function kindOf(file) {
  if (file.size > MAX_READ || file.name.toLowerCase().endsWith(".pdf")) return "document";
  try {
    const found = JSON.parse(await file.text());
    const types = [found.type].flat();
    if (Array.isArray(found) || found.verificationMethod || types.includes("BitstringStatusListCredential")) return "beside";
    return types.includes("VerifiableCredential") ? "credential" : "document";
  } catch {
    return "document";
  }
}

async function verify(trust = "node") {
  form.querySelector(".form-problem").replaceChildren();
  hide();
  list();
  try {
    const body = new FormData();
    body.append("file", main);
    for (const file of beside.values()) body.append("beside", file);
    show(await call("POST", `${form.dataset.verify}?${query(trust)}`, body));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showProblem(form, problem);
  }
}

function query(trust) {
  const lines = (field, name) => field.value.split(/\s+/).filter(Boolean).map((one) => [name, one]);
  return new URLSearchParams([["trust", trust], ...lines(issuers, "issuer"), ...lines(logKeys, "log_key")]);
}

/** The files in use, so that nobody wonders what was verified with what. */
function list() {
  const names = main ? [t("Verified: {name}", { name: main.name }), ...[...beside.keys()].map((name) => t("given beside it: {name}", { name }))] : [];
  document.getElementById("given").replaceChildren(...names.map((name) => Object.assign(document.createElement("li"), { textContent: name })));
  document.getElementById("anew").hidden = !main;
}

// A file dropped anywhere on the page is verified, not opened by the browser.
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  if (event.defaultPrevented) return; // the drop zone has it
  event.preventDefault();
  take([...event.dataTransfer.files]);
});
