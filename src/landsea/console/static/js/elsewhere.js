// The form that gives a document to a party on another platform: asks that platform who has a code, and takes the files that go along.
import { call, Problem, t } from "./api.js";
import { clearProblems, showProblem } from "./forms.js";

const form = document.querySelector("form[data-two-steps]");
const ask = form.querySelector("[data-ask-receiver]");
const input = form.querySelector("[data-attachments]");

ask?.addEventListener("click", async () => {
  clearProblems(form);
  const [platform, list, code, name] = ["platform", "codes.0.codeListProvider", "codes.0.partyCode", "codes.0.codeListName"].map((one) => form.elements[one]);
  if (![platform, list, code].every((one) => one.reportValidity())) return;
  ask.setAttribute("aria-busy", "true");
  try {
    const said = { codeListProvider: list.value, partyCode: code.value.trim(), codeListName: name.value.trim() };
    const answer = await call("POST", `/v1/platforms/${encodeURIComponent(platform.value)}/receiver`, said);
    form.elements.party_name.value = answer.name;
    form.querySelector("[data-receiver]").textContent = t("The platform says: {name}.", { name: answer.name });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showProblem(form, problem);
  } finally {
    ask.removeAttribute("aria-busy");
  }
});

input?.addEventListener("change", async () => {
  const go = form.querySelector("[data-continue]");
  go.disabled = true;
  const files = [...input.files];
  const read = await Promise.all(files.map(content));
  form.elements.attachments.value = JSON.stringify(files.map((file, at) => ({
    name: file.name, media_type: file.type || "application/octet-stream", content: read[at],
  })));
  input.closest("details").querySelector("[data-summary]").replaceChildren(...files.map(line));
  go.disabled = go.dataset.ready === undefined;
});

/** The file's bytes in base64. */
function content(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

function line(file) {
  return Object.assign(document.createElement("p"), { textContent: `${file.name} · ${Math.ceil(file.size / 1000)} kB` });
}
