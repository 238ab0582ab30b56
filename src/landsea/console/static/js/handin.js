// Acts on a chain with a key that is kept outside the node: what is to be signed is saved as a file, what was signed is handed in.
import { call, Problem, t } from "./api.js";
import { bodyOf, clearProblems, showProblem } from "./forms.js";

const prepare = document.querySelector("form[data-prepare]");
const handIn = document.querySelector("form[data-hand-in]");

onSubmit(prepare, async () => {
  const body = bodyOf(prepare);
  const asked = await call("POST", prepare.dataset.prepare, body);
  save(JSON.stringify(asked, null, 1), `${prepare.dataset.number}-${body.step}.json`);
});

onSubmit(handIn, async () => {
  const { document: of, step, signed } = await read(handIn.elements.signed.files[0]);
  if (of !== handIn.dataset.document) throw beside(t("The file is about another document."));
  await call("POST", handIn.dataset.handIn, { ...step, signed });
  location.reload();
});

prepare.elements.step.addEventListener("change", choose);
choose();
for (const button of document.querySelectorAll("[data-ready]")) button.disabled = false; // not before this script can hold the forms back

/** Whom it goes to is asked of a transfer alone. */
function choose() {
  for (const box of prepare.querySelectorAll("[data-of]")) {
    box.hidden = box.dataset.of !== prepare.elements.step.value;
    box.querySelector("select").disabled = box.hidden;
  }
}

function onSubmit(form, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearProblems(form);
    const button = form.querySelector("[data-ready]");
    button.disabled = true;
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      showProblem(form, problem);
    } finally {
      button.disabled = false;
    }
  });
}

async function read(file) {
  try {
    const { document: of, step, signed } = JSON.parse(await file.text());
    if (typeof of === "string" && typeof step === "object" && Array.isArray(signed)) return { document: of, step, signed };
  } catch {
    // said below
  }
  throw beside(t("This is not the file that `landsea chain sign-file` wrote."));
}

/** A refusal of ours, beside the file's field. */
function beside(detail) {
  return new Problem(422, { detail, errors: [{ pointer: "/signed", detail }] });
}

function save(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
