// Calls of the node's API. Every write of the console goes through here.

const texts = JSON.parse(document.getElementById("texts").textContent);

/** The text in the page's language; `{name}` is filled from `facts`. */
export function t(text, facts = {}) {
  return (texts[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

/** A random key; crypto.randomUUID exists only on https and localhost. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An RFC 9457 problem. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || t("The node answered {status}.", { status }));
    this.status = status;
    this.body = body;
  }

  /** [{pointer, detail}] of the values that are wrong; empty when the problem is not about one value. */
  get errors() {
    return this.body.errors ?? [];
  }
}

/**
 * Calls `path` and resolves to the answer's JSON (null when it has none). `body` is sent as JSON, or as it is when it is a Blob or
 * FormData. Rejects with a `Problem`.
 */
export async function call(method, path, body, { key = newKey(), type } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-CSRF-Token"] = document.querySelector("meta[name=csrf-token]").content;
    headers["Idempotency-Key"] = key;
  }
  const asItIs = body instanceof Blob || body instanceof FormData;
  if (body !== undefined && !asItIs) headers["Content-Type"] = "application/json";
  if (body instanceof Blob) headers["Content-Type"] = type || body.type || "application/octet-stream";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined || asItIs ? body : JSON.stringify(body) });
  } catch {
    throw new Problem(0, { detail: t("The node cannot be reached. Check the connection; nothing may have been stored.") });
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    answer = { detail: text.slice(0, 400) };
  }
  if (!response.ok) throw new Problem(response.status, answer ?? {});
  return answer;
}

/** Says a sentence at the corner of the page, also to screen readers. */
export function say(text) {
  const place = document.getElementById("said");
  place.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.textContent = ""; }, 8000);
}
