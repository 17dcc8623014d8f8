/**
 * The scripts that Redis runs: each compares stamps and changes entries in one step that no other client can come
 * between. Stamps are compared as four unsigned numbers of 32 bits, because Lua's `<` on strings follows the locale.
 *
 * KEYS[1] is the hash of a view's entries (field: key, value: stamp and packed value), KEYS[2] the hash with its
 * `fence` and `watermark`. Both names share a hash tag, so that a cluster keeps them together.
 */
const isBefore = `
local function before(a, b)
  if a == b then return false end
  local a1, a2, a3, a4 = struct.unpack('>I4I4I4I4', a)
  local b1, b2, b3, b4 = struct.unpack('>I4I4I4I4', b)
  if a1 ~= b1 then return a1 < b1 end
  if a2 ~= b2 then return a2 < b2 end
  if a3 ~= b3 then return a3 < b3 end
  return a4 < b4
end
`;

/**
 * ARGV: stamp, entries. The entries are one argument, key and value in turn, each after its length in four bytes: a
 * thousand small arguments cost the client more than the server. Gives the number written; -1 where the fence is greater.
 */
export const WRITE = `${isBefore}
local stamp, entries = ARGV[1], ARGV[2]
local fence = redis.call('HGET', KEYS[2], 'fence')
if fence and before(stamp, fence) then return -1 end
local written, at, size = 0, 1, 0
local function take()
  size, at = struct.unpack('>I4', entries, at)
  local from = at
  at = at + size
  return string.sub(entries, from, at - 1)
end
while at <= #entries do
  local key = take()
  local value = take()
  local held = redis.call('HGET', KEYS[1], key)
  if not held or not before(stamp, string.sub(held, 1, 16)) then
    redis.call('HSET', KEYS[1], key, stamp .. value)
    written = written + 1
  end
end
return written
`;

/** ARGV: field, stamp. Raises the field to the stamp, never lowers it. */
export const RAISE = `${isBefore}
local held = redis.call('HGET', KEYS[2], ARGV[1])
if not held or before(held, ARGV[2]) then redis.call('HSET', KEYS[2], ARGV[1], ARGV[2]) end
return 1
`;

/** ARGV: cursor, stamp. Removes what is older in one portion of the hash. Gives the next cursor and the number removed. */
export const REMOVE_SOME = `${isBefore}
local answer = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', 500)
local fields = answer[2]
local removed = 0
for i = 1, #fields, 2 do
  if before(string.sub(fields[i + 1], 1, 16), ARGV[2]) then
    removed = removed + redis.call('HDEL', KEYS[1], fields[i])
  end
end
return {answer[1], removed}
`;
