/**
 * Ended visits are classed by how long they lasted, each class twice the one before: who was open at a moment left within
 * the longest stay of its class, so that an index finds them without reading all that ended since. Hours at which classes
 * begin; the last has no end.
 */
export const STAY_CLASS_HOURS = [6, 12, 24, 48, 96, 192, 384, 768, 1_536] as const;

const STAYED = "(left_at - entered_at)";
const bounds = STAY_CLASS_HOURS.map((hours) => `${hours}:00:00`).join(",");

/** SQL for a visit's class, as the index has it: 0 for shorter stays, then 1 to the number of bounds. */
export const STAY_CLASS = `width_bucket(${STAYED}, '{${bounds}}'::interval[])`;

/** SQL for whether a visit has ended and has a class, as the index has it. */
export const IS_LONG_STAY = `${STAYED} >= '${STAY_CLASS_HOURS[0]}:00:00'::interval`;
