import {
  FRAMES_KEPT,
  OVERDUE_LAG_MS,
  READ_AGE_MS,
  REBUILD_LEASE_MS,
  TICKER_LEASE_MS,
  TOMBSTONE_MS,
} from "./limits.ts";
import { FRAME } from "./lua/frame.ts";
import { PLACE } from "./lua/place.ts";
import { Script } from "./script.ts";

const LIMITS = `local tombstone_ms, frames_kept, overdue_lag_ms = ${TOMBSTONE_MS}, ${FRAMES_KEPT}, ${OVERDUE_LAG_MS}\n`;

/** Refuses what was read too long ago: the tombstones of what happened since may be gone. */
const FRESH = `
local function is_fresh(read_at)
  local time = redis.call('TIME')
  local age = time[1] * 1000 + math.floor(time[2] / 1000) - read_at
  return math.abs(age) <= ${READ_AGE_MS}
end
`;

const HOLDS = `
local function holds(lease, token, ms)
  if redis.call('GET', KEYS[1] .. lease) ~= token then return false end
  redis.call('PEXPIRE', KEYS[1] .. lease, ms)
  return true
end
`;

/** ARGV: readAt, shop now, then (order, version, visits)… Reply: 1, or 0 when the read is too old. */
export const projectScript = new Script(`${LIMITS}${PLACE}${FRESH}
if not is_fresh(tonumber(ARGV[1])) then return 0 end
for _, which in ipairs({ 'epoch', 'building' }) do
  local epoch = redis.call('GET', prefix .. which)
  if epoch then apply(epoch, tonumber(ARGV[2]), 3) end
end
return 1
`);

/** ARGV: token, epoch, readAt, shop now, then orders. Reply: 1; 0 when the read is too old; -1 when the lease is lost. */
export const fillScript = new Script(`${LIMITS}${PLACE}${FRESH}${HOLDS}
if not holds('rebuild', ARGV[1], ${REBUILD_LEASE_MS}) then return -1 end
if redis.call('GET', prefix .. 'building') ~= ARGV[2] then return -1 end
if not is_fresh(tonumber(ARGV[3])) then return 0 end
apply(ARGV[2], tonumber(ARGV[4]), 5)
return 1
`);

/** ARGV: token, epoch, shop now, origin. Reply: 1, or -1 when the lease is lost. */
export const beginScript = new Script(`${HOLDS}
if not holds('rebuild', ARGV[1], ${REBUILD_LEASE_MS}) then return -1 end
local prefix = KEYS[1]
redis.call('SADD', prefix .. 'epochs', ARGV[2])
redis.call('HSET', prefix .. ARGV[2] .. ':meta', 't', ARGV[3], 'd', ARGV[3], 'live', 0, 'origin', ARGV[4])
redis.call('SET', prefix .. 'building', ARGV[2])
return 1
`);

/** ARGV: token, epoch, shop now, revision, watermark, nodes… Reply: 1, or -1 when the lease is lost. */
export const flipScript = new Script(`${LIMITS}${PLACE}${FRAME}${HOLDS}
if not holds('rebuild', ARGV[1], ${REBUILD_LEASE_MS}) then return -1 end
if redis.call('GET', prefix .. 'building') ~= ARGV[2] then return -1 end
show(ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], { unpack(ARGV, 6) })
redis.call('SET', prefix .. 'epoch', ARGV[2])
redis.call('DEL', prefix .. 'building', prefix .. 'rebuild')
return 1
`);

/**
 * ARGV: token, shop now, tolerated skew in shop ms, origin, revision, watermark, nodes…
 * Reply: {'lost'}, {'empty', abandoned} or {'shown', abandoned, seq, new, asOf}; abandoned: 1 when a rebuild had died.
 */
export const tickScript = new Script(`${LIMITS}${PLACE}${FRAME}${HOLDS}
if not holds('ticker', ARGV[1], ${TICKER_LEASE_MS}) then return { 'lost' } end
local abandoned = 0
if redis.call('EXISTS', prefix .. 'rebuild') == 0 then abandoned = redis.call('DEL', prefix .. 'building') end
local epoch, now = redis.call('GET', prefix .. 'epoch'), tonumber(ARGV[2])
if not epoch then return { 'empty', abandoned } end
local meta = redis.call('HMGET', prefix .. epoch .. ':meta', 't', 'origin')
-- Restored from elsewhere, made from another database, or for a clock that has since been set back: not this board.
if not meta[1] or meta[2] ~= ARGV[4] or tonumber(meta[1]) - now > tonumber(ARGV[3]) then
  redis.call('DEL', prefix .. 'epoch')
  return { 'empty', 1 }
end
local shown = show(epoch, now, ARGV[5], ARGV[6], { unpack(ARGV, 7) })
return { 'shown', abandoned, unpack(shown) }
`);

/** ARGV: token, key, JSON. Tells of it by the key's name. Reply: 1, or 0 when somebody else ticks. */
export const publishScript = new Script(`${HOLDS}
if not holds('ticker', ARGV[1], ${TICKER_LEASE_MS}) then return 0 end
redis.call('SET', KEYS[1] .. ARGV[2], ARGV[3])
redis.call('PUBLISH', KEYS[1] .. 'poke', ARGV[2])
return 1
`);

/**
 * ARGV: machine second, 1 when rows are wanted.
 * Reply: {epoch, rebuilding, asOf, seq, orders, revision, watermark, events in the last 60 s, rows}; nil where absent.
 */
export const readScript = new Script(`
local prefix, second = KEYS[1], tonumber(ARGV[1])
local epoch = redis.call('GET', prefix .. 'epoch')
local meta = epoch and redis.call('HMGET', prefix .. epoch .. ':meta', 'asOf', 'seq', 'shown', 'revision')
  or { false, false, false, false }
local seconds, events = {}, 0
for ago = 0, 59 do seconds[#seconds + 1] = string.format('%srate:%.0f', prefix, second - ago) end
for _, count in ipairs(redis.call('MGET', unpack(seconds))) do events = events + (tonumber(count or 0) or 0) end
local rows = ARGV[2] == '1' and epoch and redis.call('HGETALL', prefix .. epoch .. ':rows') or {}
return { epoch, redis.call('EXISTS', prefix .. 'rebuild'), meta[1], meta[2], meta[3], meta[4],
  redis.call('GET', prefix .. 'watermark'), events, rows }
`);

/** ARGV: lease, token. Gives back a lease that is still ours. */
export const releaseScript = new Script(`
if redis.call('GET', KEYS[1] .. ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('DEL', KEYS[1] .. ARGV[1])
`);

/** ARGV: lease, token, ms. Keeps a lease that is still ours. */
export const renewScript = new Script(`
if redis.call('GET', KEYS[1] .. ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('PEXPIRE', KEYS[1] .. ARGV[1], ARGV[3])
`);
