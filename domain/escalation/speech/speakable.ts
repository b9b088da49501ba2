import { chineseDigits, chineseNumber } from "./numerals.ts";
import { spokenTimeZh } from "./spoken-time.ts";

const TIME = /(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d)(?![\d:：])/g;
const PERCENT = /(\d+(?:\.\d+)?)[%％]/g;
const DECIMAL = /(\d+)\.(\d+)/g;
/** Digits that are no count: too many for one, or with a zero in front, such as a number of a house. */
const NO_COUNT = /^0\d|^\d{9}/;
const PAUSE = "，";
/** What the templates of a voice company may not hold, in both widths. */
const SEPARATORS = /[#＃/／:：\-－%％¥￥【】]+/g;
const PAUSES = /[\s，]*，[\s，]*/g;

/** A name that people gave as a phone may say it: 15:00 is 十五点, 24/48h is 二十四，四十八h, a separator is a pause. */
export function speakableZh(name: string): string {
  return name
    .replace(TIME, (_, hours, minutes) => spokenTimeZh(Number(hours), Number(minutes)))
    .replace(PERCENT, "百分之$1")
    .replace(DECIMAL, (_, whole, part) => `${numeral(whole)}点${chineseDigits(part)}`)
    .replace(/\d+/g, numeral)
    .replace(SEPARATORS, PAUSE)
    .replace(PAUSES, PAUSE)
    .replace(/^[\s，]+|[\s，]+$/g, "");
}

function numeral(digits: string): string {
  return NO_COUNT.test(digits) ? chineseDigits(digits) : chineseNumber(Number(digits));
}
