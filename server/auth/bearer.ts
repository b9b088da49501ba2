/** Longer than any key that was ever made; ANDON_API_KEY has at most 200 characters. */
const MAX_KEY_LENGTH = 500;

/** The key of an Authorization header; null when it is not of the form `Bearer KEY`. */
export function bearerOf(authorization: string): string | null {
  const key = /^Bearer +(\S|\S.*\S) *$/i.exec(authorization)?.[1];
  return key === undefined || key.length > MAX_KEY_LENGTH ? null : key;
}
