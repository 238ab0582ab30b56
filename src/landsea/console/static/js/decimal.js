// Decimal text as whole numbers of its last place, without floating point: kilograms to grams, m³ to cm³.

/** `"25200.5"`, 3 -> 25200500; empty text is 0; NaN where it is no such number. */
export function scaled(text, places) {
  const plain = text.replaceAll(",", "").trim();
  if (!plain) return 0;
  if (!/^\d*(\.\d*)?$/.test(plain)) return NaN;
  const [whole, part = ""] = plain.split(".");
  if (part.length > places) return NaN;
  return Number(whole || "0") * 10 ** places + Number(part.padEnd(places, "0") || "0");
}

/** 25200500, 3 -> `"25200.5"`. */
export function written(value, places) {
  const digits = String(Math.abs(value)).padStart(places + 1, "0");
  const part = digits.slice(-places).replace(/0+$/, "");
  return (value < 0 ? "-" : "") + digits.slice(0, -places) + (part ? `.${part}` : "");
}
