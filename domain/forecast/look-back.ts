/** Hours of the past that a forecast is made from: each hour of the week twice. */
export const LOOK_BACK_HOURS = 14 * 24;
