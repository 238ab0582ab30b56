// The time-space diagram: a line chooses its itinerary; what is pointed at, or reached with the arrow keys, is said below in words.

/** `choose(number)` shows an itinerary everywhere. */
export function startDiagram(diagram, choose) {
  if (!diagram) return;
  const told = diagram.querySelector("[data-told]");
  const tell = (text) => { told.textContent = text; };

  for (const line of diagram.querySelectorAll("[data-journey]")) {
    const number = line.dataset.journey;
    line.addEventListener("click", (event) => {
      event.preventDefault();
      choose(number);
      tell(line.getAttribute("aria-label"));
    });
    line.addEventListener("pointerenter", () => tell(line.getAttribute("aria-label")));
    line.addEventListener("focus", () => tell(line.getAttribute("aria-label")));
    line.addEventListener("keydown", (event) => step(diagram, number, event, tell));
  }
  for (const part of diagram.querySelectorAll(".told-of")) {
    const sentence = part.querySelector("title").textContent;
    part.addEventListener("pointerenter", () => { mark(diagram, part); tell(sentence); });
    part.addEventListener("click", () => { mark(diagram, part); tell(sentence); });
  }
}

/** Left and right go through the moments of the chosen itinerary while its line has the focus. */
function step(diagram, number, event, tell) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const detail = diagram.querySelector(`[data-detail="${number}"]`);
  if (!by || detail.hasAttribute("hidden")) return;
  event.preventDefault();
  const all = [...detail.querySelectorAll(".told-of")].sort((a, b) => Number(a.dataset.order) - Number(b.dataset.order));
  const at = all.findIndex((part) => part.classList.contains("pointed"));
  const next = all[(at + by + all.length) % all.length];
  mark(diagram, next);
  tell(next.querySelector("title").textContent);
}

function mark(diagram, part) {
  for (const other of diagram.querySelectorAll(".pointed")) other.classList.remove("pointed");
  part.classList.add("pointed");
}
