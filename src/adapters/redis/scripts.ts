/**
 * What the server does in one step. It runs a script as a whole, and nobody
 * sees half of it. Nothing here is newer than Redis 6.2.
 *
 * @see {@link https://redis.io/docs/latest/develop/programmability/eval-intro/ | Scripts}
 */

/**
 * Takes a free lock: `KEYS` lock; `ARGV` holder, milliseconds. Also when the
 * lock is its own: clients send a command again when the connection broke
 * before the reply came.
 */
export const TAKE_LOCK = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** Keeps a lock for longer: `KEYS` lock; `ARGV` holder, milliseconds. */
export const RENEW_LOCK = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** Gives a lock back: `KEYS` lock; `ARGV` holder. */
export const RELEASE_LOCK = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

/**
 * Writes a record for who holds its lock: `KEYS` lock, record; `ARGV` holder,
 * sealed text, milliseconds.
 */
export const WRITE_RECORD = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1`;

/**
 * Takes a record away for who holds its lock: `KEYS` lock, record; `ARGV`
 * holder.
 */
export const REMOVE_RECORD = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
return 1`;

/**
 * Enters a record into the index: `KEYS` expiry, writes; `ARGV` id, write,
 * milliseconds. An entry never ends sooner than before: a writer that has lost
 * its lock may still come here, and must not shorten what another one wrote.
 * Entries that have ended go, a few with each write.
 */
export const ENTER_RECORD = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 100)
for _, id in ipairs(ended) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
local expiry = now + ARGV[3]
local known = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not known or tonumber(known) < expiry then
  redis.call('ZADD', KEYS[1], expiry, ARGV[1])
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
local last = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
redis.call('PEXPIREAT', KEYS[1], last)
redis.call('PEXPIREAT', KEYS[2], last)
return 1`;

/**
 * Takes an entry out of the index if it is still of that write: `KEYS` expiry,
 * writes; `ARGV` id, write.
 */
export const LEAVE_INDEX = `
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 1`;
