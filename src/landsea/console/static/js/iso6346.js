// Container numbers (ISO 6346:2022): three letters of the owner, U, J or Z, six digits and the check digit.
import { t } from "./api.js";

const LETTERS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter, at) => [letter, at + 10 + Math.floor((at + 9) / 10)]));

/** As it is kept: capitals, without spaces and dashes. */
export function plainNumber(text) {
  return text.replace(/[\s-]/g, "").toUpperCase();
}

/** What is wrong with a number, as a sentence; nothing where it is right. */
export function faultOf(text) {
  const number = plainNumber(text);
  if (!/^[A-Z]{3}[UJZ][0-9]{7}$/.test(number)) return t("A container number has three letters, then U, J or Z, then seven digits, such as CSQU3054383.");
  const digit = checkDigit(number);
  if (Number(number[10]) === digit) return "";
  return t("The check digit of {number} is {given} and should be {digit}: a character is wrong. Compare it with the number on the door.", { number, given: number[10], digit });
}

/** Annex A: letters count 10 to 38 without the multiples of 11, places by powers of two, modulo 11; 10 counts as 0. */
function checkDigit(number) {
  const total = [...number.slice(0, 10)].reduce((sum, one, at) => sum + (LETTERS.get(one) ?? Number(one)) * 2 ** at, 0);
  return total % 11 % 10;
}
