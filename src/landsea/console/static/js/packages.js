// Packages by the names that the page gives for the codes of its goods.
const words = JSON.parse(document.getElementById("package-words").textContent);

/** `carton` or `cartons`, in the reader's language. */
export function packageWord(code, count) {
  const [one, more] = words[code];
  return count === 1 ? one : more;
}
