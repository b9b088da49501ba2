/**
 * Letters that nobody mistakes for one another, and that make no words: the consonants that RFC 8628 §6.1 recommends.
 * 20^8 codes are some 34 bits.
 */
export const USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
export const USER_CODE_LENGTH = 8;
const HALF = USER_CODE_LENGTH / 2;

/**
 * A code as it is kept, from how somebody typed it: in any case, with or without its dash, with spaces.
 * @returns null when no code can be that
 */
export function readUserCode(typed: string): string | null {
  const code = typed.replace(/[\s\-–—_.]/g, "").toUpperCase();
  if (code.length !== USER_CODE_LENGTH) return null;
  return [...code].every((letter) => USER_CODE_LETTERS.includes(letter)) ? code : null;
}

/** A code as a screen shows it: XXXX-XXXX. */
export function showUserCode(code: string): string {
  return `${code.slice(0, HALF)}-${code.slice(HALF)}`;
}
