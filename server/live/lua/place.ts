/**
 * Puts orders' visits into the sorted sets of an epoch, in one pass per batch: what changes is collected and written
 * with one command per key. Deadlines reach the sets as they are: doubles hold milliseconds exactly. Sums are HINCRBY's
 * 64-bit integers and never a Lua number.
 */
export const PLACE = `
local prefix = KEYS[1]
local OPEN, PROMISE = 3, 6
local SETS = { [OPEN] = 'open', [4] = 'warn', [5] = 'due', [PROMISE] = 'promise' }
local CHUNK = 4000
-- Overdue now, and overdue a day ago already: how far each stands behind the deadline pointer, and its fields.
local POINTERS = { { lag = 0, k = 'k:', s = 's:' }, { lag = overdue_lag_ms, k = 'k24:', s = 's24:' } }
local NONE = {}

local function in_chunks(command, key, list)
  for first = 1, #list, CHUNK do
    redis.call(command, key, unpack(list, first, math.min(first + CHUNK - 1, #list)))
  end
end

local function push(lists, key, a, b)
  local list = lists[key]
  if not list then list = {} lists[key] = list end
  list[#list + 1] = a
  if b then list[#list + 1] = b end
end

local function open_batch(epoch, t, d)
  return { base = prefix .. epoch .. ':', t = t, d = d, zrem = {}, zadd = {}, hset = {}, hdel = {},
    late = {}, overdue = {}, live = 0, keys = {} }
end

local function keys_of(batch, node)
  local keys = batch.keys[node]
  if keys then return keys end
  keys = {}
  for field = OPEN, PROMISE do keys[field] = batch.base .. 'n:' .. node .. ':' .. SETS[field] end
  batch.keys[node] = keys
  return keys
end

local function is_open(visit, t)
  return visit[3] <= t and (not visit[7] or t < visit[7])
end

local function open_ones(visits, t)
  local found, live = {}, 0
  for _, visit in ipairs(visits) do
    if is_open(visit, t) then
      found[visit[1]] = visit
      if not visit[8] then live = 1 end
    end
  end
  return found, live
end

local function next_change(visits, t)
  local at
  for _, visit in ipairs(visits) do
    local change = (visit[3] > t and visit[3]) or (visit[7] and visit[7] > t and visit[7]) or nil
    if change and (not at or change < at) then at = change end
  end
  return at
end

local function count_overdue(batch, node, due, sign)
  if not due then return end
  for _, pointer in ipairs(POINTERS) do
    if due <= batch.d - pointer.lag then
      local k, s = pointer.k .. node, pointer.s .. node
      batch.late[k] = (batch.late[k] or 0) + sign
      push(batch.overdue, s, string.format('%.0f', sign * due))
    end
  end
end

-- old, new: the same visit before and after, at the same node; nil where it is not open
local function move(batch, old, new)
  local visit = new or old
  local keys = keys_of(batch, visit[2])
  old, new = old or NONE, new or NONE
  for field = OPEN, PROMISE do
    local was, is = old[field], new[field]
    if was ~= is then
      if is then push(batch.zadd, keys[field], is, visit[1])
      elseif was then push(batch.zrem, keys[field], visit[1]) end
    end
  end
  if old[5] ~= new[5] then
    count_overdue(batch, visit[2], old[5], -1)
    count_overdue(batch, visit[2], new[5], 1)
  end
end

-- before as placed at before_t, after to be placed at batch.t
local function place(batch, id, version, before, before_t, after, after_json)
  local was, was_live = open_ones(before, before_t)
  local is, is_live = open_ones(after, batch.t)
  local stays = next(is) ~= nil
  for visit_id, old in pairs(was) do
    local new = is[visit_id]
    if new and new[2] == old[2] then
      move(batch, old, new)
      is[visit_id] = nil
    else
      move(batch, old, nil)
    end
  end
  for _, new in pairs(is) do move(batch, nil, new) end
  batch.live = batch.live + is_live - was_live
  local wake = next_change(after, batch.t)
  if wake then push(batch.zadd, batch.base .. 'wake', wake, id)
  elseif next_change(before, before_t) then push(batch.zrem, batch.base .. 'wake', id) end
  if wake or stays then
    push(batch.hset, batch.base .. 'orders', id, string.format('%s %.0f %s', version, batch.t, after_json))
  else
    if #before > 0 then push(batch.hdel, batch.base .. 'orders', id) end
    redis.call('SET', batch.base .. 'gone:' .. id, version, 'PX', tombstone_ms)
  end
end

local function flush(batch)
  for key, list in pairs(batch.zrem) do in_chunks('ZREM', key, list) end
  for key, list in pairs(batch.zadd) do in_chunks('ZADD', key, list) end
  for key, list in pairs(batch.hdel) do in_chunks('HDEL', key, list) end
  for key, list in pairs(batch.hset) do in_chunks('HSET', key, list) end
  local overdue = batch.base .. 'overdue'
  for k, visits in pairs(batch.late) do redis.call('HINCRBY', overdue, k, visits) end
  for s, dues in pairs(batch.overdue) do
    for _, due in ipairs(dues) do redis.call('HINCRBY', overdue, s, due) end
  end
  if batch.live ~= 0 then redis.call('HINCRBY', batch.base .. 'meta', 'live', batch.live) end
end

local function parse(stored)
  local version, t, json = string.match(stored, '^(%d+) (%d+) (.*)$')
  return tonumber(version), tonumber(t), json
end

-- Orders of ARGV from first on, as (id, version, visits); returns how many were newer than what is there.
local function apply(epoch, now, first)
  local meta = prefix .. epoch .. ':meta'
  local pointers = redis.call('HMGET', meta, 't', 'd')
  if not pointers[1] then return 0 end
  local t = math.max(tonumber(pointers[1]), now)
  redis.call('HSET', meta, 't', string.format('%.0f', t))
  local batch = open_batch(epoch, t, tonumber(pointers[2]))
  local ids, tombs = {}, {}
  for i = first, #ARGV, 3 do
    ids[#ids + 1] = ARGV[i]
    tombs[#tombs + 1] = batch.base .. 'gone:' .. ARGV[i]
  end
  if #ids == 0 then return 0 end
  local held = redis.call('HMGET', batch.base .. 'orders', unpack(ids))
  local gone = redis.call('MGET', unpack(tombs))
  local applied = 0
  for j, id in ipairs(ids) do
    local version, json = ARGV[first + (j - 1) * 3 + 1], ARGV[first + (j - 1) * 3 + 2]
    local old_version, old_t, old_json = -1, 0, nil
    if held[j] then old_version, old_t, old_json = parse(held[j]) end
    if gone[j] then old_version = math.max(old_version, tonumber(gone[j])) end
    if tonumber(version) > old_version then
      place(batch, id, version, held[j] and cjson.decode(old_json) or NONE, old_t, cjson.decode(json), json)
      applied = applied + 1
    end
  end
  flush(batch)
  return applied
end
`;
