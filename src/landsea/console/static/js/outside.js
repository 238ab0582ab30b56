// Signing with a title key that is kept outside the node: shows every statement that was prepared, takes back the signature of each, and
// makes them the fields of the call.
import { say, t } from "./api.js";

/** Fills the second step of `form` with what was `asked` to be signed (the answer of `prepare`). Does nothing where a passphrase signs. */
export function showStatements(form, asked) {
  const box = form.querySelector("[data-outside]");
  if (!box) return;
  const all = [asked, ...(asked.further ?? [])];
  box.querySelector("[data-statements]").replaceChildren(...all.map((one, at) => shown(box, one, at, all.length)));
  field(box, "signature.at", asked.statement.at);
  field(box, "signature.key_id", box.dataset.key);
  if (["issue", "capture"].includes(asked.statement.act)) field(box, "signature.document", asked.statement.document);
  all.slice(1).forEach((one, at) => field(box, `signature.further.${at}.document`, one.statement.document));
}

function field(box, name, value) {
  const made = Object.assign(document.createElement("input"), { type: "hidden", name, value, disabled: true });
  made.dataset.signing = "";
  box.querySelector("[data-statements]").append(made);
}

function shown(box, asked, at, count) {
  const made = box.querySelector("template").content.firstElementChild.cloneNode(true);
  const { act, number, document: id } = asked.statement;
  const bytes = Uint8Array.from(atob(asked.message), (one) => one.charCodeAt(0));
  const file = `${id}-${act}.txt`;
  const name = count > 1 ? t("Statement {number} of {count}: document {document}", { number: at + 1, count, document: number }) : t("The statement");
  made.querySelector("legend").textContent = name;
  const text = made.querySelector("[data-text]");
  text.textContent = new TextDecoder().decode(bytes);
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", name);
  made.querySelector("[data-base64]").textContent = asked.message;
  made.querySelector("[data-command]").textContent = `openssl pkeyutl -sign -rawin -inkey key.pem -in ${file} | base64 -w0`;
  made.querySelector("[data-signature]").name = at ? `signature.further.${at - 1}.signature` : "signature.signature";
  made.querySelector("[data-save]").addEventListener("click", () => save(bytes, file));
  made.querySelector("[data-copy-bytes]").addEventListener("click", () => copy(asked.message));
  return made;
}

function save(bytes, file) {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  Object.assign(document.createElement("a"), { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(t("Copied."));
  } catch {
    say(t("The browser does not let this page copy: mark the base64 text and copy it."));
  }
}
