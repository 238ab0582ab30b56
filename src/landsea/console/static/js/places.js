// A field that finds places by English or Chinese name or code (ARIA combobox with a list). Without this script the field takes the same
// text and the node looks it up.
import { call, t } from "./api.js";

export function startPlaces(root) {
  root.querySelectorAll("[data-place-field] input").forEach((input, number) => new PlaceField(input, `places-${number}`));
}

class PlaceField {
  constructor(input, id) {
    this.input = input;
    this.found = [];
    this.at = -1;
    this.asked = 0;
    this.list = Object.assign(document.createElement("ul"), { className: "suggest", id, role: "listbox", hidden: true });
    this.list.setAttribute("aria-label", t("Places found"));
    input.after(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  typed() {
    this.input.dataset.code = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 140);
  }

  async ask() {
    const text = this.input.value.trim();
    if (!text) return this.close();
    const asked = ++this.asked;
    const answer = await call("GET", `/network/search.json?q=${encodeURIComponent(text)}`).catch(() => ({ data: [] }));
    if (asked === this.asked && document.activeElement === this.input) this.show(answer.data);
  }

  show(found) {
    this.found = found;
    this.at = -1;
    this.list.replaceChildren(...found.map((place, index) => this.option(place, index)));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  option(place, index) {
    const line = Object.assign(document.createElement("li"), { id: `${this.list.id}-${index}`, role: "option" });
    const name = Object.assign(document.createElement("span"), { textContent: label(place) });
    const code = Object.assign(document.createElement("span"), { className: "code", textContent: place.code });
    line.append(name, code);
    return line;
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.move((this.at + step + this.found.length) % this.found.length);
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    }
  }

  move(index) {
    this.at = index;
    [...this.list.children].forEach((line, number) => line.setAttribute("aria-selected", String(number === index)));
    this.list.children[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.list.children[index].id);
  }

  choose(index) {
    const place = this.found[index];
    this.input.value = `${label(place)} ${place.code}`;
    this.input.dataset.code = place.code;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.asked++;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function label(place) {
  const zh = document.documentElement.lang.startsWith("zh");
  const [first, second] = zh ? [place.name_zh, place.name_en] : [place.name_en, place.name_zh];
  return [first || second, first && second && first !== second ? second : ""].filter(Boolean).join(" · ");
}
