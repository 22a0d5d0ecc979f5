// X1 in depth: what the real program leaves in files, with other programs and
// at a collector of telemetry. Every command is in canary_commands_test.ts.
import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import {
  type CanaryMachine,
  withCanaryMachine,
} from "../support/canary_program.ts";
import { CANARY_KINDS, type CanarySet } from "../support/canary_secrets.ts";
import {
  CANARY_END,
  CANARY_STEPS,
  type CanaryStep,
} from "../support/canary_steps.ts";
import { type CanaryOutcome, canarySet } from "../support/canary_world.ts";
import { bareEnvironment } from "../support/kept_calls.ts";
import { ROOT, startCommand } from "../support/product.ts";
import { filesBelow } from "../support/store_world.ts";

const OPENER = "/usr/bin/xdg-open";

/** What needs a program that is not there is passed over, and it is said. */
function possible(steps: readonly CanaryStep[]): readonly CanaryStep[] {
  if (mayOpen()) return steps;
  print(`skipped: a page that is opened, for there is no ${OPENER}`);
  return steps.filter(({ waitsForPage }) => !waitsForPage);
}

function mayOpen(): boolean {
  try {
    return Deno.statSync(OPENER).isFile;
  } catch {
    return false;
  }
}

/** What was found where, in words that tell no secret. */
type Leaks = Set<string>;

const TALK = ["--verbose", "--trace"];

interface Search {
  readonly set: CanarySet;
  readonly leaks: Leaks;
}

function search(
  text: string,
  where: string,
  { set, leaks, allowed = [] }: Search & Pick<SearchAllowed, "allowed">,
): void {
  for (const { kind, as } of set.hitsIn(text, allowed)) {
    leaks.add(`${kind} as ${as} in ${where}`);
  }
}

interface SearchAllowed {
  readonly allowed?: NonNullable<CanaryStep["shows"]>;
}

const latin1 = new TextDecoder("latin1");

async function searchLeft(
  machine: CanaryMachine,
  found: Search,
): Promise<number> {
  const names = await filesBelow(machine.home);
  for (const name of names) {
    const path = `${machine.home}/${name}`;
    search(name, "a file's name", found);
    if ((await Deno.lstat(path)).isFile) {
      search(latin1.decode(await Deno.readFile(path)), name, found);
    }
  }
  for (const [name, bytes] of await machine.childrenSaw()) {
    search(latin1.decode(bytes), `the ${name.replace(/\d+\./, "")}`, found);
  }
  search(machine.collector.received.join("\n"), "telemetry", found);
  return names.length;
}

async function walk(
  machine: CanaryMachine,
  { outcome, found, steps = CANARY_STEPS }: {
    readonly steps?: readonly CanaryStep[];
    readonly outcome: CanaryOutcome;
    readonly found: Search;
  },
): Promise<number> {
  let runs = 0;
  for (const { argv, mayFail, shows = [], ...options } of possible(steps)) {
    if (outcome !== "ok" && !options.asks) continue;
    if (outcome === "down" && options.waitsForPage) continue;
    const force = argv[0] === "get-token" && outcome !== "ok"
      ? ["--force"]
      : [];
    const words = [...new Set([...argv, ...force]), ...TALK];
    const ran = await machine.run(words, { ...options, outcome });
    runs++;
    const name = `${argv.slice(0, 3).join(" ")} (${outcome})`;
    const allowed = ran.code === 0 ? shows : [];
    search(ran.stdout, `stdout of ${name}`, { ...found, allowed });
    search(ran.stderr, `stderr of ${name}`, found);
    if (outcome === "ok" && !mayFail) assert.equal(ran.code, 0, ran.stderr);
  }
  return runs;
}

/** What is no secret was found in every place, so a secret would have been. */
async function requireSearched(machine: CanaryMachine): Promise<void> {
  const telemetry = machine.collector.received.join("\n");
  assert.match(telemetry, /\/devicecode/);
  const seen = [...await machine.childrenSaw()];
  for (const program of mayOpen() ? ["az", "browser"] : ["az"]) {
    const texts = seen.filter(([name]) => name.startsWith(`${program}.`))
      .map(([, bytes]) => latin1.decode(bytes)).join("\n");
    assert.match(texts, /OTEL_DENO=true/, program);
  }
  const files = await filesBelow(machine.home);
  assert.ok(files.includes("profiles.json"), files.join(" "));
  assert.ok(files.some((name) => name.endsWith(".lock")), files.join(" "));
}

const ignore = Deno.build.os !== "linux";

Deno.test({
  name:
    "X1: the real program leaves no secret in a file, with another program, or at a collector",
  ignore,
  fn: leaveNothing,
});

async function leaveNothing(): Promise<void> {
  const found = { set: canarySet(), leaks: new Set<string>() };
  await withCanaryMachine(found.set, async (machine) => {
    let runs = 0;
    let files = 0;
    for (const outcome of ["ok", "refused", "down"] as const) {
      runs += await walk(machine, { outcome, found });
      files += await searchLeft(machine, found);
    }
    runs += await walk(machine, { outcome: "ok", found, steps: CANARY_END });
    files += await searchLeft(machine, found);
    const children = (await machine.childrenSaw()).size / 2;
    const { length } = machine.collector.received;
    print(
      `X1: ${CANARY_KINDS.length} kinds, ${runs} runs of the program, ${files} files, ${children} programs beside it, ${
        length / 2
      } messages of telemetry: ${found.leaks.size} hits`,
    );
    assert.deepEqual([...found.leaks], []);
    await requireSearched(machine);
  });
}

Deno.test("X1: the demo shows no token, however much it is asked to tell", async () => {
  const home = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...await startCommand(), "demo", ...TALK],
      cwd: ROOT,
      clearEnv: true,
      env: bareEnvironment(home),
      stdin: "null",
    }).output();
    const text = latin1.decode(stdout) + latin1.decode(stderr);
    assert.equal(code, 0, text);
    assert.match(text, /client-credentials/);
    assert.doesNotMatch(text, /eyJ[\w-]{8}/);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
