// A page is seen before its modules have run. What is pressed in between waits for them, and no form that a script sends is ever sent by the
// browser itself: its fields would go into the address.
(() => {
  const scripted = "form:not([method=get])";
  const pressed = new Set();

  function hold(event) {
    const button = event.target.closest("button");
    if (!button || (button.type === "submit" && !button.form?.matches(scripted))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed.add(button);
  }

  addEventListener("click", hold, { capture: true });
  addEventListener("submit", (event) => { if (event.target.matches(scripted)) event.preventDefault(); });
  addEventListener("DOMContentLoaded", () => {
    removeEventListener("click", hold, { capture: true });
    for (const button of pressed) button.click();
  });
})();
