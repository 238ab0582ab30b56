// The form that issues a document: what a waybill has no use for is not asked, who will hold it first, whose terms, and the documents of the
// legs.
const form = document.querySelector("form[data-two-steps]");
const named = form && JSON.parse(document.getElementById("named").textContent);
const model = form && JSON.parse(document.getElementById("model-terms").textContent);

if (form) {
  form.addEventListener("input", follow);
  follow();
}

function follow() {
  const negotiable = chosen("negotiable") === "true";
  const bearer = chosen("bearer") === "true";
  hide("[data-negotiable]", !negotiable);
  hide("[data-to-order]", !negotiable || bearer);
  tell(negotiable ? option("held_by") ?? (bearer ? named.shipper : option("order_of") ?? named.shipper) : named.consignee);
  number();
  terms(negotiable ? "negotiable" : "waybill");
  say(negotiable && !bearer);
}

/** For the confirmation: to whose order it is where nobody was chosen, and the model terms with what they say of freight and delivery. */
function say(toOrder) {
  const { name_en: en, name_zh: zh } = named.shipper ?? {};
  const shipper = document.documentElement.lang.startsWith("zh") ? zh || en : en || zh;
  form.querySelector("[data-order]").textContent = toOrder && !option("order_of") ? shipper ?? "" : "";
  const said = form.querySelector("[data-terms-said]");
  const chosen = [...form.querySelectorAll("select[name^='terms.']")].filter((one) => one.disabled);
  const codes = chosen.map((one) => `${one.labels[0].textContent}: ${one.selectedOptions[0]?.textContent ?? ""}`);
  said.textContent = codes.length ? [said.dataset.model, ...codes].join("; ") : "";
}

/** The model terms of the kind are shown until the issuer writes its own; its own go with the call. */
function terms(kind) {
  const own = form.querySelector("[data-own]").checked;
  for (const field of form.querySelectorAll("[name^='terms.']")) {
    const name = field.name.slice("terms.".length);
    if (!own || field.value === "") field.value = model[kind][name];
    field.disabled = !own;
  }
}

function chosen(name) {
  return [...form.elements[name]].find((one) => one.checked).value;
}

function hide(selector, hidden) {
  const box = form.querySelector(selector);
  box.hidden = hidden;
  for (const field of box.querySelectorAll("input, select")) field.disabled = hidden;
}

function option(name) {
  const field = form.elements[name];
  if (!field.value || field.disabled) return undefined;
  const { en, zh } = field.selectedOptions[0].dataset;
  return { name_en: en, name_zh: zh };
}

function tell(party) {
  const place = form.querySelector("[data-holder]");
  place.dataset.en = party?.name_en || party?.name_zh || "…";
  place.dataset.zh = party?.name_zh || party?.name_en || "…";
}

/** Legs whose document has a number become the list `legs`, without gaps. */
function number() {
  let at = 0;
  for (const box of form.querySelectorAll("[data-leg]")) {
    const used = box.querySelector("[data-leg-field='number']").value.trim() !== "";
    for (const field of box.querySelectorAll("[data-leg-field]")) {
      field.name = used ? `legs.${at}.${field.dataset.legField}` : "";
      if (field.dataset.legField !== "number") field.disabled = !used;
    }
    leg(box, used ? `legs.${at}.leg` : "");
    if (used) at += 1;
  }
}

function leg(box, name) {
  const field = box.querySelector("[data-leg-number]") ?? box.appendChild(Object.assign(document.createElement("input"), { type: "hidden", value: box.dataset.leg }));
  field.dataset.legNumber = "";
  field.dataset.as = "int";
  field.name = name;
}
