/**
 * The advisory locks of the database, each a number that nobody else on it uses. `migrations` keeps the number that older
 * versions wait for.
 */
export const LOCKS = {
  migrations: 7_202_611_221,
  /** Folds share it; changes of settings have it alone. */
  settings: 7_302_001,
  /** Whoever adds to the sums of delay. */
  sums: 7_302_002,
  /** The anchor of shop time. */
  clock: 7_302_003,
  /** With a source: its sightings. */
  sightings: 7_302_004,
  /** With a source: its files. */
  files: 7_302_005,
  /** People, roles, schedules and groups. */
  directory: 7_302_006,
  /** With a group: how much its robots have sent. */
  budget: 7_302_007,
  /** Televisions and playlists. */
  screens: 7_302_008,
  /** What a new database begins with: nodes, watches, policies, a key. */
  beginning: 7_302_009,
} as const;
