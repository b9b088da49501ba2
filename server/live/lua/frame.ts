/** Brings an epoch to a moment and writes a frame when the board then looks different. Needs PLACE before it. */
export const FRAME = String.raw`
local WAKE_PAGE = 1000

-- Visits that begin or end by themselves: events may be a few minutes ahead of the clock.
local function wake(epoch, t, d)
  local base = prefix .. epoch .. ':'
  while true do
    local ids = redis.call('ZRANGEBYSCORE', base .. 'wake', '-inf', string.format('%.0f', t), 'LIMIT', 0, WAKE_PAGE)
    if #ids == 0 then return end
    local batch = open_batch(epoch, t, d)
    local held = redis.call('HMGET', base .. 'orders', unpack(ids))
    redis.call('ZREM', base .. 'wake', unpack(ids))
    for j, id in ipairs(ids) do
      if held[j] then
        local version, old_t, json = parse(held[j])
        local visits = cjson.decode(json)
        place(batch, id, string.format('%.0f', version), visits, old_t, visits, json)
      end
    end
    flush(batch)
  end
end

local function cross_deadlines(base, nodes, d, t)
  for _, node in ipairs(nodes) do
    for _, pointer in ipairs(POINTERS) do
      local passed = redis.call('ZRANGEBYSCORE', base .. 'n:' .. node .. ':due',
        '(' .. string.format('%.0f', d - pointer.lag), string.format('%.0f', t - pointer.lag), 'WITHSCORES')
      if #passed > 0 then
        redis.call('HINCRBY', base .. 'overdue', pointer.k .. node, #passed / 2)
        for i = 2, #passed, 2 do redis.call('HINCRBY', base .. 'overdue', pointer.s .. node, passed[i]) end
      end
    end
  end
end

local function row(base, node, at)
  local key = base .. 'n:' .. node .. ':'
  local open = redis.call('ZCARD', key .. 'open')
  if open == 0 then return '0 0 0 0 -' end
  local red = redis.call('ZCOUNT', key .. 'due', '-inf', at)
  local warned = redis.call('ZCOUNT', key .. 'warn', '-inf', at)
  local breached = redis.call('ZCOUNT', key .. 'promise', '-inf', at)
  local oldest = redis.call('ZRANGE', key .. 'open', 0, 0, 'WITHSCORES')[2]
  return string.format('%d %d %d %d %s', open - warned, warned - red, red, breached, oldest)
end

-- Returns the seq of the last frame, whether it was written now, and the moment that the board shows.
local function show(epoch, now, revision, watermark, nodes)
  local base = prefix .. epoch .. ':'
  local meta = base .. 'meta'
  local stood = redis.call('HMGET', meta, 't', 'd', 'seq', 'revision', 'live', 'shown')
  local t, d = math.max(tonumber(stood[1]), now), tonumber(stood[2])
  wake(epoch, t, d)
  cross_deadlines(base, nodes, d, t)
  local at = string.format('%.0f', t)
  local live = redis.call('HGET', meta, 'live') or '0'
  local shown, changed = redis.call('HMGET', base .. 'rows', unpack(nodes)), {}
  for i, node in ipairs(nodes) do
    local is = row(base, node, at)
    if is ~= shown[i] then
      changed[#changed + 1] = node
      changed[#changed + 1] = is
    end
  end
  local seq = tonumber(stood[3] or '0')
  local new = #changed > 0 or stood[4] ~= revision or stood[6] ~= live
  if new then
    seq = seq + 1
    if #changed > 0 then redis.call('HSET', base .. 'rows', unpack(changed)) end
    redis.call('XADD', prefix .. 'frames', 'MAXLEN', '~', frames_kept, '*', 'epoch', epoch, 'seq', seq, 'asOf', at,
      'orders', live, 'revision', revision, 'watermark', watermark, 'rows', table.concat(changed, '\n'))
  end
  redis.call('HSET', meta, 't', at, 'd', at, 'asOf', at, 'seq', seq, 'revision', revision, 'shown', live)
  redis.call('SET', prefix .. 'watermark', watermark)
  return { seq, new and 1 or 0, at }
end
`;
