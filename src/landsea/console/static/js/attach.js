// Files that go along with a document to another platform, as the list `attachments` with their bytes in base64.
const input = document.querySelector("[data-attachments]");
const form = input.closest("form");
const summary = input.closest("details").querySelector("[data-summary]");

input.addEventListener("change", async () => {
  const go = form.querySelector("[data-continue]");
  go.disabled = true;
  const files = [...input.files];
  const read = await Promise.all(files.map(content));
  form.elements.attachments.value = JSON.stringify(files.map((file, at) => ({
    name: file.name, media_type: file.type || "application/octet-stream", content: read[at],
  })));
  summary.replaceChildren(...files.map(line));
  go.disabled = false;
});

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
