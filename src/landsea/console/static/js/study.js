// A result that was computed elsewhere: the chosen file becomes the body's `result`.
const form = document.querySelector("[data-study-file]");

form?.querySelector("input[type=file]").addEventListener("change", async (event) => {
  const text = await event.target.files[0]?.text();
  const result = form.querySelector("[name=result]");
  result.value = isJson(text) ? text : "{}";
  result.dispatchEvent(new Event("input", { bubbles: true }));
});

// A table of one's own stands in the field then, to be read and changed before it goes out.
for (const file of document.querySelectorAll("input[type=file][data-fills]")) {
  file.addEventListener("change", async () => {
    const field = document.getElementById(file.dataset.fills);
    field.value = (await file.files[0]?.text()) ?? field.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** A file that is no JSON goes as an empty object, and the node says what is wrong with it. */
function isJson(text) {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
