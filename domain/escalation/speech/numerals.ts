const DIGITS = "零一二三四五六七八九";
const UNITS = ["", "十", "百", "千"];
const MOST = 99_999_999;

/**
 * A whole number as it is spoken: 23 is 二十三, 105 is 一百零五.
 * @throws RangeError beyond 0 to 99,999,999
 */
export function chineseNumber(n: number): string {
  if (!Number.isInteger(n) || n < 0 || n > MOST) throw new RangeError(`${n} is not a number to be spoken`);
  if (n === 0) return "零";
  const high = Math.floor(n / 10_000);
  const low = n % 10_000;
  const gap = high > 0 && low > 0 && low < 1_000 ? "零" : "";
  const said = (high > 0 ? `${below10000(high)}万` : "") + gap + (low > 0 ? below10000(low) : "");
  return said.replace(/^一十/, "十");
}

function below10000(n: number): string {
  let said = "";
  let gap = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(n / 10 ** place) % 10;
    if (digit === 0) {
      gap = said !== "";
      continue;
    }
    said += (gap ? "零" : "") + DIGITS[digit] + UNITS[place];
    gap = false;
  }
  return said;
}

/** A number before a measure word, where 2 is 两: 两单, 两小时, but 二十二单. */
export function chineseCount(n: number): string {
  return n === 2 ? "两" : chineseNumber(n);
}

/** Digit by digit: 1024 is 一零二四. Whatever is no digit is left out. */
export function chineseDigits(digits: string): string {
  return [...digits].map((digit) => DIGITS[DIGIT_VALUES.indexOf(digit)] ?? "").join("");
}

const DIGIT_VALUES = "0123456789";
