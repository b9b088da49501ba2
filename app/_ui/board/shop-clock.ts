/** Shop time on a screen: an instant told by the server, carried on by the screen's own stopwatch. */
export interface ShopAnchor {
  /** Epoch ms of shop time. */
  shopAt: number;
  /** performance.now() when it was told. */
  heardAt: number;
  /** Shop ms per machine ms. */
  speed: number;
}

/** A message this much older than expected (ms of machine time) is a clock set back, not a slow network. */
const SET_BACK_MS = 10_000;

/** The shop time at `now` (performance.now()). */
export function shopTimeAt(anchor: ShopAnchor, now: number): number {
  return anchor.shopAt + (now - anchor.heardAt) * anchor.speed;
}

/**
 * Takes a newly told instant. One slightly behind what the screen already shows was only slow on its
 * way, or computed a moment before it was sent: the clock must not step back for it.
 */
export function reanchor(anchor: ShopAnchor, told: ShopAnchor): ShopAnchor {
  const expected = shopTimeAt(anchor, told.heardAt);
  const behind = expected - told.shopAt;
  if (behind <= 0 || behind > SET_BACK_MS * told.speed) return told;
  return { shopAt: expected, heardAt: told.heardAt, speed: told.speed };
}
