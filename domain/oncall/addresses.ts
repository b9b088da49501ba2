import type { ContactKind } from "./types.ts";

/** How each kind of address is written, and how to say so. */
const FORMS: Record<ContactKind, { form: RegExp; remedy: string }> = {
  // E.164; a mainland mobile has 11 digits after +86.
  phone: {
    form: /^\+(?!861)[1-9]\d{6,14}$|^\+861[3-9]\d{9}$/,
    remedy: "write it in E.164, such as +8613800000001: a plus, the country, the number, nothing between",
  },
  dingtalk: {
    form: /^(\+86)?1[3-9]\d{9}$|^\+[1-9]\d{0,3}-\d{5,14}$/,
    remedy: "write the mobile number that DingTalk knows, such as 13800000001, or +852-51230001 abroad",
  },
  wecom: {
    form: /^[\w@.-]{1,64}$/,
    remedy: "write the user id of WeCom's address book: 1 to 64 letters, digits or _ - @ .",
  },
  feishu: {
    form: /^[\w-]{1,64}$/,
    remedy: "write the user id or open id (ou_…) of Feishu: 1 to 64 letters, digits or _ -",
  },
  email: {
    form: /^[^\s@"<>]{1,64}@[^\s@"<>.]+(\.[^\s@"<>.]+)+$/,
    remedy: "write it as name@example.com",
  },
};

/** @returns what to do about an address that is not one, without the address itself; null when it is one */
export function addressProblem(kind: ContactKind, address: string): string | null {
  return FORMS[kind].form.test(address) && address.length <= 200 ? null : FORMS[kind].remedy;
}

/** An address as it may be shown: 138****0001, w***@example.com. */
export function maskAddress(kind: ContactKind, address: string): string {
  if (kind === "email") {
    const at = address.lastIndexOf("@");
    return `${address.slice(0, 1)}***${at < 0 ? "" : address.slice(at)}`;
  }
  if (kind === "phone" || kind === "dingtalk") {
    const number = address.replace(/^\+86/, "");
    const shown = number.length >= 11 ? 4 : 2;
    return `${number.slice(0, number.startsWith("+") ? 4 : 3)}****${number.slice(-shown)}`;
  }
  return address.length < 5 ? `${address.slice(0, 1)}***` : `${address.slice(0, 2)}***${address.slice(-1)}`;
}
