/** How long one loop of each competitor runs, at least. */
const LOOP_MS = 60;

/** Something that is done again and again in one process. */
export interface Loop {
  readonly name: string;
  /** Does it once. */
  readonly once: () => Promise<unknown>;
}

/** Milliseconds that a million calls take, round by round. */
export type Rounds = Readonly<Record<string, readonly number[]>>;

async function msOf(once: Loop["once"], calls: number): Promise<number> {
  const start = performance.now();
  for (let call = 0; call < calls; call++) await once();
  return performance.now() - start;
}

/** So many calls that a loop is long enough for the clock; warms the code up, too. */
async function enoughCalls({ once }: Loop): Promise<number> {
  let calls = 100;
  while (await msOf(once, calls) < LOOP_MS) calls *= 2;
  return calls;
}

/**
 * Measures loops in turn in this process.
 *
 * @param loops What to measure.
 * @param rounds How often.
 */
export async function measureLoops(
  loops: readonly Loop[],
  rounds: number,
): Promise<Rounds> {
  const sized: { loop: Loop; calls: number; ms: number[] }[] = [];
  for (const loop of loops) {
    sized.push({ loop, calls: await enoughCalls(loop), ms: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const { loop, calls, ms } of sized) {
      ms.push(await msOf(loop.once, calls) / calls * 1e6);
    }
  }
  return Object.fromEntries(sized.map(({ loop, ms }) => [loop.name, ms]));
}
